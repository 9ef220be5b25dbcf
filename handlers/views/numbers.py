"""What a day, a week, a month and a year came to, as people read it."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers import number_callbacks as on
from handlers.callbacks import AdminOrders
from handlers.views.leaderboard import icons
from handlers.views.leaderboard import place as medal
from handlers.views.screen import Screen, bounded, button, cut, dated, lines, paragraphs
from models.day import Count, Visit
from services.sale.numbers import Period, Ranked, Report
from utils.l10n import Translator
from utils.money import format_money

NAME = 40
"""UTF-16 units of a product or a person on a list."""
MOST_WAYS = 8
"""Coins and other ways to pay that are listed."""


@dated
def numbers(t: Translator, report: Report, zone: str, *, named: bool) -> Screen:
    """`named`: whether who reads it may know who the buyers are."""
    period = report.period or Period.LAST
    turns = [
        button(t("button-period", period=each.value), on.OpenNumbers(period=each.value))
        for each in Period
        if each is not period
    ]
    files = [
        button(t("button-picture"), on.DrawNumbers(period=period.value, dark=0)),
        button(t("button-numbers-table"), on.NumbersTable(period=period.value)),
    ]
    back = button(t("button-back"), AdminOrders(page=0))
    refresh = button(t("button-refresh"), on.OpenNumbers(period=period.value))
    books = [
        button(t("button-books"), on.OpenBooks()),
        button(t("button-leaderboard"), on.OpenSwitch()),
    ]
    text = said(t, report, zone, named=named)
    return Screen(text, [turns[:2], turns[2:], files, books, [refresh, back]])


def digest(t: Translator, report: Report, zone: str, *, named: bool) -> Screen:
    """Of the day before: the words of the screen, told once."""
    more = button(t("button-shop-numbers"), on.OpenNumbers(period=Period.LAST.value))
    return Screen(paragraphs(t("digest"), said(t, report, zone, named=named)), [[more]])


def said(t: Translator, report: Report, zone: str, *, named: bool) -> str:
    return paragraphs(
        _title(t, report, zone),
        lines(*_earned(t, report)),
        _way_to_buy(t, report),
        _ways(t, report),
        _best(t, report),
        _buyers(t, report, named=named),
        t("numbers-owed", amount=_money(t, report, report.owed)),
        lines(*_gaps(t, report)) or None,
    )


def _title(t: Translator, report: Report, zone: str) -> str:
    period = report.period.value if report.period else "day"
    same = "yes" if report.first == report.last else "no"
    facts = {"first": report.first, "last": report.last, "same": same, "zone": zone}
    return t("shop-numbers", period=period, **facts)


def _money(t: Translator, report: Report, amount: int) -> str:
    return format_money(amount, report.currency, t.language)


def _earned(t: Translator, report: Report) -> list[str | None]:
    sale, refund = report.total(Count.SALE), report.total(Count.REFUND)
    ended = [report.total(kind).count for kind in (Count.EXPIRED, Count.CANCELLED)]
    refunded = report.total(Count.REFUNDED).count
    return [
        t("numbers-orders", paid=sale.count, expired=ended[0], cancelled=ended[1]),
        t("numbers-turnover", amount=_money(t, report, sale.amount)),
        t("numbers-refunds", amount=_money(t, report, refund.amount), count=refunded)
        if refund.amount or refunded
        else None,
        _margin(t, report) if sale.count or refund.amount else None,
    ]


def _margin(t: Translator, report: Report) -> str:
    """Of what nobody noted a cost of, more may have to come off."""
    unknown = report.total(Count.SALE).uncosted
    return t(
        "numbers-margin",
        cost=_money(t, report, report.cost),
        margin=_money(t, report, report.net - report.cost),
        known="no" if unknown else "yes",
        unknown=_money(t, report, unknown),
    )


def _way_to_buy(t: Translator, report: Report) -> str:
    seen = {visit: report.visits.get(visit, 0) for visit in Visit}
    placed, paid = report.total(Count.PLACED).count, report.total(Count.SALE).count
    facts = {"cards": seen[Visit.CARD], "carts": seen[Visit.CART]}
    return t("numbers-conversion", **facts, invoices=placed, paid=paid)


def _ways(t: Translator, report: Report) -> str | None:
    found = sorted(report.of(Count.SALE).items(), key=lambda each: -each[1].amount)
    rows = [
        t("numbers-way", way=way, count=one.count, amount=_money(t, report, one.amount))
        for way, one in found
    ]
    return lines(t("numbers-ways"), *bounded(t, rows, MOST_WAYS)) if rows else None


def _best(t: Translator, report: Report) -> str | None:
    rows = [_row(t, report, place, each) for place, each in enumerate(report.best, 1)]
    return lines(t("numbers-best"), *rows) if rows else None


def _buyers(t: Translator, report: Report, *, named: bool) -> str | None:
    if not named:
        return None
    rows = [_row(t, report, place, each) for place, each in enumerate(report.buyers, 1)]
    return lines(t("numbers-buyers"), *rows) if rows else None


def _row(t: Translator, report: Report, place: int, each: Ranked) -> str:
    facts: dict[str, str | int] = {"count": each.count, "amount": _money(t, report, each.amount)}
    facts |= {"place": medal(t, place), "badges": icons(t, each.badges)}
    return t("numbers-row", name=cut(each.name, NAME), **facts)


def _gaps(t: Translator, report: Report) -> Sequence[str]:
    found = [t("numbers-missing", count=report.missing)] if report.missing else []
    if report.elsewhere:
        found.append(t("numbers-elsewhere", currencies=", ".join(sorted(report.elsewhere))))
    return found


def books(t: Translator, years: Sequence[int]) -> Screen:
    """Which year's file is to come."""
    rows = [_year(t, year) for year in years]
    pairs = [rows[start : start + 2] for start in range(0, len(rows), 2)]
    back = button(t("button-back"), on.OpenNumbers())
    return Screen(t("books"), [*pairs, [back]])


def _year(t: Translator, year: int) -> InlineKeyboardButton:
    return button(t("button-year", year=str(year)), on.YearFile(year=year))
