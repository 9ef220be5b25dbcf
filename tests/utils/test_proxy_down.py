"""A proxy that is down, refuses or speaks nonsense: an outage like any other, typed, and named."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError

from handlers.session import ForgivingSession
from tests.proxies import PASSWORD, USER, listening, microsocks, sweep, tinyproxy
from tests.scripted import SteppedClock
from utils.http import Fetcher, HttpUnavailable, manners_for

ELSEWHERE = "https://elsewhere.invalid"
KINDS = ("http", "https", "socks5")
NONSENSE = {
    "hangs up": b"",
    "greets": b"220 mail.example ESMTP ready\r\n",
    "zeroes": bytes(64),
    "another SOCKS": b"\x04\x5b" + bytes(6),
    "half a SOCKS": b"\x05",
    "no way in": b"\x05\xff",
    "a page": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "an error": b"HTTP/1.1 502 Bad Gateway\r\n\r\n",
}


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    yield
    sweep()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["nobody", *NONSENSE])
async def down(request: pytest.FixtureRequest, kind: str) -> AsyncIterator[str]:
    """The address of a proxy of which nothing can be had."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(NONSENSE[request.param])
        await writer.drain()

    if request.param == "nobody":
        yield f"{kind}://{USER}:{PASSWORD}@127.0.0.1:1"
        return
    async with listening(serve) as port:
        yield f"{kind}://{USER}:{PASSWORD}@127.0.0.1:{port}"


async def test_chains_and_prices_are_unavailable(down: str) -> None:
    http = Fetcher(ELSEWHERE, clock=SteppedClock(), manners=manners_for(ELSEWHERE, down))
    with pytest.raises(HttpUnavailable, match="through the proxy") as caught:
        await http.get_json("/x")
    await http.aclose()
    assert PASSWORD not in f"{caught.value!r} {http.health()}"


async def test_telegram_is_unavailable(down: str) -> None:
    told = await unheard(down)
    assert "prox" in told.lower()
    assert PASSWORD not in told


async def unheard(through: str) -> str:
    """What is said of it: the error a person's press, a letter and polling know how to take."""
    async with Bot("1:token", session=ForgivingSession(ELSEWHERE, through)) as bot:
        with pytest.raises(TelegramNetworkError) as caught:
            async with asyncio.timeout(10):
                await bot.me()
    return f"{caught.value} {caught.value!r}"


@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_a_wrong_password_is_told_without_it(kind: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        proxy = tinyproxy(tmp_path) if kind == "http" else microsocks(tmp_path)
        port = await stack.enter_async_context(proxy)
        told = await unheard(f"{kind}://{USER}:guessed-wrong@127.0.0.1:{port}")
    assert "guessed-wrong" not in told
    assert "prox" in told.lower()
