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
