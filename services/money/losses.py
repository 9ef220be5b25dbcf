"""Orders whose coins have left the chain: what may still be done with them, and who gives up."""

from db import UnitOfWork
from models.order import Order
from services.money.settlement import VANISHED
from services.sale.lifecycle import Lifecycle
from utils.clock import Clock


class Losses:
    def __init__(self, clock: Clock, lifecycle: Lifecycle) -> None:
        self._clock = clock
        self._lifecycle = lifecycle

    @staticmethod
    async def is_lost(uow: UnitOfWork, order: Order) -> bool:
        """Whether coins that paid for the order, or for the credit it used, are in no block, and
        nobody has written them off.
        """
        invoice = await uow.invoices.find(order.id)
        own = invoice is not None and invoice.open_loss > 0
        return own or not await uow.credit.covers(order)

    async def write_off(self, uow: UnitOfWork, order: Order, actor: str) -> int:
        """Nobody waits for its lost coins any more: how many base units that was. The credit that
        they brought stays suspended until they are back.
        """
        invoice = await uow.invoices.find(order.id)
        await self._lifecycle.over(uow, order, VANISHED)
        if invoice is None or not invoice.open_loss:
            return 0
        units, invoice.written_off = invoice.open_loss, invoice.lost
        brought, _ = await uow.credit.coins_of(order.id)
        invoice.forgiven = max(0, invoice.lost - brought)
        details = {"units": str(units), "asset": invoice.asset}
        now = self._clock()
        self._lifecycle.audit(uow, now, actor, "payment.written-off", order, **details)
        return units
