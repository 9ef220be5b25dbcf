"""Everything that adds up, wired: what the desks of numbers and books are built with."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Self

from db import UnitOfWorkFactory
from models.numbers_errors import FileTooLarge
from services.goods.footfall import Footfall
from services.running.notification import Notifications
from services.sale.badges import Market
from services.sale.books import BooksService
from services.sale.counting import CountingService, OfficeTerms
from services.sale.leaderboard import LeaderboardService
from services.sale.numbers import NumbersService
from services.sale.sheet import SheetService
from utils.clock import Clock

__all__ = ["Office", "OfficeTerms", "whole"]
LARGEST_SENT = 45_000_000
"""Bytes: bots may send 50 MB, and a form has more than its file."""


@dataclass(frozen=True, slots=True)
class Office:
    numbers: NumbersService
    sheet: SheetService
    books: BooksService
    counting: CountingService
    footfall: Footfall
    leaderboard: LeaderboardService
    zone: str
    """Where the days begin and end."""

    @classmethod
    def of(
        cls,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notify: Notifications,
        terms: OfficeTerms,
    ) -> Self:
        footfall, market = Footfall(), Market(terms.currency, terms.zone, terms.owners)
        numbers = NumbersService(uow, clock, footfall, market)
        return cls(
            numbers,
            SheetService(numbers),
            BooksService(uow, clock, terms.currency, terms.zone),
            CountingService(uow, clock, notify, footfall, terms),
            footfall,
            LeaderboardService(uow, clock, market),
            terms.zone.key,
        )


async def whole(pieces: AsyncIterator[bytes], most: int = LARGEST_SENT) -> bytes:
    """As one file that can be sent. Raises FileTooLarge."""
    content = bytearray()
    async for piece in pieces:
        content += piece
        if len(content) > most:
            raise FileTooLarge(most // 1_000_000)
    return bytes(content)
