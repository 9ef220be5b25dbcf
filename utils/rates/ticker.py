"""What every public ticker shares: polite requests, strict prices, one coin's trouble its own."""

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from utils.clock import Clock
from utils.http import Fetcher, HttpError, HttpRefused, Manners, manners_for
from utils.rates.base import Rate, RateError
from utils.source import Source

PRICE = re.compile(r"[0-9]{1,15}(\.[0-9]{1,20})?", re.ASCII)
Answers = list[tuple[str, object]]
"""Per coin, the answer that should hold its price."""


class BadTicker(ValueError):
    """The answer is not the ticker that was asked for; the message says why."""


class Ticker(Source, ABC):
    """A `RateSource` that says how to ask, and where the price stands in the answer."""

    name: str
    spacing = 0.25
    """Seconds between two requests to a public host."""

    def __init__(self, base_url: str, *, clock: Clock, proxy: str = "") -> None:
        manners = polite(base_url, self.spacing, proxy)
        self._http = Fetcher(base_url, clock=clock, source=self.name, manners=manners)
        self._clock = clock

    async def rates(self, assets: Sequence[str], currency: str) -> list[Rate]:
        try:
            answers = await self._ask(assets, currency)
        except HttpError as error:
            raise RateError(self.source, error.reason) from error
        except BadTicker as error:
            self._http.complain(str(error))
            raise RateError(self.source, str(error)) from error
        read = [self._read(answer, asset, currency) for asset, answer in answers]
        return [rate for rate in read if rate]

    def _read(self, answer: object, asset: str, currency: str) -> Rate | None:
        try:
            value = self._price(answer, asset, currency)
            return Rate(self.source, asset, currency, value, self._moment(answer))
        except BadTicker as error:
            self._http.complain(str(error))
            return None

    async def _each(
        self, assets: Sequence[str], ask: Callable[[str], Awaitable[object]]
    ) -> Answers:
        """One request a coin. A refusal is that coin's; anything else is the exchange's."""
        answers: Answers = []
        for asset in assets:
            try:
                answers.append((asset, await ask(asset)))
            except HttpRefused:
                continue  # the fetcher has noted it
            except HttpError:
                if not answers:
                    raise
                break
        return answers

    @abstractmethod
    async def _ask(self, assets: Sequence[str], currency: str) -> Answers:
        """Raises HttpError, and BadTicker when nothing of the answer can be used."""

    @abstractmethod
    def _price(self, answer: object, asset: str, currency: str) -> Decimal:
        """Raises BadTicker."""

    def _moment(self, answer: object) -> datetime:
        """Of when the price is: now, where the answer does not say."""
        return self._clock()


def polite(url: str, spacing: float, proxy: str = "") -> Manners:
    """The manners for this host, a public one being asked at most every `spacing` seconds."""
    manners = manners_for(url, proxy)
    return replace(manners, spacing=spacing) if manners.spacing else manners


def price(value: object) -> Decimal:
    """Plain decimal digits in a string: no sign, no exponent, no NaN, not zero."""
    if not isinstance(value, str) or not PRICE.fullmatch(value):
        raise BadTicker("the price is no plain decimal text")
    if not (amount := Decimal(value)):
        raise BadTicker("the price is zero")
    return amount
