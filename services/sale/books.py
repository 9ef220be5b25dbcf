"""The books of one year: every sale, every refund and every move of store credit, and sums.

`value` is what was sold, less what was refunded (of store credit that was bought, its fee alone),
`fee` what of it the way to pay cost, less what of that was given back, `discount` what a voucher
had taken off; `credit` is how much more store credit the shop owes after the row. What is owed at
the beginning and all of `credit` make what is owed at
the end: both ends are taken from what the days came to, the rows from the ledger itself.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from db import UnitOfWork, UnitOfWorkFactory
from models.credit import CreditEntry, CreditReason
from models.day import BY_HAND, CREDIT, VOUCHER
from models.invoice import Invoice
from models.numbers_errors import BadYear
from models.order import Order
from models.refund import Refund, RefundState
from services.sale.bookings import Kind, Row, Sums
from services.sale.calendar import year_of
from services.sale.numbers import owed_at
from utils.assets import ASSETS
from utils.clock import Clock
from utils.spreadsheet import plain, table

FIRST_YEAR, LAST_YEAR = 2009, 9000
"""There are no coins before; and dates end."""
PAGE = 100
"""Rows in memory at a time; making them holds the loop for some 10 ms."""
MOST_NAMED = 5
"""Transactions of one row; more are counted."""
AS_PAID = " (the coins as they had been paid; what was sent stands in a row of its own)"
COLUMNS = (
    *("date", "kind", "order", "value", "currency", "credit"),
    *("coin", "amount", "rate", "source", "transaction", "note", "fee", "discount"),
)


class BooksService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, currency: str, zone: ZoneInfo) -> None:
        self._uow = uow
        self._clock = clock
        self._currency = currency
        self._zone = zone

    @property
    def this_year(self) -> int:
        return self._clock().astimezone(self._zone).year

    def of(self, year: int) -> "YearBooks":
        """From its first moment to its last, or until now. Raises BadYear for one of which nothing
        can be known.
        """
        if not FIRST_YEAR <= year <= min(self.this_year, LAST_YEAR):
            raise BadYear(FIRST_YEAR, self.this_year)
        first, end = year_of(year, self._zone)
        until = min(end, self._clock())
        return YearBooks(self._uow, self._currency, self._zone, first, until)


@dataclass(slots=True)
class YearBooks:
    """`adds_up`: whether opening and moves make the closing; known once the last row is read."""

    _uow: UnitOfWorkFactory
    _currency: str
    _zone: ZoneInfo
    first: datetime
    until: datetime
    adds_up: bool = True

    def file(self) -> AsyncIterator[bytes]:
        """As CSV, piece by piece."""
        return table(COLUMNS, self._cells())

    async def _cells(self) -> AsyncIterator[Sequence[object]]:
        async for row in self.rows():
            yield self._spelt(row)

    async def rows(self) -> AsyncIterator[Row]:
        """In one transaction, which sees everything as it was at its beginning."""
        first, until, sums = self.first, self.until, Sums()
        async with self._uow.read() as uow:
            await uow.books.hold_still()
            opening = await _owed(uow, self._currency, first)
            for currency, amount in sorted(opening.items()):
                yield Row(first, Kind.OPENING, currency, credit=amount)
            async for row in _merged(_sales(uow, first, until), _ledger(uow, first, until)):
                sums.add(row)
                yield row
            closing = await _owed(uow, self._currency, until)
        for currency in sorted({*opening, *closing, *sums.rows}):
            ends = opening.get(currency, 0), closing.get(currency, 0)
            for row in self._end(until, currency, sums, ends):
                yield row

    def _end(self, at: datetime, currency: str, sums: Sums, ends: tuple[int, int]) -> list[Row]:
        value, credit = sums.value[currency], sums.credit[currency]
        off = ends[0] + credit - ends[1]
        self.adds_up &= off == 0
        word = f"opening + credit {'= closing' if off == 0 else 'differs'}"
        fee, discount, note = sums.fees[currency], sums.off[currency], f"{sums.rows[currency]} rows"
        total = Row(at, Kind.TOTAL, currency, value, credit, note=note, fee=fee, discount=discount)
        return [
            total,
            Row(at, Kind.CLOSING, currency, credit=ends[1]),
            Row(at, Kind.CONTROL, currency, credit=off, note=word),
        ]

    def _spelt(self, row: Row) -> Sequence[object]:
        moment = row.at.astimezone(self._zone).isoformat(timespec="seconds")
        return (
            *(moment, row.kind.value, row.order, plain(row.value, row.currency), row.currency),
            *(plain(row.credit, row.currency), row.coin, _coins(row)),
            *("" if row.rate is None else f"{row.rate:f}", row.source, row.transaction, row.note),
            *(plain(each, row.currency) for each in (row.fee, row.discount)),
        )


def _coins(row: Row) -> str:
    if row.units is None or row.coin not in ASSETS:
        return ""
    return f"{Decimal(row.units).scaleb(-ASSETS[row.coin].decimals):f}"


async def _owed(uow: UnitOfWork, currency: str, moment: datetime) -> dict[str, int]:
    """By every currency in which there ever was store credit."""
    last = await uow.numbers.counted_before(moment)
    known = {currency, *(await uow.numbers.owed(last.id) if last else ())}
    known |= await uow.numbers.currencies(last.ends_at if last else None, moment)
    return {each: await owed_at(uow, each, moment) for each in known}


async def _merged(*sources: AsyncIterator[Row]) -> AsyncIterator[Row]:
    """Each is in order already, and so is all of it."""
    heads = [(await anext(source, None), source) for source in sources]
    while there := [(row, source) for row, source in heads if row is not None]:
        row, source = min(there, key=lambda head: (head[0].at, head[0].kind, head[0].number))
        yield row
        heads = [(await anext(s, None) if s is source else r, s) for r, s in there]


async def _sales(uow: UnitOfWork, since: datetime, until: datetime) -> AsyncIterator[Row]:
    after = None
    while page := await uow.books.sold(since, until, after, PAGE):
        ids = [order.id for order in page]
        honoured, bills = await uow.books.honoured(ids), await uow.books.bills(ids)
        paid = await uow.books.payments([bill.id for bill in bills.values()])
        for order in page:
            bill = bills.get(order.id)
            yield _sale(
                order, bill, honoured.get(order.id, 0), paid.get(bill.id, []) if bill else []
            )
        last = page[-1]
        uow.session.expunge_all()
        if last.paid_at is None:
            return
        after = last.paid_at, last.id


def _sale(order: Order, bill: Invoice | None, late: int, paid: Sequence[str]) -> Row:
    """Worth its total, or what late money paid for it where that was more."""
    way = BY_HAND if order.by_hand_at else (bill.asset if bill and order.to_pay else CREDIT)
    took = bill is not None and bill.taken > 0
    return Row(
        order.paid_at or order.created_at,
        Kind.SALE,
        order.currency,
        value=max(order.total, order.credit_used + late),
        order=order.code,
        coin=bill.asset if bill and took else "",
        units=bill.taken if bill and took else None,
        rate=bill.rate if bill and took else None,
        source=bill.rate_sources if bill and took else "",
        transaction=_named(paid),
        note=f"paid by {way if order.total else VOUCHER}",
        fee=order.fee,
        discount=order.discount,
        number=order.id,
    )


def _named(transactions: Sequence[str]) -> str:
    names = list(dict.fromkeys(transactions))
    more = [f"and {len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return " ".join([*names[:MOST_NAMED], *more])


async def _ledger(uow: UnitOfWork, since: datetime, until: datetime) -> AsyncIterator[Row]:
    after = None
    while page := await uow.books.entries(since, until, after, PAGE):
        orders = {entry.order_id for entry in page if entry.order_id is not None}
        codes, bills = await uow.orders.codes(list(orders)), await uow.books.bills(orders)
        refunds = await uow.books.refunds([entry.id for entry in page])
        fees = await uow.books.fees(orders)
        brought = {entry.order_id for entry in page if _came(entry)}
        paid = await uow.books.payments([b.id for order, b in bills.items() if order in brought])
        for entry in page:
            order = entry.order_id or 0
            bill = bills.get(order)
            came = paid.get(bill.id, []) if bill and _came(entry) else []
            row = _entry(entry, codes.get(order, ""), bill, refunds.get(entry.id), came)
            yield _with_fee(row, entry, bill, fees.get(order, (0, 1)))
        last = page[-1]
        after = last.created_at, last.id
        uow.session.expunge_all()


def _entry(
    entry: CreditEntry, code: str, bill: Invoice | None, refund: Refund | None, paid: Sequence[str]
) -> Row:
    returns = entry.dedup_key == f"returned:{entry.order_id}:refunded"
    is_refund = returns or entry.reason in (CreditReason.REVERSED, CreditReason.UNHONOURED)
    coin = refund.asset if refund else (bill.asset if bill and entry.units is not None else "")
    return Row(
        entry.created_at,
        Kind.REFUND if is_refund else Kind.CREDIT,
        entry.currency,
        value=-entry.amount if is_refund else 0,
        credit=entry.amount,
        order=code,
        coin=coin,
        units=refund.units if refund else entry.units,
        rate=refund.rate if refund else entry.rate,
        source=bill.rate_sources if bill and coin else "",
        transaction=_sent(refund) if refund else _named(paid),
        note=f"{entry.reason.value}{AS_PAID if is_refund and coin and not refund else ''}",
        number=entry.id,
    )


def _came(entry: CreditEntry) -> bool:
    """Whether coins stand beside it."""
    return entry.units is not None or entry.reason is CreditReason.REFILLED


def _with_fee(row: Row, entry: CreditEntry, bill: Invoice | None, fee: tuple[int, int]) -> Row:
    if entry.reason is not CreditReason.REFILLED or bill is None:
        return replace(row, fee=_fee_back(entry, *fee))
    bought = replace(row, kind=Kind.REFILL, value=fee[0], fee=fee[0])
    if not bill.taken:
        return bought
    took = replace(bought, coin=bill.asset, units=bill.taken, rate=bill.rate)
    return replace(took, source=bill.rate_sources)


def _fee_back(entry: CreditEntry, fee: int, to_pay: int) -> int:
    """Of what a refund gives back of money that was paid on top of store credit, its share."""
    if entry.reason not in (CreditReason.REVERSED, CreditReason.UNHONOURED):
        return 0
    return -min(fee, round(Fraction(fee * entry.amount, to_pay)))


def _sent(refund: Refund) -> str:
    """Only what the chain knows."""
    was_sent = refund.state in (RefundState.SENT, RefundState.CONFIRMED)
    return refund.txid or "" if was_sent else ""
