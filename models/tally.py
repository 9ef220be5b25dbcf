"""How much was sold, as the file beside the database says it, too."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base


class Tally(Base):
    """One per file there ever was: a database that was copied or moved begins a new one."""

    __tablename__ = "tallies"
    __table_args__ = (
        CheckConstraint("sold >= 0", name="sold_not_negative"),
        CheckConstraint("cleared_at IS NULL OR doubt IS NOT NULL", name="cleared_if_doubted"),
        STRICT,
    )

    token: Mapped[str] = mapped_column(primary_key=True)
    sold: Mapped[int] = mapped_column(default=0)
    """Entries of the file that this database knows of; only ever more."""
    doubt: Mapped[str | None]
    """Why stock may have been sold without a trace here; None when there is no reason."""
    cleared_at: Mapped[datetime | None]
    """When a person said that what is on the shelves is there."""
