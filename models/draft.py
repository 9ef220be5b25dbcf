"""What somebody typed for an order and has not confirmed yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base


class Draft(Base):
    """One per person: what is typed next replaces it, and it is gone once it is used or too old."""

    __tablename__ = "drafts"
    __table_args__ = (
        CheckConstraint("expires_at > created_at", name="expires_later"),
        CheckConstraint("(message_id IS NULL) = (written_at IS NULL)", name="typed_or_not"),
        CheckConstraint("length(sealed) > 0", name="sealed_not_empty"),
        STRICT,
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[bytes]
    """The text, sealed: a delivery address is nobody else's business."""
    message_id: Mapped[int | None]
    """The message it was typed in, so that an edit of it counts; None: it was not typed now."""
    written_at: Mapped[datetime | None]
    """Telegram's date of that message."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def draft_binding(user_id: int) -> str:
    """What a sealed draft is bound to."""
    return f"draft:{user_id}"
