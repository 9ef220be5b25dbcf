"""What does not work right now, remembered so that a restart neither repeats nor forgets it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base


class Outage(Base):
    """The newest one under its name; an outage that has ended keeps what it was about."""

    __tablename__ = "outages"
    __table_args__ = (STRICT,)

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    """Counts the outages of this name; each has one message per admin."""
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    problems: Mapped[dict[str, Any]]
    """Why, by what is affected: `coin:BTC`, `chain:ETH`."""
