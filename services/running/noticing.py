"""Who hears of what, and when: chosen in the chat, within what each role may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWorkFactory
from models.audit import AuditEntry
from models.notice import EVENTS, OWED, URGENT, HeldNotice, Kind, Told
from models.notice_errors import BadHours, NoticeChanged, NoticeFixed
from models.permission import Role, roles_with
from repositories.noticed import MOST_TOLD, Manner
from services.running.notification import NEEDS, Event
from utils.clock import Clock

__all__ = ["MOST_TOLD", "Gathered", "Manner", "NoticeService", "destinations", "ways"]
CHANGED, HOURS = "notices.changed", "notices.hours"
"""What the audit calls it."""
OFF = "-"
LAST_HOUR = 23
LONGEST = 40
"""Characters of what is typed for hours."""


def destinations(kind: Kind) -> list[Role]:
    """Who may hear of it: whoever may act on one of its notices."""
    may = frozenset[Role]().union(*(roles_with(NEEDS[Event(event)]) for event in EVENTS[kind]))
    return [role for role in Role if role in may]


def ways(kind: Kind, role: Role) -> list[Told]:
    """What may be chosen."""
    if role not in destinations(kind):
        return []
    if kind is Kind.GONE or (role is Role.OWNER and kind in OWED):
        return [Told.NOW]
    return [told for told in Told if told is not Told.DIGEST or kind not in URGENT]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was held for somebody. `codes`: of the orders, by kind; `more`: than are counted."""

    counts: Mapping[Kind, int]
    codes: Mapping[Kind, list[str]]
    more: bool


class NoticeService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def manner(self) -> Manner:
        async with self._uow.read() as uow:
            return await uow.notices.manner()

    async def choose(self, kind: Kind, role: Role, told: Told, *, seen: Told, actor: str) -> None:
        """`seen`: what the button showed. Raises NoticeFixed, NoticeChanged."""
        if told not in ways(kind, role):
            raise NoticeFixed
        async with self._uow() as uow:
            await uow.notices.lock()
            if (await uow.notices.manner()).of(kind, role) is not seen:
                raise NoticeChanged
            await uow.notices.put(kind, role, told)
            details = {"kind": kind, "destination": role, "told": told, "before": seen}
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
        """What somebody may still hear of; None: nothing."""
        async with self._uow.read() as uow:
            rows = await uow.notices.held(chat_id, until)
            mine = [row for row in rows[:MOST_TOLD] if NEEDS[Event(row.event)] in rights]
            numbers = {row.order_id for row in mine if row.order_id is not None}
            codes = await uow.orders.codes(sorted(numbers)) if numbers else {}
        return _counted(mine, codes, more=len(rows) > MOST_TOLD) if mine else None


def _counted(rows: list[HeldNotice], codes: Mapping[int, str], *, more: bool) -> Gathered:
    counts, named = dict[Kind, int](), dict[Kind, list[str]]()
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
        code = codes.get(row.order_id) if row.order_id is not None else None
        if code is not None and code not in named.setdefault(row.kind, []):
            named[row.kind].append(code)
    return Gathered(counts, named, more)


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
