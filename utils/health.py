"""How an outside source is doing, for the admin to read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Health:
    """`ok`: the last answer was a good one. `retry_at`: left alone until then."""

    source: str
    ok: bool
    last_error: str | None
    last_ok_at: datetime | None
    retry_at: datetime | None
    aside: str | None = None
    """Why it is not believed at present, although it answers."""
