"""Who hears of what, and when: chosen in the chat, within what each role may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWorkFactory
from models.audit import AuditEntry
from models.notice import EVENTS, OWED, PRIVATE, URGENT, Destination, HeldNotice, Kind, Told
from models.notice_errors import BadHours, NoticeChanged, NoticeFixed
from models.permission import Role, roles_with
from repositories.noticed import MOST_TOLD, SETTLE, Manner, letter
from services.running.notice_group import NoticeGroups, groups_of
from services.running.notification import NEEDS, Event, Notifications
from utils.clock import Clock

__all__ = ["MOST_TOLD", "Gathered", "Manner", "NoticeService", "destinations", "groups_of", "ways"]
CHANGED, HOURS = "notices.changed", "notices.hours"
"""What the audit calls it."""
OFF = "-"
LATE = 2 * SETTLE
"""After the end: by then its message is queued, and what it has told is gone."""
LAST_HOUR = 23
LONGEST = 40
"""Characters of what is typed for hours."""


def destinations(kind: Kind) -> list[Role]:
    """Who may hear of it: whoever may act on one of its notices."""
    may = frozenset[Role]().union(*(roles_with(NEEDS[Event(event)]) for event in EVENTS[kind]))
    return [role for role in Role if role in may]


def ways(kind: Kind, to: Role | Destination) -> list[Told]:
    """What may be chosen."""
    if to == Destination.GROUP:
        return [Told.NEVER] if kind in PRIVATE else [Told.NOW, Told.NEVER]
    if to not in destinations(kind):
        return []
    if kind is Kind.GONE or (to == Role.OWNER and kind in OWED):
        return [Told.NOW]
    return [told for told in Told if told is not Told.DIGEST or kind not in URGENT]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was held for somebody. `codes`: of the orders, by kind; `more`: than are counted;
    `upto`: the newest of these.
    """

    counts: Mapping[Kind, int]
    codes: Mapping[Kind, list[str]]
    more: bool
    upto: int


class NoticeService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications) -> None:
        self._uow = uow
        self._clock = clock
        self._ring = notifications.ring
        self.groups = NoticeGroups(uow, clock, notifications)

    async def manner(self) -> Manner:
        async with self._uow.read() as uow:
            return await uow.notices.manner()

    async def choose(
        self, kind: Kind, to: Role | Destination, told: Told, *, seen: Told, actor: str
    ) -> None:
        """`seen`: what the button showed. Raises NoticeFixed, NoticeChanged."""
        if told not in ways(kind, to):
            raise NoticeFixed
        async with self._uow() as uow:
            await uow.notices.lock()
            if (await uow.notices.manner()).of(kind, to) is not seen:
                raise NoticeChanged
            await uow.notices.put(kind, to, told)
            details = {"kind": kind, "destination": to, "told": told, "before": seen}
            uow.audit.add(self._entry(CHANGED, actor, details))

    async def hours(self, text: str, *, actor: str) -> None:
        """`22-7`, `22-7 8` with the hour of the gathered message, `-` for none. Raises BadHours."""
        async with self._uow() as uow:
            await uow.notices.lock()
            before = await uow.notices.manner()
            quiet, digest = parse_hours(text, before.digest_at)
            await uow.notices.set_hours(quiet, digest)
            details = {"quiet": list(quiet or ()), "digest": digest}
            uow.audit.add(self._entry(HOURS, actor, details))

    def _entry(self, action: str, actor: str, details: Mapping[str, object]) -> AuditEntry:
        return AuditEntry(
            at=self._clock(), actor=actor, action=action, subject="notices", details=dict(details)
        )

    async def gathered(
        self, chat_id: int, until: datetime, rights: frozenset[str]
    ) -> Gathered | None:
        """What somebody may still hear of, which may be nothing; None: nothing was held."""
        async with self._uow.read() as uow:
            rows = await uow.notices.held(chat_id, until)
            mine = [row for row in rows[:MOST_TOLD] if NEEDS[Event(row.event)] in rights]
            numbers = {row.order_id for row in mine if row.order_id is not None}
            codes = await uow.orders.codes(sorted(numbers)) if numbers else {}
        return _counted(mine, codes, rows[:MOST_TOLD], len(rows)) if rows else None

    async def told(self, chat_id: int, until: datetime, upto: int) -> None:
        """They have heard of it, or need not any more."""
        async with self._uow() as uow:
            await uow.notices.told(chat_id, until, upto)

    async def round(self) -> None:
        """What was held too late for its message, by a clock that was set back or a transaction
        that took its time, gets another one.
        """
        now = self._clock()
        async with self._uow.read() as uow:
            late = await uow.notices.untold(now - LATE)
        if late:
            async with self._uow() as uow:
                rows = [letter(*each) | {"due_at": now, "created_at": now} for each in late]
                uow.outbox.add(rows)
                uow.after_commit(self._ring)


def _counted(
    rows: list[HeldNotice], codes: Mapping[int, str], read: Sequence[HeldNotice], found: int
) -> Gathered:
    counts, named = dict[Kind, int](), dict[Kind, list[str]]()
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
        code = codes.get(row.order_id) if row.order_id is not None else None
        if code is not None and code not in named.setdefault(row.kind, []):
            named[row.kind].append(code)
    return Gathered(counts, named, found > MOST_TOLD, max(row.id for row in read))


def parse_hours(text: str, digest: int) -> tuple[tuple[int, int] | None, int]:
    """Raises BadHours."""
    words = text.split() if len(text) <= LONGEST else []
    if len(words) not in (1, 2):
        raise BadHours
    if len(words) == 2:
        digest = _hour(words[1])
    if words[0] == OFF:
        return None, digest
    begins, mark, ends = words[0].replace("–", "-").partition("-")
    quiet = _hour(begins), _hour(ends)
    if not mark or quiet[0] == quiet[1]:
        raise BadHours
    return quiet, digest


def _hour(word: str) -> int:
    number = word.removesuffix(":00")
    if not (number.isascii() and number.isdigit() and len(number) <= 2):
        raise BadHours
    if int(number) > LAST_HOUR:
        raise BadHours
    return int(number)
