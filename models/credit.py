"""Store credit: an append-only ledger per user, in minor units of the shop currency."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of


class CreditReason(StrEnum):
    OVERPAID = "overpaid"
    LATE = "late"


class CreditEntry(Base):
    """A signed amount; a trigger refuses one that would make the balance negative."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        one_of("reason", CreditReason),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    amount: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[CreditReason] = mapped_column(Choice(CreditReason))
    dedup_key: Mapped[str]
    created_at: Mapped[datetime]
