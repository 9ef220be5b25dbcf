"""What the shop writes down about a person: notes, and tags that many people may have."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base

MOST_NOTES = 20
"""Of one person; the database counts them, too."""
LONGEST_NOTE = 500
"""Characters."""
MOST_TAGS = 50
"""In the whole shop: a list that is chosen from."""
MOST_TAGS_EACH = 10
"""Of one person."""
LONGEST_TAG = 24
"""Characters."""


class PersonNote(Base):
    """Never changed: one that is wrong is taken away, and another one written."""

    __tablename__ = "person_notes"
    __table_args__ = (
        CheckConstraint("length(sealed) > 0", name="sealed_not_empty"),
        CheckConstraint("author LIKE 'admin:%'", name="written_by_an_admin"),
        Index("ix_person_notes_user_id_id", "user_id", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped[str]
    """An actor, as the audit names them."""
    sealed: Mapped[bytes]
    """The words: what is said of somebody is nobody else's business."""
    at: Mapped[datetime]


class Tag(Base):
    """A word for people of one kind; it is gone when nobody has it any more."""

    __tablename__ = "tags"
    __table_args__ = (
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_TAG}", name="name_bounded"),
        UniqueConstraint("name"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """In small letters, so that one word is one tag."""


class PersonTag(Base):
    """Somebody has a tag."""

    __tablename__ = "person_tags"
    __table_args__ = (Index("ix_person_tags_tag_id_user_id", "tag_id", "user_id"), STRICT)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id"), primary_key=True, autoincrement=False
    )


def note_binding(user_id: int) -> str:
    """What a sealed note is bound to."""
    return f"note:{user_id}"
