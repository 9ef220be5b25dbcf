"""How Ethereum writes things: Keccak-256, RLP, addresses with their checksum (EIP-55)."""

import re

from Crypto.Hash import keccak

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_SHORT = 55

Item = bytes | int | list["Item"]


class BadAddress(Exception):
    """Why nothing can be paid there, as a sentence."""


def keccak256(content: bytes) -> bytes:
    return keccak.new(digest_bits=256, data=content).digest()


def rlp(item: Item) -> bytes:
    """Recursive length prefix (yellow paper, appendix B); numbers without leading zeros."""
    if isinstance(item, list):
        content = b"".join(rlp(each) for each in item)
        return _head(len(content), 0xC0) + content
    if isinstance(item, int):
        item = item.to_bytes((item.bit_length() + 7) // 8, "big")
    if len(item) == 1 and item[0] < 0x80:
        return item
    return _head(len(item), 0x80) + item


def _head(length: int, offset: int) -> bytes:
    if length <= _SHORT:
        return bytes([offset + length])
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([offset + _SHORT + len(size)]) + size


def checksummed(address: str) -> str:
    digits = address[2:].lower()
    marks = keccak256(digits.encode()).hex()
    pairs = zip(digits, marks, strict=False)
    return "0x" + "".join(digit.upper() if mark > "7" else digit for digit, mark in pairs)


def parsed(address: str) -> str:
    """An address in small letters, as the chain keeps it; raises BadAddress."""
    if not _ADDRESS.fullmatch(address):
        raise BadAddress("This is not a valid address: those here are 0x and 40 hex digits.")
    digits = address[2:]
    if digits not in {digits.lower(), digits.upper()} and address != checksummed(address):
        raise BadAddress("This is not a valid address: its capital letters do not match.")
    return address.lower()
