"""A person who talked to the shop."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base


class User(Base):
    __tablename__ = "users"
    __table_args__ = (Index("ix_users_username", "username"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Telegram's numeric user id, which is also the id of the private chat."""
    name: Mapped[str]
    username: Mapped[str | None]
    language: Mapped[str]
    forgiven_at: Mapped[datetime | None]
    """Orders that ended unpaid before this do not count against them any more."""
    expecting: Mapped[str | None]
    """What the next typed message answers, `topic` or `topic:argument`; any button clears it."""
    asked_at: Mapped[datetime | None]
    asked_id: Mapped[int | None]
    """Telegram's date and number of the first message that may answer it: an edit of an earlier
    one does not."""
    heard_at: Mapped[datetime | None]
    heard_id: Mapped[int | None]
    """Telegram's date and number of the newest message of theirs that was served."""
    banned_at: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]
    """Since when Telegram refuses our messages (the bot was blocked); cleared when they write."""
    created_at: Mapped[datetime]
