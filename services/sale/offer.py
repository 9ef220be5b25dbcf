"""What is offered before an order is placed: coins with amounts and times, the last address."""

from dataclasses import dataclass

from db import UnitOfWorkFactory
from models.errors import TotalTooSmall
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

    `minutes`: how long a payment usually takes until it counts; 0 is less than one.
    """

    asset: str
    units: int | None
    minutes: int


class OfferService:
    def __init__(
        self, uow: UnitOfWorkFactory, rates: RateService, sealer: Sealer, terms: OrderTerms
    ) -> None:
        self._uow = uow
        self._rates = rates
        self._sealer = sealer
        self._terms = terms

    def of(self, bill: Quote, credit: int) -> list[Offer]:
        """Every coin that can be paid with right now, and how much of it."""
        to_pay = bill.total - credit
        return [self._of(asset, to_pay, bill.total) for asset in self._rates.available() if to_pay]

    def _of(self, asset: str, to_pay: int, total: int) -> Offer:
        try:
            units = due_of(to_pay, self._terms.currency, self._rates.quote(asset))
        except TotalTooSmall:
            units = None
        return Offer(asset, units, minutes(asset, self._terms.confirmations_for(asset, total)))

    def missing(self) -> list[str]:
        """The coins that the shop takes, but not right now: there is no good price."""
        return self._rates.missing()

    def require(self, asset: str, bill: Quote, credit: int) -> None:
        """Better before an address is asked for. Raises CoinUnavailable, TotalTooSmall."""
        price = self._rates.quote(asset)
        if bill.total > credit:
            due_of(bill.total - credit, self._terms.currency, price)

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
