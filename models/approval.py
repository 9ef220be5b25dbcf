"""What one person has asked for and a second one has to agree to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

OPEN = text("state = 'open'")
MOST_ASKED = 100
"""Acts that wait at the same time."""


class Act(StrEnum):
    REFUND_CREDIT = "refund-credit"
    """A paid order is refunded, as store credit."""
    REFUND_SEND = "refund-send"
    """The same, and what came as coins is set aside to be sent."""
    REFUND_LATE = "refund-late"
    """Late or surplus money is set aside to be sent."""
    HONOUR = "honour"
    """An ended order is delivered for late money."""
    BY_HAND = "by-hand"
    """An open order is taken for paid on one's word."""
    KEY = "key"
    """Who asked may read the private key behind an order for a while."""
    BALANCE = "balance"
    """Store credit is changed by hand."""
    VOUCHER = "voucher"
    """Codes that give store credit are switched on."""


class ApprovalState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"
    """What was asked for is not what there is any more."""


class Approval(Base):
    __tablename__ = "approvals"
    __table_args__ = (
        Index(
            "uq_approvals_open",
            "act",
            "subject",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_approvals_until", "until", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_approvals_order_id", "order_id"),
        Index("ix_approvals_subject", "subject"),
        one_of("act", Act),
        one_of("state", ApprovalState),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("until > asked_at", name="ends_later"),
        CheckConstraint("length(subject) BETWEEN 1 AND 80", name="subject_bounded"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="open_until_decided"),
        CheckConstraint(
            "(state IN ('approved', 'refused')) = (decided_by IS NOT NULL) AND"
            " (decided_by IS NULL OR decided_by <> asked_by)",
            name="decided_by_somebody_else",
        ),
        CheckConstraint("(state = 'overtaken') = (why IS NOT NULL)", name="overtaken_by_something"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[Act] = mapped_column(Choice(Act))
    subject: Mapped[str]
    """What it is about: one act is asked for once at a time."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    amount: Mapped[int]
    """Minor units that it is worth."""
    currency: Mapped[str]
    args: Mapped[dict[str, Any]]
    """Numbers and words as they were shown: the act is done for exactly these."""
    sealed: Mapped[bytes | None]
    """An address that was typed."""
    asked_by: Mapped[int]
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    state: Mapped[ApprovalState] = mapped_column(Choice(ApprovalState), default=ApprovalState.OPEN)
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    why: Mapped[str | None]
    """The key of the sentence that says what changed."""


def about(approval_id: int) -> str:
    """What the audit calls it."""
    return f"approval:{approval_id}"


APPROVED = "approval.approved"
