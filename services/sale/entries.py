"""An entry of the store credit's ledger that an order makes."""

from datetime import datetime

from models.credit import CreditEntry, CreditReason
from models.order import Order


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
