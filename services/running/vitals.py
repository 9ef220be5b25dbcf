"""How the shop itself is doing: its jobs, its queue, its last backup, its disk and its clock."""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db import UnitOfWorkFactory
from services.running.door import Door, Spoken
from services.running.pulse import Pulse
from utils.clock import Clock, steady

BACKUPS = "backups"
MOST_COUNTED = 1_000
"""Messages that are counted; more are said to be more."""
KINDS = (".db", ".dump")
"""As `python bot.py backup` names them."""
MOST_FILES = 5_000
"""Of a folder of backups that are looked at."""


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of the disk that has the shop's data."""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Vitals:
    """`jobs`: how many loops and jobs there are; `silent`: for how many seconds, of those that do
    not come to their end. `failed`: messages that were set aside. `backup`: when the newest one was
    written; None: there is none in the shop's own folder. `room`: None where the disk does not say.
    `stopped`: the books contradict themselves. `spoken`: None where nobody listens for hints.
    """

    now: datetime
    jobs: int
    silent: Mapping[str, float]
    waiting: int
    failed: int
    backup: datetime | None
    room: Room | None
    doubted: bool
    stopped: bool
    spoken: Spoken | None = None


class VitalsService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, pulse: Pulse, door: Door, data: Path
    ) -> None:
        """`data`: where the shop keeps its files, and `BACKUPS` in it."""
        self._uow = uow
        self._clock = clock
        self._pulse = pulse
        self._door = door
        self._data = data

    async def look(self) -> Vitals:
        async with self._uow.read() as uow:
            waiting, failed = await uow.outbox.depth(self._clock(), MOST_COUNTED)
            stopped = await uow.inspections.is_stopped()
        backup, room = await asyncio.to_thread(self._on_disk)
        return Vitals(
            self._clock(),
            self._pulse.count,
            self._pulse.silent(),
            waiting,
            failed,
            backup,
            room,
            steady(self._clock).in_doubt,
            stopped,
            self._door.spoken(),
        )

    def _on_disk(self) -> tuple[datetime | None, Room | None]:
        try:
            usage = shutil.disk_usage(self._data)
        except OSError:
            return None, None
        return self._newest(), Room(usage.free, usage.total)

    def _newest(self) -> datetime | None:
        found = None
        try:
            for number, file in enumerate((self._data / BACKUPS).iterdir()):
                if number == MOST_FILES:
                    break
                if file.suffix in KINDS and file.is_file() and not file.is_symlink():
                    at = file.stat().st_mtime
                    found = at if found is None else max(found, at)
        except OSError:
            return None
        return None if found is None else datetime.fromtimestamp(found, UTC)
