"""Stock held for an order. The row is the truth; triggers move the variant's counters from it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of


class ReservationStatus(StrEnum):
    HELD = "held"
    FULFILLED = "fulfilled"
    RELEASED = "released"


class Reservation(Base):
    """held -> fulfilled or released; released -> fulfilled for late money. Never deleted."""

    __tablename__ = "reservations"
    __table_args__ = (
        UniqueConstraint("order_id", "variant_id"),
        one_of("status", ReservationStatus),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint(
            "returned BETWEEN 0 AND quantity AND (returned = 0 OR status = 'fulfilled')",
            name="returned_of_what_was_sold",
        ),
        Index(
            "ix_reservations_held",
            "variant_id",
            sqlite_where=text("status = 'held'"),
            postgresql_where=text("status = 'held'"),
        ),
        Index(
            "ix_reservations_sold",
            "variant_id",
            "quantity",
            sqlite_where=text("status = 'fulfilled'"),
            postgresql_where=text("status = 'fulfilled'"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    quantity: Mapped[int]
    status: Mapped[ReservationStatus] = mapped_column(
        Choice(ReservationStatus), default=ReservationStatus.HELD
    )
    returned: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of what was sold, what is on the shelf again because its order was refunded."""
    expires_at: Mapped[datetime]
    fulfilled_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
