"""Chain clients on real chains: a regtest node, the Esplora facade over it, the sandbox's chain."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.databases import missing_service
from tests.facade import AddressIndex, Facade
from tests.nodes import Node, Regtest, find_program, new_node
from utils.chains.base import ChainSource
from utils.chains.bitcoind import BitcoindClient
from utils.chains.esplora import EsploraClient
from utils.clock import utc_now

NODE_MISSING = "a bitcoind (BITCOIND=..., in the PATH, or by .ci/fetch_node.sh)"


class Chain(Protocol):
    """What can be done to any chain under test."""

    def address(self) -> str: ...
    def pay(self, *outputs: tuple[str, int]) -> str: ...
    def mine(self, count: int = 1) -> None: ...
    def replace(self, txid: str, address: str, amount: int) -> str: ...
    def reorg_moving(self, txid: str) -> None: ...
    def reorg_dropping(self, txid: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Bench:
    """A client, and hands on the chain it looks at."""

    chain: Chain
    client: ChainSource
    restarted: Callable[[], ChainSource]
    """Another client of the same chain, which remembers nothing."""


@dataclass(frozen=True, slots=True)
class NodeBench:
    """The same with everything a real node can do."""

    chain: Regtest
    client: ChainSource
    restarted: Callable[[], ChainSource]


@pytest.fixture(scope="session")
def node(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Node]:
    """A bitcoind, or else a litecoind for what it can stand in for."""
    program = find_program("bitcoind") or find_program("litecoind")
    if program is None:
        missing_service(NODE_MISSING)
    assert program is not None
    if program.name != "bitcoind":
        plugins = request.config.pluginmanager
        with plugins.getplugin("capturemanager").global_and_fixture_disabled():
            print(f"\nNO BITCOIND: {program.name} STANDS IN FOR IT")
    node = new_node(program, tmp_path_factory.mktemp("node") / "data")
    yield node
    node.stop()


@pytest.fixture
def bitcoind(node: Node) -> Node:
    """The node, if it has descriptor wallets: a stand-in has none."""
    if node.name != "bitcoind":
        pytest.skip(f"no bitcoind, and {node.name} knows no descriptors")
    return node


@pytest.fixture(scope="session")
def regtest(node: Node) -> Regtest:
    return Regtest(node)


@pytest.fixture(scope="session")
def address_index(node: Node) -> AddressIndex:
    return AddressIndex(node)


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url(""))
    finally:
        await server.close()


@asynccontextmanager
async def esplora_bench(request: pytest.FixtureRequest) -> AsyncIterator[NodeBench]:
    index: AddressIndex = request.getfixturevalue("address_index")
    async with serving(Facade(index).app()) as url:
        connect = partial(EsploraClient, url, clock=utc_now)
        async with aclosing(connect()) as client:
            yield NodeBench(request.getfixturevalue("regtest"), client, connect)


@asynccontextmanager
async def bitcoind_bench(request: pytest.FixtureRequest) -> AsyncIterator[NodeBench]:
    bitcoind: Node = request.getfixturevalue("bitcoind")
    connect = partial(BitcoindClient, bitcoind.url, clock=utc_now)
    async with aclosing(connect()) as client:
        yield NodeBench(request.getfixturevalue("regtest"), client, connect)


NODE_BENCHES: dict[
    str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[NodeBench]]
] = {"esplora": esplora_bench, "bitcoind": bitcoind_bench}


@pytest.fixture(params=NODE_BENCHES)
async def node_bench(request: pytest.FixtureRequest) -> AsyncIterator[NodeBench]:
    async with NODE_BENCHES[request.param](request) as bench:
        yield bench


@pytest.fixture(params=[*NODE_BENCHES, "sandbox"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench | NodeBench]:
    if request.param == "sandbox":
        async with sandbox_bench() as sandbox:
            yield sandbox
    else:
        async with NODE_BENCHES[request.param](request) as real:
            yield real


@asynccontextmanager
async def sandbox_bench() -> AsyncIterator[Bench]:
    """The sandbox's own Bitcoin behind its own Esplora."""
    from sandbox.chains import esplora
    from sandbox.chains.network import BITCOIN
    from sandbox.chains.utxo import UtxoChain
    from sandbox.store import Store

    store = Store(None)
    chain = UtxoChain(store, utc_now, BITCOIN)
    app = web.Application()
    app.add_routes(esplora.routes(chain))
    async with serving(app) as url:
        connect = partial(EsploraClient, url + esplora.prefix(BITCOIN), clock=utc_now)
        async with aclosing(connect()) as client:
            yield Bench(SandboxChain(chain), client, connect)
    store.close()


class Levers(Protocol):
    """What the sandbox's panel can do; outputs one by one."""

    def pay(self, address: str, units: int) -> str: ...
    def mine(self, count: int, /) -> object: ...
    def replace(self, txid: str, address: str | None, units: int | None) -> str: ...
    def reorg(self, depth: int, keep: bool) -> None: ...


class SandboxChain:
    def __init__(self, levers: Levers) -> None:
        self._levers = levers
        self._made = 0

    def address(self) -> str:
        self._made += 1
        return p2wpkh("bcrt", self._made)

    def pay(self, *outputs: tuple[str, int]) -> str:
        (only,) = outputs
        return self._levers.pay(*only)

    def mine(self, count: int = 1) -> None:
        self._levers.mine(count)

    def replace(self, txid: str, address: str, amount: int) -> str:
        return self._levers.replace(txid, address, amount)

    def reorg_moving(self, txid: str) -> None:
        self._levers.reorg(1, keep=True)
        self._levers.mine(1)

    def reorg_dropping(self, txid: str) -> None:
        self._levers.reorg(1, keep=False)


def p2wpkh(hrp: str, number: int) -> str:
    from utils.wallets.segwit import encode

    return encode(hrp, 0, number.to_bytes(20, "big"))
