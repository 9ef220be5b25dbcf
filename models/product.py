"""What is sold. A Variant carries price and stock; `migrations/guards` moves its counters."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import STRICT, Base, Choice, one_of


class ProductKind(StrEnum):
    DIGITAL = "digital"
    PHYSICAL = "physical"


class Category(Base):
    __tablename__ = "categories"
    __table_args__ = (UniqueConstraint("name"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class Product(Base):
    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("category_id", "name"), one_of("kind", ProductKind), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), index=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    kind: Mapped[ProductKind] = mapped_column(Choice(ProductKind))
    active: Mapped[bool] = mapped_column(default=True)


class Variant(Base):
    """`stock_quantity` is what the shop holds, `reserved_quantity` what open orders hold of it,
    `gone_quantity` what is known to be there no longer.
    """

    __tablename__ = "variants"
    __table_args__ = (
        UniqueConstraint("product_id", "name"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("reserved_quantity >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved_quantity <= stock_quantity", name="reserved_within_stock"),
        CheckConstraint(
            "stock_quantity = received_quantity - sold_quantity - removed_quantity",
            name="stock_accounted_for",
        ),
        CheckConstraint(
            "received_quantity >= 0 AND sold_quantity >= 0 AND removed_quantity >= 0",
            name="history_not_negative",
        ),
        CheckConstraint("gone_quantity >= 0", name="gone_not_negative"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    price: Mapped[int]
    """Minor units of the shop currency (cents)."""
    active: Mapped[bool] = mapped_column(default=True)
    stock_quantity: Mapped[int] = mapped_column(default=0)
    reserved_quantity: Mapped[int] = mapped_column(default=0)
    received_quantity: Mapped[int] = mapped_column(default=0)
    sold_quantity: Mapped[int] = mapped_column(default=0)
    removed_quantity: Mapped[int] = mapped_column(default=0)
    gone_quantity: Mapped[int] = mapped_column(default=0, server_default="0")
    doubted_at: Mapped[datetime | None]
    """Since when nothing of it is sold until a person says so: it may have been delivered."""

    product: Mapped[Product] = relationship(lazy="raise")

    @property
    def available(self) -> int:
        return 0 if self.doubted_at else max(0, self.free)

    @property
    def free(self) -> int:
        """What nobody holds of what is there; less than nothing when orders hold what is gone."""
        return self.stock_quantity - self.reserved_quantity - (self.gone_quantity or 0)

    @property
    def title(self) -> str:
        return f"{self.product.name}, {self.name}" if self.name else self.product.name
