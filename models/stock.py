"""Where stock comes from: sealed units of digital goods, counted movements of physical ones."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of


class UnitStatus(StrEnum):
    AVAILABLE = "available"
    SOLD = "sold"
    REMOVED = "removed"
    GONE = "gone"
    """The file beside the database says that it was sold, in a time that this database lost."""


class MovementKind(StrEnum):
    RECEIVED = "received"
    REMOVED = "removed"


class StockUnit(Base):
    """One digital good: available -> sold or removed, once; or gone, and then only ever sold to the
    order that it went to. Its payload is sealed at rest.
    """

    __tablename__ = "stock_units"
    __table_args__ = (
        UniqueConstraint("digest"),
        UniqueConstraint("order_line_id", "slot"),
        one_of("status", UnitStatus),
        CheckConstraint(
            "(status = 'sold') = (order_line_id IS NOT NULL)"
            " AND (order_line_id IS NULL) = (slot IS NULL)",
            name="sold_to_a_line",
        ),
        CheckConstraint(
            "kept_for IS NULL OR status IN ('gone', 'sold')", name="kept_while_gone_or_sold"
        ),
        Index(
            "ix_stock_units_available",
            "variant_id",
            "id",
            sqlite_where=text("status = 'available'"),
            postgresql_where=text("status = 'available'"),
        ),
        Index(
            "ix_stock_units_gone",
            "variant_id",
            "kept_for",
            sqlite_where=text("status = 'gone'"),
            postgresql_where=text("status = 'gone'"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    sealed: Mapped[bytes]
    digest: Mapped[bytes]
    """Keyed hash of the payload's normal form: nothing is sold twice, however it is spelled and
    whatever it hangs under, and the hash reveals nothing.
    """
    status: Mapped[UnitStatus] = mapped_column(Choice(UnitStatus), default=UnitStatus.AVAILABLE)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"))
    slot: Mapped[int | None]
    """Position within the order line, from 0: each place on a line is filled at most once."""
    kept_for: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    """Of one that is gone: the order that it went to. None when this database has no such order."""
    created_at: Mapped[datetime]


class GoneGood(Base):
    """What was stocked and sold in a time that this database lost: it is not stocked again."""

    __tablename__ = "gone_goods"
    __table_args__ = (STRICT,)

    digest: Mapped[bytes] = mapped_column(primary_key=True)


class StockMovement(Base):
    """Physical goods that came in or were taken out. Append-only."""

    __tablename__ = "stock_movements"
    __table_args__ = (
        one_of("kind", MovementKind),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    kind: Mapped[MovementKind] = mapped_column(Choice(MovementKind))
    quantity: Mapped[int]
    reason: Mapped[str | None]
    """Why, in the words of who moved it."""
    created_at: Mapped[datetime]


UNIT = "unit"
"""What the digest of a unit is bound to: the same everywhere in the shop."""


def twin_binding(unit_id: int) -> str:
    """The same for one that an older release let in although its like was there before."""
    return f"twin:{unit_id}"


def unit_binding(variant_id: int) -> str:
    """What a sealed unit is bound to, so that it cannot be moved to another variant's row."""
    return f"unit:{variant_id}"
