"""A bitcoin network of one machine (regtest): time stands until somebody mines."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sandbox.chains import wallet
from sandbox.chains.address import BadAddress, script_of
from sandbox.chains.block import Block, assembled, coinbase, genesis
from sandbox.chains.ledger import Ledger
from sandbox.chains.transaction import Output, Transaction
from sandbox.store import Store

Clock = Callable[[], datetime]

_MOST = 21_000_000 * 100_000_000
_FIRST_BLOCKS = 100
_BLOCK_SECONDS = 600
_MOST_AT_ONCE = 100
_SHOWN = 12


class Refused(Exception):
    """Why the chain did not do it, as a sentence, with the status to answer."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class BitcoinChain:
    """The chain and the wallet that pays on it. Every change is stored before it returns."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.ledger = Ledger(store, "btc")
        self._clock = clock
        if not self.ledger.chain:
            self._begin()

    @property
    def tip(self) -> Block:
        return self.ledger.chain[-1]

    def pay(self, address: str, units: int) -> str:
        """Send satoshi from the wallet into the mempool; the transaction's id."""
        to = _output(address, units)
        with self.ledger.together():
            coins = (wallet.coin(self.ledger.next_serial(), units),)
            return self._send(wallet.spend(coins, to, 0, self._now()))

    def replace(self, txid: str, address: str | None = None, units: int | None = None) -> str:
        """Spend the same coin again for a higher fee (BIP125): the old transaction is gone.

        Without an address all of it goes back to the wallet; without units, as much as before.
        """
        old = self._waiting(txid)
        if address is None and units is not None:
            raise Refused(400, "An amount needs an address to go to.")
        if units is None:
            units = sum(each.value for each in old.payments)
        to = None if address is None else _output(address, units)
        least_fee = old.fee + wallet.FEE_RATE * old.vsize
        with self.ledger.together():
            coins = old.inputs
            if to and not wallet.covers(coins, to.value, least_fee):
                coins = (*coins, wallet.coin(self.ledger.next_serial(), to.value))
            return self._send(wallet.spend(coins, to, least_fee, self._now()))

    def drop(self, txid: str) -> None:
        """Make the network forget a waiting transaction."""
        self.ledger.evict(self._waiting(txid).txid)

    def mine(self, blocks: int) -> None:
        """Add blocks; the first takes all that waits."""
        if not 1 <= blocks <= _MOST_AT_ONCE:
            raise Refused(400, f"The number of blocks must be from 1 to {_MOST_AT_ONCE}.")
        with self.ledger.together():
            self._add_block(list(self.ledger.mempool.values()))
            for _ in range(blocks - 1):
                self._add_block([])

    def reorg(self, depth: int, keep: bool) -> None:
        """Let a longer chain of empty blocks win over the newest `depth` ones.

        Their payments wait again, or were double-spent and are gone.
        """
        most = min(self.tip.height, _MOST_AT_ONCE)
        if not 1 <= depth <= most:
            raise Refused(400, f"The depth must be from 1 to {most}.")
        with self.ledger.together():
            returned = [txid for _ in range(depth) for txid in self.ledger.disconnect()]
            for txid in [] if keep else returned:
                self.ledger.evict(txid)
            for _ in range(depth + 1):
                self._add_block([])

    def state(self) -> dict[str, Any]:
        """What the panel shows, newest first."""
        newest = reversed(self.ledger.chain[-_SHOWN:])
        return {
            "height": self.tip.height,
            "tip": self.tip.hash,
            "mempool": [each.shown for each in reversed(self.ledger.mempool.values())],
            "blocks": [self._shown(block) for block in newest],
        }

    def _send(self, transaction: Transaction) -> str:
        self.ledger.accept(transaction)
        return transaction.txid

    def _waiting(self, txid: str) -> Transaction:
        transaction = self.ledger.find(txid)
        if transaction is None:
            raise Refused(404, "There is no such transaction.")
        if self.ledger.block_of(txid):
            raise Refused(409, "This transaction is in a block already.")
        return transaction

    def _add_block(self, payments: Sequence[Transaction]) -> None:
        after_median = self.ledger.median_time(self.tip) + 1
        self._put_block(payments, max(int(self._now()), after_median))

    def _put_block(self, payments: Sequence[Transaction], time: int) -> None:
        height = self.tip.height + 1
        fees = sum(each.fee for each in payments)
        first = coinbase(height, self.ledger.next_serial(), fees, wallet.SCRIPT, time)
        block = assembled(height, self.tip.hash, time, [first, *payments])
        self.ledger.connect(block.worked(), first)

    def _begin(self) -> None:
        """Genesis and a hundred blocks, the last of them now."""
        now = int(self._now())
        with self.ledger.together():
            self.ledger.connect(*genesis())
            for ago in reversed(range(_FIRST_BLOCKS)):
                self._put_block([], now - ago * _BLOCK_SECONDS)

    def _shown(self, block: Block) -> dict[str, Any]:
        payments = [self.ledger.find(txid) for txid in block.txids[1:]]
        return {
            "height": block.height,
            "hash": block.hash,
            "time": block.time,
            "txids": list(block.txids[1:]),
            "transactions": [each.shown for each in payments if each],
        }

    def _now(self) -> float:
        return self._clock().timestamp()


def _output(address: str, units: int) -> Output:
    if units <= 0:
        raise Refused(400, "The amount must be above 0.")
    if units < wallet.DUST:
        raise Refused(400, f"The amount is dust: nothing below {wallet.DUST} satoshi is relayed.")
    if units > _MOST:
        raise Refused(400, "The amount is more than the 21 million bitcoin there will ever be.")
    try:
        return Output(script_of(address), units)
    except BadAddress as error:
        raise Refused(400, str(error)) from None
