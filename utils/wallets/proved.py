"""What every chain's wallet does alike: two derivations must agree, and the key must sign."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from utils.wallets.base import AddressDoubt, DerivedAddress
from utils.wallets.bip32 import HARDENED

SEED_BYTES = 64


@dataclass(frozen=True, slots=True)
class KeyPair:
    """What a derivation ends in; the forms of `secret` and `public_key` are the chain's own.

    `wif` makes the exported form where the library has one, which most callers do not need.
    """

    secret: bytes = field(repr=False)
    public_key: bytes
    address: str
    wif: Callable[[], str] = field(default=str, repr=False, compare=False)


Derivation = Callable[[int], KeyPair]


def require_seed(seed: bytes) -> None:
    """Raises ValueError."""
    if len(seed) != SEED_BYTES or not any(seed):
        raise ValueError(f"a BIP39 seed has {SEED_BYTES} bytes, not all zero")


class ProvedWallet(ABC):
    """A `Wallet` but for the form of its keys and addresses."""

    chain: str

    def __init__(self, first: Derivation, second: Derivation) -> None:
        self._first = first
        self._second = second

    @abstractmethod
    def path(self, index: int) -> str:
        """Of account `index`, from the master key on."""

    @abstractmethod
    def _prove_spendable(self, keys: KeyPair, message: str) -> None:
        """Raises AddressDoubt unless the secret signs for exactly what the address spells."""

    def derive(self, index: int) -> DerivedAddress:
        return DerivedAddress(index, self.path(index), self._proved(index).address)

    def prove(self, index: int, address: str) -> None:
        if self._proved(index).address != address:
            raise AddressDoubt(f"{address} is not what {self.path(index)} derives to")

    def _proved(self, index: int) -> KeyPair:
        if not 0 <= index < HARDENED:
            raise ValueError(f"{index} is not an account number")
        path, first = self.path(index), self._first(index)
        if first != self._second(index):
            raise AddressDoubt(f"two derivations of {path} disagree")
        self._prove_spendable(first, f"{self.chain} {path} {first.address}")
        return first
