"""Ethereum addresses: the end of a Keccak-256 hash, capitals as its checksum.

https://github.com/ethereum/ercs/blob/master/ERCS/erc-55.md
"""

import re
from functools import lru_cache

from Crypto.Hash import keccak

ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
UNCOMPRESSED = 0x04
CACHED = 32_768
"""A shop looks at the same thousands of addresses again and again."""


class BadAddress(ValueError):
    """No Ethereum address, or one whose capitals show a typing mistake."""


def keccak256(data: bytes) -> bytes:
    """The hash of Ethereum, which is not SHA3-256: it is older and pads otherwise."""
    return keccak.new(digest_bits=256, data=data).digest()


def encode(raw: bytes) -> str:
    """The 20 bytes of an address in their one checksummed spelling."""
    if len(raw) != 20:
        raise BadAddress("an address has 20 bytes")
    digits = raw.hex()
    marks = keccak256(digits.encode("ascii")).hex()
    pairs = zip(digits, marks, strict=False)
    return "0x" + "".join(digit.upper() if mark > "7" else digit for digit, mark in pairs)


@lru_cache(maxsize=CACHED)
def decode(address: str) -> bytes:
    """The 20 bytes; raises BadAddress. All small and all capital letters carry no checksum."""
    if not ADDRESS.fullmatch(address):
        raise BadAddress("not 0x and 40 hex digits")
    raw, digits = bytes.fromhex(address[2:]), address[2:]
    if digits not in {digits.lower(), digits.upper()} and address != encode(raw):
        raise BadAddress("the capitals do not match the checksum")
    return raw


def of_public_key(public_key: bytes) -> bytes:
    """The 20 bytes of the address that an uncompressed public key (65 bytes) owns."""
    if len(public_key) != 65 or public_key[0] != UNCOMPRESSED:
        raise BadAddress("not an uncompressed public key")
    return keccak256(public_key[1:])[-20:]
