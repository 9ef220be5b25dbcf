"""A Solana of one machine: the real runtime executes, the slots are played here.

Time stands until somebody mines: each block is a slot. A transaction waits until then; in the
newest slot it is confirmed, and it is final when 32 slots are above it. A fork that loses takes
its slots with it; their numbers stay empty, as those of skipped slots do.
"""

import hashlib
from collections.abc import Mapping

from solders.compute_budget import set_compute_unit_limit
from solders.hash import Hash
from solders.keypair import Keypair
from solders.message import MessageV0
from solders.pubkey import Pubkey
from solders.system_program import ID as SYSTEM_PROGRAM
from solders.system_program import TransferParams, transfer
from solders.transaction import VersionedTransaction

from sandbox.chains import levers
from sandbox.chains.base import Body, Clock, Lever, Refused
from sandbox.chains.solana_ledger import Sent, Slot, SolanaLedger
from sandbox.store import Store

DECIMALS = 9
FINAL_LAG = 32
FEE = 5_000
_SUPPLY = 600_000_000 * 10**DECIMALS
_FIRST_SLOTS = 64
_MOST_AT_ONCE = 100
_SHOWN = 12
_COMPUTE_UNITS = 1_000
_TRANSFER = b"\x02\x00\x00\x00"
"""How the system program's transfer instruction begins; eight bytes of lamports follow."""


class SolanaChain:
    """The chain and a wallet that pays on it. Every change is stored before it returns."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.ledger = SolanaLedger(store)
        self._clock = clock
        self._rows: dict[tuple[str, int | None], Body] = {}
        if not self.ledger.slots:
            self._begin()

    @property
    def tip(self) -> Slot:
        return self.ledger.tip

    @property
    def final_height(self) -> int:
        return self.tip.number - FINAL_LAG

    def pay(self, address: str, units: int, *, fail: bool = False) -> str:
        """Send lamports from a wallet that nobody has seen before; the signature.

        `fail`: without a look ahead and without enough money, so that it lands and fails.
        """
        to = _address(address)
        if not 0 < units <= _SUPPLY:
            raise Refused(400, "The amount must be above 0, and at most all lamports there are.")
        short = self._short_of_rent(address, units)
        if short and not fail:
            raise Refused(
                409,
                f"A new account must hold at least {short} lamports; this payment would fail on "
                "the chain. Send it with fail to see that happen.",
            )
        with self.ledger.together():
            payer = Keypair.from_seed(_seed(self.ledger.next_serial()))
            # No transaction may leave its payer with less than rent asks, unless with nothing.
            money = short + units if short else 0 if fail else units
            self.ledger.fund(str(payer.pubkey()), FEE + money)
            return self.send(self._payment(payer, to, units))

    def send(self, raw: bytes) -> str:
        """Let a signed transaction wait for the next slot; the signature."""
        sent = Sent(raw, self._clock().timestamp())
        if not self.ledger.find(sent.signature):
            self.ledger.accept(sent)
        return sent.signature

    def mine(self, blocks: int) -> None:
        """Add slots; the first takes all that waits."""
        if not 1 <= blocks <= _MOST_AT_ONCE:
            raise Refused(400, f"The number of slots must be from 1 to {_MOST_AT_ONCE}.")
        with self.ledger.together():
            for number in range(self.tip.number + 1, self.tip.number + blocks + 1):
                self._add_slot(number)

    def replace(self, txid: str, address: str | None = None, units: int | None = None) -> str:
        raise Refused(409, "A Solana payment cannot be replaced: it lands, or its time is over.")

    def drop(self, txid: str) -> None:
        """Let the blockhash of a waiting transaction expire: it never lands."""
        if txid in self.ledger.landed:
            raise Refused(409, "This transaction is in a slot already.")
        if txid not in self.ledger.waiting:
            raise Refused(404, "There is no such transaction.")
        self.ledger.forget(txid)

    def reorg(self, depth: int, keep: bool) -> None:
        """Abandon the newest slots for another fork.

        What landed there waits again (`keep`) or is gone for good.
        """
        most = sum(slot.number > self.final_height for slot in self.ledger.slots) - 1
        if not 1 <= depth <= most:
            raise Refused(400, f"The depth must be from 1 to {most}: older slots are final.")
        with self.ledger.together():
            number = self.tip.number + 1
            returned = [sent for _ in range(depth) for sent in self.ledger.undo_slot()]
            for sent in [] if keep else returned:
                self.ledger.forget(sent.signature)
            self._add_slot(number, take=False)

    def levers(self) -> Mapping[str, Lever]:
        """The common ones without replace; `pay` also takes `fail`."""
        common = levers.standard(self, DECIMALS)

        def pay(body: Body) -> Body:
            units = levers.required_units(body, DECIMALS)
            fail = levers.flag(body, "fail", False)
            return {"txid": self.pay(levers.text(body, "address"), units, fail=fail)}

        return {name: common[name] for name in ("mine", "drop", "reorg")} | {"pay": pay}

    def state(self) -> Body:
        """What the panel shows, newest first."""
        return {
            "asset": "SOL",
            "name": "Solana",
            "decimals": DECIMALS,
            "unit": "slot",
            "height": self.tip.number,
            "tip": self.tip.hash,
            "final_height": self.final_height,
            "final_lag": FINAL_LAG,
            "levers": list(self.levers()),
            "mempool": [self._row(each) for each in reversed(self.ledger.waiting.values())],
            "blocks": [self._shown(slot) for slot in reversed(self.ledger.slots[-_SHOWN:])],
        }

    def _begin(self) -> None:
        with self.ledger.together():
            for number in range(1, _FIRST_SLOTS + 1):
                self._add_slot(number)

    def _add_slot(self, number: int, *, take: bool = True) -> None:
        """Several slots may share a second, but time never goes back."""
        last = self.tip.time if self.ledger.slots else 0
        payments = list(self.ledger.waiting.values()) if take else []
        self.ledger.add_slot(number, max(int(self._clock().timestamp()), last), payments)

    def _short_of_rent(self, address: str, units: int) -> int:
        """What an account must hold at least, if it would hold less after this payment; or 0."""
        account = self.ledger.runtime.account(address)
        minimum = self.ledger.runtime.rent_minimum(len(account.data) if account else 0)
        coming = sum(
            amount
            for sent in self.ledger.waiting.values()
            for to, amount in _paid(sent)
            if to == address
        )
        holds = (account.lamports if account else 0) + coming + units
        return minimum if holds < minimum else 0

    def _payment(self, payer: Keypair, to: Pubkey, units: int) -> bytes:
        """With the blockhash of a final slot, which no fork takes away."""
        params = TransferParams(from_pubkey=payer.pubkey(), to_pubkey=to, lamports=units)
        instructions = [set_compute_unit_limit(_COMPUTE_UNITS), transfer(params)]
        recent = Hash.from_string(self.ledger.slot_at(FINAL_LAG).hash)
        message = MessageV0.try_compile(payer.pubkey(), instructions, [], recent)
        return bytes(VersionedTransaction(message, [payer]))

    def _shown(self, slot: Slot) -> Body:
        return {
            "height": slot.number,
            "hash": slot.hash,
            "time": slot.time,
            "txids": list(slot.signatures),
            "transactions": [self._row(self.ledger.landed[each]) for each in slot.signatures],
        }

    def _row(self, sent: Sent) -> Body:
        """A transaction for the panel; shared between states, so not to be changed."""
        key = sent.signature, sent.slot
        if key not in self._rows:
            outputs = [{"address": to, "amount": str(units)} for to, units in _paid(sent)]
            row: Body = {"txid": sent.signature, "outputs": outputs, "seen": sent.seen}
            failed = {"failed": sent.outcome.failed} if sent.outcome else {}
            self._rows[key] = row | failed
        return self._rows[key]


def _address(text: str) -> Pubkey:
    try:
        return Pubkey.from_string(text)
    except ValueError:
        raise Refused(400, "This is not a Solana address.") from None


def _seed(serial: int) -> bytes:
    return hashlib.sha256(f"payer {serial}".encode()).digest()


def _paid(sent: Sent) -> list[tuple[str, int]]:
    """What the transfers written in a transaction move; programs may move more."""
    message = sent.transaction.message
    keys = message.account_keys
    return [
        (str(keys[each.accounts[1]]), int.from_bytes(each.data[4:12], "little"))
        for each in message.instructions
        if keys[each.program_id_index] == SYSTEM_PROGRAM
        and each.data.startswith(_TRANSFER)
        and max(each.accounts) < len(keys)
    ]
