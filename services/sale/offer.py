"""What is offered before an order is placed: coins with amounts and times, the last address."""

from dataclasses import dataclass

from db import UnitOfWorkFactory
from models.errors import TotalTooSmall
from models.method_errors import MethodBarred
from models.order import delivery_binding
from services.money.rate import RateService
from services.sale.checkout import OrderTerms
from services.sale.due import due_of
from services.sale.quote import Quote
from services.sale.waiting import minutes
from utils.sealing import Sealer, Unsealable


@dataclass(frozen=True, slots=True)
class Offer:
    """What a coin would cost now. `units`: base units, None when the total is too small for it.

    `minutes`: how long a payment usually takes until it counts; 0 is less than one. `fee`: minor
    units that `units` contain of what this way to pay costs. `barred`: why it cannot be chosen.
    """

    asset: str
    units: int | None
    minutes: int
    fee: int = 0
    barred: MethodBarred | None = None


class OfferService:
    def __init__(
        self, uow: UnitOfWorkFactory, rates: RateService, sealer: Sealer, terms: OrderTerms
    ) -> None:
        self._uow = uow
        self._rates = rates
        self._sealer = sealer
        self._terms = terms

    def of(self, bill: Quote, credit: int) -> list[Offer]:
        """Every coin that is priced right now, in the owner's order, and how much of it."""
        to_pay = bill.total - credit
        coins = bill.tariff.ordered(self._rates.available()) if to_pay else ()
        return [self._of(asset, bill, to_pay) for asset in coins]

    def _of(self, asset: str, bill: Quote, to_pay: int) -> Offer:
        fee, units, barred = 0, None, None
        try:
            fee = bill.tariff.charge(asset, to_pay)
            units = due_of(to_pay + fee, self._terms.currency, self._rates.quote(asset))
        except MethodBarred as why:
            barred = why
        except TotalTooSmall:
            units = None
        deep = self._terms.confirmations_for(asset, bill.total + fee)
        return Offer(asset, units, minutes(asset, deep), fee, barred)

    def missing(self, bill: Quote) -> list[str]:
        """The coins that the shop takes, but not right now: there is no good price."""
        return bill.tariff.ordered(self._rates.missing())

    def require(self, asset: str, bill: Quote, credit: int) -> None:
        """Better before an address is asked for. Raises MethodBarred, CoinUnavailable,
        TotalTooSmall.
        """
        price, to_pay = self._rates.quote(asset), bill.total - credit
        if to_pay > 0:
            fee = bill.tariff.charge(asset, to_pay)
            due_of(to_pay + fee, self._terms.currency, price)

    async def credit(self, user_id: int, bill: Quote, *, use: bool) -> int:
        """Minor units that store credit would pay of it."""
        if not use:
            return 0
        async with self._uow.read() as uow:
            return min(await uow.credit.spendable(user_id, self._terms.currency), bill.total)

    async def last_delivery(self, user_id: int) -> str | None:
        """Where this customer's last parcel was to go to; None also where it was erased."""
        async with self._uow.read() as uow:
            sealed = await uow.orders.last_delivery(user_id)
        try:
            bound_to = delivery_binding(user_id)
            where = self._sealer.open(sealed, bound_to=bound_to).decode() if sealed else None
            return where or None
        except Unsealable:
            return None
