"""The numbers of a period as a table: one row for each day and each thing that is counted."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from services.sale.numbers import NumbersService, Period, Report
from utils.spreadsheet import plain, table

COLUMNS = ("date", "kind", "what", "currency", "count", "amount", "cost", "uncosted")


class SheetService:
    def __init__(self, numbers: NumbersService) -> None:
        self._numbers = numbers

    async def file(self, period: Period) -> AsyncIterator[bytes]:
        """As CSV, piece by piece; no person stands in it."""
        report = await self._numbers.report(period)
        async for piece in table(COLUMNS, _rows(report)):
            yield piece


async def _rows(report: Report) -> AsyncIterator[Sequence[object]]:
    for point in report.points:
        await asyncio.sleep(0)  # others have their turn between the days
        for (kind, what, currency), number in sorted(point.numbers.items()):
            worth = (number.amount, number.cost, number.uncosted)
            amounts = [plain(one, currency) for one in worth]
            yield (point.day.date, kind.value, what, currency, number.count, *amounts)
