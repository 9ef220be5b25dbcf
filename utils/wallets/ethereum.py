"""Ethereum keys and addresses: `m/44'/60'/n'/0/0`, one hardened account per order, each proved.

The path and the keys are the same on every Ethereum network (SLIP-44 type 60), as in MetaMask.
https://github.com/bitcoin/bips/blob/master/bip-0044.mediawiki
"""

from typing import Any, Literal

from bip_utils import Bip44, Bip44Changes, Bip44Coins
from coincurve import PrivateKey as SigningKey
from coincurve import PublicKey

from utils.wallets import eip55
from utils.wallets.base import AddressDoubt, PrivateKey
from utils.wallets.bip32 import HARDENED, ExtendedKey, parse_path
from utils.wallets.proved import Derivation, KeyPair, ProvedWallet, require_seed

COIN_PATH = "m/44'/60'"
FORM = "hex"

NetworkName = Literal["mainnet", "testnet", "regtest"]


def derivations(seed: bytes) -> tuple[Derivation, Derivation]:
    """The library's and our own; the upper nodes of the path are computed once, here."""
    require_seed(seed)
    return library_derivation(seed), own_derivation(seed)


def library_derivation(seed: bytes) -> Derivation:
    """By bip_utils, with its own Keccak and checksum; the public key is uncompressed, 65 bytes."""
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


class EthereumWallet(ProvedWallet):
    """A `Wallet`. `seed` is the 64-byte BIP39 seed; the network changes nothing."""

    chain = "ETH"

    def __init__(
        self,
        seed: bytes,
        network: NetworkName,
        *,
        first: Derivation | None = None,
        second: Derivation | None = None,
    ) -> None:
        library, own = derivations(seed)
        super().__init__(first or library, second or own)
        self.network = network

    def path(self, index: int) -> str:
        return f"{COIN_PATH}/{index}'/0/0"

    def private_key(self, index: int) -> PrivateKey:
        keys = self._proved(index)
        return PrivateKey(self.path(index), keys.address, f"0x{keys.secret.hex()}", FORM)

    def is_valid(self, address: str) -> bool:
        try:
            eip55.decode(address)
        except eip55.BadAddress:
            return False
        return True

    def _prove_spendable(self, keys: KeyPair, message: str) -> None:
        prove_spendable(keys, message)


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
