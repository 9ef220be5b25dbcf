"""Photos of products and categories: files by their hash, and where Telegram keeps its copies."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import STRICT, Base

LARGEST_PHOTO = 10_000_000
"""Bytes: https://core.telegram.org/bots/api#sendphoto"""
MOST_PICTURES = 10
"""Of one product."""


class Media(Base):
    """A file in data/media, named by its SHA-256; it never changes."""

    __tablename__ = "media"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint(f"size BETWEEN 1 AND {LARGEST_PHOTO}", name="size_bounded"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    size: Mapped[int]
    created_at: Mapped[datetime]


class Picture(Base):
    """Where a photo hangs: at one product, or at one category."""

    __tablename__ = "pictures"
    __table_args__ = (
        UniqueConstraint("product_id", "media_id"),
        UniqueConstraint("category_id"),
        CheckConstraint("(product_id IS NULL) <> (category_id IS NULL)", name="of_one_thing"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"))
    position: Mapped[int] = mapped_column(default=0)

    media: Mapped[Media] = relationship(lazy="raise")


class MediaCopy(Base):
    """Telegram's name for a file that a bot has sent before; another bot cannot use it."""

    __tablename__ = "media_copies"
    __table_args__ = (CheckConstraint("length(file_id) > 0", name="file_id_not_empty"), STRICT)

    media_id: Mapped[int] = mapped_column(
        ForeignKey("media.id"), primary_key=True, autoincrement=False
    )
    bot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    file_id: Mapped[str]
