"""What is asked about days, numbers and books."""

from datetime import timedelta

from bench.moment import Question, Scene
from db import UnitOfWork
from models.day import Best, Visit
from services.running.vitals import MOST_COUNTED
from services.sale.books import PAGE
from services.sale.counting import PIECE
from services.sale.leaderboard import NAME as LEADERBOARD

DAY = timedelta(days=1)
CURRENCY = "USD"


async def a_day(uow: UnitOfWork, scene: Scene) -> object:
    """What is counted of one."""
    await uow.numbers.best_counted(Best.VARIANT, scene.now - DAY, scene.now)
    await uow.numbers.best_counted(Best.USER, scene.now - DAY, scene.now)
    return await uow.numbers.counted(scene.now - DAY, scene.now)


async def whose_turn(uow: UnitOfWork, scene: Scene) -> object:
    await uow.numbers.newest(2, before=scene.now)
    await uow.numbers.first_moment()
    await uow.numbers.before(scene.now)
    return await uow.numbers.uncounted(scene.now, PIECE)


async def screen(uow: UnitOfWork, scene: Scene) -> object:
    """A year of days that are counted."""
    await uow.numbers.newest(365)
    await uow.numbers.by_day(1, 365)
    await uow.numbers.visits(1, 365)
    await uow.numbers.best(Best.VARIANT, 1, 365, CURRENCY)
    await uow.numbers.owed(365)
    await uow.numbers.titles([1, 2, 3])
    await uow.numbers.names([scene.customer])
    return await uow.numbers.moved(CURRENCY, scene.now - DAY, scene.now)


async def books(uow: UnitOfWork, scene: Scene) -> object:
    """A page of each."""
    since, place = scene.now - DAY, (scene.now - DAY / 2, 5)
    await uow.books.sold(since, scene.now, place, PAGE)
    await uow.books.honoured([scene.old, scene.waiting])
    await uow.books.bills([scene.old, scene.waiting])
    await uow.books.refunds([1, 2])
    await uow.books.payments([scene.old])
    await uow.numbers.counted_before(scene.now)
    await uow.numbers.currencies(since, scene.now)
    return await uow.books.entries(since, scene.now, place, PAGE)


async def best_buyers(uow: UnitOfWork, scene: Scene) -> object:
    """Once a minute for everybody; and what is asked for each who looks."""
    for shown in (True, False):
        await uow.ranking.leaders((1, 31), CURRENCY, [1, 2], PAGE, shown=shown)
    await uow.ranking.shown([scene.customer], [1, 2])
    await uow.ranking.customers([scene.customer], [1, 2])
    await uow.vault.fact(LEADERBOARD)
    return await uow.ranking.purchases([scene.customer])


async def seen(uow: UnitOfWork, scene: Scene) -> None:
    for day in await uow.numbers.newest(1, before=scene.now):
        await uow.numbers.visit(day.id, Visit.CARD, 1)
        await uow.numbers.told(day.id, scene.now)
        await uow.numbers.clear(day.id)


NUMBERS: dict[str, Question] = {
    "numbers: whose turn it is": whose_turn,
    "numbers: what one day came to": a_day,
    "admin: numbers of a year": screen,
    "admin: the books": books,
    "leaderboard": best_buyers,
    "admin: how deep the outbox is": lambda uow, s: uow.outbox.depth(s.now, MOST_COUNTED),
}
COUNTED: dict[str, Question] = {"numbers: a day is written": seen}
