"""Where the prices of coins come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from utils.health import Health


class RateError(Exception):
    """This source could not be asked, or answered nothing usable. `source` names it."""

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

    def health(self) -> Health: ...

    async def rates(self, assets: Sequence[str], currency: str) -> list[Rate]:
        """The current prices, with as few requests as the exchange allows.

        A coin it does not list, or has no sound price of, is left out and costs the others
        nothing. Raises RateError when the exchange as a whole gives no answer.
        """
        ...

    async def aclose(self) -> None: ...
