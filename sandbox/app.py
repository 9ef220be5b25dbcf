"""The sandbox as one server: Telegram, its page, its chains."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Middleware

from sandbox import control, page, rates
from sandbox.chains import esplora, ethereum_rpc, panel, solana_rpc
from sandbox.chains.base import Chain
from sandbox.chains.ethereum import EthereumChain
from sandbox.chains.network import BITCOIN, LITECOIN
from sandbox.chains.solana import SolanaChain
from sandbox.chains.utxo import UtxoChain
from sandbox.clock import SandboxClock
from sandbox.guard import guard
from sandbox.recording import Recording
from sandbox.store import Store
from sandbox.telegram import api
from sandbox.telegram.api import execute
from sandbox.telegram.bots import Bot, Settings
from sandbox.telegram.deliveries import Deliveries
from sandbox.telegram.params import BODY_LIMIT
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

_HOST = "127.0.0.1"


class Sandbox:
    """A Telegram, local chains and a page on one port of this machine.

    With a path everything acknowledged outlives a kill; without one it lives in memory.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        bot_token: str,
        people: Sequence[Person],
        port: int = 0,
        bot_name: str = "Holdfast demo",
        bot_username: str = "holdfast_demo_bot",
    ) -> None:
        self._store = Store(path)
        self._port = port
        self._runner: web.AppRunner | None = None
        self._delivering: asyncio.Future[None] | None = None
        self.clock = SandboxClock(self._store)
        names = (bot_name, bot_username)
        self.telegram = World(self._store, self.clock, bot_token, names, people)
        self.recording = Recording(self.telegram)
        self._middlewares: list[Middleware] = [guard, self.recording.middleware]
        self.bitcoin = UtxoChain(self._store, self.clock, BITCOIN)
        self.litecoin = UtxoChain(self._store, self.clock, LITECOIN)
        self.ethereum = EthereumChain(self._store, self.clock)
        self.solana = SolanaChain(self._store, self.clock)
        self.chains: dict[str, Chain] = {
            "btc": self.bitcoin,
            "ltc": self.litecoin,
            "eth": self.ethereum,
            "sol": self.solana,
        }

    def watch(self, middleware: Middleware) -> None:
        """Let it see every request that the guard lets pass; to be called before the start."""
        self._middlewares.append(middleware)

    def add_bot(self, token: str, name: str, username: str, **options: Any) -> Bot:
        """One more bot; `options` are those of `sandbox.telegram.bots.Settings`.

        Raises ValueError when there is a bot with this id or username.
        """
        return self.telegram.bots.add(token, Settings(name, username, **options))

    async def start(self) -> str:
        """Listen on 127.0.0.1 and return the base URL; raises OSError when the port is taken."""
        app = web.Application(middlewares=self._middlewares, client_max_size=BODY_LIMIT)
        app.add_routes(self._routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, _HOST, self._port).start()
        except OSError:
            await self.stop()
            raise
        self._delivering = asyncio.ensure_future(Deliveries(self.telegram, execute).run())
        return f"http://{_HOST}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Answer those who wait, close every connection and the store."""
        self.telegram.close()
        if self._delivering:
            self._delivering.cancel()
            with suppress(asyncio.CancelledError):
                await self._delivering
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        self._store.close()

    def _chain_states(self) -> dict[str, Any]:
        return {name: chain.state() for name, chain in self.chains.items()}

    def _routes(self) -> list[web.RouteDef]:
        return [
            *api.routes(self.telegram),
            *control.routes(self.telegram, self._chain_states, self.recording),
            *esplora.routes(self.bitcoin),
            *esplora.routes(self.litecoin),
            *ethereum_rpc.routes(self.ethereum),
            *solana_rpc.routes(self.solana, self.telegram.events.publish),
            *panel.routes(self.chains, self.telegram.events.publish),
            *rates.routes(self.clock, self._store),
            *page.routes(),
        ]
