"""A message as Telegram names it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Note:
    """`album`: Telegram's name for pictures that were sent together."""

    chat_id: int
    message_id: int
    written_at: datetime
    album: str | None = None

    @property
    def place(self) -> tuple[datetime, int]:
        """Where it stands among a person's messages; another bot's numbers begin anew."""
        return self.written_at, self.message_id
