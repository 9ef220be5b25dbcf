"""Base58, plain (Solana) and with a checksum (WIF keys, pre-segwit addresses).

https://en.bitcoin.it/wiki/Base58Check_encoding
"""

import hashlib

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CHECKSUM_LENGTH = 4
LONGEST = 128


class BadBase58(ValueError):
    """Not base58. The text is never repeated: it may be a key."""


def decode_check(text: str) -> bytes:
    """The payload, version byte first; raises BadBase58."""
    raw = decode(text)
    payload, checksum = raw[:-CHECKSUM_LENGTH], raw[-CHECKSUM_LENGTH:]
    if len(raw) <= CHECKSUM_LENGTH or _checksum(payload) != checksum:
        raise BadBase58("the checksum does not match")
    return payload


def encode_check(payload: bytes) -> str:
    return encode(payload + _checksum(payload))


def encode(raw: bytes) -> str:
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = ALPHABET[digit] + text
    return ALPHABET[0] * (len(raw) - len(raw.lstrip(b"\0"))) + text


def decode(text: str) -> bytes:
    """The bytes of plain base58, which has no checksum; raises BadBase58."""
    if len(text) > LONGEST or not set(text) <= set(ALPHABET):
        raise BadBase58("not base58 text")
    number = 0
    for character in text:
        number = number * 58 + ALPHABET.index(character)
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _checksum(payload: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:CHECKSUM_LENGTH]
