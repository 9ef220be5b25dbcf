"""One question to the chain of a coin: an answer in bounded time, or a word for the admins."""

import asyncio
from collections.abc import Mapping, Sequence

from models.invoice import Invoice
from services.money.stake import Recorded, Stakes
from services.money.trouble import Troubles
from utils.chains.base import ChainClient, ChainError, Observation

LONGEST_LOOK = 90.0
"""Seconds after which a look is cut off."""
NO_SOURCE = "no source of it is set, although there are orders to watch: look at CURRENCIES"


class Asking:
    def __init__(
        self, chains: Mapping[str, ChainClient], stakes: Stakes, troubles: Troubles
    ) -> None:
        self._chains = chains
        self._stakes = stakes
        self._troubles = troubles

    def is_alone(self, asset: str) -> bool:
        """Whether there is one source of it, and no second."""
        return asset in self._chains and len(self._chains[asset].health()) < 2

    def odd(self, asset: str, what: str) -> None:
        """Something that its sources say cannot be."""
        self._troubles.odd(asset, what)

    async def observe(
        self, asset: str, invoices: Sequence[Invoice], known: Recorded, *, doublecheck: bool
    ) -> Observation | None:
        """What the chain says now; None, and a problem noted, when it says nothing."""
        if asset not in self._chains:
            self._troubles.silent(asset, NO_SOURCE)
            return None
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                chain = self._chains[asset]
                seen = await self._stakes.observe(chain, invoices, known, doublecheck=doublecheck)
        except ChainError as error:
            self._troubles.silent(asset, str(error))
            return None
        except TimeoutError:
            self._troubles.silent(asset, f"no complete answer within {LONGEST_LOOK:.0f} s")
            return None
        self._troubles.heard(asset, seen)
        return seen
