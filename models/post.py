"""Messages of ours in a chat that are edited as things proceed: an invoice, a notice."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of


class PostForm(StrEnum):
    """How it was sent: a text and a caption are edited in different ways."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"


class Post(Base):
    """One per chat and subject; replaced when it cannot be edited any more."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("chat_id", "subject"),
        one_of("form", PostForm),
        Index("ix_posts_message", "chat_id", "message_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    subject: Mapped[str]
    """`invoice:7`, `notice:7`, `outage:3`."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    bot_id: Mapped[int]
    """Whose message it is: after a change of BOT_TOKEN the number means nothing. 0: not known."""
    message_id: Mapped[int]
    form: Mapped[PostForm] = mapped_column(Choice(PostForm))
    changed_at: Mapped[datetime]
