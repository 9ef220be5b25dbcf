"""What the shop knows of a customer beside Telegram's own words, and what becomes of it."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of
from models.code import CODE_LETTERS

ID_LENGTH = 9
"""Letters of a public id: of 29 each, so that a million guesses a day find nobody in ten thousand
years.
"""
ERASED_BYTES = 33
"""Of a sealed value without content: what is erased is sealed anew, as nothing."""


class Detail(StrEnum):
    """What may be asked of a newcomer."""

    NAME = "name"
    CONTACT = "contact"
    EMAIL = "email"


class Words(StrEnum):
    """Texts that the shop's own people write."""

    HELP = "help"
    TERMS = "terms"


LONGEST_WORDS = 3500
"""UTF-16 units of such a text, so that what the shop adds fits into a message beside it."""


def draw_id() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(ID_LENGTH))


RANKED = text("ranked_at IS NOT NULL")


class Account(Base):
    """A person's public id, by which they are found without their Telegram number."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint(f"length(public_id) = {ID_LENGTH}", name="public_id_whole"),
        CheckConstraint("ranked_named IN (0, 1)", name="ranked_named_known"),
        CheckConstraint("ranked_named = 0 OR ranked_at IS NOT NULL", name="named_where_ranked"),
        Index("ix_accounts_ranked", "user_id", sqlite_where=RANKED, postgresql_where=RANKED),
        STRICT,
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    public_id: Mapped[str] = mapped_column(default=draw_id)
    """Never another one, and never anybody else's."""
    welcomed_at: Mapped[datetime | None]
    """When they were asked what ONBOARDING asks, or nothing was to be asked; None: not yet."""
    quiet_at: Mapped[datetime | None]
    """Since when they want to be asked nothing that nobody waits for, such as for a review."""
    ranked_at: Mapped[datetime | None]
    """Since when they want to be seen among the best buyers; None: they are hidden."""
    ranked_named: Mapped[bool] = mapped_column(default=False, server_default="0")
    """By their name, and not as a customer."""


class ProfileDetail(Base):
    """What somebody told the shop of themselves, sealed."""

    __tablename__ = "profile_details"
    __table_args__ = (
        one_of("detail", Detail),
        CheckConstraint("length(sealed) > 0", name="sealed_not_empty"),
        STRICT,
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    detail: Mapped[Detail] = mapped_column(Choice(Detail), primary_key=True)
    sealed: Mapped[bytes]
    told_at: Mapped[datetime]


class ShopText(Base):
    """A version of a text in one language. Append-only: the newest one counts, the others tell what
    was agreed to.
    """

    __tablename__ = "shop_texts"
    __table_args__ = (
        one_of("words", Words),
        UniqueConstraint("words", "language", "version"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint(
            f"body IS NULL OR length(body) BETWEEN 1 AND {LONGEST_WORDS}", name="body_bounded"
        ),
        CheckConstraint("length(language) BETWEEN 2 AND 12", name="language_bounded"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[Words] = mapped_column(Choice(Words))
    language: Mapped[str]
    version: Mapped[int]
    """1, 2, 3, ... of these words in this language."""
    body: Mapped[str | None]
    """As it was typed; None: back to what the shop came with."""
    written_by: Mapped[str]
    """An actor, as the audit names them."""
    at: Mapped[datetime]


OPEN_ERASURE = text("done_at IS NULL")


class Erasure(Base):
    """Somebody had erased what may be. What an ended order says of them goes when it is due."""

    __tablename__ = "erasures"
    __table_args__ = (
        CheckConstraint("due_at >= asked_at", name="due_later"),
        CheckConstraint("done_at IS NULL OR done_at >= asked_at", name="done_later"),
        Index(
            "ix_erasures_due_at",
            "due_at",
            sqlite_where=OPEN_ERASURE,
            postgresql_where=OPEN_ERASURE,
        ),
        STRICT,
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    asked_at: Mapped[datetime]
    """What ended before this is meant."""
    due_at: Mapped[datetime]
    """Until when the shop keeps where parcels went, and what was answered."""
    done_at: Mapped[datetime | None]


def detail_binding(user_id: int, detail: str) -> str:
    """What a sealed detail is bound to."""
    return f"profile:{user_id}:{detail}"


def about_words(words: str, language: str) -> str:
    """What the audit calls a text."""
    return f"text:{words}:{language}"


TEXT_CHANGED = "text.changed"
PERSON_ERASED = "person.erased"
"""What the audit calls what happens here."""
