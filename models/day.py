"""Days of the shop, and what each came to: counted when it is over, from orders and the ledger."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

LONGEST_DAY = 48 * 60 * 60 * 1000
"""Milliseconds: with a change of the clocks, and one of TIMEZONE."""


class Count(StrEnum):
    """What is counted of a day, by the moment at which it happened."""

    PLACED = "placed"
    """Orders with an invoice; `what`: the coin. One in another coin is not counted again."""
    SALE = "sale"
    """Orders that were paid; `what`: the coin, CREDIT or BY_HAND."""
    REFUND = "refund"
    """Money that orders gave back, by what had paid for them; `cost`: of what came back."""
    REFUNDED = "refunded"
    """Orders that were refunded."""
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    CREDIT = "credit"
    """Store credit that came (or went); `what`: the reason."""
    OWED = "owed"
    """All the store credit there was at the end of the day."""


class Best(StrEnum):
    """Of what the best are looked for."""

    VARIANT = "variant"
    USER = "user"


class Visit(StrEnum):
    """What people do before they order: how often, and not who."""

    CARD = "card"
    CART = "cart"


CREDIT, BY_HAND, VOUCHER = "credit", "hand", "voucher"
"""How an order was paid beside coins."""


class Day(Base):
    """From one midnight of the shop to the next; once it has begun it stays as it is."""

    __tablename__ = "days"
    __table_args__ = (
        UniqueConstraint("starts_at"),
        UniqueConstraint("ends_at"),
        CheckConstraint(
            f"ends_at > starts_at AND ends_at - starts_at <= {LONGEST_DAY}", name="bounded"
        ),
        CheckConstraint("length(date) = 10", name="date_shaped"),
        CheckConstraint("counted_at IS NULL OR counted_at >= ends_at", name="counted_when_over"),
        CheckConstraint("told_at IS NULL OR told_at >= ends_at", name="told_when_over"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[str]
    """As the shop's calendar called it: `2026-11-28`."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """The next one starts then."""
    counted_at: Mapped[datetime | None]
    """Since when its numbers stand; None: they are still to be counted, by trigger also again."""
    told_at: Mapped[datetime | None]
    """When the digest of it was queued: once."""


class Daily(Base):
    """One number of a day that is over. Minor units of `currency`."""

    __tablename__ = "daily"
    __table_args__ = (
        one_of("kind", Count),
        CheckConstraint("count >= 0", name="count_not_negative"),
        CheckConstraint("uncosted >= 0", name="uncosted_not_negative"),
        STRICT,
    )

    day_id: Mapped[int] = mapped_column(
        ForeignKey("days.id"), primary_key=True, autoincrement=False
    )
    kind: Mapped[Count] = mapped_column(Choice(Count), primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0, server_default="0")
    amount: Mapped[int] = mapped_column(default=0, server_default="0")
    cost: Mapped[int] = mapped_column(default=0, server_default="0")
    """What the goods of it cost the shop, as far as that is known."""
    uncosted: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the amount, what was for goods whose cost nobody noted."""


class DailyBest(Base):
    """What one variant or person came to on a day: less than nothing where more was refunded."""

    __tablename__ = "daily_best"
    __table_args__ = (
        one_of("kind", Best),
        Index("ix_daily_best_subject", "subject_id", "kind", "day_id"),
        STRICT,
    )

    day_id: Mapped[int] = mapped_column(
        ForeignKey("days.id"), primary_key=True, autoincrement=False
    )
    kind: Mapped[Best] = mapped_column(Choice(Best), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0, server_default="0")
    """Pieces, or orders."""
    amount: Mapped[int] = mapped_column(default=0, server_default="0")


class Visits(Base):
    """How often somebody did what comes before an order. Nobody knows who."""

    __tablename__ = "visits"
    __table_args__ = (
        one_of("what", Visit),
        CheckConstraint("count >= 0", name="count_not_negative"),
        STRICT,
    )

    day_id: Mapped[int] = mapped_column(
        ForeignKey("days.id"), primary_key=True, autoincrement=False
    )
    what: Mapped[Visit] = mapped_column(Choice(Visit), primary_key=True)
    count: Mapped[int] = mapped_column(default=0, server_default="0")
