"""Bitcoin-like chains through an Esplora API: blockstream.info, mempool.space, or one's own.

https://github.com/Blockstream/esplora/blob/master/API.md
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from utils.chains import strict
from utils.chains.answers import chain_errors, require_fresh
from utils.chains.base import (
    NOTHING_KNOWN,
    ChainError,
    ChainMalformed,
    Known,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.script import script_of
from utils.clock import Clock
from utils.health import Health
from utils.http import Fetcher, Manners
from utils.wallets.segwit import BadAddress

MOST_PAGES = 60
"""1,500 confirmed transactions of one address; a one-time address has one or two."""
REMEMBERED = 5_000
MATURITY = 100
"""Confirmations after which a block reward can be spent and therefore counts."""


@dataclass(frozen=True, slots=True)
class Stats:
    """What the provider has counted for an address: the promise its pages must keep."""

    confirmed: int
    unconfirmed: int
    outputs: int
    received: int


@dataclass(frozen=True, slots=True)
class Output:
    transfer: SeenTransfer
    is_reward: bool

    def counts_at(self, height: int) -> bool:
        mined = self.transfer.block_height
        return not self.is_reward or (mined is not None and height - mined >= MATURITY)


@dataclass(frozen=True, slots=True)
class Memory:
    """The last complete reading of an address."""

    tip: str
    stats: Stats
    outputs: tuple[Output, ...]

    def still_holds(self, tip: Tip, stats: Stats) -> bool:
        """No new block, no new count, and nothing that could be replaced by its like."""
        settled = all(output.transfer.block_hash for output in self.outputs)
        return settled and self.tip == tip.hash and self.stats == stats


class EsploraClient:
    """`max_tip_age`: older best blocks are refused; leave it out where nobody mines regularly."""

    def __init__(
        self,
        base_url: str,
        *,
        clock: Clock,
        max_tip_age: timedelta | None = None,
        manners: Manners | None = None,
    ) -> None:
        self._http = Fetcher(base_url, clock=clock, manners=manners)
        self._clock = clock
        self._max_tip_age = max_tip_age
        self._tip: Tip | None = None
        self._memory: dict[str, Memory] = {}

    @property
    def source(self) -> str:
        return self._http.source

    def health(self) -> Health:
        return self._http.health()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def tip(self) -> Tip:
        """Height and time are read by hash, so that all three belong to one block."""
        with chain_errors(self._http):
            best = strict.digest((await self._http.get_text("/blocks/tip/hash")).strip(), "the tip")
            tip = self._tip
            if tip is None or tip.hash != best:
                tip = self._tip = block_tip(await self._http.get_json(f"/block/{best}"), best)
        require_fresh(self._http, tip, self._clock(), self._max_tip_age)
        return tip

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        seen = Observation(self.source, await self.tip(), {}, {})
        async with asyncio.TaskGroup() as group:
            for address in dict.fromkeys(addresses):
                group.create_task(self._look(address, seen))
        return seen

    async def has_history(self, address: str) -> bool:
        with chain_errors(self._http):
            self._script(address)
            stats = await self._stats(address)
        return stats.confirmed + stats.unconfirmed > 0

    async def _look(self, address: str, seen: Observation) -> None:
        try:
            with chain_errors(self._http):
                outputs = await self._outputs(address, seen.tip)
        except ChainError as error:
            seen.failures[address] = error
        else:
            seen.transfers[address] = tuple(
                output.transfer for output in outputs if output.counts_at(seen.tip.height)
            )

    async def _outputs(self, address: str, tip: Tip) -> tuple[Output, ...]:
        script = self._script(address)
        stats = await self._stats(address)
        known = self._memory.get(address)
        if known and known.still_holds(tip, stats):
            return known.outputs
        outputs = await self._read(address, script, stats) if stats.outputs else ()
        self._remember(address, Memory(tip.hash, stats, outputs))
        return outputs

    def _remember(self, address: str, memory: Memory) -> None:
        self._memory.pop(address, None)
        self._memory[address] = memory
        if len(self._memory) > REMEMBERED:
            del self._memory[next(iter(self._memory))]

    def _script(self, address: str) -> str:
        """Also keeps what is no address, and so anything but letters and digits, out of paths."""
        try:
            return script_of(address)
        except BadAddress as error:
            raise ChainMalformed(self.source, f"cannot ask for this address: {error}") from error

    async def _stats(self, address: str) -> Stats:
        answer = strict.mapping(await self._http.get_json(f"/address/{address}"), "the address")
        if answer.get("address") != address:
            raise strict.BadShape("an answer about another address")
        return address_stats(answer)

    async def _read(self, address: str, script: str, stats: Stats) -> tuple[Output, ...]:
        """Every output that pays the address.

        No provider shows more than some fifty unconfirmed transactions: what its own counts say
        is missing makes the address unreadable, never shorter.
        """
        found: dict[tuple[str, int], Output] = {}
        async for tx in self._transactions(address, stats.confirmed):
            for output in outputs_to(script, tx):
                found[output.transfer.txid, output.transfer.output_index] = output
        received = sum(output.transfer.amount for output in found.values())
        if len(found) < stats.outputs or received < stats.received:
            raise strict.BadShape(
                f"{stats.outputs} payments to one address, of which only {len(found)} are shown"
            )
        return tuple(found.values())

    async def _transactions(self, address: str, expected: int) -> AsyncIterator[dict[str, object]]:
        """Unconfirmed ones, then `expected` confirmed ones from the newest on, page by page.

        Providers differ in how many a page holds.
        """
        path, confirmed, last = f"/address/{address}/txs", set[str](), ""
        for _ in range(MOST_PAGES):
            page = strict.sequence(await self._http.get_json(path), "the transactions")
            before = len(confirmed)
            for entry in page:
                tx = strict.mapping(entry, "a transaction")
                if status_of(tx)[0] is not None:
                    last = strict.digest(tx.get("txid"), "txid")
                    confirmed.add(last)
                yield tx
            if len(confirmed) == before or len(confirmed) >= expected:
                return
            path = f"/address/{address}/txs/chain/{last}"


def block_tip(answer: object, expected: str) -> Tip:
    block = strict.mapping(answer, "the block")
    if strict.digest(block.get("id"), "the block's id") != expected:
        raise strict.BadShape("another block than the one asked for")
    height = strict.height(block.get("height"), "the block's height")
    seconds = strict.whole(block.get("timestamp"), "the block's time")
    try:
        return Tip(height, expected, datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise strict.BadShape("the block's time is no time") from error


def address_stats(answer: dict[str, object]) -> Stats:
    chain = strict.mapping(answer.get("chain_stats"), "chain_stats")
    mempool = strict.mapping(answer.get("mempool_stats"), "mempool_stats")

    def total(name: str) -> int:
        return sum(strict.whole(part.get(name), name) for part in (chain, mempool))

    return Stats(
        confirmed=strict.whole(chain.get("tx_count"), "tx_count"),
        unconfirmed=strict.whole(mempool.get("tx_count"), "tx_count"),
        outputs=total("funded_txo_count"),
        received=total("funded_txo_sum"),
    )


def status_of(tx: dict[str, object]) -> tuple[int, str] | tuple[None, None]:
    """Block height and hash; neither for one that waits in the mempool."""
    status = strict.mapping(tx.get("status"), "status")
    if not strict.flag(status.get("confirmed"), "confirmed"):
        return None, None
    height = strict.height(status.get("block_height"), "block_height")
    return height, strict.digest(status.get("block_hash"), "block_hash")


def outputs_to(script: str, tx: dict[str, object]) -> Iterator[Output]:
    """The outputs with exactly this script, whatever the provider calls their address."""
    txid, (height, block) = strict.digest(tx.get("txid"), "txid"), status_of(tx)
    first = strict.mapping(next(iter(strict.sequence(tx.get("vin"), "vin")), None), "an input")
    is_reward = strict.flag(first.get("is_coinbase"), "is_coinbase")
    for index, entry in enumerate(strict.sequence(tx.get("vout"), "vout")):
        output = strict.mapping(entry, "an output")
        amount = strict.units(output.get("value"), "value")
        if strict.text(output.get("scriptpubkey"), "scriptpubkey") == script:
            yield Output(SeenTransfer(txid, index, amount, height, block), is_reward)
