"""Deriving one-time addresses, and proving each before anybody sees it."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


class AddressDoubt(Exception):
    """Two derivations, a re-parse or a signature disagree. The address must not be shown."""


@dataclass(frozen=True, slots=True)
class DerivedAddress:
    """`path` is the full BIP32 path; `index` the hardened account number in it."""

    index: int
    path: str
    address: str


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A private key in the form wallets import; its repr hides the secret."""

    path: str
    address: str
    secret: str
    form: str
    """What `secret` is: `WIF`, `hex`, `base58 keypair`."""
    electrum: str = ""
    """The same as Electrum reads it, which takes a bare WIF for another kind of address."""

    def __post_init__(self) -> None:
        if not self.secret.strip():
            raise AddressDoubt(f"the key of {self.path} is empty")

    def __repr__(self) -> str:
        return f"PrivateKey(path={self.path!r}, address={self.address!r}, secret='***')"

    __str__ = __repr__


@runtime_checkable
class Described(Protocol):
    """A wallet whose addresses bitcoind knows how to describe (BIP380)."""

    def descriptor(self, index: int, *, private: bool = False) -> str:
        """Account `index` with where its key comes from, or (`private`) with the key itself."""
        ...


class Wallet(Protocol):
    """One chain's keys, derived from the shop's mnemonic; one hardened account per order."""

    @property
    def chain(self) -> str: ...

    def derive(self, index: int) -> DerivedAddress:
        """Account `index`, derived twice by independent code, parsed back, signed and verified.

        Raises AddressDoubt when any of the checks disagrees.
        """
        ...

    def prove(self, index: int, address: str) -> None:
        """Raise AddressDoubt unless `address` is what account `index` derives to."""
        ...

    def private_key(self, index: int) -> PrivateKey: ...

    def is_valid(self, address: str) -> bool:
        """Whether this is a well-formed address of this chain and network."""
        ...
