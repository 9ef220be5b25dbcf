"""Payment URIs that wallets scan, and coin amounts as exact text.

https://github.com/bitcoin/bips/blob/master/bip-0321.mediawiki (Litecoin uses the same grammar)
"""

import re
from urllib.parse import quote

SCHEMES = {"BTC": "bitcoin", "LTC": "litecoin"}
LONGEST_AMOUNT = 60
AMOUNT = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]+))?")


class BadAmount(ValueError):
    """Not a plain decimal number with at most so many places."""


def payment_uri(asset: str, address: str, amount: str, label: str = "") -> str:
    """`bitcoin:<address>?amount=0.00123&label=...`; `amount` as format_units makes it."""
    labelled = f"&label={quote(label)}" if label else ""
    return f"{SCHEMES[asset]}:{address}?amount={amount}{labelled}"


def format_units(units: int, decimals: int) -> str:
    """Base units as whole coins: dot, no exponent, no trailing zeros (`1`, `0.00123`)."""
    if units < 0:
        raise BadAmount(f"{units} base units are no amount")
    digits = str(units).rjust(decimals + 1, "0")
    whole, fraction = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return f"{whole}.{fraction}".rstrip("0").rstrip(".") if decimals else whole


def parse_units(text: str, decimals: int) -> int:
    """The base units in a plain decimal number; raises BadAmount rather than round or guess."""
    match = AMOUNT.fullmatch(text) if len(text) <= LONGEST_AMOUNT else None
    if match is None:
        raise BadAmount("an amount is digits with at most one dot, such as 0.00123")
    whole, fraction = match[1], match[2] or ""
    if len(fraction) > decimals:
        raise BadAmount(f"at most {decimals} decimal places")
    return int(whole + fraction.ljust(decimals, "0"))
