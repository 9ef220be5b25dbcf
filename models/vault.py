"""Sealed secrets and plain facts about this installation, by name."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base


class VaultItem(Base):
    """A secret, sealed with `SECRET_KEY` and bound to its name."""

    __tablename__ = "vault"

    name: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class Heartbeat(Base):
    """When a background loop last finished a round."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Fact(Base):
    """What this shop is and stays, whatever the settings say: its currency."""

    __tablename__ = "facts"
    __table_args__ = (CheckConstraint("value <> ''", name="value_not_empty"), STRICT)

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
