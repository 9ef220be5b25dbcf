"""The ways to pay, as an owner sets them: on or off, in which order, what they cost and for whom.

Every change says what was shown to whoever makes it, as at the shelves.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import NotFound
from models.method import MethodRule
from models.method_errors import FormulaWrong, LimitsCrossed
from models.stock_errors import ChangedMeanwhile
from services.goods.fields import NONE
from services.goods.keeping import seal
from services.goods.pricing import parse_price
from services.money.tariff import Method, method_of
from utils.clock import Clock
from utils.formula import LONGEST, BadFormula, parse

FACTS = ("active", "formula", "least", "most")
SUBJECT = "method:{}"


def seal_of(method: Method) -> str:
    """Of what was shown of it."""
    text = method.formula.text if method.formula else None
    return seal((method.active, text, method.least, method.most))


class MethodService:
    """`codes`: the ways that the settings allow, in the order of the settings."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, codes: Sequence[str], currency: str
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._codes = codes
        self.currency = currency

    async def listed(self) -> list[Method]:
        """In the order in which they are offered."""
        async with self._uow.read() as uow:
            rows = await uow.methods.all()
        known = {row.code: method_of(row) for row in rows if row.code in self._codes}
        return [*known.values(), *(Method(code) for code in self._codes if code not in known)]

    async def method(self, code: str) -> Method:
        """Raises NotFound."""
        found = next((each for each in await self.listed() if each.code == code), None)
        if found is None:
            raise NotFound
        return found

    def formula(self, typed: str) -> str | None:
        """As it is kept; None for a dash. Raises FormulaWrong."""
        if typed.strip() in NONE:
            return None
        try:
            return parse(typed).text
        except BadFormula as error:
            raise FormulaWrong(error.why, LONGEST) from None

    def amount(self, typed: str) -> int | None:
        """Minor units, or a dash for none. Raises BadPrice."""
        return None if typed.strip() in NONE else parse_price(typed, self.currency)

    async def change(
        self, code: str, values: Mapping[str, Any], *, seen: str | None, actor: str
    ) -> None:
        """`seen`: the seal of what was shown; None for who names the whole of what is to be.
        Raises NotFound, ChangedMeanwhile, LimitsCrossed.
        """
        async with self._uow() as uow:
            rules = await self._rules(uow)
            rule = _one(rules, code)
            if seen not in (None, seal_of(method_of(rule))):
                by = await uow.audit.last_about(SUBJECT.format(code))
                raise ChangedMeanwhile("method", "", by.actor if by else "")
            least, most = (values.get(name, getattr(rule, name)) for name in ("least", "most"))
            if None not in (least, most) and least > most:
                raise LimitsCrossed
            before = {name: getattr(rule, name) for name in values}
            if before != values:
                for name, value in values.items():
                    setattr(rule, name, value)
                self._note(uow, code, "method.changed", actor, before=before, after=dict(values))

    async def move_up(self, code: str, *, actor: str) -> None:
        """Before the one that was before it. Raises NotFound."""
        async with self._uow() as uow:
            rules = await self._rules(uow)
            at = rules.index(_one(rules, code))
            if at == 0:
                return
            rules.insert(at - 1, rules.pop(at))
            for position, rule in enumerate(rules):
                rule.position = position
            self._note(uow, code, "method.moved", actor, before=at, after=at - 1)

    async def _rules(self, uow: UnitOfWork) -> list[MethodRule]:
        """A row for every way that there is, from the first change of any on."""
        rules = [row for row in await uow.methods.all(lock=True) if row.code in self._codes]
        place = max((rule.position for rule in rules), default=-1) + 1
        known = {rule.code for rule in rules}
        for position, code in enumerate((c for c in self._codes if c not in known), place):
            rule = MethodRule(code=code, position=position, active=True)
            await uow.methods.add(rule)
            rules.append(rule)
        return rules

    def _note(self, uow: UnitOfWork, code: str, action: str, actor: str, **details: object) -> None:
        uow.audit.add(
            AuditEntry(
                at=self._clock(),
                actor=actor,
                action=action,
                subject=SUBJECT.format(code),
                details=details,
            )
        )


def _one(rules: Sequence[MethodRule], code: str) -> MethodRule:
    found = next((rule for rule in rules if rule.code == code), None)
    if found is None:
        raise NotFound
    return found
