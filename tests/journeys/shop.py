"""The real bot process as a newcomer starts it, and people who press what they read."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from sandbox.client import Message, SandboxClient, shown
from tests.journeys.processes import Running, start
from utils.assets import ASSETS
from utils.uri import parse_units

ALICE, OLIVIA = 7001, 7000
ADD = "🛒 Add"
COIN = {"BTC": "₿ BTC", "LTC": "Ł LTC", "ETH": "Ξ ETH", "SOL": "◎ SOL"}
"""What a button begins with; its amount and its time follow."""
START_SECONDS = 60
STOP_SECONDS = 60
SEES_SECONDS = 60
"""An address is looked at every 15 s; the rest is for a machine that does other things too."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Shop:
    """`python bot.py` without a token, in a folder of its own.

    `fresh`: a new interpreter, as a newcomer has it; else a fork that has done the imports.
    """

    def __init__(self, folder: Path, *, fresh: bool = False, **settings: str) -> None:
        self.folder = folder
        self._port = free_port()
        self._settings = {"WEB_PORT": str(self._port), **settings}
        self._fresh = fresh
        self._running: Running | None = None
        self._log = folder / "log.txt"
        self._out = folder / "out.txt"
        self.client = SandboxClient(self.url)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        try:
            await self.stop()
        finally:
            await self.client.close()
        assert "JUDGE:" not in self.log(), self.log()

    async def start(self) -> None:
        announced = self._announced()
        env = environment(**self._settings)
        self._running = start(self.folder, env, out=self._out, err=self._log, fresh=self._fresh)
        await self.opens(lambda: self._announced() > announced)

    def _announced(self) -> int:
        """How often it has said where it is."""
        return self._out.read_text(encoding="utf-8").count(self.url) if self._out.exists() else 0

    async def opens(self, is_open: Callable[[], bool]) -> None:
        """Wait until it is open; a shop that ends instead fails the test with its log."""
        deadline = time.monotonic() + START_SECONDS
        while not is_open():
            assert self._running is not None
            assert self._running.code is None, f"the shop ended:\n{self.log()}"
            assert time.monotonic() < deadline, f"the shop does not open:\n{self.log()}"
            await asyncio.sleep(0.05)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process; its exit code."""
        if self._running is None:
            return 0
        self._running.send(how)
        code = await self._running.wait(STOP_SECONDS)
        self._running = None
        return code

    async def restart(self, how: signal.Signals = signal.SIGKILL) -> None:
        """As after a power cut, on the same data."""
        await self.stop(how)
        await self.start()

    def log(self) -> str:
        if not self._log.exists():
            return ""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def person(self, user: int) -> "Actor":
        return Actor(self, user)


class Actor:
    """Somebody in front of the chat page."""

    def __init__(self, shop: Shop, user: int) -> None:
        self.shop = shop
        self.user = user

    @property
    def _client(self) -> SandboxClient:
        return self.shop.client

    async def says(self, text: str) -> Message:
        return await self._client.send(self.user, text)

    async def edits(self, message: Message, text: str) -> None:
        number = message["message_id"]
        await self._client.act("edit", **{"from": self.user, "message_id": number, "text": text})

    async def press(self, *labels: str) -> None:
        """One button after the other, each as soon as it can be read."""
        for label in labels:
            await self.sees(label)
            await self._client.press(self.user, label)

    async def sees(self, text: str, timeout: float = SEES_SECONDS) -> Message:
        return await self._client.wait_for(self.user, text, timeout)

    async def never_saw(self, text: str) -> None:
        assert all(text not in shown(message) for message in await self.messages())

    async def messages(self) -> list[Message]:
        return await self._client.messages(self.user)

    async def count(self, text: str) -> int:
        return sum(text in shown(message) for message in await self.messages())

    async def invoice(self, asset: str = "BTC") -> tuple[str, int]:
        """The address and the base units that the newest invoice's copy buttons hold."""
        message = await self.sees("Send exactly")
        rows = message["reply_markup"]["inline_keyboard"]
        address, amount = [b["copy_text"]["text"] for row in rows for b in row if "copy_text" in b]
        assert address in shown(message)
        assert f"{amount} {asset}" in shown(message)
        return address, parse_units(amount, ASSETS[asset].decimals)

    async def orders(self, *products: str, pay: bool = True, asset: str = "BTC") -> None:
        """From /start to the invoice: category and product, each added once, then the coin."""
        await self.says("/start")
        await self.sees("Welcome")
        for category, product in zip(products[::2], products[1::2], strict=True):
            await self.press("Catalogue", category, product, ADD)
            await self.sees("Your cart")
            if product != products[-1]:
                await self.press("Continue shopping")
        await self.press("Check out", COIN[asset])
        if pay:
            await self.sees("Send exactly")

    async def cancels(self) -> None:
        await self.press("Cancel order", "Yes, cancel")
        assert await self.sees("Cancelled.")

    async def pays(self, share: float = 1.0) -> str:
        address, units = await self.invoice()
        return await self._client.pay(address, round(units * share))


async def until(check: object, timeout: float = SEES_SECONDS) -> None:
    """Wait until the coroutine function `check` stops raising AssertionError."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            await check()  # type: ignore[operator]
            return
        except AssertionError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.05)


def environment(**settings: str) -> dict[str, str]:
    """A newcomer's: nothing of Holdfast's is set but `settings`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **settings}
