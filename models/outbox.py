"""Messages that must be delivered, written in the transaction that caused them."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

PENDING = text("status = 'pending'")
UNDELIVERABLE = text("status = 'undeliverable'")


class OutboxStatus(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    SKIPPED = "skipped"
    """No longer true when its turn came (a reminder for an order that is paid)."""
    UNDELIVERABLE = "undeliverable"
    """The recipient blocked the bot; sent again when they write."""


class Importance(IntEnum):
    """Lower goes first across chats; within a chat the order of writing wins."""

    GOODS = 1
    ADMIN = 2
    STATUS = 3
    BACKGROUND = 4


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
    args: Mapped[dict[str, Any]]
    importance: Mapped[int]
    status: Mapped[OutboxStatus] = mapped_column(Choice(OutboxStatus), default=OutboxStatus.PENDING)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[int | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
