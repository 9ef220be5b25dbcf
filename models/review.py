"""What buyers say of what they bought: stars with one tap, words if they like."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

MOST_STARS = 5
LONGEST_WORDS = 500
LONGEST_REPLY = 500
"""Characters."""
SHOWN = text("state = 'shown'")
WAITING = text("state = 'waiting'")


class ReviewState(StrEnum):
    WAITING = "waiting"
    """Its words were read by nobody yet; neither they nor its stars count."""
    SHOWN = "shown"
    HIDDEN = "hidden"
    """Somebody who works for the shop took it off the card."""


class Review(Base):
    """Of a product, by one buyer, once; a trigger counts what is shown on the product."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("user_id", "product_id"),
        one_of("state", ReviewState),
        CheckConstraint(f"stars BETWEEN 1 AND {MOST_STARS}", name="stars_known"),
        CheckConstraint(f"length(words) <= {LONGEST_WORDS}", name="words_bounded"),
        CheckConstraint(f"length(reply) <= {LONGEST_REPLY}", name="reply_bounded"),
        CheckConstraint("named IN (0, 1)", name="named_known"),
        CheckConstraint("state <> 'waiting' OR words <> ''", name="words_alone_wait"),
        Index("ix_reviews_shown", "product_id", "id", sqlite_where=SHOWN, postgresql_where=SHOWN),
        Index("ix_reviews_waiting", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    """The purchase that it is about."""
    stars: Mapped[int]
    words: Mapped[str] = mapped_column(default="", server_default="")
    named: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Its writer's name stands below it; otherwise they are a customer."""
    state: Mapped[ReviewState] = mapped_column(Choice(ReviewState))
    reply: Mapped[str] = mapped_column(default="", server_default="")
    """What the shop says to it."""
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Bought:
    """A product of an order, and what its buyer says of it."""

    product_id: int
    name: str
    review: Review | None
