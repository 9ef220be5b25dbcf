"""Solana's own runtime (LiteSVM: the real virtual machine, system and token programs) in memory.

It knows accounts and programs. Slots, forks and finality are not its business: solana.py plays
those.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from solders.account import Account
from solders.address_lookup_table_account import AddressLookupTable
from solders.hash import Hash
from solders.litesvm import LiteSVM
from solders.pubkey import Pubkey
from solders.system_program import ID as SYSTEM_PROGRAM
from solders.transaction import VersionedTransaction
from solders.transaction_metadata import FailedTransactionMetadata, TransactionMetadata
from solders.transaction_status import UiTransactionStatusMeta

GONE = b""
"""The state of an account that does not exist."""
Body = dict[str, Any]
Place = tuple[int, int, Sequence[tuple[int, str]]]
"""Slot, time, and the hashes of recent slots."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a transaction did. `meta` is the shape of JSON-RPC; `before` and `after` are the
    account states it changed, by address.
    """

    keys: tuple[str, ...]
    meta: Body
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    @property
    def failed(self) -> bool:
        return self.meta["err"] is not None

    @property
    def landed(self) -> bool:
        """A leader takes no transaction that cannot pay its fee or was not signed."""
        return bool(self.after)


def _move(svm: LiteSVM, slot: int, time: int, recent: Sequence[tuple[int, str]]) -> None:
    svm.warp_to_slot(slot)
    clock = svm.get_clock()
    clock.unix_timestamp = time
    svm.set_clock(clock)
    svm.set_slot_hashes([(each, Hash.from_string(text)) for each, text in recent])


class Runtime:
    """The machine, 8 MB and 60 ms to make, is made when it is first needed."""

    def __init__(self) -> None:
        self._place: Place | None = None

    @cached_property
    def _svm(self) -> LiteSVM:
        # Blockhashes and repetitions are checked outside, against our own slots.
        svm = LiteSVM().with_blockhash_check(False).with_transaction_history(0)
        if self._place:
            _move(svm, *self._place)
        return svm

    def rent_minimum(self, size: int = 0) -> int:
        """Lamports that an account with `size` bytes of data has to hold, once it exists."""
        return self._svm.minimum_balance_for_rent_exemption(size)

    def account(self, address: str) -> Account | None:
        return self._svm.get_account(Pubkey.from_string(address))

    def state(self, address: str) -> bytes:
        account = self.account(address)
        return bytes(account) if account else GONE

    def put(self, address: str, state: bytes) -> None:
        account = Account.from_bytes(state) if state else Account(0, b"", SYSTEM_PROGRAM)
        self._svm.set_account(Pubkey.from_string(address), account)

    def fund(self, address: str, lamports: int) -> None:
        """Out of nothing, as the faucet of a test network does."""
        self.put(address, bytes(Account(lamports, b"", SYSTEM_PROGRAM)))

    def move_to(self, slot: int, time: int, recent: Sequence[tuple[int, str]]) -> None:
        """What programs see of the chain: the clock and the hashes of the `recent` slots."""
        self._place = slot, time, recent
        if "_svm" in self.__dict__:
            _move(self._svm, slot, time, recent)

    def simulate(self, transaction: VersionedTransaction) -> tuple[Any, Sequence[str]]:
        """The error, if any, and the logs."""
        result = self._svm.simulate_transaction(transaction)
        error = result.err() if isinstance(result, FailedTransactionMetadata) else None
        return error_json(error), result.meta().logs()

    def execute(self, transaction: VersionedTransaction) -> Outcome:
        keys, loaded = self._keys(transaction)
        before = {key: self.state(key) for key in keys}
        lamports = self._lamports(keys)
        result = self._svm.send_transaction(transaction)
        after = {key: state for key in keys if (state := self.state(key)) != before[key]}
        changed = {key: before[key] for key in after}
        meta = meta_json(result, lamports, self._lamports(keys)) | {"loadedAddresses": loaded}
        return Outcome(tuple(keys), meta, changed, after)

    def _lamports(self, keys: Sequence[str]) -> list[int]:
        return [self._svm.get_balance(Pubkey.from_string(key)) or 0 for key in keys]

    def _keys(self, transaction: VersionedTransaction) -> tuple[list[str], Body]:
        """All accounts of a transaction in the order of its balances, and those looked up."""
        message = transaction.message
        writable: list[str] = []
        readonly: list[str] = []
        for lookup in getattr(message, "address_table_lookups", ()):
            account = self._svm.get_account(lookup.account_key)
            table = AddressLookupTable.deserialize(account.data).addresses if account else []
            writable += [str(table[index]) for index in lookup.writable_indexes]
            readonly += [str(table[index]) for index in lookup.readonly_indexes]
        keys = [str(key) for key in message.account_keys]
        return keys + writable + readonly, {"writable": writable, "readonly": readonly}


def error_json(error: Any) -> Any:
    """A TransactionError in the shape of JSON-RPC."""
    return json.loads(UiTransactionStatusMeta(error, 0, [], []).to_json())["err"]


def meta_json(
    result: TransactionMetadata | FailedTransactionMetadata,
    before: Sequence[int],
    after: Sequence[int],
) -> Body:
    """Inner instructions and token balances are left out: nobody here reads them."""
    error = result.err() if isinstance(result, FailedTransactionMetadata) else None
    done = result.meta() if isinstance(result, FailedTransactionMetadata) else result
    meta: Body = json.loads(
        UiTransactionStatusMeta(
            error,
            done.fee(),
            list(before),
            list(after),
            inner_instructions=[],
            log_messages=done.logs(),
            pre_token_balances=[],
            post_token_balances=[],
            rewards=[],
            compute_units_consumed=done.compute_units_consumed(),
        ).to_json()
    )
    return meta
