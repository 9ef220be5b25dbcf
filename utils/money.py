"""Shop-currency amounts as int minor units, and what they are worth in coins.

The arithmetic is on integers: a rate is taken as an exact fraction, and each function rounds
once, in the direction its name promises.
"""

from decimal import Decimal, localcontext
from functools import cache, lru_cache

from babel.numbers import format_currency, get_currency_precision, is_currency

WIDEST = 60
"""Decimal digits; a price column holds 19, and babel rounds in the current context."""


@cache
def minor_digits(currency: str) -> int:
    """Decimal places of an ISO 4217 currency: USD 2, JPY 0, KWD 3; raises ValueError."""
    if not is_currency(currency):
        raise ValueError(f"{currency!r} is no ISO 4217 currency code")
    return get_currency_precision(currency)


@lru_cache(4096)  # babel parses the pattern anew each time
def format_money(minor: int, currency: str, language: str) -> str:
    """As people of that language write it: `$1,234.50`, `1.234,50 $`."""
    digits = minor_digits(currency)
    with localcontext(prec=WIDEST):
        amount = Decimal(minor).scaleb(-digits)
        return format_currency(amount, currency, locale=language.replace("-", "_"))


def due_units(total: int, currency: str, rate: Decimal, decimals: int, step: int = 1) -> int:
    """Base units that cover `total` minor units, rounded up to a multiple of `step`.

    `rate` is whole currency units per whole coin, `decimals` the coin's. Raises ValueError.
    """
    price, per = _fraction(rate)
    if total <= 0 or step <= 0:
        raise ValueError("nothing is due for nothing, and a step is at least one base unit")
    units = total * per * _power(decimals)
    return -(-units // (price * _power(minor_digits(currency)) * step)) * step


def value_of(units: int, decimals: int, rate: Decimal, currency: str) -> int:
    """What base units are worth in minor units, rounded down. Raises ValueError."""
    price, per = _fraction(rate)
    return units * price * _power(minor_digits(currency)) // (per * _power(decimals))


def _power(digits: int) -> int:
    return int(10**digits)


def _fraction(rate: Decimal) -> tuple[int, int]:
    if not rate.is_finite() or rate <= 0:
        raise ValueError(f"{rate} is no price")
    return rate.as_integer_ratio()
