"""Bitcoin or Litecoin through one's own node: bitcoind 24 or newer, litecoind 0.21 or newer.

The node needs a wallet (no -disablewallet) but no index; RPC:
https://bitcoincore.org/en/doc/
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from utils.chains import node_lookup, strict
from utils.chains.answers import chain_errors, require_digest, require_fresh, require_network
from utils.chains.base import (
    NOTHING_KNOWN,
    ChainMalformed,
    ChainUnavailable,
    ChainUnreadable,
    Known,
    Lookup,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.noderpc import NodeRpc, RpcError
from utils.chains.portion import MOST_ROWS, gathered
from utils.chains.script import any_script_of
from utils.chains.watchwallet import NAME, WatchWallet
from utils.clock import Clock
from utils.http import HttpTooLarge
from utils.source import Source
from utils.wallets.segwit import BadAddress

RESCAN = timedelta(hours=6)
BURIED = 120
"""Confirmations after which a transaction is not listed again; more than a reward needs (100)."""
PAGE, MOST_PAGES = 1_000, 200
"""Entries at a time where all are too many for one answer, and how often that is asked."""
BREATH = 1_000
"""Entries after which others get their turn: some ten milliseconds."""
ARRIVALS = frozenset({"receive", "generate", "hogex"})
"""Categories that count, besides what leaves Litecoin's MWEB: not "send", not "orphan"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One output that pays one of our addresses, as the wallet remembers it."""

    address: str
    transfer: SeenTransfer
    confirmations: int

    @property
    def key(self) -> tuple[str, int]:
        return self.transfer.txid, self.transfer.output_index


class NodeClient(Source):
    """`url` with user and password; `genesis` as in utils/chains/genesis.py, not checked if empty;
    `rescan` is for addresses the node first hears of in `observe`.

    Normally it learns of an address from `has_history`, before anybody can have paid it. One that
    it first meets in `observe` (after a change from another source, with a new node or a restored
    backup) is searched for `rescan` back, and the node itself adds two hours: older payments to it
    stay unseen, so give more when changing over. A node that has deleted those blocks answers for
    such an address with NodePruned. For `has_history`, Litecoin 0.21 does not look at what already
    waits in its mempool.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        wallet: str = NAME,
        rescan: timedelta = RESCAN,
        max_tip_age: timedelta | None = None,
        genesis: Collection[str] = (),
    ) -> None:
        self._rpc = NodeRpc(url, clock=clock)
        self._http = self._rpc.http
        self._clock = clock
        self._max_tip_age = max_tip_age
        self._rescan = rescan
        self._genesis = genesis
        self._is_right_network = not genesis
        self._wallet = WatchWallet(self._rpc, clock, name=wallet)
        self._tip: Tip | None = None
        self._since = ""
        self._generation = 0
        self._buried: dict[tuple[str, int], Entry] = {}

    async def aclose(self) -> None:
        await self._wallet.aclose()
        await super().aclose()

    async def tip(self) -> Tip:
        with chain_errors(self._http):
            await self._require_network()
            chain = strict.mapping(await self._rpc.call("getblockchaininfo"), "the chain")
            if chain.get("initialblockdownload") is not False and chain.get("chain") != "regtest":
                self._rpc.http.complain("the node is still catching up")
                raise ChainUnavailable(self.source, "the node is still catching up")
            best = strict.digest(chain.get("bestblockhash"), "the tip")
            tip = self._tip
            if tip is None or tip.hash != best:
                tip = self._tip = header_tip(await self._rpc.call("getblockheader", best), best)
        require_fresh(self._http, tip, self._clock(), self._max_tip_age)
        return tip

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        tip = await self.tip()
        with chain_errors(self._http):
            failures = await self._wallet.watch(addresses, self._rescan)
            entries = await self._standing(await self._entries())
        seen = Observation(self.source, tip, {}, failures)
        rows = by_address(entries)
        for address in addresses:
            if address not in failures:
                self._take(seen, address, rows.get(address, ()))
        return seen

    def _take(self, seen: Observation, address: str, rows: Sequence[SeenTransfer]) -> None:
        if len(rows) > MOST_ROWS:
            reason = f"{len(rows)} payments to one address"
            seen.failures[address] = ChainUnreadable(self.source, reason)
        else:
            seen.transfers[address] = tuple(rows)

    async def has_history(self, address: str) -> bool:
        """As far as the node knows this address: from now on, and at least two hours back."""
        with chain_errors(self._http):
            await self._require_network()
            failures = await self._wallet.watch([address], None)
            if failures:
                raise failures[address]
            return any(entry.address == address for entry in await self._entries())

    async def lookup(self, txid: str, address: str) -> Lookup:
        require_digest(self.source, txid)
        try:
            script = any_script_of(address)
        except BadAddress as error:
            raise ChainMalformed(self.source, f"cannot ask for this address: {error}") from error
        tip = await self.tip()
        with chain_errors(self._http):
            return await node_lookup.paid_by(self._rpc, self._wallet.name, (txid, script), tip)

    async def _require_network(self) -> None:
        """Asked once."""
        if not self._is_right_network:
            first = strict.digest(await self._rpc.call("getblockhash", 0), "block 0")
            require_network(self._http, first, self._genesis)
            self._is_right_network = True

    async def _entries(self) -> list[Entry]:
        """Everything the wallet has ever received, also what is now replaced or conflicted.

        What is buried is remembered and not listed again; without `since` the node lists all.
        """
        generation = self._wallet.generation
        since = self._since if self._generation == generation else ""
        try:
            answer = await self._rpc.call(
                "listsinceblock", since, BURIED, True, False, wallet=self._wallet.name
            )
        except HttpTooLarge:
            return await self._paged()
        listing = strict.mapping(answer, "the listing")
        last = strict.digest(listing.get("lastblock"), "lastblock")
        entries = await self._keyed(listing.get("transactions"))
        known = entries if not since else {**self._buried, **entries}
        self._since, self._generation = last, generation
        self._buried = {k: entry for k, entry in known.items() if entry.confirmations >= BURIED}
        return list(known.values())

    async def _paged(self) -> list[Entry]:
        """All of it, some at a time: a later one may come twice, none is left out."""
        found: dict[tuple[str, int], Entry] = {}
        for page in range(MOST_PAGES):
            answer = await self._rpc.call(
                "listtransactions", "*", PAGE, page * PAGE, True, wallet=self._wallet.name
            )
            listed = strict.sequence(answer, "transactions")
            found |= await self._keyed(listed)
            if len(listed) < PAGE:
                return list(found.values())
        raise ChainUnavailable(self.source, "its wallet lists more than can be read")

    async def _keyed(self, listed: object) -> dict[tuple[str, int], Entry]:
        """Others get their turn in between."""
        found: dict[tuple[str, int], Entry] = {}
        for number, entry in enumerate(arrivals(listed), 1):
            found[entry.key] = entry
            if number % BREATH == 0:
                await asyncio.sleep(0)
        return found

    async def _standing(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those in the best chain, and those without a block that are in the mempool.

        A wallet keeps what was replaced or double-spent: negative confirmations when a block
        conflicts with it, none, as if it were waiting, when only the mempool does.
        """
        alive = [entry for entry in entries if entry.confirmations >= 0]
        waiting = {entry.transfer.txid for entry in alive if not entry.confirmations}
        answers = await self._rpc.batch([("getmempoolentry", [txid]) for txid in waiting])
        gone = {
            txid
            for txid, answer in zip(waiting, answers, strict=True)
            if isinstance(answer, RpcError)
        }
        return [entry for entry in alive if entry.confirmations or entry.transfer.txid not in gone]


def header_tip(answer: object, expected: str) -> Tip:
    header = strict.mapping(answer, "the header")
    if header.get("hash") != expected:
        raise strict.BadShape("another block than the one asked for")
    height = strict.whole(header.get("height"), "height")
    return Tip(
        height, expected, datetime.fromtimestamp(strict.whole(header.get("time"), "time"), UTC)
    )


def by_address(entries: Iterable[Entry]) -> dict[str, list[SeenTransfer]]:
    """Of each transaction a number of rows at most, the last of which stands for the rest."""
    outputs: dict[tuple[str, str], list[SeenTransfer]] = defaultdict(list)
    for entry in entries:
        outputs[entry.address, entry.transfer.txid].append(entry.transfer)
    found: dict[str, list[SeenTransfer]] = defaultdict(list)
    for (address, _), rows in outputs.items():
        pairs = sorted((row.output_index, row.amount) for row in rows)
        found[address] += [
            replace(rows[0], output_index=index, amount=amount)
            for index, amount, _ in gathered(pairs)
        ]
    return found


def arrivals(transactions: object) -> Iterable[Entry]:
    for item in strict.sequence(transactions, "transactions"):
        entry = strict.mapping(item, "a transaction")
        if counts(entry) and entry.get("abandoned") is not True:
            yield arrival(entry)


def counts(entry: dict[str, object]) -> bool:
    """Whether the wallet lists an arrival.

    A payment out of MWEB is listed twice by litecoind: as the hidden transaction that asks for it
    (`mweb_out`, without an output of its own) and as the output of the block's HogEx transaction
    that makes it, which is called "immature" for six blocks. The output counts, as anywhere else
    in the chain; only a block's reward has to ripen first.
    """
    if "mweb_out" in entry:
        return False
    is_hogex = entry.get("category") == "immature" and entry.get("generated") is not True
    return is_hogex or entry.get("category") in ARRIVALS


def arrival(entry: dict[str, object]) -> Entry:
    confirmations = entry.get("confirmations")
    if not isinstance(confirmations, int) or isinstance(confirmations, bool):
        raise strict.BadShape("confirmations are no whole number")
    height = block = None
    if confirmations > 0:
        height = strict.whole(entry.get("blockheight"), "blockheight")
        block = strict.digest(entry.get("blockhash"), "blockhash")
    transfer = SeenTransfer(
        txid=strict.digest(entry.get("txid"), "txid"),
        output_index=strict.whole(entry.get("vout"), "vout"),
        amount=strict.coins(entry.get("amount"), "amount"),
        block_height=height,
        block_hash=block,
    )
    return Entry(strict.text(entry.get("address"), "address"), transfer, confirmations)
