"""BIP32 private derivation, written here so that it shares no code with the library it checks.

https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from coincurve import PrivateKey
from Crypto.Hash import RIPEMD160

HARDENED = 1 << 31
CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def parse_path(path: str) -> tuple[int, ...]:
    """`m/84'/0'/7'/0/0` as child numbers; raises ValueError."""
    root, *steps = path.split("/")
    if root != "m":
        raise ValueError(f"a derivation path starts with m, not {root!r}")
    return tuple(_child_number(step) for step in steps)


def _child_number(step: str) -> int:
    digits = step.removesuffix("'")
    if not (digits.isascii() and digits.isdigit() and int(digits) < HARDENED):
        raise ValueError(f"{step!r} is not a child number")
    return int(digits) + (HARDENED if step.endswith("'") else 0)


def hash160(data: bytes) -> bytes:
    # hashlib lacks RIPEMD-160 where OpenSSL keeps it in the legacy provider.
    return RIPEMD160.new(hashlib.sha256(data).digest()).digest()


@dataclass(frozen=True, slots=True, repr=False)
class ExtendedKey:
    """A private key and its chain code, 32 bytes each, leading zeros kept."""

    secret: bytes
    chain_code: bytes

    @classmethod
    def master(cls, seed: bytes) -> "ExtendedKey":
        return cls._split(seed, key=b"Bitcoin seed", parent=0)

    def derive(self, path: Iterable[int]) -> "ExtendedKey":
        node = self
        for number in path:
            node = node.child(number)
        return node

    def child(self, number: int) -> "ExtendedKey":
        own = b"\0" + self.secret if number >= HARDENED else self.public_key
        message = own + number.to_bytes(4, "big")
        return self._split(message, key=self.chain_code, parent=int.from_bytes(self.secret, "big"))

    @property
    def public_key(self) -> bytes:
        """Compressed, 33 bytes."""
        return PrivateKey(self.secret).public_key.format(compressed=True)

    @classmethod
    def _split(cls, message: bytes, *, key: bytes, parent: int) -> "ExtendedKey":
        digest = hmac.new(key, message, hashlib.sha512).digest()
        tweak = int.from_bytes(digest[:32], "big")
        secret = (tweak + parent) % CURVE_ORDER
        if tweak >= CURVE_ORDER or secret == 0:
            raise ValueError("this child key does not exist (BIP32: chance below 1 in 2^127)")
        return cls(secret.to_bytes(32, "big"), digest[32:])
