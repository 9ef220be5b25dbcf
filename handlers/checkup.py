"""`doctor` from the chat: the same looks, by one person at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiogram import Bot

from handlers.doctor import Finding, Patient, examine
from models.numbers_errors import DoctorBusy
from services.running.build import BuildService
from services.running.door import Door
from services.running.pulse import Pulse
from services.running.vitals import VitalsService
from utils.log import without_secrets

LONGEST = 45.0
"""Seconds: who does not answer within that is silent."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """`patient`: the shop as it runs. The whole database is not looked at: the shop does that by
    itself once a day, and the command does it when asked.
    """

    patient: Callable[[Bot], Awaitable[Patient]]
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def examine(self, bot: Bot) -> list[Finding] | None:
        """None: somebody does not answer at all. Raises DoctorBusy."""
        if self._one.locked():
            raise DoctorBusy
        async with self._one:
            try:
                async with asyncio.timeout(LONGEST):
                    found = await examine(await self.patient(bot))
            except TimeoutError:
                return None
        return [Finding(f.ok, without_secrets(f.what), without_secrets(f.word)) for f in found]


@dataclass(frozen=True, slots=True)
class Care:
    """How the shop looks after itself."""

    vitals: VitalsService
    checkup: Checkup
    pulse: Pulse
    door: Door
    build: BuildService
