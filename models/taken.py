"""Orders that need somebody: who sees to them, and what counts as having seen to one."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base

MOST_TAKEN = 50
"""Orders that one person sees to at once: whoever takes more keeps them from the others."""
TAKEN = "admin-taken"
"""The event of the outbox that has notices of an order say who sees to it, or who did."""
HANDLED = (
    *("order.shipped", "order.cancelled", "order.refunded", "order.expired", "order.extended"),
    *("payment.by-hand", "payment.vouched", "payment.written-off"),
    *("credit.honoured", "credit.kept"),
    *("refund.opened", "refund.sent", "refund.withdrawn", "refund.seen-to"),
    *("complaint.granted", "complaint.refused"),
)
"""Entries of the audit by which a person of the shop has seen to an order."""


class TakenOrder(Base):
    """An order that somebody sees to; anybody who may act on it does so all the same."""

    __tablename__ = "taken_orders"
    __table_args__ = (STRICT,)

    order_id: Mapped[int] = mapped_column(
        ForeignKey("orders.id"), primary_key=True, autoincrement=False
    )
    taken_by: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    taken_at: Mapped[datetime]


def by_person(actor: str) -> bool:
    """Whether an actor of the audit is somebody of the shop."""
    return actor.startswith("admin:") or actor == "operator"
