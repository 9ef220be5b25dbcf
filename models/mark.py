"""How many addresses were given, as the marker file beside the database says it, too."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base


class Mark(Base):
    """One per marker file there ever was: a restored or moved database begins a new one."""

    __tablename__ = "marks"
    __table_args__ = (CheckConstraint("given >= 0", name="given_not_negative"), STRICT)

    token: Mapped[str] = mapped_column(primary_key=True)
    given: Mapped[int] = mapped_column(default=0)
    """Addresses that were given since; only ever more."""
    stamp: Mapped[int]
    """The file's change time when that was written, in nanoseconds since 1970."""
