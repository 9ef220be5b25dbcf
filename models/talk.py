"""What customers and the shop write to each other: which message, never its words."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of


class Direction(StrEnum):
    QUESTION = "question"
    """From a customer to the admins."""
    ANSWER = "answer"
    """From an admin to the customer."""


class Talk(Base):
    """A message that was taken to be handed on; the words stay in Telegram and are copied there."""

    __tablename__ = "talks"
    __table_args__ = (
        one_of("direction", Direction),
        CheckConstraint("edits >= 0", name="edits_not_negative"),
        CheckConstraint(
            "(direction = 'question') = (chat_id = user_id)", name="questions_are_the_customers"
        ),
        UniqueConstraint("chat_id", "message_id", "written_at"),
        Index("ix_talks_user_id_at", "user_id", "at"),
        Index("ix_talks_user_id_edited_at", "user_id", "edited_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """The customer it is about."""
    direction: Mapped[Direction] = mapped_column(Choice(Direction))
    chat_id: Mapped[int]
    """Where it was written: the customer's chat, or the admin's."""
    message_id: Mapped[int]
    author_id: Mapped[int | None]
    """Who wrote an answer in the admins' group; elsewhere a chat is its writer's."""
    written_at: Mapped[datetime]
    """Telegram's own date of it: another bot's messages, after a change of token, have the same
    numbers."""
    album: Mapped[str | None]
    """Telegram's name for pictures that were sent together: they count as one message."""
    edits: Mapped[int] = mapped_column(default=0)
    """How many changes of it were handed on."""
    edited_at: Mapped[datetime | None]
    """When the last of them was."""
    settled_at: Mapped[datetime | None]
    """When an admin put the question aside: it waits for no answer."""
    at: Mapped[datetime] = mapped_column(index=True)
