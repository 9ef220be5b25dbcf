"""`books`: every sale, refund and move of store credit of one year, with the sums they make."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commands.files import new_file, refuse_taken
from commands.shop import meant
from commands.terminal import AsJson, progress, say, say_json
from models.numbers_errors import BadYear
from services.sale.books import BooksService, YearBooks
from storage import beside
from utils.clock import utc_now
from utils.refusal import CommandRefused

Year = Annotated[int, Parameter(help="Such as 2026: from its first to its last day in TIMEZONE.")]
Output = Annotated[
    Path | None, Parameter(help="Into a new file that only you may read; else it is printed.")
]


async def books(*, year: Year, output: Output = None, json: AsJson = False) -> int:
    """Write the books of a year as CSV; 1 when they do not add up.

    `value` sums to what was sold less what was refunded; the opening store credit and all of
    `credit` make the closing one.
    """
    settings = meant()
    if output is not None:
        refuse_taken(output)
    if json and output is None:
        raise CommandRefused("--json tells of a file: name it with --output")
    async with beside(settings) as database:
        zone = settings.zone()
        service = BooksService(database.uow, utc_now, settings.shop_currency, zone)
        try:
            book = service.of(year)
        except BadYear as refusal:
            fields = refusal.fields
            raise CommandRefused(
                f"the year is one from {fields['first']} to {fields['last']}"
            ) from None
        size = await _written(book, output)
    if output is not None:
        told = {"file": str(output), "bytes": size, "adds_up": book.adds_up}
        say_json(told) if json else say(_words(output, adds_up=book.adds_up))
    return 0 if book.adds_up else 1


async def _written(book: YearBooks, output: Path | None) -> int:
    size, pieces = 0, book.file()
    if output is None:
        async for piece in pieces:
            say(piece.decode("utf-8-sig").rstrip("\r\n"))
        return size
    with progress("writing"), new_file(output) as out:
        async for piece in pieces:
            size += out.write(piece)
    return size


def _words(output: Path, *, adds_up: bool) -> str:
    if adds_up:
        return f"written: {output}; opening and closing store credit and its moves add up"
    return f"written: {output}; FAIL: opening store credit and its moves are not the closing one"
