"""An Ethereum of one machine: accounts and nonces, time stands until somebody mines."""

from collections.abc import Mapping

from sandbox.chains import levers
from sandbox.chains.base import Body, Clock, Lever, Refused
from sandbox.chains.ethereum_block import NOWHERE, Block
from sandbox.chains.ethereum_encoding import BadAddress, checksummed, parsed
from sandbox.chains.ethereum_ledger import Ledger
from sandbox.chains.ethereum_transaction import (
    GAS,
    GAS_PRICE,
    Transaction,
    address_of,
    payer_key,
)
from sandbox.store import Store

DECIMALS = 18
FINAL_LAG = 8
_SAFE_LAG = 4
_FIRST_BLOCKS = 32
_BLOCK_SECONDS = 12
_MOST_AT_ONCE = 100
_MOST = 10**6 * 10**DECIMALS
_SHOWN = 12
_HOME = "0x" + "5a" * 20
"""Where the owner of an address sends what was paid to it."""


class EthereumChain:
    """The chain and the wallet that pays on it. Every change is stored before it returns."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.ledger = Ledger(store)
        self._clock = clock
        if not self.ledger.chain:
            self._begin()

    @property
    def tip(self) -> Block:
        return self.ledger.chain[-1]

    @property
    def safe(self) -> Block:
        return self.ledger.chain[max(self.final.height, self.tip.height - _SAFE_LAG)]

    @property
    def final(self) -> Block:
        """Two epochs below the tip, unless finality was told to stand still."""
        stalled = self.ledger.head("stalled").get("height")
        lagging = max(0, self.tip.height - FINAL_LAG)
        return self.ledger.chain[lagging if stalled is None else stalled]

    def pay(self, address: str, units: int, via: str = "") -> str:
        """Send wei from the wallet into the mempool; the transaction's id.

        `via` "contract": passed on by a contract; "failing": it ends in a block and pays nothing.
        """
        recipient = self._payable(address, units)
        with self.ledger.together():
            serial = self.ledger.next_serial()
            sender = address_of(payer_key(serial))
            return self._send(Transaction(sender, 0, recipient, units, self._now(), serial, via))

    def replace(self, txid: str, address: str | None = None, units: int | None = None) -> str:
        """The same sender and nonce at a higher price: the old transaction is gone.

        Without an address nobody is paid; without units, as much as before.
        """
        old = self._waiting(txid)
        if address is None and units is not None:
            raise Refused(400, "An amount needs an address to go to.")
        if address is None:
            recipient, units = old.sender, 0
        else:
            units = old.value if units is None else units
            recipient = self._payable(address, units)
        price = old.gas_price * 9 // 8 + 1
        to = (old.sender, old.nonce, recipient, units, self._now(), old.serial)
        return self._send(Transaction(*to, gas_price=price))

    def drop(self, txid: str) -> None:
        """Make the network forget a waiting transaction."""
        self.ledger.evict(self._waiting(txid).txid)

    def sweep(self, address: str) -> str:
        """Let the owner of an address send away all that is there, as soon as somebody mines."""
        owner = self._parsed(address)
        account = self.ledger.account(owner, self.tip.height)
        value = account.balance - GAS[""] * GAS_PRICE
        if value <= 0:
            raise Refused(409, "There is not enough money at this address to send any of it.")
        return self._send(Transaction(owner, account.nonce, _HOME, value, self._now()))

    def mine(self, blocks: int) -> None:
        """Add blocks; the first takes all that waits and can be paid."""
        if not 1 <= blocks <= _MOST_AT_ONCE:
            raise Refused(400, f"The number of blocks must be from 1 to {_MOST_AT_ONCE}.")
        with self.ledger.together():
            self._add_block(self.ledger.executable())
            for _ in range(blocks - 1):
                self._add_block([])

    def reorg(self, depth: int, keep: bool) -> None:
        """Let a longer chain of empty blocks win over the newest `depth` ones.

        Their transactions wait again, or were replaced and are gone. What is final stays.
        """
        most = min(self.tip.height - self.final.height, _MOST_AT_ONCE)
        if not 1 <= depth <= most:
            raise Refused(400, f"The depth must be from 1 to {most}: the rest is final.")
        with self.ledger.together():
            returned = [txid for _ in range(depth) for txid in self.ledger.disconnect()]
            for txid in [] if keep else returned:
                self.ledger.evict(txid)
            for _ in range(depth + 1):
                self._add_block([])

    def stall(self, on: bool) -> None:
        """Let finality stand still while blocks go on, or catch up again."""
        self.ledger.put_head("stalled", {"height": self.final.height if on else None})

    def levers(self) -> Mapping[str, Lever]:
        """The common ones, `pay` with `via` and `fail`; sweep an address, stall finality."""

        def sweep(body: Body) -> Body:
            return {"txid": self.sweep(levers.text(body, "address"))}

        def stall(body: Body) -> Body:
            self.stall(levers.flag(body, "on", True))
            return {}

        own: dict[str, Lever] = {"pay": self._pay, "sweep": sweep, "stall": stall}
        return levers.standard(self, DECIMALS) | own

    def state(self) -> Body:
        """What the panel shows, newest first."""
        return {
            "asset": "ETH",
            "name": "Ethereum",
            "decimals": DECIMALS,
            "unit": "block",
            "height": self.tip.height,
            "tip": self.tip.hash,
            "final_height": self.final.height,
            "final_lag": FINAL_LAG,
            "stalled": self.ledger.head("stalled").get("height") is not None,
            "levers": list(self.levers()),
            "mempool": [_row(each) for each in reversed(self.ledger.mempool.values())],
            "blocks": [self._shown(block) for block in reversed(self.ledger.chain[-_SHOWN:])],
        }

    def _pay(self, body: Body) -> Body:
        address, units = levers.text(body, "address"), levers.required_units(body, DECIMALS)
        via = levers.text(body, "via") if body.get("via") is not None else ""
        if via not in {"", "contract"}:
            raise Refused(400, "A payment goes via nothing or via a contract.")
        failing = levers.flag(body, "fail", False)
        return {"txid": self.pay(address, units, "failing" if failing else via)}

    def _send(self, transaction: Transaction) -> str:
        self.ledger.accept(transaction)
        return transaction.txid

    def _waiting(self, txid: str) -> Transaction:
        transaction = self.ledger.find(txid.lower())
        if transaction is None:
            raise Refused(404, "There is no such transaction.")
        if self.ledger.block_of(transaction.txid):
            raise Refused(409, "This transaction is in a block already.")
        return transaction

    def _payable(self, address: str, units: int) -> str:
        if units <= 0:
            raise Refused(400, "The amount must be above 0.")
        if units > _MOST:
            raise Refused(400, "The amount is more than the million ether the wallet pays at once.")
        return self._parsed(address)

    def _parsed(self, address: str) -> str:
        try:
            return parsed(address)
        except BadAddress as error:
            raise Refused(400, str(error)) from None

    def _add_block(self, inside: list[Transaction], time: int | None = None) -> None:
        best = self.ledger.chain[-1] if self.ledger.chain else None
        after = best.time + 1 if best else 0
        block = Block(
            height=best.height + 1 if best else 0,
            parent=best.hash if best else NOWHERE,
            time=max(int(self._now()), after) if time is None else time,
            serial=self.ledger.next_serial(),
            txids=tuple(each.txid for each in inside),
            gas_used=sum(each.gas for each in inside),
        )
        self.ledger.connect(block)

    def _begin(self) -> None:
        """Genesis and some blocks, the last of them now."""
        now = int(self._now())
        with self.ledger.together():
            for ago in reversed(range(_FIRST_BLOCKS)):
                self._add_block([], now - ago * _BLOCK_SECONDS)

    def _shown(self, block: Block) -> Body:
        inside = [self.ledger.find(txid) for txid in block.txids]
        return {
            "height": block.height,
            "hash": block.hash,
            "time": block.time,
            "txids": list(block.txids),
            "transactions": [_row(each) for each in inside if each],
        }

    def _now(self) -> float:
        return self._clock().timestamp()


def _row(transaction: Transaction) -> Body:
    output = {"address": checksummed(transaction.recipient), "amount": str(transaction.value)}
    row: Body = {
        "txid": transaction.txid,
        "outputs": [output] if transaction.value else [],
        "seen": transaction.seen,
    }
    if transaction.fails:
        row["failed"] = True
    elif transaction.via:
        row["via"] = transaction.via
    return row
