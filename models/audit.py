"""Who did what, when. Append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base


class AuditEntry(Base):
    __tablename__ = "audit"
    __table_args__ = (
        Index(
            "ix_audit_subject",
            "subject",
            "id",
            sqlite_where=text("subject IS NOT NULL"),
            postgresql_where=text("subject IS NOT NULL"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    """`user:ID`, `admin:ID`, `operator` (at the command line) or `system`."""
    action: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    subject: Mapped[str | None]
    """What else than an order it is about: `category:ID`, `product:ID`, `variant:ID`,
    `role:ID`, `credit:ID`, `ban:ID`, `note:ID` and `person:ID` of a person."""
    details: Mapped[dict[str, Any]]
