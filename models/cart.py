"""What a customer means to buy. Cart lines hold no stock."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import STRICT, Base
from models.product import Variant


class CartLine(Base):
    __tablename__ = "cart_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("price > 0", name="price_positive"),
        STRICT,
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), primary_key=True)
    quantity: Mapped[int]
    price: Mapped[int | None]
    """What one cost when it was put in or last changed, in minor units; None: not known."""

    variant: Mapped[Variant] = relationship(lazy="raise")
