"""What of an order's store credit can go back on the chain, and as how many coins."""

from dataclasses import dataclass
from decimal import Decimal
from math import floor

from db import UnitOfWork
from models.errors import CreditGone, NothingToDecide
from models.invoice import Invoice
from models.order import Order
from models.refund_errors import RefundTooSmall, RefundUnderWay
from services.money.destination import Destinations
from services.money.rate import RateService
from services.money.value import per_unit
from utils.assets import ASSETS


@dataclass(frozen=True, slots=True)
class RefundOffer:
    """What can go back, and as how many base units at today's rate. `address`: the customer's own
    word, confirmed; None as long as there is none.
    """

    amount: int
    currency: str
    asset: str
    units: int
    rate: Decimal
    address: str | None = None

    def __repr__(self) -> str:
        return f"RefundOffer({self.amount} {self.currency}, {self.units} {self.asset})"


class Refundable:
    def __init__(self, rates: RateService, destinations: Destinations) -> None:
        self._rates = rates
        self._destinations = destinations

    async def offer(self, uow: UnitOfWork, order: Order, amount: int | None) -> RefundOffer:
        """Raises NothingToDecide, CreditGone, RefundUnderWay, CoinUnavailable, RefundTooSmall."""
        if (undecided := await uow.credit.from_order(order.id)) <= 0:
            raise NothingToDecide
        if await uow.refunds.under_way(order.id):
            raise RefundUnderWay
        there = min(undecided, await uow.credit.spendable(order.user_id, order.currency))
        amount = there if amount is None else amount
        if not 0 < amount <= there:
            raise CreditGone
        invoice = await uow.invoices.of(order.id)
        rate = self._rates.price(invoice.asset).rate  # as if it were bought back
        units = await self._units(uow, invoice, amount, rate)
        address = await self._destinations.confirmed(uow, order.id)
        return RefundOffer(amount, order.currency, invoice.asset, units, rate, address)

    async def _units(self, uow: UnitOfWork, invoice: Invoice, amount: int, rate: Decimal) -> int:
        """At today's rate, and no more than came in for it: credit is no bet on a falling price."""
        asset = ASSETS[invoice.asset]
        today = floor(amount / per_unit(asset.symbol, invoice.order.currency, rate))
        rows = await uow.invoices.transfers([invoice.id])
        came = sum(row.accounted for row in rows if not row.is_lost)
        back = [row.units for row in await uow.refunds.of(invoice.order_id) if row.txid]
        given = await uow.credit.given_by_order(invoice.order_id)
        given -= await uow.credit.suspended(invoice.order_id)
        kept = invoice.taken - await uow.credit.reversed_units(invoice.order_id)
        spare = came - max(0, kept - invoice.forgiven)
        most = min(today, spare * amount // given, spare - sum(back))
        units = most - most % asset.step
        if units < asset.dust:
            raise RefundTooSmall(asset.symbol)
        return units
