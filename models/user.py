"""A person who talked to the shop."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base

BOUGHT = text("bought_at IS NOT NULL")
BANNED = text("banned_at IS NOT NULL")


class User(Base):
    __tablename__ = "users"
    __table_args__ = (
        Index("ix_users_username", "username"),
        Index("ix_users_bought", "bought_at", sqlite_where=BOUGHT, postgresql_where=BOUGHT),
        Index("ix_users_created_at_id", "created_at", "id"),
        Index("ix_users_banned", "banned_at", "id", sqlite_where=BANNED, postgresql_where=BANNED),
        CheckConstraint("group_by_hand IN (0, 1)", name="group_by_hand_known"),
        CheckConstraint("ban_told_at IS NULL OR banned_at IS NOT NULL", name="told_of_a_ban"),
        STRICT,
    )

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
    """Since when they may not use the shop: what the newest audit entry about it says."""
    ban_told_at: Mapped[datetime | None]
    """When they heard so; from then on nothing is answered."""
    unreachable_at: Mapped[datetime | None]
    """Since when Telegram refuses our messages (the bot was blocked); cleared when they write."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("customer_groups.id"))
    """The group whose prices they pay."""
    group_by_hand: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Somebody said which group it is, or that it is none: turnover changes nothing about it."""
    bought_at: Mapped[datetime | None]
    """When they last bought something, until it was seen to what group that brings them into."""
    created_at: Mapped[datetime]
