"""The shop's BIP39 mnemonic: made, checked, turned into a seed.

https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki
"""

import hashlib
import hmac
import secrets

from bip_utils import (
    Bip39Languages,
    Bip39MnemonicGenerator,
    Bip39MnemonicValidator,
    Bip39SeedGenerator,
)

from utils.wallets.base import AddressDoubt

ENTROPY_BYTES = 32
ROUNDS = 2048


class BadMnemonic(ValueError):
    """The words are no English BIP39 mnemonic. They are never repeated in the message."""


def generate() -> str:
    """24 English words from the operating system's randomness."""
    entropy = secrets.token_bytes(ENTROPY_BYTES)
    words: str = Bip39MnemonicGenerator(Bip39Languages.ENGLISH).FromEntropy(entropy).ToStr()
    return words


def normalise(words: str) -> str:
    """The same words in lower case with single spaces; raises BadMnemonic."""
    tidy = " ".join(words.lower().split())
    # IsValid swallows the library's errors: some of them quote the words.
    if not Bip39MnemonicValidator(Bip39Languages.ENGLISH).IsValid(tidy):
        raise BadMnemonic(
            f"the mnemonic has {len(tidy.split())} words and is not a valid English BIP39 phrase "
            "(12, 15, 18, 21 or 24 words of the list, the last one carrying a checksum)"
        )
    return tidy


def seed_of(words: str) -> bytes:
    """The 64-byte seed, computed twice by independent code; raises BadMnemonic, AddressDoubt."""
    tidy = normalise(words)
    library: bytes = Bip39SeedGenerator(tidy, Bip39Languages.ENGLISH).Generate()
    own = hashlib.pbkdf2_hmac("sha512", tidy.encode(), b"mnemonic", ROUNDS)
    if not hmac.compare_digest(library, own):
        raise AddressDoubt("two computations of the seed disagree")
    return own
