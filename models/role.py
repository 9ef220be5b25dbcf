"""Who works for the shop besides the owners that its settings name."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of
from models.permission import Role

MOST_GRANTS = 100
"""People with a role: each of them is looked at whenever the shop has news."""


class Grant(Base):
    """One role per person. It is gone when it is taken away or has ended: the audit remembers."""

    __tablename__ = "roles"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("ends_at > granted_at", name="ends_later"),
        CheckConstraint(
            "granted_by <> 'admin:' || CAST(user_id AS TEXT)", name="given_by_somebody_else"
        ),
        UniqueConstraint("user_id"),
        Index(
            "ix_roles_ends_at",
            "ends_at",
            sqlite_where=text("ends_at IS NOT NULL"),
            postgresql_where=text("ends_at IS NOT NULL"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role] = mapped_column(Choice(Role))
    granted_by: Mapped[str]
    """An actor, as the audit names them."""
    granted_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    """Until then it counts, compared with the clock whenever its holder acts; None: it has no end.
    """


def about(user_id: int) -> str:
    """What the audit calls somebody's role."""
    return f"role:{user_id}"


GIVEN, TAKEN, ENDED = "role.given", "role.taken", "role.ended"
"""What the audit calls what happens to a role."""
REFUSED = "right.refused"
"""And an attempt of somebody who lacks the right."""
