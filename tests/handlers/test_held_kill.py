"""kill -9 between sending what was held and forgetting it: told at most twice, and never lost.

The shop's own notifier, letters and database file, in a process of their own that is killed for
real; Telegram is a fake one, which says what reached it.
"""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from repositories.noticed import SETTLE
from services.running.notification import Event
from services.running.outbox import LEASE
from tests.databases import Target
from tests.handlers.mail import Mail

ROOT = Path(__file__).parents[2]
ANN, OLIVER = 1, 2
NIGHT = datetime(2030, 3, 2, 23, 30, tzinfo=UTC)
MORNING = datetime(2030, 3, 3, 7, tzinfo=UTC)
HEADING = "What happened meanwhile"
DOOMED = """
import asyncio, os, signal, sys
from datetime import datetime
from pathlib import Path
from tests.databases import sqlite_target
from tests.handlers.mail import Mail

async def live(path, now):
    async with sqlite_target(Path(path)).open() as database:
        mail = Mail(database)
        mail.world.clock.now = datetime.fromisoformat(now)
        async def die(*_):
            for text in mail.chats.texts(1):
                print(text, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        mail.world.notices.told = die
        await mail.delivered()

asyncio.run(live(*sys.argv[1:]))
"""


async def test_a_kill_between_sending_and_forgetting(sqlite_target: Target) -> None:
    await hold(sqlite_target)
    code, said = await dies(sqlite_target.path, MORNING + 2 * SETTLE)
    assert code == -signal.SIGKILL, said
    assert said.count(HEADING) == 1
    async with sqlite_target.open() as database:
        mail = Mail(database)
        mail.world.clock.now = MORNING + 2 * SETTLE + 2 * LEASE
        await mail.delivered()
        [again] = [text for text in mail.chats.texts(ANN) if HEADING in text]
        assert again in said  # the same once more
        async with mail.world.uow.read() as uow:
            assert await uow.notices.untold(MORNING + 4 * SETTLE) == []
        mail.world.clock.advance(hours=1)
        await mail.world.notices.round()
        await mail.delivered()
        assert sum(HEADING in text for text in mail.chats.texts(ANN)) == 1


async def hold(target: Target) -> None:
    """Something happened in the night."""
    async with target.open() as database:
        mail = Mail(database)
        await mail.world.rates.refresh()
        for owner in (ANN, OLIVER):
            await mail.world.customer(owner)
        order = await mail.world.order()
        await mail.delivered()
        await mail.world.notices.hours("22-7", actor="admin:1")
        mail.world.clock.now = NIGHT
        async with mail.world.uow() as uow:
            row = await uow.orders.get(order)
            mail.world.notifications.admins(uow, Event.ADMIN_SHIPPED, row)


async def dies(path: Path, now: datetime) -> tuple[int | None, str]:
    """How it ended, and what had reached Telegram."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", DOOMED, str(path), now.isoformat()),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    return process.returncode, out.decode() + errors.decode()
