"""Reading JSON that somebody else wrote: exactly the promised type, or BadShape."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_UNITS = 10**16
"""More base units than any coin with eight decimals has: 84 million litecoins."""
MOST_LAMPORTS = 10**18
DECIMALS = 8
HIGHEST_BLOCK = 2**31 - 1
QUANTITY = re.compile(r"0x(0|[1-9a-fA-F][0-9a-fA-F]{0,63})")
CODE = re.compile(r"0x([0-9a-fA-F]{2})*")
HASH32 = re.compile(r"0x[0-9a-fA-F]{64}")
MOST_WEI = 10**27
"""A billion ether; there are some 120 million."""


class BadShape(ValueError):
    """The answer is not what the API promises; the message names the part, never much of it."""


def mapping(value: object, what: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise BadShape(f"{what} is no object")
    return cast("dict[str, object]", value)


def sequence(value: object, what: str) -> list[object]:
    if not isinstance(value, list):
        raise BadShape(f"{what} is no list")
    return cast("list[object]", value)


def text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise BadShape(f"{what} is no text")
    return value


def flag(value: object, what: str) -> bool:
    if not isinstance(value, bool):
        raise BadShape(f"{what} is neither true nor false")
    return value


def whole(value: object, what: str) -> int:
    """A JSON integer, not negative; no digits in quotes, no 1.0, no true."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadShape(f"{what} is no whole number")
    return value


def height(value: object, what: str) -> int:
    """A block height that fits a 32-bit column: that many blocks take 40,000 years."""
    if (number := whole(value, what)) > HIGHEST_BLOCK:
        raise BadShape(f"{what} is higher than there can be")
    return number


def moment(value: object, what: str) -> datetime:
    """Seconds since 1970, as a JSON integer."""
    try:
        return datetime.fromtimestamp(whole(value, what), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadShape(f"{what} is no time") from error


def units(value: object, what: str) -> int:
    """An amount in base units."""
    if (amount := whole(value, what)) > MOST_UNITS:
        raise BadShape(f"{what} is more than there can be")
    return amount


def coins(value: object, what: str) -> int:
    """An amount in coins with at most eight decimals, as base units."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadShape(f"{what} is no number")
    amount = Decimal(value)
    if amount.adjusted() > len(str(MOST_UNITS)):
        raise BadShape(f"{what} is more than there can be")
    scaled = amount.scaleb(DECIMALS)
    if scaled != scaled.to_integral_value():
        raise BadShape(f"{what} is finer than a base unit")
    return units(int(scaled), what)


def digest(value: object, what: str) -> str:
    """A transaction or block hash: 64 lower-case hex digits."""
    if not isinstance(value, str) or not DIGEST.fullmatch(value):
        raise BadShape(f"{what} is no hash")
    return value


def quantity(value: object, what: str) -> int:
    """A number as Ethereum writes it: 0x and hex digits without leading zeros."""
    if not isinstance(value, str) or not QUANTITY.fullmatch(value):
        raise BadShape(f"{what} is no quantity")
    return int(value, 16)


def wei(value: object, what: str) -> int:
    """An amount of wei, as a quantity."""
    if (amount := quantity(value, what)) > MOST_WEI:
        raise BadShape(f"{what} is more than there can be")
    return amount


def block_number(value: object, what: str) -> int:
    """A block height, as a quantity."""
    return height(quantity(value, what), what)


def hash32(value: object, what: str) -> str:
    """A transaction or block hash as Ethereum writes it: 0x and 64 hex digits, made small."""
    if not isinstance(value, str) or not HASH32.fullmatch(value):
        raise BadShape(f"{what} is no hash")
    return value.lower()


def code(value: object, what: str) -> bytes:
    """Bytes as Ethereum writes them: 0x and two hex digits for each."""
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise BadShape(f"{what} is no bytes")
    return bytes.fromhex(value[2:])


def lamports(value: object, what: str) -> int:
    """An amount of Solana's base unit, of which there are 10**18 at the very most."""
    if (amount := whole(value, what)) > MOST_LAMPORTS:
        raise BadShape(f"{what} is more than there can be")
    return amount
