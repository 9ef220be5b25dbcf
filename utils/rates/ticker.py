"""What every public ticker needs: a strict price, and errors in this seam's words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from utils.http import Fetcher, HttpError
from utils.rates.base import RateError

PRICE = re.compile(r"[0-9]{1,15}(\.[0-9]{1,20})?", re.ASCII)


class BadTicker(ValueError):
    """The answer is not the ticker that was asked for; the message says why."""


def price(value: object) -> Decimal:
    """Plain decimal digits in a string: no sign, no exponent, no NaN, not zero."""
    if not isinstance(value, str) or not PRICE.fullmatch(value):
        raise BadTicker("the price is no plain decimal text")
    if not (amount := Decimal(value)):
        raise BadTicker("the price is zero")
    return amount


@contextmanager
def rate_errors(http: Fetcher) -> Iterator[None]:
    try:
        yield
    except HttpError as error:
        raise RateError(http.source, error.reason) from error
    except BadTicker as error:
        http.complain(str(error))
        raise RateError(http.source, str(error)) from error
