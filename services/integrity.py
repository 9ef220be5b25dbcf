"""Whether what the database says about itself adds up; and the background loops' heartbeats."""

from db import UnitOfWorkFactory
from utils.clock import Clock
from utils.refusal import StartRefused


class IntegrityService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

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
        """Note that a background loop finished a round."""
        async with self._uow() as uow:
            await uow.vault.beat(name, self._clock())

    async def known(self, user_ids: frozenset[int]) -> set[int]:
        """Which of these people have started the bot and can be written to."""
        async with self._uow.read() as uow:
            return await uow.users.known(sorted(user_ids))
