"""Who hears of news, and when: asked in the transaction that writes it into the outbox."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite

from models.notice import (
    ALONE,
    DIGEST_HOUR,
    KIND_OF,
    URGENT,
    Destination,
    HeldNotice,
    Kind,
    NoticeHours,
    NoticeRule,
    Told,
)
from models.outbox import TALK, Importance, OutboxMessage, OutboxStatus
from models.permission import Role
from models.role import Grant
from repositories.base import Repository

Row = dict[str, Any]
"""A message by column: every column that has no default."""
HELD = "held"
"""The event of the one message that tells of everything that was held."""
CHOICES = 0x6E6F7465
"""PostgreSQL's lock of whoever chooses; SQLite has one writer anyhow."""
SETTLE = timedelta(minutes=1)
"""After the end: a transaction that began before it has written, and nothing comes too late."""
MOST_TOLD = 200
"""Held notices that one message counts; more are said to be more."""
ONCE: dict[bool, Any] = {
    on_postgresql: dialect.insert(HeldNotice.__table__).on_conflict_do_nothing(
        index_elements=["dedup_key"]
    )
    for on_postgresql, dialect in ((True, postgresql), (False, sqlite))
}
"""By whether it is for PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Circular:
    """A message to each of `owners`, to whoever has one of `roles` when it is written, and to the
    groups that hear of its kind: without the first two to these alone.
    """

    row: Callable[[int], Row]
    owners: Sequence[int]
    roles: frozenset[Role]
    at: datetime
    order_id: int | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """What was chosen: by (kind, destination) how they are told, and the hours of UTC."""

    told: Mapping[tuple[Kind, str], Told] = field(default_factory=dict)
    quiet: tuple[int, int] | None = None
    digest_at: int = DIGEST_HOUR

    def of(self, kind: Kind, to: Role | Destination) -> Told:
        return self.told.get((kind, to), unchosen(to))

    def until(self, kind: Kind, told: Told, now: datetime) -> datetime | None:
        """When a notice is told; None: at once."""
        if kind in URGENT:
            return None
        if told is Told.DIGEST:
            return _next(now, self.digest_at)
        if self.quiet is None or not _within(now.hour, *self.quiet):
            return None
        return _next(now, self.quiet[1])


def unchosen(to: Role | Destination) -> Told:
    """What counts until somebody chooses: how a shop begins."""
    return Told.NEVER if to == Destination.GROUP else Told.NOW


def _within(hour: int, begins: int, ends: int) -> bool:
    """Also over midnight."""
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


def _next(now: datetime, hour: int) -> datetime:
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def addressees(
    circular: Circular, grants: Sequence[Grant], manner: Manner
) -> list[tuple[int, Told]]:
    """Everybody who may hear of it, in order, and how they do."""
    roles = {
        grant.user_id: grant.role
        for grant in grants
        if grant.role in circular.roles and (grant.ends_at is None or grant.ends_at > circular.at)
    } | dict.fromkeys(circular.owners, Role.OWNER)
    kind = KIND_OF.get(circular.event)
    if kind is None:
        return [(chat, Told.NOW) for chat in sorted(roles)]
    return [(chat, manner.of(kind, role)) for chat, role in sorted(roles.items())]


@dataclass(frozen=True, slots=True)
class Split:
    """What goes into the outbox, and what is held until a message in it tells of it."""

    rows: list[Row]
    held: list[Row]


def in_groups(circular: Circular, manner: Manner, groups: Sequence[int]) -> list[Row]:
    """Beside everybody else, and behind them; in the order of writing where questions are answered
    in the same group, which would else wait for as long as any notice does.
    """
    kind = KIND_OF.get(circular.event)
    if kind is None or manner.of(kind, Destination.GROUP) is not Told.NOW:
        return []
    return [circular.row(chat) | {"importance": TALK} for chat in groups]


def split(
    circular: Circular, grants: Sequence[Grant], manner: Manner, groups: Sequence[int] = ()
) -> Split:
    found = Split(in_groups(circular, manner, groups), [])
    kind = KIND_OF.get(circular.event)
    for chat, told in addressees(circular, grants, manner):
        if told is Told.NEVER:
            continue
        row = circular.row(chat)
        until = manner.until(kind, told, circular.at) if kind else None
        if kind is None or until is None:
            found.rows.append(row)
        elif kind in ALONE:
            found.rows.append(row | {"due_at": until + SETTLE})
        else:
            found.rows.append(_digest(row, until))
            found.held.append(_held(row, kind, until))
    return found


def _digest(row: Row, until: datetime) -> Row:
    """The message that will tell: one for each chat and end."""
    return row | letter(row["chat_id"], until) | {"due_at": until + SETTLE}


def letter(chat_id: int, until: datetime, newest: int | None = None) -> Row:
    """The columns of a message that tells of everything until then. `newest`: it was written when
    the first one of that end was sent already.
    """
    again = f"-{newest}" if newest else ""
    return {
        "dedup_key": f"{HELD}:{until.isoformat()}{again}:{chat_id}",
        "event": HELD,
        "chat_id": chat_id,
        "order_id": None,
        "args": {"until": until.isoformat()},
        "importance": Importance.ADMIN,
    }


def _held(row: Row, kind: Kind, until: datetime) -> Row:
    same = ("dedup_key", "chat_id", "event", "order_id")
    return {name: row[name] for name in same} | {
        "kind": kind,
        "at": row["created_at"],
        "until": until,
    }


class NoticeRepository(Repository):
    async def lock(self) -> None:
        """One chooses at a time: who comes second sees what the first chose."""
        if self._on_postgresql:
            await self._session.execute(select(func.pg_advisory_xact_lock(CHOICES)))

    async def manner(self) -> Manner:
        rules = await self._session.scalars(select(NoticeRule))
        told: dict[tuple[Kind, str], Told] = {(r.kind, r.destination): r.told for r in rules}
        hours = await self._session.get(NoticeHours, 1)
        if hours is None:
            return Manner(told)
        quiet = None
        if hours.quiet_from is not None and hours.quiet_to is not None:
            quiet = hours.quiet_from, hours.quiet_to
        return Manner(told, quiet, hours.digest_at)

    async def put(self, kind: Kind, to: Role | Destination, told: Told) -> None:
        """How a shop begins needs no row."""
        same = (NoticeRule.kind == kind, NoticeRule.destination == Destination(to))
        await self._session.execute(delete(NoticeRule).where(*same))
        if told is not unchosen(to):
            self._session.add(NoticeRule(kind=kind, destination=Destination(to), told=told))
        await self._session.flush()

    async def set_hours(self, quiet: tuple[int, int] | None, digest_at: int) -> None:
        hours = await self._session.get(NoticeHours, 1) or NoticeHours(id=1)
        hours.quiet_from, hours.quiet_to = quiet or (None, None)
        hours.digest_at = digest_at
        self._session.add(hours)
        await self._session.flush()

    async def hold(self, rows: Sequence[Row]) -> None:
        await self._session.execute(ONCE[self._on_postgresql], rows)

    async def held(self, chat_id: int, until: datetime) -> Sequence[HeldNotice]:
        """What that chat was to hear by then; one more than is told when there is more."""
        mine = (HeldNotice.until <= until, HeldNotice.chat_id == chat_id)
        query = select(HeldNotice).where(*mine).order_by(HeldNotice.id).limit(MOST_TOLD + 1)
        return (await self._session.scalars(query)).all()

    async def told(self, chat_id: int, until: datetime, upto: int) -> None:
        """They have heard of it."""
        theirs = (HeldNotice.until <= until, HeldNotice.chat_id == chat_id, HeldNotice.id <= upto)
        await self._session.execute(delete(HeldNotice).where(*theirs))

    async def untold(self, before: datetime) -> Sequence[tuple[int, datetime, int]]:
        """(chat, end, newest notice) of what was to be told by then and was not."""
        columns = (HeldNotice.chat_id, func.max(HeldNotice.until), func.max(HeldNotice.id))
        query = select(*columns).where(HeldNotice.until <= before).group_by(HeldNotice.chat_id)
        return [(row[0], row[1], row[2]) for row in await self._session.execute(query)]

    async def prune(self, before: datetime, most: int) -> int:
        """Forget what was to be told long ago, unless its message waits still: a shop that stood
        still for long tells it when it is back.
        """
        waits = exists().where(
            OutboxMessage.chat_id == HeldNotice.chat_id,
            OutboxMessage.event == HELD,
            OutboxMessage.status == OutboxStatus.PENDING,
        )
        old = select(HeldNotice.id).where(HeldNotice.until < before, ~waits).limit(most)
        gone = await self._session.scalars(
            delete(HeldNotice).where(HeldNotice.id.in_(old)).returning(HeldNotice.id)
        )
        return len(gone.all())
