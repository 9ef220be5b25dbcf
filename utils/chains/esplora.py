"""Bitcoin and Litecoin through an Esplora API: mempool.space, litecoinspace.org, one's own ...

https://github.com/Blockstream/esplora/blob/master/API.md
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from utils.chains import strict
from utils.chains.answers import (
    chain_errors,
    mined_at,
    require_digest,
    require_fresh,
    require_network,
)
from utils.chains.base import (
    NOTHING_KNOWN,
    UNKNOWN,
    ChainError,
    ChainMalformed,
    ChainUnavailable,
    ChainUnreadable,
    Known,
    KnownTransfer,
    Lookup,
    Observation,
    Tip,
)
from utils.chains.esplora_address import AddressReader
from utils.chains.esplora_answers import (
    Output,
    Stats,
    address_stats,
    block_tip,
    paid_by,
    status_of,
)
from utils.chains.script import any_script_of, script_of
from utils.clock import Clock
from utils.http import Fetcher, HttpRefused, Manners, manners_for
from utils.source import Source
from utils.wallets.segwit import BadAddress

REMEMBERED = 5_000
NOT_FOUND = 404
MOST_BYTES = 8 * 1024 * 1024
"""Of one answer: a transaction of 30,000 outputs, parsed in less than a tenth of a second."""
AT_ONCE = 4
"""Addresses of one scan; so a single question never waits behind two hundred."""
LONGEST_LOOK = 60.0
"""Seconds after which a scan begins with no further address."""
LEFT_ALONE = 10 * 60.0
"""Seconds in which an address that is too large to be read is not read, unless it changes."""


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Why an address could not be read, as long as its counts stay the same."""

    stats: Stats
    error: ChainError
    until: float


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


class EsploraClient(Source):
    """`max_tip_age`: older best blocks are refused; leave it out where nobody mines regularly.

    `genesis` as in utils/chains/genesis.py; not checked if empty. An address without payments
    costs one request a scan, a paid one two, one that is spammed with dust three.
    """

    def __init__(
        self,
        base_url: str,
        *,
        clock: Clock,
        max_tip_age: timedelta | None = None,
        genesis: Collection[str] = (),
        manners: Manners | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        polite = replace(manners or manners_for(base_url), max_bytes=MOST_BYTES)
        self._http = Fetcher(base_url, clock=clock, manners=polite, monotonic=monotonic)
        self._reader = AddressReader(self._http)
        self._monotonic = monotonic
        self._clock = clock
        self._max_tip_age = max_tip_age
        self._genesis = genesis
        self._is_right_network = not genesis
        self._tip: Tip | None = None
        self._memory: dict[str, Memory] = {}
        self._too_much: dict[str, TooMuch] = {}

    async def tip(self) -> Tip:
        """Height and time are read by hash, so that all three belong to one block."""
        with chain_errors(self._http):
            await self._require_network()
            best = strict.digest((await self._http.get_text("/blocks/tip/hash")).strip(), "the tip")
            tip = self._tip
            if tip is None or tip.hash != best:
                tip = self._tip = block_tip(await self._http.get_json(f"/block/{best}"), best)
        require_fresh(self._http, tip, self._clock(), self._max_tip_age)
        return tip

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        seen = Observation(self.source, await self.tip(), {}, {})
        turn, end = asyncio.Semaphore(AT_ONCE), self._monotonic() + LONGEST_LOOK

        async def look(address: str) -> None:
            async with turn:
                if self._monotonic() < end:
                    await self._look(address, seen, known.get(address, ()))
                else:
                    seen.failures[address] = ChainUnavailable(self.source, "no time is left")

        async with asyncio.TaskGroup() as group:
            for address in dict.fromkeys(addresses):
                group.create_task(look(address))
        return seen

    async def has_history(self, address: str) -> bool:
        with chain_errors(self._http):
            self._script(address)
            await self._require_network()
            stats = await self._stats(address)
        return stats.confirmed + stats.unconfirmed > 0

    async def lookup(self, txid: str, address: str) -> Lookup:
        require_digest(self.source, txid)
        script, tip = self._script(address, any_script_of), await self.tip()
        with chain_errors(self._http):
            answer = await self._found(f"/tx/{txid}")
            if answer is None:
                return UNKNOWN
            transaction = strict.mapping(answer, "a transaction")
            paid = paid_by(transaction, txid, script, tip)
            if paid.height is None or paid.mined_at is not None:
                return paid
            return replace(paid, mined_at=await self._dated(transaction, tip))

    async def _found(self, path: str) -> object | None:
        """None when the provider knows no such thing."""
        try:
            return await self._http.get_json(path)
        except HttpRefused as refusal:
            if refusal.status == NOT_FOUND:
                return None
            raise

    async def _dated(self, transaction: dict[str, object], tip: Tip) -> datetime | None:
        """Where `block_time` is left out, the block itself is asked for."""
        _, block = status_of(transaction)
        answer = await self._found(f"/block/{block}")
        if answer is None or block is None:
            return None
        return mined_at(strict.mapping(answer, "the block").get("timestamp"), tip)

    async def _require_network(self) -> None:
        """Asked once."""
        if not self._is_right_network:
            text = await self._http.get_text("/block-height/0")
            require_network(self._http, strict.digest(text.strip(), "block 0"), self._genesis)
            self._is_right_network = True

    async def _look(self, address: str, seen: Observation, known: Sequence[KnownTransfer]) -> None:
        try:
            with chain_errors(self._http):
                outputs = await self._outputs(address, seen.tip, known)
        except ChainError as error:
            seen.failures[address] = error
        else:
            seen.transfers[address] = tuple(
                output.transfer for output in outputs if output.counts_at(seen.tip.height)
            )

    async def _outputs(
        self, address: str, tip: Tip, known: Sequence[KnownTransfer]
    ) -> tuple[Output, ...]:
        script = self._script(address)
        stats = await self._stats(address)
        memory = self._memory.get(address)
        if memory and memory.still_holds(tip, stats):
            return memory.outputs
        self._require_bearable(address, stats)
        before = memory.outputs if memory else ()
        if memory and memory.stats == stats and await self._reader.is_unmoved(address, before):
            self._remember(address, replace(memory, tip=tip.hash))
            return before
        try:
            with chain_errors(self._http):
                outputs: tuple[Output, ...] = ()
                if stats.outputs:
                    outputs = await self._reader.read(address, script, stats, before, known)
        except ChainUnreadable as error:
            until = self._monotonic() + LEFT_ALONE
            self._too_much[address] = TooMuch(stats, error, until)
            if len(self._too_much) > REMEMBERED:
                del self._too_much[next(iter(self._too_much))]
            raise
        self._remember(address, Memory(tip.hash, stats, outputs))
        return outputs

    def _require_bearable(self, address: str, stats: Stats) -> None:
        """Raises ChainUnreadable without reading megabytes again that were too much just now."""
        known = self._too_much.pop(address, None)
        if known and known.stats == stats and self._monotonic() < known.until:
            self._too_much[address] = known
            raise known.error

    def _remember(self, address: str, memory: Memory) -> None:
        self._memory.pop(address, None)
        self._memory[address] = memory
        if len(self._memory) > REMEMBERED:
            del self._memory[next(iter(self._memory))]

    def _script(self, address: str, read: Callable[[str], str] = script_of) -> str:
        """Also keeps what is no address, and so anything but letters and digits, out of paths."""
        try:
            return read(address)
        except BadAddress as error:
            raise ChainMalformed(self.source, f"cannot ask for this address: {error}") from error

    async def _stats(self, address: str) -> Stats:
        answer = strict.mapping(await self._http.get_json(f"/address/{address}"), "the address")
        if answer.get("address") != address:
            raise strict.BadShape("an answer about another address")
        return address_stats(answer)
