"""The outside world failing around a live shop: Telegram, the chain, the prices, the operator."""

import asyncio
import re
import secrets
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.client import shown
from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import ADD, COIN, Actor

EXIT_REFUSED = 78
GAME = ("Games", "Star Sailor")
OLIVIA = ADMINS[0].id
GOODS = re.compile(r"star-[0-9a-f]{20}")


@pytest.fixture
async def live(tmp_path: Path) -> AsyncIterator[Live]:
    async with Live(tmp_path) as running:
        await running.greet_admins()
        yield running
    assert "Traceback" not in running.log(), running.log()


@pytest.fixture
async def bob(live: Live) -> Actor:
    return live.person((await live.client.person("Bob"))["id"])


async def delivered(bob: Actor, live: Live) -> str:
    """Bob's goods and the notices around them: there, and in the order they were written in."""
    good = GOODS.search(shown(await bob.sees("🎁 Order ", timeout=40)))
    assert good is not None
    await bob.sees("Paid. Delivered")
    await in_order(bob, "🧾 Order ", "is paid", "🎁 Order ")
    olivia = live.person(OLIVIA)
    await olivia.sees("💵 ", timeout=40)
    await in_order(olivia, "🆕 ", "💵 ")
    return good[0]


async def in_order(person: Actor, *texts: str) -> None:
    """Each of these was sent, the first of each kind after the first of the one before."""
    for text in texts:
        await person.sees(text, timeout=40)
    chat = [shown(message) for message in await person.messages()]
    places = [next(n for n, said in enumerate(chat) if text in said) for text in texts]
    assert places == sorted(places), chat


TROUBLES: dict[str, dict[str, Any]] = {
    "outage": {"mode": "outage", "seconds": 5},
    "server errors": {"status": 502, "seconds": 5},
    "short limit": {"method": "sendMessage", "status": 429, "retry_after": 1, "count": 3},
    "long limit": {"method": "sendMessage", "status": 429, "retry_after": 7, "count": 1},
    "lost answers": {"mode": "accepted_then_reset", "method": "sendMessage", "count": 4},
    "lost polls": {"mode": "accepted_then_reset", "method": "getUpdates", "seconds": 3},
    "undecodable": {"mode": "undecodable_update"},
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_telegram_fails_in_the_middle_of_a_sale(live: Live, bob: Actor, trouble: str) -> None:
    await bob.orders(*GAME)
    await live.client.fault(**TROUBLES[trouble])
    await bob.pays()
    await live.client.mine()
    good = await delivered(bob, live)
    assert await bob.count(good) <= 1 + (trouble == "lost answers")
    await bob.says("/start")
    await bob.press("My orders")


async def test_a_press_in_an_outage_is_no_defect(live: Live, bob: Actor) -> None:
    """It may stay unanswered, and the same button works afterwards."""
    await bob.says("/start")
    await bob.sees("Welcome")
    await live.client.fault(mode="outage", seconds=3)
    await bob.press("Catalogue")
    await asyncio.sleep(4)
    await bob.press("Catalogue")
    await bob.sees("Choose a category", timeout=40)


async def test_a_calm_start_alarms_nobody(tmp_path: Path) -> None:
    """However long the first prices take."""
    proxy = Proxy(delay=2)
    async with (
        proxy.listening() as url,
        Live(tmp_path, RATE_URL_KRAKEN=f"{url}/rates/kraken") as live,
    ):
        proxy.target = live.world
        await live.greet_admins()
        await live.restart()
        await asyncio.sleep(4)
        async with live.database() as database, database.uow.read() as uow:
            assert [row.args for row in await uow.outbox.all()] == []


class Proxy:
    """The world as seen through a line that is slow or can be cut."""

    def __init__(self, delay: float = 0) -> None:
        self.up = True
        self.delay = delay
        self.target = ""
        self.asked_in_vain = 0

    async def answer(self, request: web.Request) -> web.Response:
        if not self.up:
            self.asked_in_vain += 1
            return web.Response(status=503)
        await asyncio.sleep(self.delay)
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{self.target}{request.path_qs}") as answer,
        ):
            body, kind = await answer.read(), answer.content_type
            return web.Response(status=answer.status, body=body, content_type=kind)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_get("/{path:.*}", self.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


async def test_a_chain_that_is_silent_at_the_deadline_expires_nobody(tmp_path: Path) -> None:
    """What was paid meanwhile is found when it answers again, and is on time."""
    proxy = Proxy()
    async with proxy.listening() as url, Live(tmp_path, BTC_API_URLS=f"{url}/esplora/btc") as live:
        proxy.target = live.world
        await live.greet_admins()
        bob = live.person((await live.client.person("Bob"))["id"])
        olivia = live.person(OLIVIA)
        await bob.orders(*GAME)
        proxy.up = False
        await bob.pays()
        await olivia.sees("chain cannot be read right now", timeout=30)
        await bob.sees("The time is up, and no payment was seen", timeout=80)
        assert proxy.asked_in_vain
        proxy.up = True
        await bob.sees("Payment seen", timeout=40)
        await olivia.sees("chain answers again", timeout=30)
        await live.client.mine()
        await delivered(bob, live)
        await bob.never_saw("expired")
        assert await olivia.count("chain cannot be read") == 0  # the one message turned green
        assert await olivia.count("chain answers again") == 1
        assert await live.stop() == 0
        assert "Traceback" not in live.log(), live.log()


async def test_a_coin_without_a_price_is_not_offered(tmp_path: Path) -> None:
    """One message when it goes, which turns green when it is back; the cart is still there."""
    async with Live(tmp_path) as live:
        bob = live.person((await live.client.person("Bob"))["id"])
        olivia = live.person(OLIVIA)
        await live.greet_admins()
        await spoil(live, source="kraken", fault="down")
        await live.restart()
        await olivia.sees(
            "BTC cannot be sold right now: two exchanges must tell a fresh price", timeout=30
        )
        await bob.says("/start")
        await bob.press("Catalogue", *GAME, ADD, "Check out")
        await bob.sees("No coin can be priced safely")
        await spoil(live, source="kraken", clear=True)
        await olivia.sees("BTC can be sold again", timeout=90)
        await bob.says("/start")
        await bob.press("Cart")
        await bob.sees("Your cart")
        await bob.press("Check out", COIN["BTC"])
        await bob.sees("Send exactly")
        assert await olivia.count("cannot be sold right now") == 0  # the one message turned green
        assert await olivia.count("can be sold again") == 1
        assert await live.stop() == 0
        assert "Traceback" not in live.log(), live.log()


async def spoil(live: Live, **how: Any) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{live.world}/control/rates", json=how) as answer,
    ):
        assert answer.status == 200, await answer.text()


async def test_sigterm_ends_it_politely(live: Live, bob: Actor) -> None:
    await bob.orders(*GAME)
    began = time.monotonic()
    assert await live.stop(signal.SIGTERM) == 0
    assert time.monotonic() - began < 5


async def test_sigterm_ends_it_during_an_outage_too(live: Live, bob: Actor) -> None:
    await bob.orders(*GAME)
    await live.client.fault(mode="outage")
    await bob.pays()
    await live.client.mine()
    began = time.monotonic()
    assert await live.stop(signal.SIGTERM) == 0
    assert time.monotonic() - began < 10


async def a_second_process(live: Live) -> tuple[int, str]:
    await live.start()
    return await live.command()


async def another_secret_key(live: Live) -> tuple[int, str]:
    return await live.command(SECRET_KEY=secrets.token_hex(32))


async def another_database_key(live: Live) -> tuple[int, str]:
    return await live.command(DATABASE_KEY="not the one it was made with")


async def a_key_for_a_plain_file(live: Live) -> tuple[int, str]:
    live.database_url = live.database_url.replace("shop.db", "plain.db")
    del live._given["DATABASE_KEY"]
    await live.load(units=1)
    return await live.command(DATABASE_KEY="any")


async def no_database_key(live: Live) -> tuple[int, str]:
    return await live.command(DATABASE_KEY="")


async def an_unknown_token(live: Live) -> tuple[int, str]:
    return await live.command(BOT_TOKEN="1000:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")


async def a_token_that_is_none(live: Live) -> tuple[int, str]:
    return await live.command(BOT_TOKEN="my token")


async def another_mnemonic(live: Live) -> tuple[int, str]:
    return await live.command(WALLET_MNEMONIC=f"{'abandon ' * 11}about")


async def another_network(live: Live) -> tuple[int, str]:
    return await live.command(NETWORK="testnet")


async def an_unknown_name(live: Live) -> tuple[int, str]:
    (live.folder / ".env").write_text("SHOP_NAEM=Mine\n", encoding="utf-8")
    return await live.command()


REFUSALS: dict[Callable[[Live], Awaitable[tuple[int, str]]], str] = {
    a_second_process: "another process",
    another_secret_key: "SECRET_KEY",
    another_database_key: "DATABASE_KEY",
    a_key_for_a_plain_file: "remove DATABASE_KEY",
    no_database_key: "set the DATABASE_KEY it was made with",
    an_unknown_token: "BOT_TOKEN",
    a_token_that_is_none: "BOT_TOKEN",
    another_mnemonic: "WALLET_MNEMONIC",
    another_network: "NETWORK",
    an_unknown_name: "SHOP_NAEM",
}


class Closed(Live):
    """Loaded, encrypted, and not started."""

    async def __aenter__(self) -> "Closed":
        await self.sandboxed()
        return self


@pytest.mark.parametrize("mistake", REFUSALS, ids=lambda mistake: mistake.__name__)
async def test_a_shop_that_would_not_be_safe_does_not_start(
    tmp_path: Path, mistake: Callable[[Live], Awaitable[tuple[int, str]]]
) -> None:
    """Exit code 78 and a sentence that names what to do."""
    async with Closed(tmp_path, DATABASE_KEY="the one it was made with") as live:
        code, output = await mistake(live)
    assert "Traceback" not in output, output
    assert "does not start" in output, output
    assert REFUSALS[mistake] in output, output
    assert code == EXIT_REFUSED, output
