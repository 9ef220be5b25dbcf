"""Whether what the database says about itself adds up; and the background loops' heartbeats."""

from datetime import timedelta

from db import UnitOfWorkFactory
from utils.clock import Clock, steady
from utils.waiting import Tell, silent

BEAT_EVERY = timedelta(seconds=10)


class IntegrityService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = steady(clock)
        self._beats: dict[str, float] = {}

    async def problems(self, tell: Tell = silent) -> list[str]:
        """What contradicts itself or is damaged, by a look at everything that changes nothing, and
        what the shop itself found earlier: it sells nothing new as long as it knows of that.
        """
        async with self._uow.read() as uow:
            found = await uow.invariants.everything(tell)
            known = {row.name: row.detail for row in await uow.inspections.findings()}
        earlier = {
            name: f"{detail} (found by the shop earlier, and not now; it looks again by itself)"
            for name, detail in known.items()
        }
        return [f"{name}: {detail}" for name, detail in (earlier | found).items()]

    async def beat(self, name: str) -> None:
        """Note that a background loop finished a round, now and then: each note costs a commit.

        A reading that is in doubt is not noted: the next start compares its clock with it.
        """
        now, last = self._clock.seconds(), self._beats.get(name)
        if self._clock.in_doubt or (last is not None and now - last < BEAT_EVERY.total_seconds()):
            return
        self._beats[name] = now
        async with self._uow() as uow:
            await uow.vault.beat(name, self._clock())

    async def known(self, user_ids: frozenset[int]) -> set[int]:
        """Which of these people have started the bot and can be written to."""
        async with self._uow.read() as uow:
            return await uow.users.known(sorted(user_ids))
