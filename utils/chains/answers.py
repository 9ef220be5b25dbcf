"""What every chain client does with an answer: typed errors, no stale tips, no other network."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from utils.chains import strict
from utils.chains.base import ChainMalformed, ChainUnavailable, ChainUnreadable, Tip
from utils.chains.strict import BadShape
from utils.http import Fetcher, HttpError, HttpTooLarge, HttpUnavailable


@contextmanager
def chain_errors(http: Fetcher) -> Iterator[None]:
    """HttpError and BadShape leave as ChainError, and the source's health knows of it."""
    try:
        yield
    except HttpUnavailable as error:
        raise ChainUnavailable(http.source, error.reason) from error
    except HttpTooLarge as error:
        raise ChainUnreadable(http.source, error.reason) from error
    except HttpError as error:
        raise ChainMalformed(http.source, error.reason) from error
    except BadShape as error:
        http.complain(str(error))
        raise ChainMalformed(http.source, str(error)) from error


def require_fresh(http: Fetcher, tip: Tip, now: datetime, max_age: timedelta | None) -> None:
    """Raises ChainUnavailable when the best block is older than `max_age`."""
    if max_age is not None and now - tip.time > max_age:
        reason = f"stale: its best block {tip.height} is from {tip.time:%Y-%m-%d %H:%M} UTC"
        http.complain(reason)
        raise ChainUnavailable(http.source, reason)


AHEAD = timedelta(hours=2)
"""By how much a block may be dated after one that follows it: miners choose, within limits."""


def mined_at(value: object, tip: Tip) -> datetime:
    """The time of a transaction's block, in seconds; raises BadShape, also for one that is dated
    after the best block.
    """
    time = strict.moment(value, "the block's time")
    if time > tip.time + AHEAD:
        raise BadShape("a block that is dated after the best one")
    return time


def require_digest(source: str, txid: str) -> None:
    """Raises ChainMalformed for what is no transaction's id; the source has nothing to do with it.
    Also keeps anything but hex digits out of paths.
    """
    try:
        strict.digest(txid, "the transaction's id")
    except BadShape as error:
        raise ChainMalformed(source, f"cannot look for this: {error}") from error


def require_network(http: Fetcher, first: str, expected: Collection[str]) -> None:
    """Raises ChainMalformed when block 0 is not one of `expected`.

    Networks share addresses: a source of another one would call every order of ours unpaid.
    """
    if first not in expected:
        reason = f"another network: its block 0 is {first}"
        http.complain(reason)
        raise ChainMalformed(http.source, reason)
