"""What tells one network of coins from another: Bitcoin and Litecoin, as regtest networks.

https://github.com/bitcoin/bitcoin/blob/master/src/kernel/chainparams.cpp and its twin in Litecoin.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

COIN = 100_000_000
DECIMALS = 8

_OUTPUT_FRAME = 9
_WITNESS_INPUT, _LEGACY_INPUT = 67, 148
_KEY_HASH_PREFIX = 0x6F


def sha256d(content: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(content).digest()).digest()


def scrypt(header: bytes) -> bytes:
    """Litecoin's proof of work; its block ids are sha256d all the same."""
    return hashlib.scrypt(header, salt=header, n=1024, r=1, p=1, dklen=32)


@dataclass(frozen=True, slots=True)
class Genesis:
    headline: str
    public_key: str
    nonce: int


@dataclass(frozen=True, slots=True)
class Network:
    """`script_prefixes`: how pay-to-script addresses may begin in base58; written as the first.

    `dust_rate`: base units per 1,000 bytes that an output and its spending must be worth.
    `first_blocks`: what there is before anybody mines; few where the proof of work takes long.
    """

    key: str
    asset: str
    name: str
    unit: str
    hrp: str
    script_prefixes: tuple[int, ...]
    millions: int
    block_seconds: int
    dust_rate: int
    first_blocks: int
    genesis: Genesis
    proof: Callable[[bytes], bytes]
    key_prefix: int = _KEY_HASH_PREFIX

    @property
    def supply(self) -> int:
        return self.millions * 1_000_000 * COIN

    def dust(self, script: bytes) -> int:
        """The least amount that nodes relay to a script (`GetDustThreshold`)."""
        is_witness = script[0] in {0, *range(0x51, 0x61)}
        spending = _WITNESS_INPUT if is_witness else _LEGACY_INPUT
        return self.dust_rate * (_OUTPUT_FRAME + len(script) + spending) // 1_000


BITCOIN = Network(
    key="btc",
    asset="BTC",
    name="Bitcoin",
    unit="satoshi",
    hrp="bcrt",
    script_prefixes=(0xC4,),
    millions=21,
    block_seconds=600,
    dust_rate=3_000,
    first_blocks=100,
    genesis=Genesis(
        "The Times 03/Jan/2009 Chancellor on brink of second bailout for banks",
        "04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb6"
        "49f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5f",
        nonce=2,
    ),
    proof=sha256d,
)
LITECOIN = Network(
    key="ltc",
    asset="LTC",
    name="Litecoin",
    unit="litoshi",
    hrp="rltc",
    script_prefixes=(0x3A, 0xC4),
    millions=84,
    block_seconds=150,
    dust_rate=30_000,
    first_blocks=20,
    genesis=Genesis(
        "NY Times 05/Oct/2011 Steve Jobs, Apple’s Visionary, Dies at 56",
        "040184710fa689ad5023690c80f3a49c8f13f8d45b8c857fbcbc8bc4a8e4d3eb4b"
        "10f4d4604fa08dce601aaf0f470216fe1b51850b4acf21b179c45070ac7b03a9",
        nonce=0,
    ),
    proof=scrypt,
)
