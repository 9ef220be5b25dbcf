"""What a node knows: the best chain, stale blocks, the mempool, and who was paid where."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from statistics import median_high
from typing import Any

from sandbox.chains.block import Block
from sandbox.chains.transaction import Transaction
from sandbox.store import Store

_MEDIAN_SPAN = 11


class Ledger:
    """Kept in memory, written to the store with each change; the last of it survives a kill."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._heads = store.all(name)
        self.blocks: dict[str, Block] = {}
        self.chain: list[Block] = []
        self.mempool: dict[str, Transaction] = {}
        self.dropped: dict[str, Transaction] = {}
        self._confirmed: dict[str, Transaction] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._by_script: defaultdict[bytes, dict[str, None]] = defaultdict(dict)
        self._spenders: dict[tuple[str, int], str] = {}
        self._load()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All changes inside, or none of them, survive a kill."""
        with self._store.together():
            yield

    def next_serial(self) -> int:
        """A number never given before."""
        serial = int(self._heads.get("serial", {}).get("given", 0)) + 1
        self._put_head("serial", {"given": serial})
        return serial

    def find(self, txid: str) -> Transaction | None:
        return self.mempool.get(txid) or self._confirmed.get(txid)

    def block_of(self, txid: str) -> Block | None:
        """The block of the best chain that holds a transaction."""
        place = self._places.get(txid)
        return self.chain[place[0]] if place else None

    def is_best(self, block: Block) -> bool:
        return block.height < len(self.chain) and self.chain[block.height] is block

    def median_time(self, block: Block) -> int:
        """The median of this block's time and those of the ten before it (BIP113)."""
        return median_high(each.time for each in islice(self._back_from(block), _MEDIAN_SPAN))

    def waiting(self, script: bytes) -> list[Transaction]:
        """Transactions of the mempool that pay or spend a script, newest first."""
        txids = reversed(self._by_script.get(script, {}))
        return [self.mempool[txid] for txid in txids if txid in self.mempool]

    def history(self, script: bytes) -> list[Transaction]:
        """Transactions of the best chain that pay or spend a script, newest first."""
        txids = [txid for txid in self._by_script.get(script, {}) if txid in self._places]
        txids.sort(key=self._places.__getitem__, reverse=True)
        return [self._confirmed[txid] for txid in txids]

    def accept(self, transaction: Transaction) -> None:
        """Take into the mempool; whatever there spends the same coins makes room."""
        with self.together():
            for rival in {self._spenders.get(each.outpoint) for each in transaction.inputs}:
                if rival:
                    self.evict(rival)
            self._store.delete(f"{self._name}.dropped", transaction.txid)
            self._store.put(f"{self._name}.tx", transaction.txid, transaction.stored())
            self.dropped.pop(transaction.txid, None)
            self._index(transaction)
            self.mempool[transaction.txid] = transaction

    def evict(self, txid: str) -> None:
        """Forget a transaction of the mempool."""
        self._store.delete(f"{self._name}.tx", txid)
        self._forget(self.mempool.pop(txid))

    def drop(self, txid: str) -> None:
        """Evict a transaction that may be sent again."""
        transaction = self.mempool[txid]
        with self.together():
            self._store.put(f"{self._name}.dropped", txid, transaction.stored())
            self.evict(txid)
        self.dropped[txid] = transaction

    def connect(self, block: Block, coinbase: Transaction) -> None:
        """Put a block on top of the best chain, with what it holds of the mempool."""
        with self.together():
            self._store.put(f"{self._name}.block", block.hash, block.stored())
            self._store.put(f"{self._name}.tx", coinbase.txid, coinbase.stored())
            self._put_head("tip", {"hash": block.hash})
        self.blocks[block.hash] = block
        self._index(coinbase)
        self.mempool[coinbase.txid] = coinbase
        self._settle(block)

    def disconnect(self) -> list[str]:
        """Take the newest block off; the ids of its payments, which are back in the mempool."""
        block = self.chain.pop()
        with self.together():
            self._put_head("tip", {"hash": block.previous})
            self._store.delete(f"{self._name}.tx", block.txids[0])
        for txid in block.txids:
            del self._places[txid]
            self.mempool[txid] = self._confirmed.pop(txid)
        self._forget(self.mempool.pop(block.txids[0]))
        self._sort_mempool()
        return list(block.txids[1:])

    def _settle(self, block: Block) -> None:
        self.chain.append(block)
        for position, txid in enumerate(block.txids):
            self._confirmed[txid] = self.mempool.pop(txid)
            self._places[txid] = (block.height, position)

    def _index(self, transaction: Transaction) -> None:
        for output in (*transaction.outputs, *transaction.spent):
            self._by_script[output.script][transaction.txid] = None
        for each in transaction.inputs:
            if each.prevout:
                self._spenders[each.outpoint] = transaction.txid

    def _forget(self, transaction: Transaction) -> None:
        for output in (*transaction.outputs, *transaction.spent):
            self._by_script[output.script].pop(transaction.txid, None)
        for each in transaction.inputs:
            self._spenders.pop(each.outpoint, None)

    def _sort_mempool(self) -> None:
        self.mempool = dict(sorted(self.mempool.items(), key=lambda each: each[1].seen))

    def _put_head(self, key: str, value: dict[str, Any]) -> None:
        self._store.put(self._name, key, value)
        self._heads[key] = value

    def _load(self) -> None:
        rows = self._store.all(f"{self._name}.block")
        self.blocks = {key: Block.loaded(row) for key, row in rows.items()}
        for row in self._store.all(f"{self._name}.tx").values():
            transaction = Transaction.loaded(row)
            self.mempool[transaction.txid] = transaction
            self._index(transaction)
        for key, row in self._store.all(f"{self._name}.dropped").items():
            self.dropped[key] = Transaction.loaded(row)
        tip = self._heads.get("tip", {}).get("hash", "")
        for block in reversed(list(self._back_from(self.blocks.get(tip)))):
            self._settle(block)
        self._sort_mempool()

    def _back_from(self, block: Block | None) -> Iterator[Block]:
        while block:
            yield block
            block = self.blocks.get(block.previous)
