"""A watcher elsewhere tells the real shop to look; docs/hints.md works as it stands."""

import asyncio
import hashlib
import re
import signal
import socket
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from sandbox.client import shown
from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import Actor, Shop, free_port
from web.signed import PATH, signature

DOCS = (Path(__file__).parents[2] / "docs" / "hints.md").read_text(encoding="utf-8")
GAME = ("Games", "Star Sailor")
SECRET = hashlib.sha256(b"a watcher's").hexdigest()
CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{5}\b")
SCAN = 300
"""Seconds: nothing is seen by itself while this test runs."""


def example(language: str, code: str) -> str:
    found = re.search(rf"^```{language}\n(.+?)^```", DOCS, re.MULTILINE | re.DOTALL)
    assert found
    assert "K7Q2M" in found[1]
    return found[1].replace("K7Q2M", code)


async def runs(*command: str, url: str) -> str:
    """As somebody copied it, with the two variables that it names."""
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HINT_SECRET": SECRET, "HINT_URL": url}
    process = await asyncio.create_subprocess_exec(
        *command, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    return output.decode()


async def hints(url: str, code: str, secret: str = SECRET) -> int:
    at, body = str(int(time.time())), f'{{"order": "{code}"}}'
    headers = {"X-Timestamp": at, "X-Signature": signature(secret.encode(), at, body.encode())}
    async with (
        aiohttp.ClientSession() as http,
        http.post(url + PATH, data=body, headers=headers) as answer,
    ):
        return answer.status


async def buyer(live: Live, name: str) -> tuple[Actor, str]:
    """With an open order; its code."""
    person = live.person((await live.client.person(name))["id"])
    await person.orders(*GAME)
    [code] = set(CODE.findall(shown(await person.sees("Send exactly"))))
    return person, code


async def owner_reads(live: Live, text: str) -> None:
    owner = live.person(ADMINS[0].id)
    await owner.says("/admin")
    await owner.press("State", "Health")
    assert await owner.sees(text)


async def test_a_hint_is_looked_at_at_once_and_a_forged_one_is_not(tmp_path: Path) -> None:
    """While the shop looks by itself every five minutes; also after a kill, at the same port."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {"HINT_SECRET": SECRET, "HINT_PORT": str(port), "PAYMENT_SCAN_SECONDS": str(SCAN)}
    async with Live(tmp_path, ORDER_TIMEOUT_MINUTES="30", **settings) as live:
        await live.greet_admins()
        bob, code = await buyer(live, "Bob")
        await bob.pays()
        assert await hints(url, code, secret=SECRET[::-1]) == 401
        assert await hints(url, "22222") == 202
        await asyncio.sleep(1)
        await bob.never_saw("Payment seen")
        assert "heard" in await runs("sh", "-c", example("sh", code), url=url)
        assert await bob.sees("Payment seen", timeout=10)
        await owner_reads(live, "Hints from outside in the last hour: 2 heard, 1 refused")
        await live.restart(signal.SIGKILL)
        eve, code = await buyer(live, "Eve")
        await eve.pays()
        assert "heard" in await runs(sys.executable, "-c", example("python", code), url=url)
        assert await eve.sees("Payment seen", timeout=10)
        log = live.log()
        assert not [word for word in ("Traceback", SECRET, code) if word in log], log


async def test_a_port_that_is_taken_stops_the_start(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        shop = Shop(tmp_path, HINT_SECRET=SECRET, HINT_PORT=port)
        with pytest.raises(AssertionError, match="the shop ended"):
            await shop.start()
        assert f"HINT_PORT: 127.0.0.1:{port} is taken by another program" in shop.log()
        await shop.client.close()
