"""Segwit addresses: bech32 for witness version 0, bech32m above it.

https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki
"""

from collections.abc import Iterable, Sequence

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
BECH32, BECH32M = 1, 0x2BC830A3
CHECKSUM_LENGTH = 6
LONGEST = 90
LAST_VERSION = 16


class BadAddress(ValueError):
    """Not an address of the kind asked for."""


def encode(hrp: str, version: int, program: bytes) -> str:
    values = [version, *_regroup(program, 8, 5, pad=True)]
    checksum = _polymod([*_expand(hrp), *values, *[0] * CHECKSUM_LENGTH]) ^ _constant(version)
    tail = [(checksum >> 5 * (5 - i)) & 31 for i in range(CHECKSUM_LENGTH)]
    return hrp + "1" + "".join(ALPHABET[value] for value in [*values, *tail])


def decode(hrp: str, address: str) -> tuple[int, bytes]:
    """Witness version and program; raises BadAddress."""
    version, *values = _checked_values(hrp, address)
    program = bytes(_regroup(values, 5, 8, pad=False))
    if version > LAST_VERSION or not 2 <= len(program) <= 40:
        raise BadAddress("no such witness program")
    if version == 0 and len(program) not in {20, 32}:
        raise BadAddress("a version 0 program has 20 or 32 bytes")
    return version, program


def _checked_values(hrp: str, address: str) -> list[int]:
    if len(address) > LONGEST or address not in {address.lower(), address.upper()}:
        raise BadAddress("too long, or upper and lower case mixed")
    prefix, _, text = address.lower().rpartition("1")
    if prefix != hrp or len(text) <= CHECKSUM_LENGTH or not set(text) <= set(ALPHABET):
        raise BadAddress(f"not an address that begins with {hrp}1")
    values = [ALPHABET.index(character) for character in text]
    if _polymod([*_expand(hrp), *values]) != _constant(values[0]):
        raise BadAddress("the checksum does not match")
    return values[:-CHECKSUM_LENGTH]


def _constant(version: int) -> int:
    return BECH32 if version == 0 else BECH32M


def _expand(hrp: str) -> list[int]:
    codes = hrp.encode("ascii")
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _polymod(values: Sequence[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for i, term in enumerate(GENERATOR):
            checksum ^= term if (top >> i) & 1 else 0
    return checksum


def _regroup(values: Iterable[int], have: int, want: int, *, pad: bool) -> list[int]:
    """Repacks bit groups; without padding the left-over bits must be few and zero."""
    buffer = bits = 0
    groups = []
    for value in values:
        buffer, bits = buffer << have | value, bits + have
        while bits >= want:
            bits -= want
            groups.append(buffer >> bits)
            buffer &= (1 << bits) - 1
    if pad:
        return [*groups, buffer << (want - bits)] if bits else groups
    if bits >= have or buffer:
        raise BadAddress("stray bits at the end")
    return groups
