"""Goods that stayed behind when a parcel beside them went out: searched for once, told to admins.

Earlier releases closed an order as shipped without saying that some of its goods were owed.
"""

from db import UnitOfWork, UnitOfWorkFactory
from services.running.notification import Event, Notifications

FACT = "goods left behind"
"""How far the search has come: up to which order of how many; equal when all were looked at."""
WINDOW = 1_000
"""Numbers of orders that one round looks at."""
NAMED = 12
"""Orders that one message names."""


class BesideService:
    def __init__(self, uow: UnitOfWorkFactory, notifications: Notifications) -> None:
        self._uow = uow
        self._notify = notifications
        self._is_done = False

    async def round(self) -> None:
        """The next orders. What is told and how far that is are written together."""
        if self._is_done:
            return
        async with self._uow.read() as uow:
            after, until = await self._reached(uow)
            found = await uow.owed.shipped_short(after, min(until, after + WINDOW))
        told = found[:NAMED]
        reached = told[-1][0] if len(found) > NAMED else min(until, after + WINDOW)
        async with self._uow() as uow:
            if told:
                codes = ", ".join(code for _, code in told)
                args = {"topic": "beside", "asset": str(len(told)), "reason": codes}
                self._notify.admins(uow, Event.ADMIN_ALERT, args=args)
            await uow.vault.state(FACT, f"{reached}/{until}")
        self._is_done = reached >= until

    async def _reached(self, uow: UnitOfWork) -> tuple[int, int]:
        """What is ordered from now on is closed by people who are told."""
        fact = await uow.vault.fact(FACT)
        if fact is None:
            return 0, await uow.owed.newest()
        after, _, until = fact.partition("/")
        return int(after), int(until)
