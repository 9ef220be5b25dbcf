"""Numbers: on a screen, as a picture, as a table; and the books of a year for its owners."""

import asyncio
from zoneinfo import ZoneInfo

from handlers import number_callbacks as on
from handlers.press import Press, Routes, Visitor
from handlers.sending import Chat, Draft
from handlers.views import chart
from handlers.views import numbers as views
from handlers.views.screen import Screen, button
from models.day import Count
from models.permission import Permission
from services.sale.numbers import Period, Report
from services.sale.office import Office, whole
from utils.money import format_money
from utils.spreadsheet import plain

YEARS = 6
"""Of which one may have the books by a button; the command line has all."""
MOST_PICTURES = 2
"""Drawn at the same time, each in a thread."""
MOST_FILES = 1
"""Made at the same time: a whole year is in memory until it is sent."""


class NumbersDesk:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._drawing = asyncio.Semaphore(MOST_PICTURES)
        self._writing = asyncio.Semaphore(MOST_FILES)

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.OpenNumbers: self.numbers,
                on.DrawNumbers: self.picture,
                on.NumbersTable: self.table,
                on.OpenBooks: self.books,
                on.YearFile: self.year,
            },
            needs=Permission.NUMBERS,
            apart={on.OpenBooks: Permission.BOOKS, on.YearFile: Permission.BOOKS},
        )

    async def numbers(self, press: Press[on.OpenNumbers]) -> None:
        report = await self._office.numbers.report(_period(press.action.period))
        await press.show(self._screen(press.who, report))

    def _screen(self, who: Visitor, report: Report) -> Screen:
        return views.numbers(who.t, report, self._office.zone, named=who.may(Permission.BOOKS))

    async def picture(self, press: Press[on.DrawNumbers]) -> None:
        """Below, in the colours that were asked for; a button has it in the others."""
        who, action = press.who, press.action
        await press.toast()
        report = await self._office.numbers.report(_period(action.period))
        words = self._words(who, report)
        bars = chart.bars_of(report)
        async with self._drawing:
            photo = await asyncio.to_thread(
                chart.draw, bars, report.currency, words, dark=bool(action.dark)
            )
        other = on.DrawNumbers(period=action.period, dark=int(not action.dark))
        turn = button(who.t("button-picture-turn", dark=int(action.dark)), other)
        total = format_money(report.total(Count.SALE).amount, report.currency, who.t.language)
        screen = Screen(who.t("picture-caption", title=words.title, total=total), [[turn]])
        await Chat(who.bot, who.id).send(Draft(screen, screen.text, photo=photo))

    def _words(self, who: Visitor, report: Report) -> chart.Words:
        t, sold = who.t, report.total(Count.SALE).amount
        days = report.first if report.first == report.last else f"{report.first} - {report.last}"
        total = f"{plain(sold, report.currency)} {report.currency}"  # the font has few signs
        return chart.Words(days, total, t("picture-sold"), t("picture-back"))

    async def table(self, press: Press[on.NumbersTable]) -> None:
        who, period = press.who, _period(press.action.period)
        await press.toast()
        async with self._writing:
            content = await whole(self._office.sheet.file(period))
        caption = who.t("numbers-table-caption", period=period.value)
        await _send(who, f"numbers-{period.value}.csv", content, caption)

    async def books(self, press: Press[on.OpenBooks]) -> None:
        last = self._office.books.this_year
        await press.show(views.books(press.who.t, range(last, last - YEARS, -1)))

    async def year(self, press: Press[on.YearFile]) -> None:
        """Raises BadYear, FileTooLarge."""
        who, year = press.who, press.action.year
        book = self._office.books.of(year)
        await press.toast()
        async with self._writing:
            content = await whole(book.file())
        until = f"{book.until.astimezone(ZoneInfo(self._office.zone)):%Y-%m-%d %H:%M}"
        right = "yes" if book.adds_up else "no"
        facts = {"year": str(year), "until": until, "zone": self._office.zone}
        caption = who.t("books-caption", right=right, **facts)
        await _send(who, f"books-{year}.csv", content, caption)


def _period(word: str) -> Period:
    """Callback data is forged until it is looked at."""
    return Period(word) if word in set(Period) else Period.TODAY


async def _send(who: Visitor, name: str, content: bytes, caption: str) -> None:
    draft = Draft(Screen(caption), caption, file=(name, content), long=True)
    await Chat(who.bot, who.id).send(draft)
