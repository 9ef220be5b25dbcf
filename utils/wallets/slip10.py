"""SLIP-10 derivation for ed25519: hardened children only, so there is no public derivation.

https://github.com/satoshilabs/slips/blob/master/slip-0010.md
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from utils.wallets.bip32 import HARDENED


@dataclass(frozen=True, slots=True, repr=False)
class Ed25519Node:
    """An ed25519 seed (what wallets call the private key) and its chain code, 32 bytes each."""

    secret: bytes
    chain_code: bytes

    @classmethod
    def master(cls, seed: bytes) -> "Ed25519Node":
        return cls._split(b"ed25519 seed", seed)

    def derive(self, path: Iterable[int]) -> "Ed25519Node":
        node = self
        for number in path:
            node = node.child(number)
        return node

    def child(self, number: int) -> "Ed25519Node":
        if number < HARDENED:
            raise ValueError("ed25519 has hardened children only (SLIP-10)")
        return self._split(self.chain_code, b"\0" + self.secret + number.to_bytes(4, "big"))

    @classmethod
    def _split(cls, key: bytes, message: bytes) -> "Ed25519Node":
        digest = hmac.new(key, message, hashlib.sha512).digest()
        return cls(digest[:32], digest[32:])
