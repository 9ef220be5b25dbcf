"""What an Ethereum node knows: the best chain, the mempool, and every account at every height."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sandbox.chains.ethereum_block import Block
from sandbox.chains.ethereum_transaction import Transaction
from sandbox.store import Store

_NAME = "eth"
FORTUNE = 10**27
"""What each account of the wallet has before it pays, in wei."""


@dataclass(frozen=True, slots=True)
class Account:
    """As it is from a block on."""

    height: int
    balance: int
    nonce: int


class Ledger:
    """Kept in memory, written to the store with each change; the last of it survives a kill."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heads = store.all(_NAME)
        self.blocks: dict[str, Block] = {}
        self.chain: list[Block] = []
        self.mempool: dict[str, Transaction] = {}
        self._mined: dict[str, Transaction] = {}
        self._heights: dict[str, int] = {}
        self._accounts: defaultdict[str, list[Account]] = defaultdict(list)
        self._payers: set[str] = set()
        self._load()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All changes inside, or none of them, survive a kill."""
        with self._store.together():
            yield

    def head(self, key: str) -> dict[str, Any]:
        return self._heads.get(key, {})

    def put_head(self, key: str, value: dict[str, Any]) -> None:
        self._store.put(_NAME, key, value)
        self._heads[key] = value

    def next_serial(self) -> int:
        """A number never given before."""
        serial = int(self.head("serial").get("given", 0)) + 1
        self.put_head("serial", {"given": serial})
        return serial

    def find(self, txid: str) -> Transaction | None:
        return self.mempool.get(txid) or self._mined.get(txid)

    def block_of(self, txid: str) -> Block | None:
        """The block of the best chain that holds a transaction."""
        height = self._heights.get(txid)
        return None if height is None else self.chain[height]

    def is_best(self, block: Block) -> bool:
        return block.height < len(self.chain) and self.chain[block.height] is block

    def account(self, address: str, height: int) -> Account:
        """In small letters; as of a block of the best chain."""
        past = self._accounts.get(address, [])
        place = bisect_right(past, height, key=attrgetter("height"))
        fortune = FORTUNE if address in self._payers else 0
        return past[place - 1] if place else Account(0, fortune, 0)

    def executable(self) -> list[Transaction]:
        """What the next block takes of the mempool, in order of arrival: right nonce, enough money.

        Money of this very block is not spent again in it.
        """
        height = len(self.chain) - 1
        taken: list[Transaction] = []
        for each in self.mempool.values():
            account = self.account(each.sender, height)
            if account.nonce == each.nonce and account.balance >= each.value + each.fee:
                taken.append(each)
        return taken

    def accept(self, transaction: Transaction) -> None:
        """Take into the mempool; whatever there has the same sender and nonce makes room."""
        with self.together():
            for rival in list(self.mempool.values()):
                if (rival.sender, rival.nonce) == (transaction.sender, transaction.nonce):
                    self.evict(rival.txid)
            self._store.put(f"{_NAME}.tx", transaction.txid, transaction.stored())
            self._wait(transaction)

    def evict(self, txid: str) -> None:
        """Forget a transaction of the mempool."""
        self._store.delete(f"{_NAME}.tx", txid)
        del self.mempool[txid]

    def connect(self, block: Block) -> None:
        """Put a block on top of the best chain, with what it holds of the mempool."""
        with self.together():
            self._store.put(f"{_NAME}.block", block.hash, block.stored())
            self.put_head("tip", {"hash": block.hash})
        self.blocks[block.hash] = block
        self._settle(block)

    def disconnect(self) -> Sequence[str]:
        """Take the newest block off; the ids of its transactions, which wait again."""
        block = self.chain.pop()
        self.put_head("tip", {"hash": block.parent})
        for txid in block.txids:
            del self._heights[txid]
            self._wait(self._mined.pop(txid))
        for past in self._accounts.values():
            while past and past[-1].height >= block.height:
                past.pop()
        self._sort_mempool()
        return block.txids

    def _settle(self, block: Block) -> None:
        self.chain.append(block)
        for txid in block.txids:
            transaction = self._mined[txid] = self.mempool.pop(txid)
            self._heights[txid] = block.height
            spent = 0 if transaction.fails else transaction.value
            self._change(transaction.sender, block.height, -spent - transaction.fee, 1)
            self._change(transaction.recipient, block.height, spent, 0)

    def _change(self, address: str, height: int, wei: int, sent: int) -> None:
        before = self.account(address, height)
        after = Account(height, before.balance + wei, before.nonce + sent)
        self._accounts[address].append(after)

    def _wait(self, transaction: Transaction) -> None:
        self.mempool[transaction.txid] = transaction
        if transaction.serial is not None:
            self._payers.add(transaction.sender)

    def _sort_mempool(self) -> None:
        self.mempool = dict(sorted(self.mempool.items(), key=lambda each: each[1].seen))

    def _load(self) -> None:
        rows = self._store.all(f"{_NAME}.block")
        self.blocks = {key: Block.loaded(row) for key, row in rows.items()}
        for row in self._store.all(f"{_NAME}.tx").values():
            self._wait(Transaction.loaded(row))
        for block in reversed(list(self._back_from(self.head("tip").get("hash", "")))):
            self._settle(block)
        self._sort_mempool()

    def _back_from(self, hash_: str) -> Iterator[Block]:
        while block := self.blocks.get(hash_):
            yield block
            hash_ = block.parent
