"""What each way to pay costs on top, for which sums it is open, and in which order they stand.

One function, `Tariff.charge`, says it to who looks and to who orders.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from db import UnitOfWork
from models.method import MethodRule
from models.method_errors import (
    AboveMost,
    BelowLeast,
    FeeAboveSum,
    FeeUnknown,
    MethodBarred,
    MethodOff,
)
from utils.formula import BadFormula, Formula, parse
from utils.money import minor_digits


@dataclass(frozen=True, slots=True)
class Method:
    """One way to pay, as it is set."""

    code: str
    active: bool = True
    formula: Formula | None = None
    least: int | None = None
    most: int | None = None

    def charge(self, to_pay: int, currency: str) -> int:
        """The fee of so many minor units, to the nearest. Raises MethodBarred."""
        if not self.active:
            raise MethodOff(self.code)
        if self.least is not None and to_pay < self.least:
            raise BelowLeast(self.code, self.least)
        if self.most is not None and to_pay > self.most:
            raise AboveMost(self.code, self.most)
        return self.fee(to_pay, currency)

    def fee(self, to_pay: int, currency: str) -> int:
        """The same, whether it is open or not. Raises FeeUnknown, FeeAboveSum."""
        if self.formula is None:
            return 0
        digits = minor_digits(currency)
        try:
            exact = self.formula(Decimal(to_pay).scaleb(-digits)).scaleb(digits)
        except BadFormula:
            raise FeeUnknown(self.code) from None
        if exact > to_pay:
            raise FeeAboveSum(self.code)
        return int(exact.to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Tariff:
    """What was set, in the owner's order; a way to pay that is not named is open and free."""

    currency: str = ""
    methods: tuple[Method, ...] = ()

    def of(self, code: str) -> Method:
        return next((method for method in self.methods if method.code == code), Method(code))

    def charge(self, code: str, to_pay: int) -> int:
        """Minor units on top of so many. Raises MethodBarred."""
        return self.of(code).charge(to_pay, self.currency)

    def fees(self, to_pay: int) -> list[tuple[str, int | None]]:
        """Of every way that costs something on top; what a customer agrees to depends on them.
        None: it cannot be paid so.
        """
        priced = [method for method in self.methods if method.formula is not None]
        return sorted((each.code, self._fee(each, to_pay)) for each in priced)

    def _fee(self, method: Method, to_pay: int) -> int | None:
        try:
            return method.charge(to_pay, self.currency)
        except MethodBarred:
            return None

    def ordered(self, codes: Iterable[str]) -> list[str]:
        """Those that are on; what the owner put into no place comes last, as it came."""
        places = {method.code: place for place, method in enumerate(self.methods)}
        there = [code for code in codes if self.of(code).active]
        return sorted(there, key=lambda code: places.get(code, len(places)))


FREE_OF_FEES = Tariff()


async def tariff_of(uow: UnitOfWork, currency: str) -> Tariff:
    """As it is now."""
    rows = await uow.methods.all()
    return Tariff(currency, tuple(map(method_of, rows)))


def method_of(rule: MethodRule) -> Method:
    """What the database holds was read once, when it was set."""
    formula = parse(rule.formula) if rule.formula else None
    return Method(rule.code, rule.active, formula, rule.least, rule.most)
