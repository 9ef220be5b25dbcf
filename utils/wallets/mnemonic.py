"""The shop's BIP39 mnemonic: made, checked, turned into a seed. No library ever sees the words.

https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki; `english.txt` is its word list.
"""

import hashlib
import hmac
import secrets
from functools import cache
from pathlib import Path

from utils.wallets.base import AddressDoubt

WORDS = Path(__file__).with_name("english.txt")
LIST_DIGEST = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
ENTROPY_BYTES = 32
WORD_BITS = 11
LENGTHS = (12, 15, 18, 21, 24)
ROUNDS = 2048
KNOWN = "abandon " * 11 + "about"
KNOWN_SEED = (
    "5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc1"
    "9a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4"
)
"""The first of BIP39's own vectors, without a passphrase."""


class BadMnemonic(ValueError):
    """The words are no English BIP39 mnemonic. They are never repeated in the message."""


def generate() -> str:
    """24 English words from the operating system's randomness."""
    return words_of(secrets.token_bytes(ENTROPY_BYTES))


def words_of(entropy: bytes) -> str:
    """The words for these bytes: 16, 20, 24, 28 or 32 of them."""
    bits = int.from_bytes(entropy, "big") << _check_bits(entropy) | _check(entropy)
    count = (len(entropy) * 8 + _check_bits(entropy)) // WORD_BITS
    numbers = (bits >> WORD_BITS * (count - 1 - place) & 2047 for place in range(count))
    return " ".join(_list()[number] for number in numbers)


def normalise(words: str) -> str:
    """The same words in lower case with single spaces; raises BadMnemonic."""
    tidy = " ".join(words.lower().split())
    if not _is_valid(tidy.split()):
        raise BadMnemonic(
            f"the mnemonic has {len(tidy.split())} words and is not a valid English BIP39 phrase "
            "(12, 15, 18, 21 or 24 words of the list, the last one carrying a checksum)"
        )
    return tidy


def seed_of(words: str) -> bytes:
    """The 64-byte seed; raises BadMnemonic, and AddressDoubt on a machine that computes wrongly."""
    _require_sound()
    return _stretched(normalise(words))


def _is_valid(words: list[str]) -> bool:
    places = {word: place for place, word in enumerate(_list())}
    if len(words) not in LENGTHS or not places.keys() >= set(words):
        return False
    bits = 0
    for word in words:
        bits = bits << WORD_BITS | places[word]
    size = len(words) * WORD_BITS * 32 // 33 // 8
    entropy = (bits >> size // 4).to_bytes(size, "big")
    return bits & (1 << _check_bits(entropy)) - 1 == _check(entropy)


def _check(entropy: bytes) -> int:
    return hashlib.sha256(entropy).digest()[0] >> 8 - _check_bits(entropy)


def _check_bits(entropy: bytes) -> int:
    return len(entropy) // 4


def _stretched(tidy: str) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", tidy.encode(), b"mnemonic", ROUNDS)


@cache
def _require_sound() -> None:
    """PBKDF2 is what BIP39 says; its own words prove it, not the shop's."""
    if not hmac.compare_digest(_stretched(KNOWN).hex(), KNOWN_SEED):
        raise AddressDoubt("this machine's PBKDF2 does not make the seed of a known mnemonic")


@cache
def _list() -> tuple[str, ...]:
    content = WORDS.read_bytes()
    if hashlib.sha256(content).hexdigest() != LIST_DIGEST:
        raise AddressDoubt(f"{WORDS.name} is not BIP39's word list: get the release again")
    return tuple(content.decode().split())
