"""Messages that must be delivered, written in the transaction that caused them."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, JsonText, one_of

PENDING = text("status = 'pending'")
NOTICE = text("status = 'pending' AND importance < 5")
LEASED = text("status = 'pending' AND leased_until IS NOT NULL")
ERASURE = text("status = 'pending' AND event = 'erase'")
CLOSED = text("closed_at IS NOT NULL")
UNDELIVERABLE = text("status = 'undeliverable'")


class Damaged(dict[str, Any]):
    """What stands for arguments that cannot be read: one bad row is no reason to read no other."""


class ArgsText(JsonText):
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Any) -> dict[str, Any] | None:
        try:
            read = super().process_result_value(value, dialect)
        except ValueError:
            return Damaged()
        return read if isinstance(read, dict) else Damaged()


class OutboxStatus(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    SKIPPED = "skipped"
    """No longer true when its turn came (a reminder for an order that is paid)."""
    UNDELIVERABLE = "undeliverable"
    """The recipient blocked the bot; sent again when they write."""
    FAILED = "failed"
    """Refused for good, in every form; set aside, named to the admins, sent again by hand."""


class Importance(IntEnum):
    """Lower goes first across chats; within a chat the order of writing wins."""

    GOODS = 1
    ADMIN = 2
    STATUS = 3
    BACKGROUND = 4


TALK = 5
"""Behind every importance, within a chat as well: what customers write, as admins hear it."""


class OutboxMessage(Base):
    """What to say, never the words: texts, keys and goods are looked up when it is sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        one_of("status", OutboxStatus),
        Index(
            "ix_outbox_pending",
            "chat_id",
            "id",
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
        Index(
            "ix_outbox_notices",
            "chat_id",
            "id",
            sqlite_where=NOTICE,
            postgresql_where=NOTICE,
        ),
        Index("ix_outbox_due", "due_at", sqlite_where=PENDING, postgresql_where=PENDING),
        Index("ix_outbox_leased", "leased_until", sqlite_where=LEASED, postgresql_where=LEASED),
        Index("ix_outbox_erasures", "due_at", sqlite_where=ERASURE, postgresql_where=ERASURE),
        Index(
            "ix_outbox_closed",
            "status",
            "closed_at",
            sqlite_where=CLOSED,
            postgresql_where=CLOSED,
        ),
        Index(
            "ix_outbox_undeliverable",
            "chat_id",
            sqlite_where=UNDELIVERABLE,
            postgresql_where=UNDELIVERABLE,
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str]
    """`event:subject:recipient`; the same event is never queued twice."""
    event: Mapped[str]
    chat_id: Mapped[int]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    args: Mapped[dict[str, Any]] = mapped_column(ArgsText())
    importance: Mapped[int]
    status: Mapped[OutboxStatus] = mapped_column(Choice(OutboxStatus), default=OutboxStatus.PENDING)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    token: Mapped[int] = mapped_column(default=0, server_default="0")
    """Counts the leases: only the holder of the newest one may mark the message."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Tries that failed for a reason that passes."""
    defects: Mapped[int] = mapped_column(default=0, server_default="0")
    """Tries that failed for no known reason; a few of them and the message is set aside."""
    message_id: Mapped[int | None]
    error: Mapped[str | None]
    """Why it waits for another try, or was set aside; never a word of what it says."""
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    """When it left the queue."""
