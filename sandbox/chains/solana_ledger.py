"""The slots of the sandbox's Solana, what landed in them, and how to undo it; kept in the store."""

import hashlib
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from solders.hash import Hash
from solders.transaction import VersionedTransaction

from sandbox.chains.solana_runtime import Outcome, Runtime
from sandbox.store import Store

BLOCKHASH_SLOTS = 150
"""For so many slots a blockhash may be used in a transaction."""
_SEEN_BY_PROGRAMS = 32

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Slot:
    number: int
    hash: str
    time: int
    signatures: tuple[str, ...]

    def stored(self) -> Row:
        return {"hash": self.hash, "time": self.time, "signatures": self.signatures}


class Sent:
    """A signed transaction; once it has landed with the number of its slot and the outcome."""

    def __init__(
        self, raw: bytes, seen: float, slot: int | None = None, outcome: Outcome | None = None
    ) -> None:
        self.raw = raw
        self.seen = seen
        self.slot = slot
        self.outcome = outcome

    @cached_property
    def transaction(self) -> VersionedTransaction:
        return VersionedTransaction.from_bytes(self.raw)

    @cached_property
    def signature(self) -> str:
        return str(self.transaction.signatures[0])

    def stored(self) -> Row:
        row: Row = {"raw": _text(self.raw), "seen": self.seen, "slot": self.slot}
        if self.outcome:
            before = {key: _text(state) for key, state in self.outcome.before.items()}
            row |= {"keys": self.outcome.keys, "meta": self.outcome.meta, "before": before}
        return row

    @classmethod
    def loaded(cls, row: Row) -> Self:
        sent = cls(b64decode(row["raw"]), row["seen"], row["slot"])
        if sent.slot is not None:
            before = {key: b64decode(state) for key, state in row["before"].items()}
            sent.outcome = Outcome(tuple(row["keys"]), row["meta"], before, {})
        return sent


class SolanaLedger:
    """In memory, written to the store with each change; the last of it survives a kill."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heads = store.all("sol")
        self.runtime = Runtime()
        self.slots: list[Slot] = []
        self.waiting: dict[str, Sent] = {}
        self.landed: dict[str, Sent] = {}
        self._by_key: defaultdict[str, list[str]] = defaultdict(list)
        self._load()

    @property
    def tip(self) -> Slot:
        return self.slots[-1]

    def together(self) -> AbstractContextManager[None]:
        """All changes inside, or none of them, survive a kill."""
        return self._store.together()

    def next_serial(self) -> int:
        """A number never given before."""
        serial = int(self._heads.get("serial", {}).get("given", 0)) + 1
        self._heads["serial"] = {"given": serial}
        self._store.put("sol", "serial", self._heads["serial"])
        return serial

    def find(self, signature: str) -> Sent | None:
        return self.waiting.get(signature) or self.landed.get(signature)

    def history(self, key: str) -> Iterator[Sent]:
        """Landed transactions that name an account, newest first, failed ones too."""
        return (self.landed[signature] for signature in reversed(self._by_key.get(key, [])))

    def state_at(self, key: str, slot: int) -> bytes:
        """The state of an account at the end of a slot."""
        state = self.runtime.state(key)
        for sent in self.history(key):
            if sent.slot is None or sent.slot <= slot or sent.outcome is None:
                break
            state = sent.outcome.before.get(key, state)
        return state

    def slot_at(self, depth: int) -> Slot:
        """The slot at or below `depth` numbers under the tip."""
        number = self.tip.number - depth
        return next((each for each in reversed(self.slots) if each.number <= number), self.slots[0])

    def is_recent(self, blockhash: str) -> bool:
        return any(slot.hash == blockhash for slot in self.slots[-BLOCKHASH_SLOTS:])

    def fund(self, address: str, lamports: int) -> None:
        self.runtime.fund(address, lamports)
        self._store_account(address)

    def accept(self, sent: Sent) -> None:
        self.waiting[sent.signature] = sent
        self._store_sent(sent)

    def forget(self, signature: str) -> None:
        del self.waiting[signature]
        self._store.delete("sol.tx", signature)

    def add_slot(self, number: int, time: int, payments: Sequence[Sent]) -> None:
        """What cannot land is forgotten: no fee, no signature, a blockhash of long ago."""
        landed = [sent for sent in payments if self._land(sent, number)]
        signatures = tuple(sent.signature for sent in landed)
        previous = self.slots[-1].hash if self.slots else ""
        material = " ".join([previous, str(number), *signatures]).encode()
        slot = Slot(number, str(Hash(hashlib.sha256(material).digest())), time, signatures)
        self._store.put("sol.slot", str(number), slot.stored())
        self.slots.append(slot)
        self._show_programs()

    def undo_slot(self) -> list[Sent]:
        """Take the newest slot off; its transactions wait again."""
        slot = self.slots.pop()
        self._store.delete("sol.slot", str(slot.number))
        undone = [self.landed.pop(signature) for signature in slot.signatures]
        for sent in reversed(undone):
            self._undo(sent)
        self._show_programs()
        return undone

    def _land(self, sent: Sent, number: int) -> bool:
        blockhash = str(sent.transaction.message.recent_blockhash)
        outcome = self.runtime.execute(sent.transaction) if self.is_recent(blockhash) else None
        if outcome is None or not outcome.landed:
            self.forget(sent.signature)
            return False
        del self.waiting[sent.signature]
        sent.slot, sent.outcome = number, outcome
        for key in outcome.after:
            self._store_account(key)
        self._store_sent(sent)
        self._index(sent)
        return True

    def _undo(self, sent: Sent) -> None:
        if sent.outcome is None:
            return
        for key, state in sent.outcome.before.items():
            self.runtime.put(key, state)
            self._store_account(key)
        for key in sent.outcome.keys:
            self._by_key[key].remove(sent.signature)
        sent.slot = sent.outcome = None
        self.accept(sent)

    def _index(self, sent: Sent) -> None:
        self.landed[sent.signature] = sent
        for key in sent.outcome.keys if sent.outcome else ():
            self._by_key[key].append(sent.signature)

    def _show_programs(self) -> None:
        recent = [(slot.number, slot.hash) for slot in self.slots[-_SEEN_BY_PROGRAMS:]]
        self.runtime.move_to(self.tip.number, self.tip.time, recent[::-1])

    def _store_account(self, address: str) -> None:
        if state := self.runtime.state(address):
            self._store.put("sol.account", address, {"state": _text(state)})
        else:
            self._store.delete("sol.account", address)

    def _store_sent(self, sent: Sent) -> None:
        self._store.put("sol.tx", sent.signature, sent.stored())

    def _load(self) -> None:
        for address, row in self._store.all("sol.account").items():
            self.runtime.put(address, b64decode(row["state"]))
        sents = {key: Sent.loaded(row) for key, row in self._store.all("sol.tx").items()}
        self.waiting = {key: sent for key, sent in sents.items() if sent.slot is None}
        rows = self._store.all("sol.slot").items()
        for number, row in sorted(rows, key=lambda item: int(item[0])):
            slot = Slot(int(number), row["hash"], row["time"], tuple(row["signatures"]))
            self.slots.append(slot)
            for signature in slot.signatures:
                self._index(sents[signature])
        if self.slots:
            self._show_programs()


def _text(content: bytes) -> str:
    return b64encode(content).decode()
