"""What an order writes into the ledger of store credit and into the audit log."""

from datetime import datetime

from db import UnitOfWork
from models.audit import AuditEntry
from models.credit import CreditEntry, CreditReason
from models.order import Order
from services.running.notification import WORDS_ALONE, Event, Notifications

SYSTEM = "system"


class Ledger:
    def __init__(self, notifications: Notifications) -> None:
        self.notify = notifications

    async def use_late_money(
        self, uow: UnitOfWork, order: Order, amount: int, now: datetime
    ) -> None:
        """Take what pays for the order out of the ledger again."""
        if not amount:
            return
        await uow.credit.add(entry_of(order, -amount, CreditReason.HONOURED, now, str(now)))

    async def spend_credit(
        self, uow: UnitOfWork, order: Order, now: datetime, *, again: bool = False
    ) -> None:
        """Take what the order uses out of the ledger; a trigger guards the balance."""
        if order.credit_used:
            key = "again" if again else ""
            entry = entry_of(order, -order.credit_used, CreditReason.SPENT, now, key)
            await uow.credit.add(entry)

    async def credited(
        self, uow: UnitOfWork, order: Order, entry: CreditEntry, now: datetime
    ) -> None:
        """Money beyond the price, or too late for it, becomes store credit."""
        await uow.credit.add(entry)
        details = {"amount": str(entry.amount), "reason": entry.reason.value}
        if entry.units is not None:
            details |= {"units": str(entry.units), "rate": str(entry.rate)}
        self.audit(uow, now, SYSTEM, "credit.added", order, **details)

    async def tell_credit(
        self, uow: UnitOfWork, order: Order, amount: int, reason: CreditReason
    ) -> None:
        """`amount`: what is left after what was bought at once; some may make up for lost coins."""
        details = {"amount": str(amount), "reason": reason.value}
        owed = amount - await uow.credit.spendable(order.user_id, order.currency)
        if owed > 0 and reason is not CreditReason.SUSPENDED:
            details["owed"] = str(owed)
        self.notify.customer(uow, Event.CREDITED, order, details)
        self.notify.customer(uow, Event.INVOICE, order, {WORDS_ALONE: "1"})
        self.notify.admins(uow, Event.ADMIN_CREDITED, order, details)

    def audit(
        self, uow: UnitOfWork, now: datetime, actor: str, action: str, order: Order, **details: str
    ) -> None:
        uow.audit.add(
            AuditEntry(at=now, actor=actor, action=action, order_id=order.id, details=details)
        )
        uow.after_commit(self.notify.ring)  # an open card may have to follow


def entry_of(
    order: Order, amount: int, reason: CreditReason, now: datetime, key: str = ""
) -> CreditEntry:
    """`amount` in minor units; with `key` it can happen only once for its order and reason."""
    return CreditEntry(
        user_id=order.user_id,
        order_id=order.id,
        amount=amount,
        currency=order.currency,
        reason=reason,
        dedup_key=f"{reason}:{order.id}:{key}",
        created_at=now,
    )
