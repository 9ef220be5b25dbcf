"""Ways to ship physical goods, and what each costs by weight."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base

HEAVIEST_PIECE = 1_000_000
"""Grams of one piece of a variant."""
HEAVIEST = 10_000_000
"""Grams of an order that any option carries."""
LEAST_STEP = 10
"""Grams."""
MOST_OPTIONS = 12
"""So that all of them fit on one screen."""


class ShippingOption(Base):
    """`price` is for the first `step` grams, or for any weight without one; each further step that
    is begun costs `step_price` more. All in minor units of the shop's currency.
    """

    __tablename__ = "shipping_options"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint(f"up_to IS NULL OR up_to BETWEEN 1 AND {HEAVIEST}", name="up_to_bounded"),
        CheckConstraint(
            f"step IS NULL OR step BETWEEN {LEAST_STEP} AND {HEAVIEST}", name="step_bounded"
        ),
        CheckConstraint("step_price >= 0", name="step_price_not_negative"),
        CheckConstraint("step IS NOT NULL OR step_price = 0", name="step_price_of_a_step"),
        CheckConstraint("active IN (0, 1)", name="active_known"),
        CheckConstraint("length(name) BETWEEN 1 AND 64", name="name_bounded"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    price: Mapped[int]
    up_to: Mapped[int | None]
    """Grams that it carries at most; None: whatever any option carries."""
    step: Mapped[int | None]
    step_price: Mapped[int] = mapped_column(default=0, server_default="0")
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    active: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether customers may choose it."""
