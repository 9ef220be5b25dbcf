"""Looking around and searching in a shop of five products and in one of 5,000: side by side."""

import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
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

SIZES = {"small": (2, 5), "large": (300, 5_000)}
"""Categories and products."""
REPEATS = 200
WORDS = ("Amber", "Brass", "Cedar", "Dusty", "Ember", "Frost", "Grain", "Hazel", "Ivory", "Jade")
THINGS = ("Lamp", "Mug", "Board", "Key", "Book", "Chair", "Clock", "Spoon", "Bench", "Rope")
TYPED = ("ambre lamp", "frost clok", "nothing at all", "brass", "ceder bord", "jade", "hzel spoon")
AIM_SEARCH = 20
"""Milliseconds."""
Tap = Callable[[], Awaitable[object]]


async def measure() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as name:
        costs = {}
        for size, (categories, products) in SIZES.items():
            path = Path(name) / f"{size}.db"
            async with Database.create(f"sqlite+aiosqlite:///{path}") as database:
                await database.migrate()
                await fill(database, categories, products)
                costs[size] = {n: await cost(tap) for n, tap in taps(database).items()}
                busy = await processor(taps(database)["search"])
        for tap, (small, asked) in costs["small"].items():
            large, asks = costs["large"][tap]
            middle = [statistics.median(each) for each in (small, large)]
            said = f"{middle[0]:.2f} -> {middle[1]:.2f} ms, {asked} -> {asks} statements"
            figures.append(Figure(f"shelves: {tap}", said))
        found = costs["large"]["search"][0]
        figures.append(
            Figure("  search, p99 ms", f"{percentile(found, 99):.1f}", f"< {AIM_SEARCH}")
        )
        figures.append(Figure("  search, p99 processor ms", f"{percentile(busy, 99):.1f}"))
    return figures


def taps(database: Database) -> dict[str, Tap]:
    looking, finder = ProductService(database.uow, utc_now), Finder(database.uow, utc_now)
    typed = iter(TYPED * REPEATS)
    return {
        "the entrance": looking.entrance,
        "a category": lambda: looking.shelf(1),
        "a category by price": lambda: looking.shelf(1, Sort.PRICE),
        "all products by price": lambda: looking.everything(Sort.PRICE),
        "by number": looking.numbers,
        "a card": lambda: looking.get(3),
        "search": lambda: finder.find(next(typed)),
    }


async def cost(tap: Tap) -> tuple[list[float], int]:
    """Milliseconds of each of many, and the statements of one."""
    with counted() as sent:
        await tap()
    took = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        await tap()
        took.append((time.perf_counter() - begun) * 1000)
    return took, len(sent)


async def processor(tap: Tap) -> list[float]:
    """Milliseconds of all threads, which say the same on a machine that has other work."""
    took = []
    for _ in range(REPEATS):
        begun = time.process_time()
        await tap()
        took.append((time.process_time() - begun) * 1000)
    return took


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
    """Every second category within the first; products with one variant each, evenly spread."""
    names = [f"{WORDS[n % 10]} {THINGS[n // 10 % 10]} {n}" for n in range(products)]
    async with database.uow() as uow:
        shelves = [
            {"id": n, "name": f"Category {n}", "parent_id": 1 if n > 1 and n % 2 else None}
            for n in range(1, categories + 1)
        ]
        await uow.session.execute(insert(Category), [one | {"position": 0} for one in shelves])
        goods = [
            {"id": n, "category_id": 1 + n % categories, "name": name, "kind": ProductKind.PHYSICAL}
            for n, name in enumerate(names, 1)
        ]
        about = {"description": "What it is, what it is for, and what comes with it."}
        made = about | {"active": True, "created_at": utc_now()}
        await uow.session.execute(insert(Product), [one | made for one in goods])
        variants = [
            {"product_id": n, "name": "", "price": 500 + n % 50, "active": True}
            for n in range(1, products + 1)
        ]
        counts = ("stock", "reserved", "received", "sold", "removed")
        none = {f"{count}_quantity": 0 for count in counts}
        await uow.session.execute(insert(Variant), [one | none for one in variants])
