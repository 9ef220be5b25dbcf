"""Base58, with a checksum (addresses from before segwit) and plain (Solana)."""

from sandbox.chains.network import sha256d

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CHECKSUM_LENGTH = 4
_PAYLOAD_LENGTH = 21
_LONGEST = 40


def encode(payload: bytes) -> str:
    return encode_plain(payload + _checksum(payload))


def decode(text: str) -> bytes | None:
    """The version byte and the 20-byte hash after it; None for what is no such address."""
    raw = decode_plain(text) if len(text) <= _LONGEST else None
    if raw is None:
        return None
    payload, checksum = raw[:-_CHECKSUM_LENGTH], raw[-_CHECKSUM_LENGTH:]
    is_whole = len(payload) == _PAYLOAD_LENGTH and checksum == _checksum(payload)
    return payload if is_whole else None


def encode_plain(raw: bytes) -> str:
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    return _ALPHABET[0] * (len(raw) - len(raw.lstrip(b"\0"))) + text


def decode_plain(text: str) -> bytes | None:
    """None for what is not base58."""
    if not set(text) <= set(_ALPHABET):
        return None
    number = 0
    for character in text:
        number = number * 58 + _ALPHABET.index(character)
    zeros = len(text) - len(text.lstrip(_ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _checksum(payload: bytes) -> bytes:
    return sha256d(payload)[:_CHECKSUM_LENGTH]
