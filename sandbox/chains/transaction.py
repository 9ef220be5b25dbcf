"""Transactions as they are serialized, hashed and weighed on the network (BIP141, BIP144)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from sandbox.chains.network import sha256d

_NOWHERE = "00" * 32
_NO_INDEX = 0xFFFFFFFF
_REPLACEABLE = 0xFFFFFFFD


@dataclass(frozen=True, slots=True)
class Output:
    """`value` in base units."""

    script: bytes
    value: int

    def raw(self) -> bytes:
        return self.value.to_bytes(8, "little") + _sized(self.script)


@dataclass(frozen=True, slots=True)
class Input:
    """What is spent; `prevout` is None for the new coins of a block."""

    txid: str
    vout: int
    prevout: Output | None
    script_sig: bytes = b""
    witness: tuple[bytes, ...] = ()
    sequence: int = _REPLACEABLE

    @classmethod
    def new_coins(cls, script_sig: bytes) -> Self:
        return cls(_NOWHERE, _NO_INDEX, None, script_sig, sequence=_NO_INDEX)

    @property
    def outpoint(self) -> tuple[str, int]:
        return self.txid, self.vout

    def raw(self) -> bytes:
        outpoint = bytes.fromhex(self.txid)[::-1] + self.vout.to_bytes(4, "little")
        return outpoint + _sized(self.script_sig) + self.sequence.to_bytes(4, "little")


@dataclass(frozen=True)
class Transaction:
    """`seen` is the unix time of its first appearance, which is not part of the bytes."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    seen: float
    version: int = 2

    @cached_property
    def stripped(self) -> bytes:
        """The bytes without witnesses, of which the id is the hash."""
        return self._head() + self._body() + bytes(4)

    @cached_property
    def raw(self) -> bytes:
        witnesses = b"".join(_stack(each.witness) for each in self.inputs)
        if not any(each.witness for each in self.inputs):
            return self.stripped
        return self._head() + b"\x00\x01" + self._body() + witnesses + bytes(4)

    @cached_property
    def txid(self) -> str:
        return sha256d(self.stripped)[::-1].hex()

    @property
    def weight(self) -> int:
        return 3 * len(self.stripped) + len(self.raw)

    @property
    def vsize(self) -> int:
        return -(-self.weight // 4)

    @property
    def is_coinbase(self) -> bool:
        return self.inputs[0].prevout is None

    @property
    def spent(self) -> list[Output]:
        return [each.prevout for each in self.inputs if each.prevout]

    @property
    def fee(self) -> int:
        """In base units; 0 for a coinbase, as Esplora has it."""
        if self.is_coinbase:
            return 0
        return sum(each.value for each in self.spent) - sum(each.value for each in self.outputs)

    @cached_property
    def payments(self) -> tuple[Output, ...]:
        """The outputs without the change; all of them when everything goes back."""
        own = {each.script for each in self.spent}
        return tuple(each for each in self.outputs if each.script not in own) or self.outputs

    def stored(self) -> dict[str, Any]:
        return {
            "inputs": [_stored(each) for each in self.inputs],
            "outputs": [[each.script.hex(), each.value] for each in self.outputs],
            "seen": self.seen,
            "version": self.version,
        }

    @classmethod
    def loaded(cls, row: dict[str, Any]) -> Self:
        inputs = tuple(_loaded(each) for each in row["inputs"])
        outputs = tuple(Output(bytes.fromhex(script), value) for script, value in row["outputs"])
        return cls(inputs, outputs, row["seen"], row["version"])

    def _head(self) -> bytes:
        return self.version.to_bytes(4, "little")

    def _body(self) -> bytes:
        inputs = compact_size(len(self.inputs)) + b"".join(each.raw() for each in self.inputs)
        outputs = compact_size(len(self.outputs)) + b"".join(each.raw() for each in self.outputs)
        return inputs + outputs


def compact_size(number: int) -> bytes:
    """Bitcoin's variable-length integer, up to 16 bits: more never occurs here."""
    return bytes([number]) if number < 0xFD else b"\xfd" + number.to_bytes(2, "little")


def _sized(content: bytes) -> bytes:
    return compact_size(len(content)) + content


def _stack(witness: tuple[bytes, ...]) -> bytes:
    return compact_size(len(witness)) + b"".join(map(_sized, witness))


def _stored(each: Input) -> dict[str, Any]:
    return {
        "outpoint": each.outpoint,
        "prevout": each.prevout and [each.prevout.script.hex(), each.prevout.value],
        "script_sig": each.script_sig.hex(),
        "witness": [item.hex() for item in each.witness],
        "sequence": each.sequence,
    }


def _loaded(row: dict[str, Any]) -> Input:
    prevout = row["prevout"] and Output(bytes.fromhex(row["prevout"][0]), row["prevout"][1])
    witness = tuple(bytes.fromhex(item) for item in row["witness"])
    script_sig = bytes.fromhex(row["script_sig"])
    txid, vout = row["outpoint"]
    return Input(txid, vout, prevout, script_sig, witness, row["sequence"])
