"""Which news of the shop goes to whom: at once, gathered, or not at all."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of


class Kind(StrEnum):
    STARTED = "started"
    PAID = "paid"
    MONEY = "money"
    """Credited, refunded, an address for a refund."""
    LOOK = "look"
    """An order that needs a person: too little, too much, too late, vanished, contradicted."""
    KEY = "key"
    SHIPPED = "shipped"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    """Another address, more time, goods replaced or arrived after all."""
    PROVIDER = "provider"
    ALARM = "alarm"
    UNSENT = "unsent"
    STOCK = "stock"
    QUESTION = "question"
    REVIEW = "review"
    ROLE = "role"
    GONE = "gone"
    """Somebody of the shop cannot be written to."""
    APPROVAL = "approval"
    """Money that waits for a second owner."""
    NUMBERS = "numbers"
    """What the day before came to."""


class Destination(StrEnum):
    """Who may hear of it: whoever has a role, or the groups of the shop."""

    OWNER = "owner"
    MANAGER = "manager"
    STOCK = "stock"
    SUPPORT = "support"
    VIEWER = "viewer"
    GROUP = "group"


class Told(StrEnum):
    NOW = "now"
    DIGEST = "digest"
    """Gathered, in one message a day."""
    NEVER = "never"


EVENTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.STARTED: ("admin-placed",),
    Kind.PAID: ("admin-paid", "admin-honoured", "admin-by-hand"),
    Kind.MONEY: (*("admin-credited", "admin-refunded", "admin-refund-address", "admin-adjusted"),),
    Kind.LOOK: ("admin-review", "admin-vanished"),
    Kind.KEY: ("admin-key",),
    Kind.SHIPPED: ("admin-shipped",),
    Kind.EXPIRED: ("admin-expired",),
    Kind.CANCELLED: ("admin-cancelled", "admin-replaced"),
    Kind.CHANGED: ("admin-readdressed", "admin-extended", "admin-arrived"),
    Kind.PROVIDER: ("admin-outage",),
    Kind.ALARM: ("admin-alert", "admin-group", "admin-notice-group"),
    Kind.UNSENT: ("admin-undelivered", "admin-note"),
    Kind.STOCK: ("admin-low-stock",),
    Kind.QUESTION: ("admin-question", "admin-complaint"),
    Kind.REVIEW: ("admin-rated",),
    Kind.ROLE: ("admin-role",),
    Kind.GONE: ("admin-gone",),
    Kind.APPROVAL: ("admin-approval",),
    Kind.NUMBERS: ("admin-digest",),
}
"""By the names of services.running.events.Event; each notice is of one kind."""
KIND_OF = {event: kind for kind, events in EVENTS.items() for event in events}
URGENT = (
    *(Kind.PAID, Kind.MONEY, Kind.LOOK, Kind.KEY, Kind.ALARM, Kind.GONE, Kind.QUESTION),
    Kind.APPROVAL,
)
"""Money, alarms and people who wait are never held back: neither gathered nor kept until morning.
"""
ALONE = (Kind.NUMBERS,)
"""What is a whole message comes later as it is: that there was one tells nobody anything."""
OWED = (Kind.PAID, Kind.MONEY, Kind.LOOK, Kind.ALARM, Kind.GONE, Kind.APPROVAL)
"""An owner always hears of these: money and alarms are never news to nobody."""
PRIVATE = (Kind.KEY,)
"""No group hears of these."""
DIGEST_HOUR = 8
"""Where nobody chose another."""


def _listed(kinds: tuple[Kind, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


class NoticeRule(Base):
    """What somebody chose; without a row a kind is told at once to whoever may see it, and to no
    group: whatever a group hears, it hears beside them and at once.
    """

    __tablename__ = "notice_rules"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("destination", Destination),
        one_of("told", Told),
        CheckConstraint(
            f"told = 'now' OR destination <> 'owner' OR kind NOT IN ({_listed(OWED)})",
            name="owners_hear",
        ),
        CheckConstraint(f"told <> 'digest' OR kind NOT IN ({_listed(URGENT)})", name="urgent"),
        CheckConstraint("destination <> 'group' OR told = 'now'", name="groups_at_once"),
        CheckConstraint(
            f"destination <> 'group' OR kind NOT IN ({_listed(PRIVATE)})", name="groups_hear"
        ),
        UniqueConstraint("kind", "destination"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(Choice(Kind))
    destination: Mapped[Destination] = mapped_column(Choice(Destination))
    told: Mapped[Told] = mapped_column(Choice(Told))


class NoticeHours(Base):
    """One row: hours of UTC, which is the zone of the shop. Quiet from `quiet_from` to `quiet_to`;
    both are missing where no hours are quiet.
    """

    __tablename__ = "notice_hours"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23", name="hours"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="both"),
        CheckConstraint("quiet_from <> quiet_to", name="not_always"),
        CheckConstraint("digest_at BETWEEN 0 AND 23", name="digest_hour"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]
    digest_at: Mapped[int] = mapped_column(default=DIGEST_HOUR, server_default=str(DIGEST_HOUR))


class HeldNotice(Base):
    """What a person of the shop hears later, in one message with everything else until then."""

    __tablename__ = "held_notices"
    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("until > at", name="later"),
        UniqueConstraint("dedup_key"),
        Index("ix_held_notices_until", "until", "chat_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str]
    chat_id: Mapped[int]
    kind: Mapped[Kind] = mapped_column(Choice(Kind))
    event: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[datetime]
    until: Mapped[datetime]
