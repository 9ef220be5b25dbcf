"""Store credit whose coins have left the chain: set aside in the ledger until they are back."""

from db import UnitOfWork
from models.credit import CreditReason
from models.invoice import Invoice
from models.order import Order
from services.sale.entries import entry_of
from services.sale.lifecycle import Lifecycle
from utils.clock import Clock


class Suspensions:
    def __init__(self, clock: Clock, lifecycle: Lifecycle) -> None:
        self._clock = clock
        self._lifecycle = lifecycle

    async def follow(self, uow: UnitOfWork, invoice: Invoice, before: int) -> None:
        """Suspend the credit that the invoice's lost coins brought, and no more than that.

        `before`: the base units that were lost at the last look, and not forgiven.

        Spent or not: the balance may fall below nothing, so that what comes in next fills it.
        """
        order = invoice.order
        held = await uow.credit.suspended(order.id)
        units, amount = await uow.credit.coins_of(order.id)
        lost = invoice.lost - invoice.forgiven
        if not units:  # entries of old
            missing = (amount if lost else 0) - held
        else:
            missing = share(held, amount, units, min(before, units), min(lost, units)) - held
        if missing:
            reason = CreditReason.SUSPENDED if missing > 0 else CreditReason.RESTORED
            await self._move(uow, order, -missing, reason)

    async def _move(self, uow: UnitOfWork, order: Order, amount: int, reason: CreditReason) -> None:
        now, number = self._clock(), await uow.credit.moves_of(order.id)
        await uow.credit.add(entry_of(order, amount, reason, now, str(number)))
        details = {"amount": str(abs(amount))}
        self._lifecycle.audit(uow, now, "system", f"credit.{reason}", order, **details)
        await self._lifecycle.tell_credit(uow, order, abs(amount), reason)


def share(held: int, amount: int, units: int, before: int, lost: int) -> int:
    """Minor units that are suspended now, rounded up. `held`: of them already, for `before` base
    units; `amount` came for `units` in all. What came since moves nothing of what is held: it may
    have come at another price.
    """
    if lost > before:
        return held - (held - amount) * (lost - before) // (units - before)
    return -(-held * lost // before) if before else 0
