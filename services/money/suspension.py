"""Store credit whose coins have left the chain: set aside in the ledger until they are back."""

from db import UnitOfWork
from models.credit import CreditReason
from models.invoice import Invoice
from models.order import Order
from services.sale.lifecycle import Lifecycle, entry_of
from utils.clock import Clock


class Suspensions:
    def __init__(self, clock: Clock, lifecycle: Lifecycle) -> None:
        self._clock = clock
        self._lifecycle = lifecycle

    async def follow(self, uow: UnitOfWork, invoice: Invoice) -> None:
        """Suspend the credit that the invoice's lost coins brought, and no more than that.

        Spent or not: the balance may fall below nothing, so that what comes in next fills it.
        """
        order = invoice.order
        missing = await self._brought(uow, invoice) - await uow.credit.suspended(order.id)
        if missing:
            reason = CreditReason.SUSPENDED if missing > 0 else CreditReason.RESTORED
            await self._move(uow, order, -missing, reason)

    async def _brought(self, uow: UnitOfWork, invoice: Invoice) -> int:
        """Minor units that the lost coins brought as credit, rounded up."""
        lost = invoice.lost - invoice.forgiven
        units, amount = await uow.credit.coins_of(invoice.order_id)
        if not units:  # entries of old
            return amount if lost else 0
        return -(-amount * min(lost, units) // units)

    async def _move(self, uow: UnitOfWork, order: Order, amount: int, reason: CreditReason) -> None:
        now, number = self._clock(), await uow.credit.moves_of(order.id)
        await uow.credit.add(entry_of(order, amount, reason, now, str(number)))
        details = {"amount": str(abs(amount))}
        self._lifecycle.audit(uow, now, "system", f"credit.{reason}", order, **details)
        await self._lifecycle.tell_credit(uow, order, abs(amount), reason)
