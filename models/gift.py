"""Store credit on its way from one customer to another, through a link."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

DIGEST = 64
"""Hexadecimal digits of a SHA-256."""
OPEN = text("state = 'open'")


class GiftState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    RETURNED = "returned"


class Ended(StrEnum):
    """Why it went back."""

    GIVER = "giver"
    TIME = "time"
    OWED = "owed"
    """Coins behind the giver's credit have left the chain."""


class Gift(Base):
    """The sum left its giver's credit with `entry_id` and went one way with `end_id`."""

    __tablename__ = "gifts"
    __table_args__ = (
        UniqueConstraint("digest"),
        UniqueConstraint("giver_id", "number"),
        UniqueConstraint("entry_id"),
        UniqueConstraint("end_id"),
        Index("ix_gifts_giver_id", "giver_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_gifts_claimer_id", "claimer_id"),
        Index("ix_gifts_expires_at", "expires_at", sqlite_where=OPEN, postgresql_where=OPEN),
        one_of("state", GiftState),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(f"length(digest) = {DIGEST}", name="digest_whole"),
        CheckConstraint("expires_at > created_at", name="ends_later"),
        CheckConstraint(
            "(state = 'open') = (ended_at IS NULL) AND (state = 'open') = (end_id IS NULL)",
            name="open_until_it_ends",
        ),
        CheckConstraint(
            "(state = 'claimed') = (claimer_id IS NOT NULL) AND"
            " (claimer_id IS NULL OR claimer_id <> giver_id)",
            name="claimed_by_somebody_else",
        ),
        CheckConstraint(
            "(state = 'returned') = (why IS NOT NULL) AND"
            " (why IS NULL OR why IN ('giver', 'time', 'owed'))",
            name="returned_for_a_reason",
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    number: Mapped[int]
    """Among those of its giver: what was confirmed once is made once."""
    digest: Mapped[str]
    """Of what the link says: the database cannot open it."""
    amount: Mapped[int]
    currency: Mapped[str]
    state: Mapped[GiftState] = mapped_column(Choice(GiftState), default=GiftState.OPEN)
    entry_id: Mapped[int] = mapped_column(ForeignKey("credit_entries.id"))
    end_id: Mapped[int | None] = mapped_column(ForeignKey("credit_entries.id"))
    claimer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    why: Mapped[Ended | None] = mapped_column(Choice(Ended))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
