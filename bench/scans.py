"""What a scan of everything that is watched costs, in requests and seconds, on each chain.

The sandbox's chains are another process, real nodes are their own; the shop's clients ask them over
HTTP without any politeness. One address in a hundred is paid. Each figure is that of a second scan:
the first one proves the network and, on an own node, hands it the addresses.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, aclosing, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from bench.figures import Figure
from bench.watching import watching
from config import Settings
from outside import chain_client
from sandbox.app import Sandbox
from sandbox.client import SandboxClient
from tests.chains.watched import addresses
from tests.databases import SQLITE, SqliteTemplates
from tests.nodes import Node, Regtest, find_program, new_node
from utils.chains.base import ChainClient, ChainUnavailable, Known, KnownTransfer, Observation
from utils.chains.solana import PUBLIC_CALLS, PUBLIC_SECONDS
from utils.clock import utc_now
from utils.http import PUBLIC

WATCHED = (10, 1_000, 10_000)
IN_THE_SHOP = 1_000
PAID = 100
"""One in so many."""
UNITS = 1_000_000
TICK = 0.005
PATIENCE = 600.0
ROOT = Path(__file__).parents[1]
NODES = {"BTC": "bitcoind", "LTC": "litecoind"}


@dataclass(frozen=True, slots=True)
class Way:
    """How a coin's chain is read, and the settings that say so."""

    asset: str
    name: str
    settings: dict[str, Any]
    is_public: bool = True

    def client(self) -> ChainClient:
        settings: Any = {"network": "regtest", "currencies": (self.asset,)}
        return chain_client(Settings(**settings, **self.settings), self.asset, utc_now)


@dataclass
class Cost:
    """Of one scan: requests, the calls in them, seconds; and the longest that it let nobody else
    work, in seconds of processor time.
    """

    requests: int = 0
    calls: int = 0
    seconds: float = 0
    stall: float = 0

    def figure(self, what: str, way: Way, aim: str = "") -> Figure:
        numbers = (
            f"{self.requests:,} requests, {self.seconds:.2f} s, stall {self.stall * 1e3:.0f} ms"
        )
        pace = f"public pace {self.pace(way.asset):,.0f} s" if way.is_public else ""
        return Figure(what, numbers, "; ".join(filter(None, (aim, pace))))

    def pace(self, asset: str) -> float:
        """Seconds that the same takes when public providers are asked as politely as we ask."""
        by_requests = self.requests * PUBLIC.spacing
        if asset != "SOL":
            return by_requests
        return max(by_requests, (self.calls - PUBLIC_CALLS) * PUBLIC_SECONDS / PUBLIC_CALLS)


class Chains:
    """The other process, and what it has been asked since the last question for that."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def asked(self) -> tuple[int, int]:
        async with self._session.get(f"{self.url}/asked") as response:
            counted = await response.json()
        return counted["requests"], counted["calls"]

    @asynccontextmanager
    async def cost(self) -> AsyncIterator[Cost]:
        """Of what happens inside; complete when that is over."""
        await self.asked()
        cost, ticker = Cost(), asyncio.ensure_future(ticks(stalls := [0.0]))
        await asyncio.sleep(TICK)
        begun = time.perf_counter()
        yield cost
        cost.seconds = time.perf_counter() - begun
        await asyncio.sleep(TICK)
        ticker.cancel()
        cost.stall = max(stalls)
        cost.requests, cost.calls = await self.asked()


async def ticks(stalls: list[float]) -> None:
    """How long this thread worked from tick to tick; what else the machine does is not counted."""
    while True:
        begun = time.thread_time()
        await asyncio.sleep(TICK)
        stalls.append(time.thread_time() - begun)


async def measure() -> list[Figure]:
    """Prints each figure as soon as it is there."""
    with tempfile.TemporaryDirectory() as name, nodes(Path(name)) as found:
        async with chains(found) as there:
            await pay(there.url, found)
            for way in ways(there.url, found):
                for count in WATCHED:
                    print(await scan(there, way, count), flush=True)
                print(await scan_in_the_shop(there, way, Path(name)), flush=True)
    return []


async def scan(chains: Chains, way: Way, count: int) -> Figure:
    watched = addresses(way.asset, count)
    async with aclosing(way.client()) as client:
        first = await patiently(client, watched)
        known: Known = {a: [*map(KnownTransfer, rows)] for a, rows in first.transfers.items()}
        async with chains.cost() as cost:
            seen = await client.observe(watched, known)
    assert len(seen.transfers) == count, seen.failures
    assert sum(map(bool, seen.transfers.values())) == len(range(0, count, PAID))
    aim = "<= 100 with the other" if way.asset in ("ETH", "SOL") and count == WATCHED[-1] else ""
    return cost.figure(f"{way.asset} by {way.name}: {count:,} watched", way, aim)


async def patiently(client: ChainClient, watched: Sequence[str]) -> Observation:
    """A node that is being handed thousands of addresses may take minutes over it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(ChainUnavailable):
            seen = await client.observe(watched)
            if not seen.failures:
                return seen
        await asyncio.sleep(1)
    raise TimeoutError(f"{client.source} does not know all {len(watched):,} addresses yet")


async def scan_in_the_shop(chains: Chains, way: Way, folder: Path) -> Figure:
    """The same by the service, with what it writes; as often as it takes to look at all of them."""
    watched = addresses(way.asset, IN_THE_SHOP)
    target = SqliteTemplates(folder).copy(SQLITE, folder / f"{way.asset}.db")
    async with (
        aclosing(way.client()) as client,
        watching(target, way.asset, watched, client) as (world, payments),
    ):
        rounds = -(-IN_THE_SHOP // client.per_scan)
        for _ in range(rounds):
            await payments.scan(way.asset)
        world.clock.advance(seconds=15)
        async with chains.cost() as cost:
            for _ in range(rounds):
                await payments.scan(way.asset)
    assert not payments.problems, payments.problems
    what = f"  {IN_THE_SHOP:,} open orders on SQLite, {rounds} scan{'s' * (rounds > 1)}"
    return cost.figure(what, way)


def ways(url: str, nodes: dict[str, Node]) -> list[Way]:
    return [
        Way("BTC", "Esplora", {"btc_api_urls": (f"{url}/esplora/btc",)}),
        Way("LTC", "Esplora", {"ltc_api_urls": (f"{url}/esplora/ltc",)}),
        Way("ETH", "JSON-RPC", {"eth_rpc_urls": (f"{url}/rpc/eth",)}),
        Way("SOL", "JSON-RPC", {"sol_rpc_urls": (f"{url}/rpc/sol",)}),
        *(own_node(asset, url, node) for asset, node in nodes.items()),
    ]


def own_node(asset: str, url: str, node: Node) -> Way:
    """Asked through the other process, which counts."""
    login = node.url.removeprefix("http://").rpartition("@")[0]
    counted = f"http://{login}@{url.removeprefix('http://')}/node/{asset}"
    return Way(asset, node.name, {f"{asset.lower()}_rpc_url": counted}, is_public=False)


async def pay(url: str, nodes: dict[str, Node]) -> None:
    """One address in a hundred, in the newest block."""
    async with SandboxClient(url) as hands:
        for asset in ("BTC", "LTC", "ETH", "SOL"):
            chain = f"chains/{asset.lower()}"
            for address in addresses(asset, WATCHED[-1])[::PAID]:
                await hands.act(f"{chain}/pay", address=address, units=UNITS)
            await hands.act(f"{chain}/mine", blocks=1)
    for asset, node in nodes.items():
        outputs = [(address, UNITS) for address in addresses(asset, WATCHED[-1])[::PAID]]
        regtest = Regtest(node)
        regtest.pay(*outputs)
        regtest.mine()


@contextmanager
def nodes(folder: Path) -> Iterator[dict[str, Node]]:
    """Those that are installed."""
    with ExitStack() as stack:
        found: dict[str, Node] = {}
        for asset, program in NODES.items():
            if path := find_program(program):
                found[asset] = new_node(path, folder / program)
                stack.callback(found[asset].stop)
        yield found


@asynccontextmanager
async def chains(nodes: dict[str, Node]) -> AsyncIterator[Chains]:
    """The sandbox in a process of its own."""
    places = [f"{asset}={node.url}" for asset, node in nodes.items()]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.scans", *places),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as session:
            yield Chains(url, session)
    finally:
        process.stdin.close()
        await process.wait()


class Counting:
    """Counts what is asked of the chains, and hands on what is meant for a node."""

    def __init__(self, nodes: dict[str, str], session: aiohttp.ClientSession) -> None:
        self._nodes = nodes
        self._session = session
        self._asked: Counter[str] = Counter()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == "/asked":
            counted, self._asked = self._asked, Counter()
            return web.json_response({name: counted[name] for name in ("requests", "calls")})
        body = await request.read()
        self._asked["requests"] += 1
        self._asked["calls"] += max(1, body.count(b'"method"'))
        if request.path.startswith("/node/"):
            return await self._hand_on(request, body)
        return await handler(request)

    async def _hand_on(self, request: web.Request, body: bytes) -> web.Response:
        asset, _, rest = request.path.removeprefix("/node/").partition("/")
        kept = ("Authorization", "Content-Type")
        headers = {name: request.headers[name] for name in kept if name in request.headers}
        where = f"{self._nodes[asset]}/{rest}"
        async with self._session.post(where, data=body, headers=headers) as answer:
            content = await answer.read()
            return web.Response(body=content, status=answer.status, content_type="application/json")


async def serve(places: Sequence[str]) -> None:
    """The other process: says where it listens, and ends with its input."""
    nodes = dict(place.split("=", 1) for place in places)
    bare = {asset: f"http://{url.rpartition('@')[2]}" for asset, url in nodes.items()}
    async with aiohttp.ClientSession() as session:
        sandbox = Sandbox(None, bot_token="1:scans", people=[])
        sandbox.watch(Counting(bare, session).middleware)
        print(await sandbox.start(), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await sandbox.stop()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1:]))
