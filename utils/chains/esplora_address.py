"""Every payment to one address through an Esplora API: page by page, or by its outputs alone."""

from collections.abc import AsyncIterator, Sequence

from utils.chains import strict
from utils.chains.base import ChainUnreadable, KnownTransfer
from utils.chains.esplora_answers import Output, Stats, outputs_to, status_of, unspent
from utils.chains.portion import MOST_ROWS
from utils.http import Fetcher, HttpRefused, HttpTooLarge

MOST_PAGES = 60
"""1,500 confirmed transactions of one address; a one-time address has one or two. They are paged
through once: after that, only what is newer than the last reading."""

Found = dict[tuple[str, int], Output]


HEAVY = 2_000
"""Outputs of all transactions of an address, ours or not, from which they are not read again."""
MOST_STATUSES = 5


class AddressReader:
    def __init__(self, http: Fetcher) -> None:
        self._http = http
        self._heavy: set[str] = set()

    async def is_unmoved(self, address: str, before: Sequence[Output]) -> bool:
        """Whether everything read before is still in its block, asked of heavy addresses alone: a
        status has two hundred bytes, where their transactions have megabytes.
        """
        blocks = {each.transfer.txid: each.transfer.block_hash for each in before}
        if address not in self._heavy or not 0 < len(blocks) <= MOST_STATUSES:
            return False
        for txid, block in blocks.items():
            try:
                answer = await self._http.get_json(f"/tx/{txid}/status")
            except HttpRefused:
                return False
            if block is None or status_of({"status": answer})[1] != block:
                return False
        return True

    async def read(
        self,
        address: str,
        script: str,
        stats: Stats,
        before: Sequence[Output],
        known: Sequence[KnownTransfer],
    ) -> tuple[Output, ...]:
        """Every output that pays the address; raises HttpError, BadShape, ChainUnreadable.

        What a provider's own counts say is missing makes the address unreadable, never shorter.
        Where its transactions are too large to be read its outputs are, without them.
        """
        try:
            found = await self._from_transactions(address, script, stats, before)
        except HttpTooLarge:
            found = await self._from_outputs(address, stats, known)
        if len(found) > MOST_ROWS:
            raise self._unreadable(f"{len(found)} payments to one address")
        return tuple(found.values())

    async def _from_transactions(
        self, address: str, script: str, stats: Stats, before: Sequence[Output]
    ) -> Found:
        found: Found = {}
        size = 0
        async for tx in self._transactions(address, stats.confirmed, before):
            found |= {output.key: output for output in outputs_to(script, tx)}
            size += len(strict.sequence(tx.get("vout"), "vout"))
        if size >= HEAVY:
            self._heavy.add(address)
        found = standing(before, found) | found
        if _count(found) < stats.outputs and stats.unconfirmed:
            found = await self._waiting(address) | found
        if _count(found) < stats.outputs or _sum(found) < stats.received:
            reason = f"{stats.outputs} payments to one address, of which {_count(found)} are shown"
            if stats.confirmed > 25 * MOST_PAGES:
                raise self._unreadable(reason)
            raise strict.BadShape(reason)
        if _count(found) == stats.outputs and _sum(found) != stats.received:
            raise strict.BadShape("the payments are worth more than what was received")
        return found

    async def _from_outputs(
        self, address: str, stats: Stats, known: Sequence[KnownTransfer]
    ) -> Found:
        """What is unspent, and what was recorded of the rest, if that is all there is."""
        try:
            listed = await self._unspent(address)
        except (HttpRefused, HttpTooLarge) as error:
            raise self._unreadable("transactions too large, and too many of them") from error
        recorded = [Output(row.transfer, is_reward=False) for row in known if not row.gone]
        found = {each.key: each for each in recorded if each.transfer.block_hash} | listed
        if _sum(found) < stats.received:
            raise self._unreadable("transactions too large, and their outputs are spent")
        return found

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

    async def _waiting(self, address: str) -> Found:
        """All unconfirmed outputs, of which no provider shows more than some fifty with their
        transactions. Here they come without their scripts: they are seen, and proved when mined.
        """
        found = await self._unspent(address)
        return {key: each for key, each in found.items() if each.transfer.block_hash is None}

    async def _unspent(self, address: str) -> Found:
        entries = strict.sequence(await self._http.get_json(f"/address/{address}/utxo"), "outputs")
        return {each.key: each for each in unspent(entries)}

    def _unreadable(self, reason: str) -> ChainUnreadable:
        return ChainUnreadable(self._http.source, reason)


def _count(found: Found) -> int:
    return sum(output.count for output in found.values())


def _sum(found: Found) -> int:
    return sum(output.transfer.amount for output in found.values())


def standing(before: Sequence[Output], found: Found) -> Found:
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
