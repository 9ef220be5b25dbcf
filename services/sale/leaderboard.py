"""The best buyers, as customers see them: who wants to be seen, and never a sum of anybody.

An owner switches it on; everybody is hidden until they choose otherwise
(docs/adr/0052-leaderboard.md).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from services.sale.badges import Badges, Market, badges_of, buyer_of_month
from services.sale.numbers import Span
from utils.clock import Clock, steady

NAME, ON, OFF = "leaderboard", "on", "off"
"""The command, and the fact that says whether there is one."""
SWITCHED = "leaderboard.switched"
"""What the audit calls it."""
PLACES = 10
WITHIN = 30
"""Days that are over and counted."""
FRESH = 60.0
"""Seconds for which who is among the best is remembered; who hides is gone at once."""


class Manner(StrEnum):
    """How somebody is shown: as in reviews, by their name or as a customer."""

    HIDDEN = "hidden"
    CUSTOMER = "customer"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Shown:
    """`name`: None for who is shown as a customer."""

    user_id: int
    name: str | None
    badges: Badges


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's own. `on`: whether the shop has a leaderboard; `manner`: None for who is never on
    it: they work for the shop.
    """

    on: bool
    manner: Manner | None
    badges: Badges

    @property
    def may_choose(self) -> bool:
        """To be seen; hiding is always open."""
        return self.on and self.manner is not None


@dataclass(frozen=True, slots=True)
class Top:
    """As it was computed at `at`, in seconds."""

    leaders: Sequence[int]
    month: int | None
    at: float


class LeaderboardService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, market: Market) -> None:
        self._uow = uow
        self._clock = steady(clock)
        self._market = market
        self._top: Top | None = None
        self._computing = asyncio.Lock()

    async def is_on(self) -> bool:
        async with self._uow.glance() as uow:
            return await uow.vault.fact(NAME) == ON

    async def offered(self) -> set[str]:
        """Commands that there are because of it."""
        return {NAME} if await self.is_on() else set()

    async def switch(self, *, on: bool, actor: str) -> None:
        now, value = self._clock(), ON if on else OFF
        async with self._uow() as uow:
            if (await uow.vault.fact(NAME) or OFF) == value:
                return
            entry = AuditEntry(at=now, actor=actor, action=SWITCHED, details={"now": value})
            uow.audit.add(entry)
            await uow.vault.state(NAME, value)

    async def board(self) -> Sequence[Shown] | None:
        """The best of those who want to be seen; None: the shop has no leaderboard."""
        if not await self.is_on():
            return None
        top = await self._fresh()
        async with self._uow.read() as uow:
            seen = await uow.ranking.shown(top.leaders, self._market.owners())
            badges = await badges_of(uow, [*seen], top.month)
        return [
            Shown(each, _called(each, *seen[each]), badges[each])
            for each in top.leaders
            if each in seen
        ]

    async def standing(self, user_id: int) -> Standing:
        on, top = await self.is_on(), await self._fresh()
        async with self._uow.read() as uow:
            badges = (await badges_of(uow, [user_id], top.month))[user_id]
            return Standing(on, await self._manner(uow, user_id), badges)

    async def _manner(self, uow: UnitOfWork, user_id: int) -> Manner | None:
        if user_id in self._market.owners() or await uow.roles.of(user_id) is not None:
            return None
        account = await uow.accounts.of(user_id)
        if account is None or account.ranked_at is None:
            return Manner.HIDDEN
        return Manner.NAMED if account.ranked_named else Manner.CUSTOMER

    async def choose(self, user_id: int, manner: Manner) -> None:
        """From now on; who had themselves erased may choose anew."""
        now = self._clock()
        async with self._uow() as uow:
            await uow.users.lock(user_id)
            erasure = await uow.erasures.of(user_id)
            account = await uow.accounts.ensure(user_id)
            since = max(now, erasure.asked_at) if erasure else now
            account.ranked_at = None if manner is Manner.HIDDEN else since
            account.ranked_named = manner is Manner.NAMED
        self._top = None

    async def _fresh(self) -> Top:
        """Computed once for everybody who asks within the time."""
        async with self._computing:
            now = self._clock.seconds()
            if self._top is None or now - self._top.at > FRESH:
                self._top = await self._compute(now)
            return self._top

    async def _compute(self, at: float) -> Top:
        now, market = self._clock(), self._market
        async with self._uow.read() as uow:
            days = [*reversed(await uow.numbers.newest(WITHIN + 1, before=now))]
            over = Span.of([day for day in days if day.ends_at <= now][-WITHIN:])
            found = await uow.ranking.leaders(
                over.ends, market.currency, market.owners(), PLACES, shown=True
            )
            return Top(found, await buyer_of_month(uow, now, market), at)


def _called(user_id: int, name: str, named: bool) -> str | None:
    """Who had their name erased is called by their number: that is shown to nobody."""
    return name if named and name != str(user_id) else None
