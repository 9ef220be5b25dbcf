"""Payment URIs that wallets scan, and coin amounts as exact text.

* BTC: https://github.com/bitcoin/bips/blob/master/bip-0321.mediawiki, amounts in whole coins
* LTC: the same grammar
* ETH: https://eips.ethereum.org/EIPS/eip-681, the value in wei, the chain named by its id
* SOL: https://docs.solanapay.com/spec#transfer-request, amounts in whole coins
"""

import re
from urllib.parse import quote

from utils.assets import ASSETS

SCHEMES = {"BTC": "bitcoin", "LTC": "litecoin", "SOL": "solana"}
CHAIN_IDS = {"mainnet": 1, "testnet": 11_155_111, "regtest": 31_337}
"""EIP-155 ids by network: Ethereum, Sepolia, and what development nodes call themselves."""
LONGEST_AMOUNT = 60
AMOUNT = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]+))?")


class BadAmount(ValueError):
    """Not a plain decimal number with at most so many places."""


def payment_uri(
    asset: str, address: str, units: int, label: str = "", *, network: str = "mainnet"
) -> str:
    """`bitcoin:<address>?amount=0.00123&label=...` for 123,000 base units; ETH has no label."""
    if asset == "ETH":
        return f"ethereum:{address}@{CHAIN_IDS[network]}?value={_positive(units)}"
    amount = format_units(_positive(units), ASSETS[asset].decimals)
    labelled = f"&label={quote(label, safe='')}" if label else ""
    return f"{SCHEMES[asset]}:{address}?amount={amount}{labelled}"


def _positive(units: int) -> int:
    if units <= 0:
        raise BadAmount(f"{units} base units cannot be asked for")
    return units


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
