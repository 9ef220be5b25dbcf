"""Four chains that obey, what is true on them, and real clients of two providers each."""

import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from aiohttp import web
from aiohttp.test_utils import TestServer
from solders.pubkey import Pubkey

from sandbox.chains import esplora, ethereum_rpc, solana_rpc
from sandbox.chains.address import script_of
from sandbox.chains.base import Refused
from sandbox.chains.ethereum import EthereumChain
from sandbox.chains.ethereum_encoding import checksummed
from sandbox.chains.network import BITCOIN, LITECOIN
from sandbox.chains.solana import SolanaChain
from sandbox.chains.utxo import UtxoChain
from sandbox.store import Store
from tests.fakes import FakeClock
from tests.faulty import EsploraProvider, Mask, Provider, RpcProvider
from utils.chains.base import (
    ChainError,
    ChainSource,
    Known,
    Lookup,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.esplora import EsploraClient
from utils.chains.ethereum import EthereumClient
from utils.chains.failover import FailoverClient
from utils.chains.genesis import GENESIS
from utils.chains.solana import SolanaClient
from utils.health import Health
from utils.http import Manners
from utils.uri import CHAIN_IDS
from utils.wallets.segwit import encode

MOST_BEHIND = {"BTC": 3, "LTC": 6, "ETH": 10, "SOL": 150}
HASTY = Manners(spacing=0, timeout=1.0)
Levers = UtxoChain | EthereumChain | SolanaChain


class Witness:
    """Between the shop and one source: remembers what the shop was told in this step.

    `is_level`: whether a source with this tip is near enough to the truth to be believed.
    """

    def __init__(self, inner: ChainSource, is_level: Callable[[Tip], bool]) -> None:
        self._inner = inner
        self._is_level = is_level
        self.lie = 0
        """Blocks that it adds to its height, or takes from it."""
        self.source = inner.source
        self.told: defaultdict[str, list[tuple[SeenTransfer, ...] | None]] = defaultdict(list)

    def health(self) -> Health:
        return self._inner.health()

    async def tip(self) -> Tip:
        return self._claimed(await self._inner.tip())

    def _claimed(self, tip: Tip) -> Tip:
        return replace(tip, height=max(0, tip.height + self.lie))

    async def observe(self, addresses: Sequence[str], known: Known = {}) -> Observation:  # noqa: B006
        try:
            seen = await self._inner.observe(addresses, known)
        except ChainError:
            for address in addresses:
                self.told[address].append(None)
            raise
        for address in addresses:
            rows = seen.transfers.get(address)
            self.told[address].append(rows if self._is_level(seen.tip) else None)
        return replace(seen, tip=self._claimed(seen.tip))

    async def has_history(self, address: str) -> bool:
        return await self._inner.has_history(address)

    async def lookup(self, txid: str, address: str) -> Lookup:
        return await self._inner.lookup(txid, address)

    async def aclose(self) -> None:
        await self._inner.aclose()


class Truth(Protocol):
    """What the best chain really holds for an address, in base units."""

    def final(self, address: str, required: int) -> dict[str, int]:
        """By transaction; by "" where there are only balances."""
        ...

    def visible(self, address: str) -> int: ...


class UtxoTruth:
    def __init__(self, chain: UtxoChain) -> None:
        self._chain = chain

    def final(self, address: str, required: int) -> dict[str, int]:
        script, ledger = script_of(address, self._chain.network), self._chain.ledger
        buried = self._chain.tip.height + 1 - required
        found = {}
        for each in ledger.history(script):
            block = ledger.block_of(each.txid)
            if block and block.height <= buried:
                found[each.txid] = sum(o.value for o in each.outputs if o.script == script)
        return found

    def visible(self, address: str) -> int:
        script, ledger = script_of(address, self._chain.network), self._chain.ledger
        every = [*ledger.history(script), *ledger.waiting(script)]
        return sum(o.value for each in every for o in each.outputs if o.script == script)


class EthereumTruth:
    def __init__(self, chain: EthereumChain) -> None:
        self._chain = chain

    def final(self, address: str, required: int) -> dict[str, int]:
        return {"": self._at(address, self._chain.final.height)}

    def visible(self, address: str) -> int:
        return self._at(address, self._chain.tip.height)

    def _at(self, address: str, height: int) -> int:
        return int(self._chain.ledger.account(address.lower(), height).balance)


class SolanaTruth:
    """A transaction of the sandbox moves what `paid` says, or has failed."""

    def __init__(self, chain: SolanaChain, paid: dict[str, int]) -> None:
        self._chain = chain
        self._paid = paid

    def final(self, address: str, required: int) -> dict[str, int]:
        return self._up_to(address, self._chain.final_height)

    def visible(self, address: str) -> int:
        return sum(self._up_to(address, self._chain.tip.number).values())

    def _up_to(self, address: str, slot: int) -> dict[str, int]:
        return {
            each.signature: self._paid[each.signature]
            for each in self._chain.ledger.history(address)
            if each.outcome and not each.outcome.failed and (each.slot or 0) <= slot
        }


@dataclass
class Network:
    """One chain: its levers, its truth, its two providers and the client that asks them."""

    asset: str
    chain: Levers
    truth: Truth
    providers: list[Provider]
    paid: dict[str, int]
    blocks: tuple[int, int]
    """How many are mined in a step, at least and at most."""
    fresh: Callable[[int], str]
    """An address that the shop does not have, by number."""
    witnesses: list[Witness] = field(default_factory=list)
    client: FailoverClient = field(init=False)
    decoys: int = 0

    def is_level(self, tip: Tip) -> bool:
        chain = self.chain
        height = chain.tip.number if isinstance(chain, SolanaChain) else chain.tip.height
        return height - tip.height <= MOST_BEHIND[self.asset]

    def pay(self, address: str, units: int, way: str = "") -> str:
        options: dict[str, Any] = {}
        if way and isinstance(self.chain, EthereumChain):
            options = {"via": way}
        if way == "failing" and isinstance(self.chain, SolanaChain):
            options = {"fail": True}
        txid = self.chain.pay(address, units, **options)
        self.paid[txid] = units
        return txid

    def mask(self, address: str, units: int | None, *, is_renamed: bool = True) -> Mask:
        """Another address to answer for: empty, or one that somebody pays these units."""
        self.decoys += 1
        decoy = self.fresh(self.decoys)
        if units:
            self.pay(decoy, units)
        scripts = ("", "")
        if isinstance(self.chain, UtxoChain):
            one, other = (script_of(each, self.chain.network) for each in (address, decoy))
            scripts = (one.hex(), other.hex())
        return Mask(decoy, is_renamed, scripts)

    def pass_time(self, dice: random.Random) -> str:
        """The blocks of a step, and now and then a fork that wins; what happened, if that."""
        if blocks := dice.randint(*self.blocks):
            self.chain.mine(blocks)
        if dice.random() >= 0.1:
            return ""
        depth, keep = dice.randint(1, 3), dice.random() < 0.6
        try:
            self.chain.reorg(depth, keep)
        except Refused:
            return ""
        return f"{depth} blocks undone, their payments {'wait again' if keep else 'are gone'}"


def fresh_segwit(hrp: str) -> Callable[[int], str]:
    return lambda number: encode(hrp, 0, number.to_bytes(20, "big"))


def fresh_ethereum(number: int) -> str:
    return checksummed("0x" + (0xDEC0 << 64 | number).to_bytes(20, "big").hex())


def fresh_solana(number: int) -> str:
    return str(Pubkey(number.to_bytes(32, "big")))


@asynccontextmanager
async def four_networks(seed: int, clock: FakeClock) -> AsyncIterator[dict[str, Network]]:
    start = clock()

    def monotonic() -> float:
        return (clock() - start).total_seconds()

    async with AsyncExitStack() as stack:
        store = Store(None)
        stack.callback(store.close)
        networks = {}
        for asset in ("BTC", "LTC", "ETH", "SOL"):
            network, routes, path = _network(asset, store, clock, seed)
            for provider in network.providers:
                app = web.Application(middlewares=[provider.meddle])
                app.add_routes(routes)
                server = await stack.enter_async_context(TestServer(app))
                url = str(server.make_url(path))
                source = _client(asset, url, clock, monotonic)
                network.witnesses.append(Witness(source, network.is_level))
            network.client = FailoverClient(
                network.witnesses, most_behind=MOST_BEHIND[asset], monotonic=monotonic
            )
            await stack.enter_async_context(aclosing(network.client))
            networks[asset] = network
        for network in networks.values():
            for provider in network.providers:
                stack.callback(provider.recover)
        yield networks


def _network(
    asset: str, store: Store, clock: Callable[[], datetime], seed: int
) -> tuple[Network, list[web.RouteDef], str]:
    paid: dict[str, int] = {}
    dice = [random.Random(f"{seed} {asset} {number}") for number in range(2)]
    if asset in ("BTC", "LTC"):
        kind = BITCOIN if asset == "BTC" else LITECOIN
        coins, fresh = UtxoChain(store, clock, kind), fresh_segwit(kind.hrp)
        blocks = (0, 2) if asset == "BTC" else (0, 4)
        fronts: list[Provider] = [EsploraProvider(each, fresh(0)) for each in dice]
        network = Network(asset, coins, UtxoTruth(coins), fronts, paid, blocks, fresh)
        return network, esplora.routes(coins), esplora.prefix(kind)
    if asset == "ETH":
        ether = EthereumChain(store, clock)
        fronts = [RpcProvider(each, fresh_ethereum(0)) for each in dice]
        network = Network(asset, ether, EthereumTruth(ether), fronts, paid, (2, 8), fresh_ethereum)
        return network, ethereum_rpc.routes(ether), ethereum_rpc.PREFIX
    sol = SolanaChain(store, clock)
    fronts = [RpcProvider(each, fresh_solana(1), hangs=False) for each in dice]
    truth = SolanaTruth(sol, paid)
    network = Network(asset, sol, truth, fronts, paid, (5, 20), lambda n: fresh_solana(n + 1000))
    return network, solana_rpc.routes(sol, lambda kind, **payload: None), solana_rpc.PREFIX


def _client(asset: str, url: str, clock: FakeClock, monotonic: Callable[[], float]) -> ChainSource:
    if asset == "ETH":
        return EthereumClient(
            url,
            clock=clock,
            chain_id=CHAIN_IDS["regtest"],
            max_tip_age=timedelta(minutes=20),
            manners=HASTY,
            monotonic=monotonic,
        )
    if asset == "SOL":
        age = timedelta(minutes=20)
        return SolanaClient(url, clock=clock, max_tip_age=age, manners=HASTY, monotonic=monotonic)
    return EsploraClient(
        url,
        clock=clock,
        max_tip_age=timedelta(hours=2 if asset == "BTC" else 1),
        genesis=GENESIS[asset, "regtest"],
        manners=HASTY,
        monotonic=monotonic,
    )
