"""Blocks of the sandbox's Ethereum: a real header and its hash, roots that are no tries."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Self

from sandbox.chains.ethereum_encoding import Item, keccak256, rlp

NOWHERE = "0x" + "00" * 32
GAS_LIMIT = 30_000_000
BASE_FEE = 1_000_000_000
NO_UNCLES = bytes.fromhex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")
NO_TRIE = bytes.fromhex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")


@dataclass(frozen=True)
class Block:
    """`time` is in unix seconds; the serial keeps rival blocks apart."""

    height: int
    parent: str
    time: int
    serial: int
    txids: tuple[str, ...] = ()
    gas_used: int = 0

    @property
    def extra(self) -> bytes:
        return b"sandbox %d" % self.serial

    @cached_property
    def root(self) -> bytes:
        """Commits to the transactions; a real one would be the root of a trie."""
        return keccak256("".join(self.txids).encode()) if self.txids else NO_TRIE

    @cached_property
    def hash(self) -> str:
        """Of the sixteen fields that a header has had since London (EIP-1559)."""
        before: list[Item] = [bytes.fromhex(self.parent[2:]), NO_UNCLES, bytes(20), NO_TRIE]
        numbers: list[Item] = [0, self.height, GAS_LIMIT, self.gas_used, self.time]
        roots: list[Item] = [self.root, self.root, bytes(256)]
        header = [*before, *roots, *numbers, self.extra, bytes(32), bytes(8), BASE_FEE]
        return "0x" + keccak256(rlp(header)).hex()

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def loaded(cls, row: dict[str, Any]) -> Self:
        return cls(**row | {"txids": tuple(row["txids"])})
