"""Looks at all books and the whole file, a slice at a time; what contradicts itself stops sales."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.inspection import Inspection
from repositories.inspection import NAME
from repositories.kind import HIGHEST, LOWEST
from repositories.slice import KINDS, Part, Slice
from services.running.notification import Event, Notifications
from utils.clock import Clock

EVERY = timedelta(days=1)
AGAIN = timedelta(hours=1)
"""How soon everything is looked at again while something is wrong."""
ROUND = 0.5
"""Seconds of looking, after which everybody else gets as long."""
DETAIL = 500
"""Characters kept of the rows that show what is wrong."""


class InspectionService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notifications: Notifications,
        *,
        seconds: float = ROUND,
    ) -> None:
        """`seconds` that a round takes, and one step more."""
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self._seconds = seconds
        self._look: Inspection | None = None
        self._parts: Sequence[Part] = ()

    async def at_the_start(self) -> list[str]:
        """Look at what can still change, or did since the last look at everything; what is wrong
        by all that is known now.
        """
        async with self._uow.read() as uow:
            past = await uow.inspections.find()
            marks = (past.covered_audit, past.covered_credit) if past else (None, None)
            newest = await uow.invariants.marks()
            audit, credit = (n if m is None else m for m, n in zip(marks, newest, strict=True))
            for piece in await uow.invariants.live(audit, credit):
                await self._note(await _wrong_in(uow, piece), past.number if past else 0)
        return await self.findings()

    async def findings(self) -> list[str]:
        async with self._uow.read() as uow:
            return [f"{row.name}: {row.detail}" for row in await uow.inspections.findings()]

    async def round(self) -> float | datetime:
        """Go on with the look at everything for a moment; when to be called again."""
        look = self._look or await self._resume()
        if look.finished_at:
            if (due := await self._next_look(look)) > self._clock():
                return due
            look = await self._begin(look)
        until = time.monotonic() + self._seconds
        await self._step(look)
        while look.part < len(self._parts) and time.monotonic() < until:
            await self._step(look)
        await self._keep(look)
        return self._seconds

    async def _resume(self) -> Inspection:
        """Where the last process left off. From the beginning if something is wrong, so that what
        was put right is sold again soon, or if that process had more to look at.
        """
        async with self._uow.read() as uow:
            tables = await uow.invariants.tables()
            self._parts = [*KINDS, *uow.invariants.file_checks(tables)]
            past, is_stopped = await uow.inspections.find(), await uow.inspections.is_stopped()
        if past is None or is_stopped or _is_beyond(past, len(self._parts)):
            return await self._begin(past)
        self._look = past
        return past

    async def _next_look(self, look: Inspection) -> datetime:
        async with self._uow.read() as uow:
            pause = AGAIN if await uow.inspections.is_stopped() else EVERY
        now = self._clock()
        return look.begun_at + pause if look.begun_at <= now else now

    async def _begin(self, past: Inspection | None) -> Inspection:
        async with self._uow.read() as uow:
            audit, credit = await uow.invariants.marks()
        self._look = Inspection(
            name=NAME,
            number=past.number + 1 if past else 1,
            begun_at=self._clock(),
            finished_at=None,
            part=0,
            after=None,
            audit_mark=audit,
            credit_mark=credit,
            covered_audit=past.covered_audit if past else None,
            covered_credit=past.covered_credit if past else None,
        )
        return self._look

    async def _step(self, look: Inspection) -> None:
        """The next slice of the part under way, or all of a part that has none."""
        part = self._parts[look.part]
        async with self._uow.read() as uow:
            wrong, last = await uow.invariants.look(part, _after(look))
        await self._note(wrong, look.number)
        look.part, look.after = (look.part + 1, None) if last == HIGHEST else (look.part, last)

    async def _note(self, wrong: Mapping[str, str], look: int) -> None:
        """Keep it, so that nothing new is sold, also after a restart; tell the admins once."""
        if not wrong:
            return
        async with self._uow() as uow:
            now = self._clock()
            new = [
                name
                for name, detail in wrong.items()
                if await uow.inspections.note(name, detail[:DETAIL], look, now)
            ]
            if new:
                self._alert(uow, "books-wrong", "; ".join(new))

    async def _keep(self, look: Inspection) -> None:
        """Remember how far it is. A look at everything ends what it did not find again."""
        async with self._uow() as uow:
            if look.part >= len(self._parts):
                look.finished_at = self._clock()
                look.covered_audit, look.covered_credit = look.audit_mark, look.credit_mark
                ended = await uow.inspections.end(look.number)
                if ended and not await uow.inspections.is_stopped():
                    self._alert(uow, "books-right", "")
            await uow.inspections.put(look)

    def _alert(self, uow: UnitOfWork, topic: str, reason: str) -> None:
        args = {"topic": topic, "asset": "", "reason": reason}
        self._notify.admins(uow, Event.ADMIN_ALERT, args=args)


def _after(look: Inspection) -> int:
    return LOWEST if look.after is None else look.after


async def _wrong_in(uow: UnitOfWork, piece: Slice) -> dict[str, str]:
    found = await uow.invariants.violations_in(piece)
    return {violation.name: str(violation.rows) for violation in found}


def _is_beyond(look: Inspection, parts: int) -> bool:
    return look.finished_at is None and look.part >= parts
