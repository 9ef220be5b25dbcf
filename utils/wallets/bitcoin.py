"""Bitcoin keys and addresses: `m/84'/0'/n'/0/0`, coin type 1 on the test networks."""

from typing import Literal

from bip_utils import Bip84Coins

from utils.wallets.p2wpkh import Network, SegwitWallet, derivations, fingerprint_of

TEST_PREFIXES = frozenset({0x6F, 0xC4})
NETWORKS = {
    "mainnet": Network("BTC", Bip84Coins.BITCOIN, 0, "bc", 0x80, frozenset({0x00, 0x05})),
    "testnet": Network("BTC", Bip84Coins.BITCOIN_TESTNET, 1, "tb", 0xEF, TEST_PREFIXES),
    "regtest": Network("BTC", Bip84Coins.BITCOIN_REGTEST, 1, "bcrt", 0xEF, TEST_PREFIXES),
}

NetworkName = Literal["mainnet", "testnet", "regtest"]


class BitcoinWallet(SegwitWallet):
    """`seed` is the 64-byte BIP39 seed."""

    def __init__(self, seed: bytes, network: NetworkName) -> None:
        chain = NETWORKS[network]
        super().__init__(chain, *derivations(seed, chain), fingerprint_of(seed))
