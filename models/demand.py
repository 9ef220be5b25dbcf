"""What is sold and wanted: pieces per day, who waits for what, and what has come for them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

DAYS = 30
"""How long a sale counts for what is popular."""
UNCOUNTED = text("units <> counted")


class SaleDay(Base):
    """Pieces of a variant that were paid for on one day. A trigger adds to `units`, a job brings
    `counted` and the product's `sold_lately` after it, and drops days that are too old.
    """

    __tablename__ = "sales"
    __table_args__ = (
        CheckConstraint("counted >= 0 AND counted <= units", name="counted_within_units"),
        CheckConstraint("units > 0", name="units_positive"),
        Index("ix_sales_day", "day"),
        Index(
            "ix_sales_uncounted",
            "variant_id",
            "day",
            sqlite_where=UNCOUNTED,
            postgresql_where=UNCOUNTED,
        ),
        STRICT,
    )

    variant_id: Mapped[int] = mapped_column(
        ForeignKey("variants.id"), primary_key=True, autoincrement=False
    )
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Whole days since 1970, UTC."""
    units: Mapped[int]
    counted: Mapped[int] = mapped_column(default=0, server_default="0")


class WishKind(StrEnum):
    BACK = "back"
    """To be told when it can be had again."""
    CHEAPER = "cheaper"
    """To be told when it costs less than it did."""


class Wish(Base):
    """Somebody wants to be told. It is gone once they were, in the transaction that tells them."""

    __tablename__ = "wishes"
    __table_args__ = (
        UniqueConstraint("user_id", "variant_id", "kind"),
        one_of("kind", WishKind),
        CheckConstraint("(kind = 'cheaper') = (price IS NOT NULL)", name="cheaper_than_a_price"),
        CheckConstraint("price > 0", name="price_positive"),
        Index("ix_wishes_turn", "variant_id", "kind", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    """The order of asking."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    kind: Mapped[WishKind] = mapped_column(Choice(WishKind))
    price: Mapped[int | None]
    """What it cost when they asked, in minor units."""
    created_at: Mapped[datetime]


class Arrival(Base):
    """Pieces that became free while somebody waited, and nobody was told of yet; by trigger."""

    __tablename__ = "arrivals"
    __table_args__ = (CheckConstraint("units > 0", name="units_positive"), STRICT)

    variant_id: Mapped[int] = mapped_column(
        ForeignKey("variants.id"), primary_key=True, autoincrement=False
    )
    units: Mapped[int]
