"""Bitcoin and Litecoin through an Esplora API: mempool.space, litecoinspace.org, one's own ...

https://github.com/Blockstream/esplora/blob/master/API.md
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from utils.chains import strict
from utils.chains.answers import chain_errors, require_digest, require_fresh, require_network
from utils.chains.base import (
    NOTHING_KNOWN,
    UNKNOWN,
    ChainError,
    ChainMalformed,
    Known,
    Lookup,
    Observation,
    Tip,
)
from utils.chains.esplora_answers import (
    Output,
    Stats,
    address_stats,
    block_tip,
    outputs_to,
    paid_by,
    status_of,
    unspent,
)
from utils.chains.script import any_script_of, script_of
from utils.clock import Clock
from utils.health import Health
from utils.http import Fetcher, HttpRefused, Manners
from utils.wallets.segwit import BadAddress

MOST_PAGES = 60
"""1,500 confirmed transactions of one address; a one-time address has one or two. They are paged
through once: after that, only what is newer than the last reading."""
REMEMBERED = 5_000
NOT_FOUND = 404


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
        self._http = Fetcher(base_url, clock=clock, manners=manners, monotonic=monotonic)
        self._clock = clock
        self._max_tip_age = max_tip_age
        self._genesis = genesis
        self._is_right_network = not genesis
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
            await self._require_network()
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
            await self._require_network()
            stats = await self._stats(address)
        return stats.confirmed + stats.unconfirmed > 0

    async def lookup(self, txid: str, address: str) -> Lookup:
        require_digest(self.source, txid)
        script, tip = self._script(address, any_script_of), await self.tip()
        with chain_errors(self._http):
            try:
                answer = await self._http.get_json(f"/tx/{txid}")
            except HttpRefused as refusal:
                if refusal.status == NOT_FOUND:
                    return UNKNOWN
                raise
            return paid_by(strict.mapping(answer, "a transaction"), txid, script, tip)

    async def _require_network(self) -> None:
        """Asked once."""
        if not self._is_right_network:
            text = await self._http.get_text("/block-height/0")
            require_network(self._http, strict.digest(text.strip(), "block 0"), self._genesis)
            self._is_right_network = True

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
        before = known.outputs if known else ()
        outputs = await self._read(address, script, stats, before) if stats.outputs else ()
        self._remember(address, Memory(tip.hash, stats, outputs))
        return outputs

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

    async def _read(
        self, address: str, script: str, stats: Stats, before: Sequence[Output]
    ) -> tuple[Output, ...]:
        """Every output that pays the address.

        What a provider's own counts say is missing makes the address unreadable, never shorter.
        """
        found: dict[tuple[str, int], Output] = {}
        async for tx in self._transactions(address, stats.confirmed, before):
            found |= {output.key: output for output in outputs_to(script, tx)}
        found = standing(before, found) | found
        if len(found) < stats.outputs and stats.unconfirmed:
            found = await self._waiting(address) | found
        received = sum(output.transfer.amount for output in found.values())
        if len(found) < stats.outputs or received < stats.received:
            raise strict.BadShape(
                f"{stats.outputs} payments to one address, of which only {len(found)} are shown"
            )
        return tuple(found.values())

    async def _transactions(
        self, address: str, expected: int, before: Sequence[Output]
    ) -> AsyncIterator[dict[str, object]]:
        """Unconfirmed ones, then confirmed ones from the newest on, page by page, until there are
        `expected` ones or the rest is known from `before`. Providers differ in how many a page
        holds.
        """
        anchors = {each.transfer.txid: each.transfer.block_hash for each in before}
        path, confirmed, last = f"/address/{address}/txs", set[str](), ""
        for _ in range(MOST_PAGES):
            page = strict.sequence(await self._http.get_json(path), "the transactions")
            count, is_known = len(confirmed), False
            for entry in page:
                tx = strict.mapping(entry, "a transaction")
                block = status_of(tx)[1]
                if block is not None:
                    last = strict.digest(tx.get("txid"), "txid")
                    confirmed.add(last)
                    is_known |= anchors.get(last) == block
                yield tx
            if is_known or len(confirmed) == count or len(confirmed) >= expected:
                return
            path = f"/address/{address}/txs/chain/{last}"

    async def _waiting(self, address: str) -> dict[tuple[str, int], Output]:
        """All unconfirmed outputs, of which no provider shows more than some fifty with their
        transactions. Here they come without their scripts: they are seen, and proved when mined.
        """
        path = f"/address/{address}/utxo"
        entries = strict.sequence(await self._http.get_json(path), "the outputs")
        outputs = [unspent(strict.mapping(entry, "an output")) for entry in entries]
        return {each.key: each for each in outputs if each.transfer.block_hash is None}


def standing(
    before: Sequence[Output], found: dict[tuple[str, int], Output]
) -> dict[tuple[str, int], Output]:
    """What was read before and cannot have changed: a block that still holds one of them is still
    there, and so is everything below it.
    """
    kept = [each.transfer for each in before if found.get(each.key) == each]
    heights = [each.block_height for each in kept if each.block_height is not None]
    top = max(heights, default=-1)
    return {
        each.key: each
        for each in before
        if each.transfer.block_height is not None and each.transfer.block_height <= top
    }
