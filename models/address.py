"""One-time addresses. Prepared and proved ahead of checkout, given to one order, never reused."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base


class Address(Base):
    """`index` is the hardened account number; the key is derived from it, never stored."""

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint("chain", "address"),
        UniqueConstraint("chain", "index"),
        CheckConstraint('"index" >= 0', name="index_not_negative"),
        Index(
            "ix_addresses_free",
            "chain",
            "id",
            sqlite_where=text("given_at IS NULL"),
            postgresql_where=text("given_at IS NULL"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str]
    index: Mapped[int]
    address: Mapped[str]
    path: Mapped[str]
    created_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    """When an order took it, or a check failed and it was put aside."""
