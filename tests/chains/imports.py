"""What the shop exports for published words, for other wallets' code to read: imports.mjs."""

import json

from utils.wallets.base import Wallet
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.ethereum import EthereumWallet
from utils.wallets.litecoin import LitecoinWallet
from utils.wallets.mnemonic import seed_of
from utils.wallets.solana import SolanaWallet

WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow"
"""Of BIP39's own vectors: nobody's money."""
INDICES = (0, 1, 2, 70_000)
"""The last as after a restore, when accounts have jumped ahead."""


def wallets() -> dict[str, Wallet]:
    seed = seed_of(WORDS)
    made = (BitcoinWallet, LitecoinWallet, EthereumWallet, SolanaWallet)
    return {wallet.chain: wallet for wallet in (kind(seed, "mainnet") for kind in made)}


def exported() -> list[dict[str, object]]:
    rows = []
    for coin, wallet in wallets().items():
        for index in INDICES:
            key = wallet.private_key(index)
            rows.append({"coin": coin, "index": index, "path": key.path, "secret": key.secret})
    return rows


if __name__ == "__main__":
    print(json.dumps({"words": WORDS, "keys": exported()}))
