"""Every command and every program of the sandbox's README runs as it stands there."""

import asyncio
import re
import shlex
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sandbox.client import SandboxClient

ROOT = Path(__file__).parents[2]
README = (ROOT / "sandbox" / "README.md").read_text(encoding="utf-8")
USUAL = "http://127.0.0.1:8484"
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", README, re.DOTALL)
SHELL = [code for language, code in BLOCKS if language == "sh"]
AIOGRAM, PTB, TEST = (code for language, code in BLOCKS if language == "python")


@asynccontextmanager
async def running(*command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    yield process
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
    await process.communicate()


@asynccontextmanager
async def sandbox() -> AsyncIterator[str]:
    """By the README's first command, on a port that is free."""
    _, *arguments = shlex.split(SHELL[0])
    async with running(sys.executable, *arguments, "--port", "0") as process:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        yield line.split()[-1].rstrip("/")
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0


async def ran(*command: str) -> str:
    async with running(*command) as process:
        told, _ = await process.communicate()
        assert process.returncode == 0, told.decode()
    return told.decode()


async def test_every_command() -> None:
    async with sandbox() as url:
        for block in SHELL[1:]:
            script = f"set -e\n{block}".replace(USUAL, url).replace("curl -sS", "curl -sS --fail")
            assert await ran("bash", "-c", script)


@pytest.mark.parametrize(("program", "name"), [(AIOGRAM, "aiogram"), (PTB, "python-telegram-bot")])
async def test_a_bot_of_each_library(program: str, name: str) -> None:
    async with (
        sandbox() as url,
        SandboxClient(url) as alice,
        running(sys.executable, "-c", program.replace(USUAL, url)),
    ):
        await alice.send(7001, "good morning")
        await alice.wait_for(7001, f"{name} heard good morning", timeout=30)


async def test_the_test() -> None:
    assert await ran(sys.executable, "-c", TEST) == "/start\n"


async def test_a_token_that_is_none_is_refused_in_a_sentence() -> None:
    async with running(sys.executable, "-m", "sandbox", "--token", "none") as process:
        told, _ = await process.communicate()
        assert process.returncode == 1
    assert told == b"The sandbox does not start: A token looks like 1000:secret.\n"
