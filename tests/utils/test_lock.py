"""One process per database. Failure cases 53 and 92."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from db import Database
from tests.databases import POSTGRESQL, Target
from utils.lock import AlreadyRunning

ROOT = Path(__file__).parents[2]
HOLDER = """
import asyncio, sys
from pydantic import SecretStr
from db import Database

async def main(url, key):
    async with Database.create(url, SecretStr(key) if key else None):
        print("holding", flush=True)
        await asyncio.sleep(60)

asyncio.run(main(*sys.argv[1:]))
"""


async def _second_process(target: Target) -> Process:
    key = target.key.get_secret_value() if target.key else ""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDER, target.url, key), cwd=ROOT, stdout=PIPE, stderr=PIPE
    )


async def test_a_second_process_refuses_to_start_and_says_why(target: Target) -> None:
    async with target.open(exclusive=True):
        process = await _second_process(target)
        _, errors = await process.communicate()
    assert process.returncode == 1
    assert b"AlreadyRunning: another process" in errors
    assert b"stop it first" in errors


async def test_a_killed_process_leaves_no_lock_behind(target: Target) -> None:
    process = await _second_process(target)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"holding\n"
    owner = "advisory lock" if target.flavour == POSTGRESQL else f"pid {process.pid}"
    with pytest.raises(AlreadyRunning, match=owner):
        async with target.open(exclusive=True):
            pytest.fail("two at once")
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    opened = [await _can_open(target)]
    while not opened[-1] and len(opened) < 100:
        opened.append(await _can_open(target))
    assert opened[-1]


async def test_a_lock_is_given_back(target: Target) -> None:
    for _ in range(2):
        async with target.open(exclusive=True):
            pass


async def test_a_guest_does_not_take_the_lock(target: Target) -> None:
    async with target.open(exclusive=True), target.open(exclusive=False) as guest:
        await guest.migrate()


async def _can_open(target: Target) -> bool:
    """PostgreSQL needs a moment to see that the other end of the connection is gone."""
    database = Database.create(target.url, target.key)
    try:
        async with database:
            return True
    except AlreadyRunning:
        await asyncio.sleep(0.05)
        return False
