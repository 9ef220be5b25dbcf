"""Chain clients on real chains: regtest nodes, the Esplora facade over them, the sandbox."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.chains import esplora
from sandbox.chains.network import BITCOIN, LITECOIN
from sandbox.chains.utxo import UtxoChain
from sandbox.store import Store
from tests.databases import missing_service
from tests.facade import AddressIndex, Facade
from tests.nodes import Node, Regtest, find_program, new_node
from utils.chains.base import ChainSource
from utils.chains.esplora import EsploraClient
from utils.chains.genesis import GENESIS
from utils.chains.node import NodeClient
from utils.clock import utc_now

BITCOIND_MISSING = "a bitcoind (BITCOIND=..., in the PATH, or by .ci/fetch_node.sh)"
LITECOIND_MISSING = "a litecoind (LITECOIND=..., in the PATH, or Debian's package)"
REGTEST = {coin: GENESIS[coin.upper(), "regtest"] for coin in ("btc", "ltc")}


class Chain(Protocol):
    """What can be done to any chain under test."""

    def address(self) -> str: ...
    def fund(self, count: int) -> None: ...
    def pay(self, *outputs: tuple[str, int]) -> str: ...
    def mine(self, count: int = 1) -> None: ...
    def replace(self, txid: str, address: str, amount: int) -> str: ...
    def forget(self, txid: str) -> None: ...
    def resend(self, txid: str) -> None: ...
    def reorg_moving(self, txid: str, depth: int = 1) -> None: ...
    def reorg_dropping(self, txid: str, depth: int = 1) -> None: ...


@dataclass(frozen=True, slots=True)
class Bench:
    """A client, and hands on the chain it looks at."""

    chain: Chain
    client: ChainSource
    restarted: Callable[..., ChainSource]
    """Another client of the same chain, which remembers nothing; takes its options."""


@dataclass(frozen=True, slots=True)
class NodeBench:
    """The same with everything a real node can do."""

    chain: Regtest
    client: ChainSource
    restarted: Callable[..., ChainSource]


@pytest.fixture(scope="session")
def node(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Node]:
    """A bitcoind. It may be missing anywhere: litecoind runs the same suite."""
    program = find_program("bitcoind")
    if program is None:
        plugins = request.config.pluginmanager
        with plugins.getplugin("capturemanager").global_and_fixture_disabled():
            print(f"\nONLY LITECOIN IS TESTED ON A REAL NODE. MISSING: {BITCOIND_MISSING}")
        pytest.skip(f"{BITCOIND_MISSING} is missing")
    node = new_node(program, tmp_path_factory.mktemp("bitcoin") / "data")
    yield node
    node.stop()


@pytest.fixture(scope="session")
def litecoin_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    program = find_program("litecoind")
    if program is None:
        missing_service(LITECOIND_MISSING)
    assert program is not None
    node = new_node(program, tmp_path_factory.mktemp("litecoin") / "data")
    yield node
    node.stop()


@pytest.fixture(scope="session")
def regtest(node: Node) -> Regtest:
    return Regtest(node)


@pytest.fixture(scope="session")
def litecoin_regtest(litecoin_node: Node) -> Regtest:
    return Regtest(litecoin_node)


@pytest.fixture(scope="session")
def address_index(node: Node) -> AddressIndex:
    return AddressIndex(node)


@pytest.fixture(scope="session")
def litecoin_index(litecoin_node: Node) -> AddressIndex:
    return AddressIndex(litecoin_node)


@pytest.fixture(params=["node", "litecoin_node"], ids=["btc", "ltc"])
def any_node(request: pytest.FixtureRequest) -> Node:
    """Both kinds of wallets: with descriptors, and from before them."""
    node: Node = request.getfixturevalue(request.param)
    return node


@pytest.fixture
def any_regtest(any_node: Node, request: pytest.FixtureRequest) -> Regtest:
    names = {"bitcoind": "regtest", "litecoind": "litecoin_regtest"}
    chain: Regtest = request.getfixturevalue(names[any_node.name])
    return chain


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url(""))
    finally:
        await server.close()


@asynccontextmanager
async def esplora_bench(coin: str, request: pytest.FixtureRequest) -> AsyncIterator[NodeBench]:
    chain, index = (request.getfixturevalue(name) for name in FIXTURES[coin])
    async with serving(Facade(index).app()) as url:
        connect = partial(EsploraClient, url, clock=utc_now, genesis=REGTEST[coin])
        async with aclosing(connect()) as client:
            yield NodeBench(chain, client, connect)


@asynccontextmanager
async def rpc_bench(coin: str, request: pytest.FixtureRequest) -> AsyncIterator[NodeBench]:
    chain: Regtest = request.getfixturevalue(FIXTURES[coin][0])
    connect = partial(NodeClient, chain.node.url, clock=utc_now, genesis=REGTEST[coin])
    async with aclosing(connect()) as client:
        yield NodeBench(chain, client, connect)


FIXTURES = {"btc": ("regtest", "address_index"), "ltc": ("litecoin_regtest", "litecoin_index")}
NODE_BENCHES: dict[
    str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[NodeBench]]
] = {
    f"{coin}-{name}": partial(bench, coin)
    for coin in FIXTURES
    for name, bench in (("esplora", esplora_bench), ("rpc", rpc_bench))
}
SANDBOXES = {"btc-sandbox": BITCOIN, "ltc-sandbox": LITECOIN}


@pytest.fixture(params=NODE_BENCHES)
async def node_bench(request: pytest.FixtureRequest) -> AsyncIterator[NodeBench]:
    async with NODE_BENCHES[request.param](request) as bench:
        yield bench


@pytest.fixture(params=[*NODE_BENCHES, *SANDBOXES])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench | NodeBench]:
    if request.param in SANDBOXES:
        async with sandbox_bench(request.param) as sandbox:
            yield sandbox
    else:
        async with NODE_BENCHES[request.param](request) as real:
            yield real


@pytest.fixture(params=FIXTURES)
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[NodeBench, NodeBench]]:
    """Two sources of one chain: the Esplora over a node, and the node itself."""
    async with (
        esplora_bench(request.param, request) as first,
        rpc_bench(request.param, request) as second,
    ):
        yield first, second


@asynccontextmanager
async def sandbox_bench(name: str) -> AsyncIterator[Bench]:
    """The sandbox's own chain behind its own Esplora."""
    store = Store(None)
    chain = UtxoChain(store, utc_now, SANDBOXES[name])
    app = web.Application()
    app.add_routes(esplora.routes(chain))
    async with serving(app) as url:
        base, genesis = url + esplora.prefix(chain.network), REGTEST[chain.network.key]
        connect = partial(EsploraClient, base, clock=utc_now, genesis=genesis)
        async with aclosing(connect()) as client:
            yield Bench(SandboxChain(chain), client, connect)
    store.close()


class SandboxChain:
    def __init__(self, levers: UtxoChain) -> None:
        self._levers = levers
        self._made = 0

    def address(self) -> str:
        self._made += 1
        return p2wpkh(self._levers.network.hrp, self._made)

    def fund(self, count: int) -> None:
        """Its wallet never runs out."""

    def pay(self, *outputs: tuple[str, int]) -> str:
        return self._levers.pay_together(outputs)

    def mine(self, count: int = 1) -> None:
        self._levers.mine(count)

    def replace(self, txid: str, address: str, amount: int) -> str:
        return self._levers.replace(txid, address, amount)

    def forget(self, txid: str) -> None:
        self._levers.drop(txid)

    def resend(self, txid: str) -> None:
        self._levers.rebroadcast(txid)

    def reorg_moving(self, txid: str, depth: int = 1) -> None:
        self._levers.reorg(depth, keep=True)
        self._levers.mine(1)

    def reorg_dropping(self, txid: str, depth: int = 1) -> None:
        self._levers.reorg(depth, keep=False)


def p2wpkh(hrp: str, number: int) -> str:
    from utils.wallets.segwit import encode

    return encode(hrp, 0, number.to_bytes(20, "big"))
