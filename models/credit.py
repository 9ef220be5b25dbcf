"""Store credit: an append-only ledger per user, in minor units of the shop currency."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, BaseUnits, Choice, one_of


class CreditReason(StrEnum):
    """Where it came from, or (negative amounts) where it went."""

    OVERPAID = "overpaid"
    LATE = "late"
    RETURNED = "returned"
    """What an order had taken, when it ended unpaid or was refunded."""
    SPENT = "spent"
    HONOURED = "honoured"
    """Late money that an admin let pay for its order after all."""
    REVERSED = "reversed"
    """Coins that had paid for an order, when the order was refunded."""
    UNHONOURED = "unhonoured"
    """Late money that had paid for its order, when the order was refunded."""
    REFUNDED = "refunded"
    """Set aside to be paid back on the chain: see models/refund.py."""
    WITHDRAWN = "withdrawn"
    """Was set aside, and never left."""
    EXCHANGED_FROM = "exchanged_from"
    """What there was in the currency that the shop sold in before."""
    EXCHANGED_INTO = "exchanged_into"
    SUSPENDED = "suspended"
    """The coins it was given for have left the chain. It may leave the balance below nothing."""
    RESTORED = "restored"
    """They are back, or others took their place."""
    GIFTED = "gifted"
    """Left for whoever opens a link first: see models/gift.py."""
    GIFT_CLAIMED = "gift_claimed"
    """Came through such a link."""
    GIFT_BACK = "gift_back"
    """Nobody took it through the link."""
    GRANTED = "granted"
    """Somebody who works for the shop gave it, with a reason: see services/sale/purse.py."""
    DEDUCTED = "deducted"
    """And took it off."""
    REFILLED = "refilled"
    """What a paid refill was for: an order without goods."""
    VOUCHER = "voucher"
    """A code that gives store credit: see models/voucher.py."""


OVER = text("reason IN ('overpaid', 'late')")
"""Money that was too much or too late; queries say it in these words."""
GIVEN = (CreditReason.OVERPAID, CreditReason.LATE, CreditReason.RETURNED, CreditReason.WITHDRAWN)
ADDING = (
    "'overpaid', 'late', 'returned', 'reversed', 'unhonoured', 'withdrawn', 'exchanged_into',"
    " 'restored', 'gift_claimed', 'gift_back', 'granted', 'refilled', 'voucher'"
)
BY_HAND = (CreditReason.GRANTED, CreditReason.DEDUCTED)
ADJUSTED = "credit.adjusted"
"""What the audit calls credit by hand; its details begin with amount, currency and key, in the
words that the guard of the ledger reads."""


def about_credit(user_id: int) -> str:
    """What the audit calls somebody's credit."""
    return f"credit:{user_id}"


class CreditEntry(Base):
    """A signed amount; a trigger refuses to give away what is not there."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        Index("ix_credit_entries_created_at", "created_at", "id"),
        Index("ix_credit_entries_over", "order_id", sqlite_where=OVER, postgresql_where=OVER),
        one_of("reason", CreditReason),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint(f"(amount > 0) = (reason IN ({ADDING}))", name="sign_of_reason"),
        CheckConstraint(
            "(units IS NULL) = (rate IS NULL)"
            " AND (units IS NULL OR reason IN ('overpaid', 'late', 'reversed'))",
            name="coins_have_a_rate",
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    amount: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[CreditReason] = mapped_column(Choice(CreditReason))
    units: Mapped[int | None] = mapped_column(BaseUnits())
    """Base units it was given for; None when it came from no coins, and in entries of old."""
    rate: Mapped[Decimal | None]
    """Shop currency per coin: the lower of the locked rate and that of the moment."""
    dedup_key: Mapped[str]
    created_at: Mapped[datetime]
