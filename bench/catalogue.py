"""Looking around and searching, in a shop of 5,000 products and in the smallest that fills a page.

Like with like: a page of twenty rows costs more than one of five, in a shop of any size. So the
small shop has as many rows on every page as the large one, and the two are asked in turns, by
processor time, which other work on the machine leaves alone. What one of five products takes is
printed below.
"""

import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, insert

from bench.figures import Figure, percentile
from db import Database
from models.product import Category, Product, ProductKind, Variant
from models.shelf import Sort
from services.goods.finding import Finder
from services.goods.product import ProductService
from utils.clock import utc_now

SIZES = ((2, 5), (44, 105), (300, 5_000))
"""Categories and products. The second: 21 categories within one and 23 at the entrance, 21 products
in one: every page is full, and has a next one.
"""
ROUNDS, PER_ROUND = 21, 10
SEARCHES = 200
WORDS = ("Amber", "Brass", "Cedar", "Dusty", "Ember", "Frost", "Grain", "Hazel", "Ivory", "Jade")
THINGS = ("Lamp", "Mug", "Board", "Key", "Book", "Chair", "Clock", "Spoon", "Bench", "Rope")
TYPED = ("ambre lamp", "frost clok", "nothing at all", "brass", "ceder bord", "jade", "hzel spoon")
SEARCH = "search"
AIM, AIM_SEARCH = 1.1, 20
"""Large to small; milliseconds."""
OUTER, FULL = 1, 2
"""Categories: of categories, and of products."""
Tap = Callable[[], Awaitable[object]]


async def measure() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as name:
        async with AsyncExitStack() as stack:
            opened = [await stack.enter_async_context(shop(Path(name), *size)) for size in SIZES]
            shops = [taps(database) for database in opened]
            for tap in shops[0]:
                figures += await side_by_side(tap, [each[tap] for each in shops])
            figures += await searches(shops[-1][SEARCH])
    return figures


@asynccontextmanager
async def shop(folder: Path, categories: int, products: int) -> AsyncIterator[Database]:
    async with Database.create(f"sqlite+aiosqlite:///{folder / str(products)}.db") as database:
        await database.migrate()
        await fill(database, categories, products)
        yield database


def taps(database: Database) -> dict[str, Tap]:
    looking, finder = ProductService(database.uow, utc_now), Finder(database.uow, utc_now)
    typed = iter(TYPED * ROUNDS * PER_ROUND * SEARCHES)
    lists = {
        f"{where}, {sort}": partial(ask, sort)
        for sort in Sort
        for where, ask in (
            ("a category", partial(looking.shelf, FULL)),
            ("all products", looking.everything),
        )
        if sort is not Sort.BEST
    }
    return {
        "the entrance": looking.entrance,
        "a category of categories": lambda: looking.shelf(OUTER),
        **lists,
        "by number": looking.numbers,
        "a card": lambda: looking.get(3),
        SEARCH: lambda: finder.find(next(typed)),
    }


async def side_by_side(tap: str, shops: Sequence[Tap]) -> list[Figure]:
    """In turns; the ratio is the median of those of each turn."""
    asks = [await statements(one) for one in shops]
    rounds = [[await processor(one, PER_ROUND) for one in shops] for _ in range(ROUNDS)]
    few, small, large = [statistics.median(took) for took in zip(*rounds, strict=True)]
    ratio = statistics.median(took[2] / took[1] for took in rounds)
    said = f"{small:.2f} -> {large:.2f} ms ({ratio:.2f}), asks {asks[1]} -> {asks[2]}"
    aim = "" if tap == SEARCH else f"<= {AIM}"
    return [
        Figure(f"shelves: {tap}", said, aim),
        Figure("  in a shop of five products", f"{few:.2f} ms, asks {asks[0]}"),
    ]


async def searches(search: Tap) -> list[Figure]:
    clock, busy = [], []
    for _ in range(SEARCHES):
        begun = time.perf_counter()
        busy.append(await processor(search))
        clock.append((time.perf_counter() - begun) * 1000)
    return [
        Figure("  search, p99 ms", f"{percentile(clock, 99):.1f}", f"< {AIM_SEARCH}"),
        Figure("  search, p99 processor ms", f"{percentile(busy, 99):.1f}"),
    ]


async def statements(tap: Tap) -> int:
    with counted() as sent:
        await tap()
    return len(sent)


async def processor(tap: Tap, times: int = 1) -> float:
    """Milliseconds of all threads for one of so many taps."""
    begun = time.process_time()
    for _ in range(times):
        await tap()
    return (time.process_time() - begun) * 1000 / times


@contextmanager
def counted() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def fill(database: Database, categories: int, products: int) -> None:
    """Every second category within OUTER; products with one variant each: a fifth of them in FULL,
    the others evenly spread.
    """
    names = [f"{WORDS[n % 10]} {THINGS[n // 10 % 10]} {n}" for n in range(products)]
    async with database.uow() as uow:
        shelves = [
            {"id": n, "name": f"Category {n}", "parent_id": OUTER if n > 1 and n % 2 else None}
            for n in range(1, categories + 1)
        ]
        await uow.session.execute(insert(Category), [one | {"position": 0} for one in shelves])
        goods = [
            {
                "id": n,
                "category_id": FULL if n <= products // 5 else 1 + n % categories,
                "name": name,
            }
            for n, name in enumerate(names, 1)
        ]
        about = {"description": "What it is, what it is for, and what comes with it."}
        about["kind"] = ProductKind.PHYSICAL
        made = about | {"active": True, "created_at": utc_now()}
        await uow.session.execute(insert(Product), [one | made for one in goods])
        variants = [
            {"product_id": n, "name": "", "price": 500 + n % 50, "active": True}
            for n in range(1, products + 1)
        ]
        counts = ("stock", "reserved", "received", "sold", "removed")
        none = {f"{count}_quantity": 0 for count in counts}
        await uow.session.execute(insert(Variant), [one | none for one in variants])
