"""A network of coins on one machine (regtest): time stands until somebody mines."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sandbox.chains import levers, wallet
from sandbox.chains.address import BadAddress, address_of, script_of
from sandbox.chains.base import Body, Clock, Lever, Refused
from sandbox.chains.block import Block, assembled, coinbase, genesis
from sandbox.chains.ledger import Ledger
from sandbox.chains.network import DECIMALS, Network
from sandbox.chains.transaction import Output, Transaction
from sandbox.store import Store

_MOST_AT_ONCE = 100
_MOST_OUTPUTS = 200
_SHOWN = 12


class UtxoChain:
    """The chain and the wallet that pays on it. Every change is stored before it returns."""

    def __init__(self, store: Store, clock: Clock, network: Network) -> None:
        self.network = network
        self.ledger = Ledger(store, network.key)
        self._clock = clock
        self._rows: dict[str, Body] = {}
        if not self.ledger.chain:
            self._begin()

    @property
    def tip(self) -> Block:
        return self.ledger.chain[-1]

    def pay(self, address: str, units: int) -> str:
        """Send base units from the wallet into the mempool; the transaction's id."""
        return self.pay_together([(address, units)])

    def pay_together(self, payments: Sequence[tuple[str, int]]) -> str:
        """One transaction with an output for each payment, in this order."""
        outputs = tuple(self._output(address, units) for address, units in payments)
        with self.ledger.together():
            total = sum(each.value for each in outputs)
            coins = (wallet.coin(self.network, self.ledger.next_serial(), total),)
            return self._send(wallet.spend(coins, outputs, 0, self._now()))

    def replace(self, txid: str, address: str | None = None, units: int | None = None) -> str:
        """Spend the same coin again for a higher fee (BIP125): the old transaction is gone.

        Without an address all of it goes back to the wallet; without units, as much as before.
        """
        old = self._waiting(txid)
        if address is None and units is not None:
            raise Refused(400, "An amount needs an address to go to.")
        if units is None:
            units = sum(each.value for each in old.payments)
        to = () if address is None else (self._output(address, units),)
        least_fee = old.fee + wallet.FEE_RATE * old.vsize
        with self.ledger.together():
            coins = old.inputs
            if to and not wallet.covers(coins, units, least_fee):
                serial = self.ledger.next_serial()
                coins = (*coins, wallet.coin(self.network, serial, units))
            return self._send(wallet.spend(coins, to, least_fee, self._now()))

    def drop(self, txid: str) -> None:
        """Make the network forget a waiting transaction; its owner still has it."""
        self.ledger.drop(self._waiting(txid).txid)

    def rebroadcast(self, txid: str) -> None:
        """Send a dropped transaction again, the very same bytes."""
        transaction = self.ledger.dropped.get(txid)
        if transaction is None:
            raise Refused(404, "There is no such dropped transaction.")
        self._send(replace(transaction, seen=self._now()))

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

    def levers(self) -> Mapping[str, Lever]:
        """The common ones; `pay` also takes several `outputs` for one transaction."""
        common = levers.standard(self, DECIMALS)

        def pay(body: Body) -> Body:
            if body.get("outputs") is None:
                return common["pay"](body)
            return {"txid": self.pay_together(_payments(body["outputs"]))}

        def rebroadcast(body: Body) -> Body:
            self.rebroadcast(levers.text(body, "txid"))
            return {"txid": levers.text(body, "txid")}

        return common | {"pay": pay, "rebroadcast": rebroadcast}

    def state(self) -> Body:
        """What the panel shows, newest first; `dropped` waits to be sent again."""
        return {
            "asset": self.network.asset,
            "name": self.network.name,
            "decimals": DECIMALS,
            "unit": "block",
            "height": self.tip.height,
            "tip": self.tip.hash,
            "final_height": None,
            "final_lag": None,
            "levers": list(self.levers()),
            "mempool": [self._row(each) for each in reversed(self.ledger.mempool.values())],
            "dropped": [self._row(each) for each in reversed(self.ledger.dropped.values())],
            "blocks": [self._shown(block) for block in reversed(self.ledger.chain[-_SHOWN:])],
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

    def _output(self, address: str, units: int) -> Output:
        if units <= 0:
            raise Refused(400, "The amount must be above 0.")
        try:
            script = script_of(address, self.network)
        except BadAddress as error:
            raise Refused(400, str(error)) from None
        least, unit = self.network.dust(script), self.network.unit
        if units < least:
            raise Refused(400, f"The amount is dust: nothing below {least} {unit} is relayed.")
        if units > self.network.supply:
            coins = f"{self.network.millions} million {self.network.name.lower()}"
            raise Refused(400, f"The amount is more than the {coins} there will ever be.")
        return Output(script, units)

    def _add_block(self, payments: Sequence[Transaction]) -> None:
        after_median = self.ledger.median_time(self.tip) + 1
        self._put_block(payments, max(int(self._now()), after_median))

    def _put_block(self, payments: Sequence[Transaction], time: int) -> None:
        height = self.tip.height + 1
        fees = sum(each.fee for each in payments)
        first = coinbase(height, self.ledger.next_serial(), fees, wallet.SCRIPT, time)
        block = assembled(height, self.tip.hash, time, [first, *payments])
        self.ledger.connect(block.worked(self.network.proof), first)

    def _begin(self) -> None:
        """Genesis and the first blocks, the last of them now."""
        now = int(self._now())
        with self.ledger.together():
            self.ledger.connect(*genesis(self.network))
            for ago in reversed(range(self.network.first_blocks)):
                self._put_block([], now - ago * self.network.block_seconds)

    def _shown(self, block: Block) -> dict[str, Any]:
        payments = [self.ledger.find(txid) for txid in block.txids[1:]]
        return {
            "height": block.height,
            "hash": block.hash,
            "time": block.time,
            "txids": list(block.txids[1:]),
            "transactions": [self._row(each) for each in payments if each],
        }

    def _row(self, transaction: Transaction) -> Body:
        """A transaction for the panel; shared between states, so not to be changed."""
        row = self._rows.get(transaction.txid)
        if row is None or row["seen"] != transaction.seen:
            row = self._rows[transaction.txid] = {
                "txid": transaction.txid,
                "outputs": [self._paid(each) for each in transaction.payments],
                "seen": transaction.seen,
            }
        return row

    def _paid(self, output: Output) -> Body:
        address = address_of(output.script, self.network)
        return {"address": address, "amount": str(output.value)}

    def _now(self) -> float:
        return self._clock().timestamp()


def _payments(outputs: object) -> list[tuple[str, int]]:
    if not isinstance(outputs, list) or not 1 <= len(outputs) <= _MOST_OUTPUTS:
        raise Refused(400, f"The outputs must be a list of 1 to {_MOST_OUTPUTS}.")
    bodies = [each if isinstance(each, dict) else {} for each in outputs]
    return [
        (levers.text(each, "address"), levers.required_units(each, DECIMALS)) for each in bodies
    ]
