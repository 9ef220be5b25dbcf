"""What is taken off a price for a while, of one product or of all in a category."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

MOST_PERCENT = 95


class DiscountKind(StrEnum):
    PERCENT = "percent"
    FIXED = "fixed"


class Discount(Base):
    """Several may hold at once: the best one counts, they are not added (services/goods/price)."""

    __tablename__ = "discounts"
    __table_args__ = (
        one_of("kind", DiscountKind),
        CheckConstraint("(product_id IS NULL) <> (category_id IS NULL)", name="of_one_thing"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            f"kind <> 'percent' OR amount <= {MOST_PERCENT}", name="percent_leaves_a_price"
        ),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_later"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    kind: Mapped[DiscountKind] = mapped_column(Choice(DiscountKind))
    amount: Mapped[int]
    """Percent, or minor units of the shop currency."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    """None: until somebody ends it."""
    created_at: Mapped[datetime]
