"""Solana keys and addresses: `m/44'/501'/n'/0'` on every network, as Phantom and Solflare do.

https://docs.phantom.com/resources/faq, https://github.com/satoshilabs/slips/blob/master/slip-0044.md
"""

from typing import Any, Literal

from bip_utils import Bip44, Bip44Changes, Bip44Coins
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from solders.keypair import Keypair
from solders.pubkey import Pubkey

from utils.wallets import base58
from utils.wallets.base import AddressDoubt, PrivateKey
from utils.wallets.bip32 import HARDENED, parse_path
from utils.wallets.proved import Derivation, KeyPair, ProvedWallet, require_seed
from utils.wallets.slip10 import Ed25519Node

COIN_PATH = "m/44'/501'"
KEY_BYTES = 32
NOBODY = bytes(KEY_BYTES)
"""The system program's address: a point of the curve, but nobody's."""

NetworkName = Literal["mainnet", "testnet", "regtest"]


def derivations(seed: bytes) -> tuple[Derivation, Derivation]:
    """The library's and our own; the upper nodes of the path are computed once, here."""
    require_seed(seed)
    return library_derivation(seed), own_derivation(seed)


def library_derivation(seed: bytes) -> Derivation:
    """By bip_utils, at the change level: wallets stop there, and a step further is another key."""
    coin: Any = Bip44.FromSeed(seed, Bip44Coins.SOLANA).Purpose().Coin()

    def derive(index: int) -> KeyPair:
        node = coin.Account(index).Change(Bip44Changes.CHAIN_EXT)
        public = node.PublicKey()
        marked = public.RawCompressed().ToBytes()  # one byte 00 before the 32 of the key
        return KeyPair(node.PrivateKey().Raw().ToBytes(), marked[1:], public.ToAddress())

    return derive


def own_derivation(seed: bytes) -> Derivation:
    """By utils/wallets/slip10.py, base58.py and the Solana project's own ed25519."""
    coin = Ed25519Node.master(seed).derive(parse_path(COIN_PATH))

    def derive(index: int) -> KeyPair:
        secret = coin.derive((index + HARDENED, HARDENED)).secret
        public_key = bytes(Keypair.from_seed(secret).pubkey())
        return KeyPair(secret, public_key, base58.encode(public_key))

    return derive


class SolanaWallet(ProvedWallet):
    """A `Wallet` for Solana, whose networks share keys and addresses.

    `seed` is the 64-byte BIP39 seed.
    """

    chain = "SOL"

    def __init__(
        self,
        seed: bytes,
        network: NetworkName,
        *,
        pair: tuple[Derivation, Derivation] | None = None,
    ) -> None:
        super().__init__(*(pair or derivations(seed)))
        self.network = network

    def path(self, index: int) -> str:
        return f"{COIN_PATH}/{index}'/0'"

    def private_key(self, index: int) -> PrivateKey:
        keys = self._proved(index)
        secret = base58.encode(keys.secret + keys.public_key)
        if imported(secret) != keys.address:
            raise AddressDoubt(f"the exported key of {self.path(index)} is another one")
        return PrivateKey(self.path(index), keys.address, secret, "base58 keypair")

    def is_valid(self, address: str) -> bool:
        """A key somebody can hold: no program and no token account, which lie off the curve."""
        try:
            public_key_of(address)
        except base58.BadBase58:
            return False
        return True

    def _prove_spendable(self, keys: KeyPair, message: str) -> None:
        prove_spendable(keys, message)


def public_key_of(address: str) -> bytes:
    """The 32 bytes behind an address that a key can sign for; raises BadBase58."""
    key = base58.decode(address)
    if len(key) != KEY_BYTES or key == NOBODY or not Pubkey(key).is_on_curve():
        raise base58.BadBase58("not an ed25519 public key")
    return key


def prove_spendable(keys: KeyPair, message: str) -> None:
    """Raises AddressDoubt unless the secret signs for exactly the key the address spells."""
    try:
        key = public_key_of(keys.address)
        signature = Ed25519PrivateKey.from_private_bytes(keys.secret).sign(message.encode())
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message.encode())
    except base58.BadBase58 as error:
        raise AddressDoubt(f"{keys.address!r} does not parse: {error}") from error
    except (InvalidSignature, ValueError):
        raise AddressDoubt(f"the key does not sign for {keys.address}") from None
    if key != keys.public_key or base58.encode(key) != keys.address:
        raise AddressDoubt(f"{keys.address} is not the text of its public key")


def imported(secret: str) -> str:
    """The address a wallet shows after importing `secret`; raises AddressDoubt."""
    try:
        return str(Keypair.from_bytes(base58.decode(secret)).pubkey())
    except ValueError:
        raise AddressDoubt("the exported key does not import") from None
