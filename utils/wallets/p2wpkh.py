"""Native segwit wallets (BIP84): one hardened account per order, each address proved.

https://github.com/bitcoin/bips/blob/master/bip-0084.mediawiki
"""

from dataclasses import dataclass
from typing import Any

from bip_utils import Bip44Changes, Bip84, Bip84Coins, P2WPKHAddrEncoder
from coincurve import PrivateKey as SigningKey
from coincurve import PublicKey

from utils.wallets import segwit
from utils.wallets.base import AddressDoubt, PrivateKey
from utils.wallets.base58 import BadBase58, decode_check
from utils.wallets.bip32 import HARDENED, ExtendedKey, hash160, parse_path
from utils.wallets.descriptor import with_checksum
from utils.wallets.proved import Derivation, KeyPair, ProvedWallet, require_seed

COMPRESSED = b"\x01"


@dataclass(frozen=True, slots=True)
class Network:
    """What tells one chain's addresses and keys from another's; prefixes are version bytes.

    `in_library`: whether bip_utils knows this network; if not, `coin` is a sister with its keys.
    """

    chain: str
    coin: Bip84Coins
    coin_type: int
    hrp: str
    wif_prefix: int
    base58_prefixes: frozenset[int]
    in_library: bool = True

    def path(self, index: int) -> str:
        return f"{self.coin_path}/{index}'/0/0"

    @property
    def coin_path(self) -> str:
        return f"m/84'/{self.coin_type}'"


def derivations(seed: bytes, network: Network) -> tuple[Derivation, Derivation]:
    """The library's and our own; the upper nodes of the path are computed once, here."""
    require_seed(seed)
    return library_derivation(seed, network), own_derivation(seed, network)


def library_derivation(seed: bytes, network: Network) -> Derivation:
    """By bip_utils, with its own idea of coin types, prefixes and encodings."""
    coin: Any = Bip84.FromSeed(seed, network.coin).Purpose().Coin()

    def address_of(public: Any) -> str:
        key = public.RawCompressed().ToBytes()
        return str(P2WPKHAddrEncoder.EncodeKey(key, hrp=network.hrp))

    def derive(index: int) -> KeyPair:
        node = coin.Account(index).Change(Bip44Changes.CHAIN_EXT).AddressIndex(0)
        public, private = node.PublicKey(), node.PrivateKey()
        return KeyPair(
            secret=private.Raw().ToBytes(),
            public_key=public.RawCompressed().ToBytes(),
            address=public.ToAddress() if network.in_library else address_of(public),
            wif=private.ToWif,
        )

    return derive


def fingerprint_of(seed: bytes) -> bytes:
    """The first four bytes of the master key's hash, as BIP32 names keys."""
    return hash160(ExtendedKey.master(seed).public_key)[:4]


def own_derivation(seed: bytes, network: Network) -> Derivation:
    """By utils/wallets/bip32.py and segwit.py."""
    coin = ExtendedKey.master(seed).derive(parse_path(network.coin_path))

    def derive(index: int) -> KeyPair:
        key = coin.derive((index + HARDENED, 0, 0))
        address = segwit.encode(network.hrp, 0, hash160(key.public_key))
        return KeyPair(key.secret, key.public_key, address)

    return derive


class SegwitWallet(ProvedWallet):
    """A `Wallet` for Bitcoin and the chains that share its script."""

    def __init__(
        self, network: Network, first: Derivation, second: Derivation, fingerprint: bytes = b""
    ) -> None:
        """`fingerprint`: of the master key, to tell a signer where the keys come from."""
        super().__init__(first, second)
        self.chain = network.chain
        self._network = network
        self._fingerprint = fingerprint

    def path(self, index: int) -> str:
        return self._network.path(index)

    def private_key(self, index: int) -> PrivateKey:
        keys = self._proved(index)
        path, wif = self.path(index), keys.wif()
        if decode_wif(wif, self._network) != keys.secret:
            raise AddressDoubt(f"the exported key of {path} is another one")
        return PrivateKey(path, keys.address, wif, "WIF", electrum=f"p2wpkh:{wif}")

    def descriptor(self, index: int, *, private: bool = False) -> str:
        keys, path = self._proved(index), self.path(index).replace("'", "h")
        origin = f"[{self._fingerprint.hex()}{path.removeprefix('m')}]"
        key = self.private_key(index).secret if private else keys.public_key.hex()
        return with_checksum(f"wpkh({origin}{key})")

    def is_valid(self, address: str) -> bool:
        try:
            segwit.decode(self._network.hrp, address)
        except segwit.BadAddress:
            return is_legacy(address, self._network)
        return True

    def _prove_spendable(self, keys: KeyPair, message: str) -> None:
        prove_spendable(keys, self._network, message)


def prove_spendable(keys: KeyPair, network: Network, message: str) -> None:
    """Raises AddressDoubt unless the secret signs for exactly the script the address pays to."""
    program = _program(keys.address, network)
    signature = SigningKey(keys.secret).sign_recoverable(message.encode())
    signer = PublicKey.from_signature_and_message(signature, message.encode())
    if signer.format(compressed=True) != keys.public_key:
        raise AddressDoubt(f"the key does not sign for its own public key ({keys.address})")
    if hash160(signer.format(compressed=True)) != program:
        raise AddressDoubt(f"the key does not sign for {keys.address}")


def _program(address: str, network: Network) -> bytes:
    try:
        version, program = segwit.decode(network.hrp, address)
    except segwit.BadAddress as error:
        raise AddressDoubt(f"{address!r} does not parse: {error}") from error
    if version != 0 or address != segwit.encode(network.hrp, 0, program):
        raise AddressDoubt(f"{address} is not a plain version 0 address")
    return program


def decode_wif(wif: str, network: Network) -> bytes:
    """The secret behind a compressed WIF key; raises AddressDoubt."""
    try:
        payload = decode_check(wif)
    except BadBase58:
        raise AddressDoubt("the exported key does not parse") from None
    if len(payload) != 34 or payload[0] != network.wif_prefix or payload[33:] != COMPRESSED:
        raise AddressDoubt("the exported key is not a compressed key of this network")
    return payload[1:33]


def is_legacy(address: str, network: Network) -> bool:
    """Whether it is a well-formed pre-segwit address (P2PKH or P2SH)."""
    try:
        payload = decode_check(address)
    except BadBase58:
        return False
    return len(payload) == 21 and payload[0] in network.base58_prefixes
