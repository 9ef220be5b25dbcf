"""What is sold. A Variant carries price and stock; `migrations/guards` moves its counters."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import STRICT, Base, Choice, one_of
from models.shipping import HEAVIEST_PIECE

ON_SALE = text("products.choices > 0")
"""Queries say it in these words, so that the indexes of what is on sale are used."""
UNTOLD = text("low_armed = 1 AND low_at IS NOT NULL AND stock_quantity - gone_quantity <= low_at")
"""Runs low, and nobody was told: in these words, for the same reason."""
ON_SHELF: dict[str, Any] = {
    "sqlite_where": text("choices > 0"),
    "postgresql_where": text("choices > 0"),
}
SHOWN = text("shown = 1 AND total > 0")
"""Of categories: sells something, and is not archived."""
MOST_COST = 10**12
"""Minor units that one piece may cost the shop."""
LONGEST_NOTE = 1_000
"""Characters of a delivery note."""


class ProductKind(StrEnum):
    DIGITAL = "digital"
    """Sealed units, each sold once."""
    SHARED = "shared"
    """One sealed text or file for every buyer."""
    PHYSICAL = "physical"
    """Counted, and shipped."""

    @property
    def is_shipped(self) -> bool:
        return self is ProductKind.PHYSICAL

    @property
    def is_counted(self) -> bool:
        """Its stock is a number that is moved with a reason; otherwise it is its units."""
        return self is not ProductKind.DIGITAL


class Category(Base):
    """A shelf within a shelf, to any depth; a trigger keeps it out of itself."""

    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("parent_id", "name"),
        CheckConstraint("total >= 0", name="total_not_negative"),
        Index(
            "one_root_category_of_a_name",
            "name",
            unique=True,
            sqlite_where=text("parent_id IS NULL"),
            postgresql_where=text("parent_id IS NULL"),
        ),
        Index(
            "ix_categories_shelf",
            *("parent_id", "position", "id"),
            sqlite_where=SHOWN,
            postgresql_where=SHOWN,
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    """None: it stands at the entrance."""
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    """Archived with all that is in it, or not."""
    shown: Mapped[bool] = mapped_column(default=True, server_default="1")
    """Neither it nor anything that it is in is archived; moved by trigger alone."""
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    """Products on sale in it and in what is within it; moved by trigger alone."""


class Product(Base):
    """`choices` is moved by trigger alone; what follows it serves the order of lists."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("category_id", "name"),
        one_of("kind", ProductKind),
        CheckConstraint("choices >= 0", name="choices_not_negative"),
        CheckConstraint("sold_lately >= 0", name="sold_lately_not_negative"),
        CheckConstraint(f"length(note) <= {LONGEST_NOTE}", name="note_bounded"),
        CheckConstraint(
            "rated >= 0 AND stars BETWEEN rated AND 5 * rated", name="stars_of_reviews"
        ),
        Index("ix_products_shelf", "category_id", "position", "id", **ON_SHELF),
        Index("ix_products_shelf_new", "category_id", "created_at", "id", **ON_SHELF),
        Index("ix_products_shelf_price", "category_id", "lowest", "id", **ON_SHELF),
        Index("ix_products_shelf_popular", "category_id", "sold_lately", "id", **ON_SHELF),
        Index("ix_products_own", "position", "id", **ON_SHELF),
        Index("ix_products_new", "created_at", "id", **ON_SHELF),
        Index("ix_products_price", "lowest", "id", **ON_SHELF),
        Index("ix_products_popular", "sold_lately", "id", **ON_SHELF),
        Index(
            "ix_products_due",
            "reprice_at",
            sqlite_where=text("reprice_at IS NOT NULL"),
            postgresql_where=text("reprice_at IS NOT NULL"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    """Also the number that customers type."""
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), index=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="", server_default="")
    """What buyers read with their goods, always as it is now: a mistake can be put right."""
    kind: Mapped[ProductKind] = mapped_column(Choice(ProductKind))
    active: Mapped[bool] = mapped_column(default=True)
    """Archived, or not."""
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default="0")
    choices: Mapped[int] = mapped_column(default=0, server_default="0")
    """Variants to choose from; 0 while it, or a category around it, is archived."""
    lowest: Mapped[int] = mapped_column(default=0, server_default="0")
    """What the cheapest of them cost when the prices were last looked at, in minor units."""
    reprice_at: Mapped[datetime | None]
    """When its prices are to be looked at again: at once after a change, or with a discount."""
    sold_lately: Mapped[int] = mapped_column(default=0, server_default="0")
    """Pieces that were paid for in the last 30 days, as far as `sales` are counted."""
    rated: Mapped[int] = mapped_column(default=0, server_default="0")
    """Reviews that are shown; moved by trigger alone, as `stars` is."""
    stars: Mapped[int] = mapped_column(default=0, server_default="0")
    """The sum of theirs."""


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
        CheckConstraint("low_at IS NULL OR low_at >= 0", name="low_not_negative"),
        CheckConstraint(f"weight BETWEEN 0 AND {HEAVIEST_PIECE}", name="weight_bounded"),
        CheckConstraint(f"cost IS NULL OR cost BETWEEN 0 AND {MOST_COST}", name="cost_bounded"),
        CheckConstraint("low_armed IN (0, 1) AND endless IN (0, 1)", name="flags_known"),
        Index("ix_variants_untold", "id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
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
    low_at: Mapped[int | None]
    """Admins hear when no more than this is left; None: they do not want to."""
    low_armed: Mapped[bool] = mapped_column(default=True, server_default="1")
    """Whether they are still to hear it; restocking arms it again, by trigger."""
    endless: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Of something shared: it never runs out, and how much is left is not said."""

    weight: Mapped[int] = mapped_column(default=0, server_default="0")
    """Grams of one piece that is shipped; 0: none is stated."""
    cost: Mapped[int | None]
    """What one costs the shop, in minor units: as somebody typed it, or as the last delivery says;
    None: nobody noted it."""
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    """Among the versions of its product."""

    product: Mapped[Product] = relationship(lazy="raise")

    @property
    def available(self) -> int:
        return 0 if self.doubted_at else max(0, self.free)

    @property
    def shelved(self) -> int:
        """What is there, whoever holds it."""
        return self.stock_quantity - (self.gone_quantity or 0)

    @property
    def spare(self) -> int:
        """What may be taken off the shelf, also while it is in doubt."""
        return max(0, self.free)

    @property
    def free(self) -> int:
        """What nobody holds of what is there; less than nothing when orders hold what is gone."""
        return self.shelved - self.reserved_quantity

    @property
    def title(self) -> str:
        return f"{self.product.name}, {self.name}" if self.name else self.product.name
