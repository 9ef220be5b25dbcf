"""Days, numbers and books, attacked: a clock that was wrong by days, and what lies before them."""

from models.day import Visit
from services.money.methods import MethodService
from services.sale.bookings import Kind
from services.sale.numbers import Period
from tests.services.conftest import ShopWorld
from tests.services.sale.test_numbers import counted, earned, local

__all__ = ["local"]


async def test_days_that_a_wrong_clock_began_are_not_today(local: ShopWorld) -> None:
    """It was ahead by weeks, and is right again: what is sold now is sold today."""
    shop = counted(local)
    await shop.buy(cost=None)
    local.clock.step(days=40)
    await shop.settle()
    await shop.settle()
    local.clock.step(days=-38)
    await local.rates.refresh()
    await shop.settle()
    await shop.buy(cost=None, user=101, pieces=1)
    shop.footfall.note(Visit.CARD)
    for _ in range(2):
        today = await shop.office.numbers.report(Period.TODAY)
        assert (today.first, earned(today)) == ("2026-01-03", (1, 1000, 0, 0))
        week = await shop.office.numbers.report(Period.WEEK)
        assert (week.first, week.last) == ("2026-01-01", "2026-01-03")
        assert earned(week) == (2, 3000, 0, 0)
        assert week.visits == {Visit.CARD: 1}
        await shop.settle()


async def test_what_came_before_the_first_day_is_owed_all_the_same(world: ShopWorld) -> None:
    """The first start of a shop whose clock was ahead: days begin weeks after its first sales."""
    shop = counted(world)
    world.clock.step(days=40)
    await shop.buy(cost=None)
    await shop.settle()
    world.clock.step(days=-40)
    await world.rates.refresh()
    early = await shop.buy(cost=None, user=101, pieces=1)
    await shop.refund(early)
    today = await shop.office.numbers.report(Period.TODAY)
    assert (today.first, earned(today), today.owed) == ("2026-01-01", (1, 1000, 1000, 0), 1000)
    await shop.days(45)
    week = await shop.office.numbers.report(Period.YEAR)
    assert week.owed == 1000
    book = shop.office.books.of(2026)
    rows = [row async for row in book.rows()]
    assert book.adds_up
    assert [row.credit for row in rows if row.kind is Kind.CLOSING] == [1000]


async def test_a_fee_that_was_given_back_is_none_in_the_books(local: ShopWorld) -> None:
    """Of two sales one is refunded whole: what is left of value and fee is the other's."""
    shop = counted(local)
    methods = MethodService(local.uow, local.clock, ["BTC"], "USD")
    await methods.change("BTC", {"formula": "5%"}, seen=None, actor="admin:1")
    await shop.buy(cost=None)
    assert await shop.refund(await shop.buy(cost=None, user=101)) == 2100
    local.clock.advance(seconds=1)
    rows = [row async for row in shop.office.books.of(2026).rows()]
    told = [(row.value, row.fee) for row in rows if row.kind in (Kind.SALE, Kind.REFUND)]
    assert sorted(told) == [(-2100, -100), (2100, 100), (2100, 100)]
    assert [(row.value, row.fee) for row in rows if row.kind is Kind.TOTAL] == [(2100, 100)]
