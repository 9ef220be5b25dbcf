"""Whether what the database says about itself adds up; and the background loops' heartbeats."""

from datetime import timedelta

from db import UnitOfWorkFactory
from utils.clock import Clock, steady
from utils.refusal import StartRefused

BEAT_EVERY = timedelta(seconds=10)


class IntegrityService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = steady(clock)
        self._beats: dict[str, float] = {}

    async def problems(self) -> list[str]:
        """The invariants that do not hold and what the engine finds damaged; normally nothing."""
        async with self._uow.read() as uow:
            violations = await uow.invariants.violations()
            damage = await uow.invariants.integrity()
        return [*(f"{v.name}: {v.rows}" for v in violations), *damage]

    async def require_sound(self) -> None:
        """Raises StartRefused: a shop that oversold or lost rows must not go on selling."""
        if problems := await self.problems():
            raise StartRefused(
                "the database contradicts itself; restore a backup or ask for help:\n"
                + "\n".join(problems)
            )

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
