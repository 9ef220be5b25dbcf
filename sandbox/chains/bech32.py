"""Segwit addresses as text: bech32 (BIP 173) and bech32m (BIP 350), witness versions 0 and 1."""

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH = 6
_LONGEST = 90
_BECH32, _BECH32M = 1, 0x2BC830A3
_PROGRAM_LENGTHS = {0: (20, 32), 1: (32,)}


class NotSegwit(ValueError):
    """Why a text is no segwit address, as a sentence."""


def encode(prefix: str, version: int, program: bytes) -> str:
    """The address of a witness program of version 0 or 1."""
    values = [version, *_regrouped(list(program), 8, 5, pad=True)]
    constant = _BECH32M if version else _BECH32
    polymod = _polymod([*_expanded(prefix), *values, *[0] * _CHECKSUM_LENGTH]) ^ constant
    checksum = [(polymod >> 5 * (5 - place)) & 31 for place in range(_CHECKSUM_LENGTH)]
    return f"{prefix}1" + "".join(_ALPHABET[value] for value in (*values, *checksum))


def decode(address: str) -> tuple[str, int, bytes]:
    """Prefix, witness version and program; raises NotSegwit."""
    prefix, values = _split(address)
    version, checksum = values[0], _polymod([*_expanded(prefix), *values])
    if checksum not in (_BECH32, _BECH32M):
        raise NotSegwit("The checksum of this address is not valid: a character is mistyped.")
    if version not in _PROGRAM_LENGTHS or checksum != (_BECH32M if version else _BECH32):
        raise NotSegwit("The version of this address is not valid.")
    program = bytes(_regrouped(values[1:-_CHECKSUM_LENGTH], 5, 8, pad=False))
    if len(program) not in _PROGRAM_LENGTHS[version]:
        raise NotSegwit("The length of this address is not valid.")
    return prefix, version, program


def _split(address: str) -> tuple[str, list[int]]:
    prefix, _, rest = address.lower().rpartition("1")
    values = [_ALPHABET.find(character) for character in rest]
    if not prefix or not prefix.isascii() or -1 in values or len(values) <= _CHECKSUM_LENGTH:
        raise NotSegwit("This is not a valid address.")
    if address != address.lower() and address != address.upper():
        raise NotSegwit("An address is written in small or in capital letters, never in both.")
    if len(address) > _LONGEST:
        raise NotSegwit("The length of this address is not valid.")
    return prefix, values


def _expanded(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: list[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            checksum ^= factor if top >> place & 1 else 0
    return checksum


def _regrouped(values: list[int], width: int, target: int, *, pad: bool) -> list[int]:
    """Bits in groups of another width; without padding, leftover bits must be few and zero."""
    bits = "".join(f"{value:0{width}b}" for value in values)
    whole = len(bits) // target * target
    rest = bits[whole:]
    if not pad and (len(rest) >= width or "1" in rest):
        raise NotSegwit("This is not a valid address.")
    groups = [int(bits[start : start + target], 2) for start in range(0, whole, target)]
    return groups + ([int(rest.ljust(target, "0"), 2)] if pad and rest else [])
