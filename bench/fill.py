"""A shop with a long history: N finished orders through the real schema, then every check."""

import time
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

from sqlalchemy import text

from db import Database, UnitOfWork
from models.base import MILLISECOND, Base
from models.code import CODE_LENGTH, CODE_LETTERS
from services.goods.unit import BY_SHOP, MARKED
from services.running.outbox import PRUNE_AFTER
from utils.clock import utc_now

OPEN = 100
"""Orders that are not finished: waiting for money, or for the post."""
WATCHED = 1_000
"""Ended orders whose addresses are still looked at: the same number in a shop of any age."""
WATCH_MS = 90 * 86_400_000
PRODUCTS, CATEGORIES = 5_000, 300
ORDERS_PER_USER = 5
FIRST_USER = 1_000_000
FIRST_ACCOUNT = 1_000
"""Accounts below are for the addresses that the shop itself has made."""
MIXER = 7_368_787
"""A factor that has none in common with the number of codes."""
SCRIPT = Path(__file__).with_name("fill.sql")
BLOBS = {
    "sqlite": {"sealed": "randomblob(92)", "digest": "randomblob(32)"},
    "postgresql": {
        "sealed": "convert_to(repeat('s', 60) || md5(random()::text), 'UTF8')",
        "digest": "convert_to(md5(random()::text), 'UTF8')",
    },
}


class Unsound(Exception):
    """What was made contradicts itself: the generator is wrong, or a check is."""


async def fill(database: Database, orders: int) -> float:
    """Add `orders` finished orders and a few live ones to a migrated shop; the seconds it took."""
    begun = time.perf_counter()
    async with database.unguarded() as uow:
        for statement in statements(uow, orders):
            await uow.session.execute(text(statement))
        await _number_on(uow)
        await _index(uow)
        await uow.vault.state(MARKED, BY_SHOP)
    async with database.uow.read() as uow:
        if found := await uow.invariants.violations():
            raise Unsound(str(found))
    return time.perf_counter() - begun


def statements(uow: UnitOfWork, orders: int) -> Iterator[str]:
    dialect = uow.session.get_bind().dialect.name
    script = Template(SCRIPT.read_text(encoding="utf-8")).substitute(
        names(orders) | BLOBS[dialect] | {"now": int(utc_now().timestamp() * 1000)}
    )
    for part in script.split("\n\n"):
        lines = [line for line in part.splitlines() if not line.startswith("--")]
        if any(lines):
            yield "\n".join(lines).replace(":", r"\:")


def names(orders: int) -> dict[str, Any]:
    return {
        "n": orders,
        "open": OPEN,
        "watched": WATCHED,
        "watch_pace": WATCH_MS // WATCHED,
        "watch_span": WATCH_MS,
        "users": max(1, orders // ORDERS_PER_USER),
        "products": PRODUCTS,
        "categories": CATEGORIES,
        "first_user": FIRST_USER,
        "first_account": FIRST_ACCOUNT,
        "code": code("i"),
        "remembered": PRUNE_AFTER // MILLISECOND,
        "zeros27": "0" * 27,
        "zeros53": "0" * 53,
    }


def code(number: str) -> str:
    """SQL for the public code of the order of this number: another for each, in no order."""
    base = len(CODE_LETTERS)
    mixed = f"({number} * {MIXER} % {base**CODE_LENGTH})"
    places = [f"{mixed} / {base**place} % {base}" for place in range(CODE_LENGTH)]
    return " || ".join(
        f"substr('{CODE_LETTERS}', CAST(1 + {place} AS INTEGER), 1)" for place in places
    )


async def _index(uow: UnitOfWork) -> None:
    """The search, which SQLite keeps in step by triggers that were off."""
    if uow.session.get_bind().dialect.name == "sqlite":
        for name in ("product_search", "people_search"):
            await uow.session.execute(text(f"INSERT INTO {name} ({name}) VALUES ('rebuild')"))


async def _number_on(uow: UnitOfWork) -> None:
    """PostgreSQL's sequences did not see the numbers that were given by hand."""
    if uow.session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        newest = f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name})"
        if "id" in table.columns:
            await uow.session.execute(text(f"SELECT setval({sequence}, {newest}, false)"))
    await uow.session.execute(text("ANALYZE"))  # as autovacuum would
