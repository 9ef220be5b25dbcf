"""Where the price of a coin comes from."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol


class RateError(Exception):
    """This source has no usable price now. `source` names it."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of `currency` per one whole coin of `asset`; finite and positive."""

    source: str
    asset: str
    currency: str
    value: Decimal
    at: datetime


class RateSource(Protocol):
    """One exchange's public ticker."""

    @property
    def source(self) -> str: ...

    async def rate(self, asset: str, currency: str) -> Rate:
        """The current price; raises RateError, also for a pair the exchange does not list."""
        ...

    async def aclose(self) -> None: ...
