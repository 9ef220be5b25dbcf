"""Ethereum keys and addresses: `m/44'/60'/n'/0/0`, one hardened account per order, each proved.

The path and the keys are the same on every Ethereum network (SLIP-44 type 60), as in MetaMask.
https://github.com/bitcoin/bips/blob/master/bip-0044.mediawiki
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bip_utils import Bip44, Bip44Changes, Bip44Coins
from coincurve import PrivateKey as SigningKey
from coincurve import PublicKey

from utils.wallets import eip55
from utils.wallets.base import AddressDoubt, DerivedAddress, PrivateKey
from utils.wallets.bip32 import HARDENED, ExtendedKey, parse_path

COIN_PATH = "m/44'/60'"
SEED_BYTES = 64
FORM = "hex"

NetworkName = Literal["mainnet", "testnet", "regtest"]


@dataclass(frozen=True, slots=True)
class KeyPair:
    """What a derivation ends in; the public key is the uncompressed one (65 bytes)."""

    secret: bytes = field(repr=False)
    public_key: bytes
    address: str


Derivation = Callable[[int], KeyPair]


def derivations(seed: bytes) -> tuple[Derivation, Derivation]:
    """The library's and our own; the upper nodes of the path are computed once, here."""
    if len(seed) != SEED_BYTES or not any(seed):
        raise ValueError(f"a BIP39 seed has {SEED_BYTES} bytes, not all zero")
    return library_derivation(seed), own_derivation(seed)


def library_derivation(seed: bytes) -> Derivation:
    """By bip_utils, with its own Keccak and checksum."""
    coin: Any = Bip44.FromSeed(seed, Bip44Coins.ETHEREUM).Purpose().Coin()

    def derive(index: int) -> KeyPair:
        node = coin.Account(index).Change(Bip44Changes.CHAIN_EXT).AddressIndex(0)
        public = node.PublicKey()
        return KeyPair(
            secret=node.PrivateKey().Raw().ToBytes(),
            public_key=public.RawUncompressed().ToBytes(),
            address=public.ToAddress(),
        )

    return derive


def own_derivation(seed: bytes) -> Derivation:
    """By utils/wallets/bip32.py and eip55.py."""
    coin = ExtendedKey.master(seed).derive(parse_path(COIN_PATH))

    def derive(index: int) -> KeyPair:
        secret = coin.derive((index + HARDENED, 0, 0)).secret
        public_key = PublicKey.from_secret(secret).format(compressed=False)
        return KeyPair(secret, public_key, eip55.encode(eip55.of_public_key(public_key)))

    return derive


class EthereumWallet:
    """A `Wallet`. `seed` is the 64-byte BIP39 seed; the network changes nothing."""

    def __init__(
        self,
        seed: bytes,
        network: NetworkName,
        *,
        first: Derivation | None = None,
        second: Derivation | None = None,
    ) -> None:
        library, own = derivations(seed)
        self._first = first or library
        self._second = second or own
        self.network = network

    @property
    def chain(self) -> str:
        return "ETH"

    def derive(self, index: int) -> DerivedAddress:
        return DerivedAddress(index, path_of(index), self._proved(index).address)

    def prove(self, index: int, address: str) -> None:
        if self._proved(index).address != address:
            raise AddressDoubt(f"{address} is not what {path_of(index)} derives to")

    def private_key(self, index: int) -> PrivateKey:
        keys = self._proved(index)
        return PrivateKey(path_of(index), keys.address, f"0x{keys.secret.hex()}", FORM)

    def is_valid(self, address: str) -> bool:
        try:
            eip55.decode(address)
        except eip55.BadAddress:
            return False
        return True

    def _proved(self, index: int) -> KeyPair:
        if not 0 <= index < HARDENED:
            raise ValueError(f"{index} is not an account number")
        first, second = self._first(index), self._second(index)
        if first != second:
            raise AddressDoubt(f"two derivations of {path_of(index)} disagree")
        prove_spendable(first, message=f"{self.chain} {path_of(index)} {first.address}")
        return first


def path_of(index: int) -> str:
    return f"{COIN_PATH}/{index}'/0/0"


def prove_spendable(keys: KeyPair, message: str) -> None:
    """Raises AddressDoubt unless the secret signs for exactly the address, checksum included."""
    owner = _decoded(keys.address)
    if len(keys.secret) != 32 or not any(keys.secret):
        raise AddressDoubt(f"the key does not sign for {keys.address}: it is none")
    signed = SigningKey(keys.secret).sign_recoverable(message.encode(), hasher=eip55.keccak256)
    signer = PublicKey.from_signature_and_message(
        signed, message.encode(), hasher=eip55.keccak256
    ).format(compressed=False)
    if signer != keys.public_key or eip55.of_public_key(signer) != owner:
        raise AddressDoubt(f"the key does not sign for {keys.address}")


def _decoded(address: str) -> bytes:
    try:
        raw = eip55.decode(address)
    except eip55.BadAddress as error:
        raise AddressDoubt(f"{address!r} does not parse: {error}") from error
    if address != eip55.encode(raw):
        raise AddressDoubt(f"{address} does not carry its checksum")
    return raw
