"""Questions of customers as a matter to be seen to, the admins' group, and goods complained of."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

WAITING = text("threads.state = 'open'")
ASKED = text("complaints.state = 'asked'")
GENERAL = 1
"""Telegram's number of the topic that has none in messages: nothing of ours is there."""


class ThreadState(StrEnum):
    OPEN = "open"
    """Somebody waits for an answer."""
    ANSWERED = "answered"
    ASIDE = "aside"
    """An admin closed it: it needs no answer."""


class Thread(Base):
    """All that one customer and the shop write to each other; what was written are `talks`."""

    __tablename__ = "threads"
    __table_args__ = (
        one_of("state", ThreadState),
        CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name="taken_at_a_time"),
        CheckConstraint("taken_by IS NULL OR state = 'open'", name="taken_while_open"),
        Index(
            "ix_threads_open", "since", "user_id", sqlite_where=WAITING, postgresql_where=WAITING
        ),
        STRICT,
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    state: Mapped[ThreadState] = mapped_column(Choice(ThreadState))
    since: Mapped[datetime]
    """When it came into this state."""
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who sees to it; anybody may answer all the same."""
    taken_at: Mapped[datetime | None]


class Lost(StrEnum):
    """Why the shop cannot write into its group."""

    GONE = "gone"
    RIGHTS = "rights"
    FORUM = "forum"
    """It has no topics any more."""


class AdminGroup(Base):
    """The group in which questions of customers are seen to; there is one, or none."""

    __tablename__ = "admin_groups"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_alone"),
        CheckConstraint("chat_id < 0", name="chat_of_many"),
        CheckConstraint("why IS NULL OR why IN ('gone', 'rights', 'forum')", name="why_known"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[int]
    language: Mapped[str]
    """Of who connected it: what stands in its topics is read by several."""
    why: Mapped[Lost | None] = mapped_column(Choice(Lost))


class Topic(Base):
    """A customer's topic in the admins' group."""

    __tablename__ = "topics"
    __table_args__ = (
        UniqueConstraint("chat_id", "thread_id"),
        CheckConstraint(f"thread_id > {GENERAL}", name="not_general"),
        STRICT,
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    chat_id: Mapped[int]
    thread_id: Mapped[int]
    panel_id: Mapped[int | None]
    """The message that says who it is and how it works; none until it was sent."""


class ComplaintState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    """The good was replaced."""
    REFUSED = "refused"
    ENDED = "ended"
    """Its order was refunded."""


class Complaint(Base):
    """A customer asks for another good instead of one that does not work: once per good, and one
    good of an order at a time.

    What is wrong with it, and why it is refused, stays where it was written and is copied there.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        one_of("state", ComplaintState),
        UniqueConstraint("unit_id"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided_at_a_time"),
        CheckConstraint("(state = 'asked') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint(
            "(reason_chat IS NULL) = (reason_message IS NULL)"
            " AND (state = 'refused') = (reason_message IS NOT NULL)",
            name="refused_for_a_reason",
        ),
        Index(
            "uq_complaints_asked",
            "order_id",
            unique=True,
            sqlite_where=ASKED,
            postgresql_where=ASKED,
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("stock_units.id"))
    message_id: Mapped[int]
    """What they wrote about it, in their chat."""
    asked_at: Mapped[datetime]
    state: Mapped[ComplaintState] = mapped_column(Choice(ComplaintState))
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason_chat: Mapped[int | None]
    reason_message: Mapped[int | None]


class Complained(NamedTuple):
    """With the order's code, what the good is called, and whose it is."""

    complaint: Complaint
    code: str
    title: str
    user_id: int
    name: str
