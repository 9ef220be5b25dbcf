"""Where stock comes from: batches of sealed units, counted movements, and what is shared."""

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of
from utils.spelling import normal, normal_before


class UnitStatus(StrEnum):
    AVAILABLE = "available"
    SOLD = "sold"
    REMOVED = "removed"
    """Taken off the shelf; its like is never taken in again."""
    GONE = "gone"
    """The file beside the database says that it was sold, in a time that this database lost."""
    UNDONE = "undone"
    """Its whole batch was a mistake: the same may come in again."""
    REPLACED = "replaced"
    """Was sold, and another took its place; it stays on record."""


GONE_OUT = (UnitStatus.SOLD, UnitStatus.REPLACED)
"""What a customer has seen."""
ONCE_ALIVE = text("status <> 'undone'")
SOLD_NOW = text("status = 'sold'")


class MovementKind(StrEnum):
    RECEIVED = "received"
    REMOVED = "removed"


class StockUnit(Base):
    """One digital good: available -> sold or removed, once; or gone, and then only ever sold to the
    order that it went to. Its payload is sealed at rest.
    """

    __tablename__ = "stock_units"
    __table_args__ = (
        UniqueConstraint("replaces_id"),
        UniqueConstraint("file_id"),
        one_of("status", UnitStatus),
        CheckConstraint(
            "(status IN ('sold', 'replaced')) = (order_line_id IS NOT NULL)"
            " AND (order_line_id IS NULL) = (slot IS NULL)",
            name="sold_to_a_line",
        ),
        CheckConstraint(
            "kept_for IS NULL OR status IN ('gone', 'sold', 'replaced')",
            name="kept_while_gone_or_sold",
        ),
        CheckConstraint("status <> 'undone' OR batch_id IS NOT NULL", name="undone_with_a_batch"),
        CheckConstraint(
            "replaces_id IS NULL OR order_line_id IS NOT NULL", name="replaces_on_a_line"
        ),
        Index(
            "one_unit_per_digest",
            "digest",
            unique=True,
            sqlite_where=ONCE_ALIVE,
            postgresql_where=ONCE_ALIVE,
        ),
        Index(
            "one_unit_per_place",
            "order_line_id",
            "slot",
            unique=True,
            sqlite_where=SOLD_NOW,
            postgresql_where=SOLD_NOW,
        ),
        Index("ix_stock_units_order_line_id", "order_line_id"),
        Index("ix_stock_units_batch_id", "batch_id"),
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
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    """None: it came before there were batches."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("goods_files.id"))
    """It is a file: what is sealed here is its name, type and key (services/goods/filing.py)."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("stock_units.id"))
    """The unit in whose place on the order line it came."""
    created_at: Mapped[datetime]


class GoneGood(Base):
    """What was stocked and sold in a time that this database lost: it is not stocked again."""

    __tablename__ = "gone_goods"
    __table_args__ = (STRICT,)

    digest: Mapped[bytes] = mapped_column(primary_key=True)


class Batch(Base):
    """One delivery of units. What it says stays; all of it can be undone while nothing is sold."""

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("cost IS NULL OR cost >= 0", name="cost_not_negative"),
        CheckConstraint("(cost IS NULL) = (currency IS NULL)", name="cost_in_a_currency"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        Index("ix_batches_variant_id", "variant_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    quantity: Mapped[int]
    """Units that came with it."""
    note: Mapped[str | None]
    supplier: Mapped[str | None]
    cost: Mapped[int | None]
    """Minor units of `currency` for all of it."""
    currency: Mapped[str | None]
    actor: Mapped[str]
    """As in the audit."""
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class StockMovement(Base):
    """Counted goods that came in or were taken out. Append-only."""

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
    actor: Mapped[str] = mapped_column(default="operator", server_default="operator")
    """As in the audit; before they were noted, only the operator moved anything."""
    created_at: Mapped[datetime]


class SharedGood(Base):
    """What every buyer of a shared variant gets: the newest one. Append-only."""

    __tablename__ = "shared_goods"
    __table_args__ = (
        UniqueConstraint("file_id"),
        Index("ix_shared_goods_variant_id", "variant_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    sealed: Mapped[bytes]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("goods_files.id"))
    """As of a unit."""
    actor: Mapped[str]
    created_at: Mapped[datetime]


LARGEST_FILE = 20 * 1024 * 1024
"""Bytes: what Telegram lets a bot fetch, https://core.telegram.org/bots/api#getfile"""


class GoodsFile(Base):
    """A sealed file, in pieces. Its key is sealed with what it belongs to, so that a change of
    SECRET_KEY seals a few bytes anew and leaves the pieces as they are.
    """

    __tablename__ = "goods_files"
    __table_args__ = (
        CheckConstraint(f"size BETWEEN 1 AND {LARGEST_FILE}", name="size_bounded"),
        CheckConstraint("pieces > 0", name="pieces_positive"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    """Bytes before they were sealed."""
    pieces: Mapped[int]
    created_at: Mapped[datetime]


class FilePiece(Base):
    __tablename__ = "file_pieces"
    __table_args__ = (CheckConstraint("number >= 0", name="number_not_negative"), STRICT)

    file_id: Mapped[int] = mapped_column(
        ForeignKey("goods_files.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 0."""
    sealed: Mapped[bytes]


def content_of(plain: bytes, *, is_file: bool) -> bytes:
    """What the digest of an opened unit is of: its text however it is spelled, or the file's own
    bytes by their hash.
    """
    if is_file:
        return b"file:" + str(json.loads(plain)["sha256"]).encode()
    return normal(plain.decode()).encode()


def contents_of(plain: bytes, *, is_file: bool) -> tuple[bytes, ...]:
    """The same, and behind it what it was in releases that told more goods apart."""
    content = content_of(plain, is_file=is_file)
    before = None if is_file else normal_before(plain.decode())
    return (content,) if before is None else (content, before.encode())


UNIT = "unit"
"""What the digest of a unit is bound to: the same everywhere in the shop."""


def twin_binding(unit_id: int) -> str:
    """The same for one that an older release let in although its like was there before."""
    return f"twin:{unit_id}"


def unit_binding(variant_id: int) -> str:
    """What a sealed unit is bound to, so that it cannot be moved to another variant's row."""
    return f"unit:{variant_id}"


def shared_binding(variant_id: int) -> str:
    """What is shared is bound to its variant."""
    return f"shared:{variant_id}"
