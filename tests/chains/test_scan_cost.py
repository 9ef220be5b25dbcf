"""What one scan of all that a big shop watches asks of providers. How long it takes: the bench."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.typedefs import Handler

import config
from outside import chain_client
from sandbox.chains import ethereum_rpc, solana_rpc
from sandbox.chains.ethereum import EthereumChain
from sandbox.chains.solana import SolanaChain
from sandbox.store import Store
from tests.chains.conftest import serving
from tests.chains.solana_chain import nobody_watches
from tests.chains.watched import addresses
from utils.chains.base import NOTHING_KNOWN, Known, KnownTransfer
from utils.clock import utc_now

WATCHED = 10_000
PAID = 40
FINAL = 100
"""Blocks and slots, more than either needs to call it final."""
MOST_REQUESTS = 100
NAMES = ("ETH", "SOL")
UNITS = 10**9


class Cluster:
    """The sandbox's Ethereum and Solana, the shop's own clients, and who asked how often."""

    def __init__(self, store: Store) -> None:
        ethereum, solana = EthereumChain(store, utc_now), SolanaChain(store, utc_now)
        self.chains: dict[str, EthereumChain | SolanaChain] = {"ETH": ethereum, "SOL": solana}
        self.asked: Counter[str] = Counter()
        self.addresses = {name: addresses(name, WATCHED) for name in NAMES}
        self.app = web.Application(middlewares=[self._count], client_max_size=1 << 20)
        self.app.add_routes(ethereum_rpc.routes(ethereum))
        self.app.add_routes(solana_rpc.routes(solana, nobody_watches))

    @web.middleware
    async def _count(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.asked[request.path] += 1
        return await handler(request)

    def pay(self, count: int) -> None:
        for name, chain in self.chains.items():
            for address in self.addresses[name][:count]:
                chain.pay(address, UNITS)
            chain.mine(1)

    def mine(self, count: int) -> None:
        for chain in self.chains.values():
            chain.mine(count)


@pytest.fixture
async def cluster() -> AsyncIterator[Cluster]:
    store = Store(None)
    yield Cluster(store)
    store.close()


class Shop:
    """A process of the shop: its clients, and what is recorded already."""

    def __init__(self, cluster: Cluster, settings: config.Settings) -> None:
        self._cluster = cluster
        self._clients = {name: chain_client(settings, name, utc_now) for name in NAMES}
        self.known: dict[str, Known] = dict.fromkeys(NAMES, NOTHING_KNOWN)

    async def scan(self, *, agree: int = 0) -> int:
        """Everything is looked at once; how many requests that took. `agree`: by two sources."""
        self._cluster.asked.clear()
        for name, client in self._clients.items():
            watched = self._cluster.addresses[name]
            assert client.per_scan >= len(watched)
            seen = await client.observe(watched, self.known[name], agree=set(watched[:agree]))
            assert (len(seen.transfers), seen.failures, seen.doubts) == (WATCHED, {}, {})
            paid = {address: rows for address, rows in seen.transfers.items() if rows}
            self.known[name] = {a: [*map(KnownTransfer, rows)] for a, rows in paid.items()}
        return self._cluster.asked.total()

    @property
    def found(self) -> list[int]:
        return [len(known) for known in self.known.values()]

    async def aclose(self) -> None:
        for client in self._clients.values():
            await client.aclose()


@pytest.fixture
async def settings(cluster: Cluster, tmp_path: Path) -> AsyncIterator[config.Settings]:
    """Two providers of each coin, which are one."""
    async with serving(cluster.app) as url:
        other = url.replace("127.0.0.1", "localhost")
        lines = [f"{n}_RPC_URLS={url}/rpc/{n.lower()},{other}/rpc/{n.lower()}" for n in NAMES]
        (tmp_path / ".env").write_text("\n".join([*lines, "NETWORK=regtest", "CURRENCIES=ETH,SOL"]))
        yield config.load(tmp_path / ".env")


async def test_ten_thousand_addresses_cost_a_hundred_requests_at_most(
    cluster: Cluster, settings: config.Settings
) -> None:
    """Nothing paid, just paid, final, looked at again; and after a restart of the shop."""
    async with aclosing(Shop(cluster, settings)) as shop:
        costs = [await shop.scan()]
        cluster.pay(PAID)
        costs.append(await shop.scan())
        cluster.mine(FINAL)
        costs += [await shop.scan(), await shop.scan()]
        assert shop.found == [PAID, PAID]
    async with aclosing(Shop(cluster, settings)) as restarted:
        restarted.known = shop.known
        costs += [await restarted.scan(), await restarted.scan()]
        assert restarted.found == [PAID, PAID]
    assert max(costs) <= MOST_REQUESTS, costs


async def test_agreement_costs_for_those_who_need_it(
    cluster: Cluster, settings: config.Settings
) -> None:
    """A second source is asked about every tenth, not about all."""
    async with aclosing(Shop(cluster, settings)) as shop:
        assert await shop.scan(agree=WATCHED // 10) <= MOST_REQUESTS
