"""Litecoin keys and addresses: `m/84'/2'/n'/0/0`, coin type 1 on the test networks."""

from typing import Literal

from bip_utils import Bip84Coins

from utils.wallets.p2wpkh import Network, SegwitWallet, derivations, fingerprint_of

# The second script-hash prefix of each set is the shared, older spelling (3..., 2...).
TEST_PREFIXES = frozenset({0x6F, 0x3A, 0xC4})
NETWORKS = {
    "mainnet": Network("LTC", Bip84Coins.LITECOIN, 2, "ltc", 0xB0, frozenset({0x30, 0x32, 0x05})),
    "testnet": Network("LTC", Bip84Coins.LITECOIN_TESTNET, 1, "tltc", 0xEF, TEST_PREFIXES),
    "regtest": Network(
        "LTC", Bip84Coins.LITECOIN_TESTNET, 1, "rltc", 0xEF, TEST_PREFIXES, in_library=False
    ),
}

NetworkName = Literal["mainnet", "testnet", "regtest"]


class LitecoinWallet(SegwitWallet):
    """`seed` is the 64-byte BIP39 seed."""

    def __init__(self, seed: bytes, network: NetworkName) -> None:
        chain = NETWORKS[network]
        super().__init__(chain, *derivations(seed, chain), fingerprint_of(seed))
