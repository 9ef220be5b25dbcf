"""Groups that hear of what happens in the shop."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice

MOST_GROUPS = 5
TITLE = 64
"""Characters that are kept of what a group is called."""


class Mute(StrEnum):
    """Why the shop cannot write there."""

    RIGHTS = "rights"
    CLOSED = "closed"
    """Its topic is closed, and the bot no administrator."""


class NoticeGroup(Base):
    """One chat, and where in it. Its number is its place: there are five, and no sixth."""

    __tablename__ = "notice_groups"
    __table_args__ = (
        CheckConstraint(f"id BETWEEN 1 AND {MOST_GROUPS}", name="bounded"),
        CheckConstraint("chat_id < 0", name="chat_of_many"),
        CheckConstraint("thread_id IS NULL OR thread_id > 1", name="not_general"),
        CheckConstraint(f"length(title) <= {TITLE}", name="title_bounded"),
        CheckConstraint("why IS NULL OR why IN ('rights', 'closed')", name="why_known"),
        UniqueConstraint("chat_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[int]
    thread_id: Mapped[int | None]
    """None: General, or there are no topics."""
    title: Mapped[str]
    """As it was called when somebody chose it."""
    language: Mapped[str]
    """Of who chose it."""
    why: Mapped[Mute | None] = mapped_column(Choice(Mute))
