"""What was found wrong with the books or the file, and how far the look at all of it has come."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Finding(Base):
    """Something that contradicts itself. As long as there is one, nothing new is sold."""

    __tablename__ = "findings"

    name: Mapped[str] = mapped_column(primary_key=True)
    """The invariant, or the damaged part of the file."""
    detail: Mapped[str]
    """The first rows that show it: numbers and states, never goods, keys or people's words."""
    found_at: Mapped[datetime]
    look: Mapped[int]
    """The look that last found it; a later one at everything that does not find it ends it."""


class Inspection(Base):
    """One look at everything, which takes up where it was after a restart."""

    __tablename__ = "inspections"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    """Counts the looks: a clock may go back."""
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    part: Mapped[int] = mapped_column(default=0)
    """How many parts are done."""
    after: Mapped[int | None]
    """The last id that was looked at in the part under way."""
    audit_mark: Mapped[int] = mapped_column(default=0)
    """The newest audit entry when the look under way began; what comes after it is not covered."""
    credit_mark: Mapped[int] = mapped_column(default=0)
    covered_audit: Mapped[int | None]
    """The same of the last look that was finished."""
    covered_credit: Mapped[int | None]
