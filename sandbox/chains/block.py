"""Blocks with real headers, and the small proof of work of regtest networks."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import count
from typing import Any, Self

from sandbox.chains.network import COIN, Network, sha256d
from sandbox.chains.transaction import Input, Output, Transaction, compact_size

BITS = 0x207FFFFF
DIFFICULTY = 4.656542373906925e-10
NOWHERE = "00" * 32

_TARGET = 0x7FFFFF << 8 * (0x20 - 3)
_VERSION = 0x20000000
_HEADER_SIZE = 80
_HALVING = 150
_GENESIS_TIME = 1296688602


@dataclass(frozen=True)
class Block:
    """`time` is the header's, in unix seconds; the weight is that of the whole block."""

    height: int
    previous: str
    time: int
    txids: tuple[str, ...]
    size: int
    weight: int
    nonce: int = 0
    version: int = _VERSION

    @cached_property
    def hash(self) -> str:
        return sha256d(self.header)[::-1].hex()

    @property
    def header(self) -> bytes:
        return self._head + self.nonce.to_bytes(4, "little")

    @cached_property
    def merkle_root(self) -> str:
        level = [bytes.fromhex(txid)[::-1] for txid in self.txids]
        while len(level) > 1:
            level += level[-1:] * (len(level) % 2)
            pairs = zip(level[::2], level[1::2], strict=True)
            level = [sha256d(left + right) for left, right in pairs]
        return level[0][::-1].hex()

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def loaded(cls, row: dict[str, Any]) -> Self:
        return cls(**row | {"txids": tuple(row["txids"])})

    @cached_property
    def _head(self) -> bytes:
        """The header up to the nonce."""
        hashes = bytes.fromhex(self.previous)[::-1] + bytes.fromhex(self.merkle_root)[::-1]
        numbers = self.time.to_bytes(4, "little") + BITS.to_bytes(4, "little")
        return self.version.to_bytes(4, "little") + hashes + numbers

    def worked(self, proof: Callable[[bytes], bytes]) -> "Block":
        """This block with the first nonce that meets the target: about two tries."""
        tries = (replace(self, nonce=nonce) for nonce in count())
        return next(b for b in tries if int.from_bytes(proof(b.header), "little") <= _TARGET)


def genesis(network: Network) -> tuple[Block, Transaction]:
    """Block 0 of every regtest network of these coins, and what is in it."""
    headline = network.genesis.headline.encode()
    script_sig = bytes.fromhex("04ffff001d0104") + bytes([len(headline)]) + headline
    script = b"\x41" + bytes.fromhex(network.genesis.public_key) + b"\xac"
    outputs = (Output(script, 50 * COIN),)
    first = Transaction((Input.new_coins(script_sig),), outputs, _GENESIS_TIME, version=1)
    block = assembled(0, NOWHERE, _GENESIS_TIME, [first])
    return replace(block, nonce=network.genesis.nonce, version=1), first


def coinbase(height: int, serial: int, fees: int, script: bytes, time: int) -> Transaction:
    """The new coins of a block (BIP34); the serial keeps those of rival blocks apart."""
    script_sig = _pushed(height) + b"\x04" + serial.to_bytes(4, "big")
    reward = (50 * COIN >> height // _HALVING) + fees
    return Transaction((Input.new_coins(script_sig),), (Output(script, reward),), time)


def assembled(height: int, previous: str, time: int, inside: list[Transaction]) -> Block:
    """A block around these transactions, without its proof of work."""
    frame = _HEADER_SIZE + len(compact_size(len(inside)))
    size = frame + sum(len(each.raw) for each in inside)
    weight = 4 * frame + sum(each.weight for each in inside)
    return Block(height, previous, time, tuple(each.txid for each in inside), size, weight)


def _pushed(height: int) -> bytes:
    """A number as a script pushes it."""
    if height <= 16:
        return bytes([0x50 + height])
    content = height.to_bytes(height.bit_length() // 8 + 1, "little")
    return bytes([len(content)]) + content
