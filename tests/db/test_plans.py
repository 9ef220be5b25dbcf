"""No question that is asked again and again, and no page, walks history: the plans say so.

Asked of a database without statistics on SQLite, which is what a shop has, and of one with them on
PostgreSQL, where the planner is kept from reading small tables whole.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Index, event, text

from bench.fill import fill
from bench.moment import Question, Scene
from bench.questions import CHANGES, MOST_CLAIMED, PAGES, PERIODIC
from bench.shelves import LISTS
from db import Database, UnitOfWork
from models.base import Base
from services.goods.demand import DemandService
from services.running.health import HealthService
from tests.databases import POSTGRESQL, PostgresServer, SqliteTemplates, Target
from tests.services.conftest import ShopWorld
from utils.clock import utc_now

ORDERS = 2_000
SMALL = {
    *("categories", "products", "variants", "vault", "facts", "heartbeats", "marks", "tallies"),
    *("outages", "findings", "inspections", "media", "pictures", "media_copies", "discounts"),
    *("arrivals", "shared_goods", "shipping_options", "questions", "roles", "shop_texts"),
    *("opened", "taken_orders", "tags", "days", "notice_rules", "notice_hours", "held_notices"),
    "notice_groups",
}
"""Tables that do not grow with the number of orders."""
COMMON = {"asset", "chain", "status", "state", "kind", "event", "currency", "action", "id", "rowid"}
"""Columns whose values many rows share, or that alone only cut a table somewhere: an index that is
searched by these alone walks history, unless it holds live rows only.
"""

SQLITE_STEP = re.compile(r"(?:SEARCH|SCAN) (\w+)(?: EXISTS)?(?: USING .*?(\w+))?(?: \((.*)\))?$")
"""A table or its alias, an index, and what of it is given."""
DERIVED = r"(\w+)(?:\([\w, ]+\))? AS (?=\(\s*SELECT)|(?<=\) AS )(\w+)"
"""What a statement calls the rows of a query of its own; that one's steps are looked at."""
SORTED = re.compile(r"TEMP B-TREE|Sort Key")
ONE_LOOK = (
    "max(addresses",
    'ORDER BY addresses."index"',
    "ORDER BY addresses.index",
    "max(id)",
    *("min(orders.created_at)", "min(credit_entries.created_at)"),
    "EXISTS (SELECT * \nFROM addresses",
)
"""An end of an index, or any row at all: read at once, which no plan says."""
SINCE = re.compile(r"SELECT (\w*id) FROM (audit|credit_entries) WHERE id > \S+$")
"""What came after a mark is live, however old the rest of the table is."""


@dataclass(frozen=True, slots=True)
class Step:
    """One access to a table: by which index, and which of its columns are given."""

    table: str
    index: str | None
    given: frozenset[str]
    statement: str
    by_key: bool = False

    @property
    def walks(self) -> bool:
        if self.table in SMALL or self.by_key or self.index in live_indexes():
            return False
        if self.given and self.given <= {"id", "rowid"} and SINCE.match(self.statement):
            return False
        if any(words in self.statement for words in ONE_LOOK):
            return False
        return self.index is None or self.given <= COMMON


def live_indexes() -> set[str]:
    """Those that hold some rows only."""
    indexes = [index for table in Base.metadata.tables.values() for index in table.indexes]
    return {str(index.name) for index in indexes if _is_partial(index)}


def _is_partial(index: Index) -> bool:
    return index.dialect_options["sqlite"]["where"] is not None


@pytest.fixture(scope="module", params=["sqlite", POSTGRESQL])
def filled(
    request: pytest.FixtureRequest,
    sqlite_templates: SqliteTemplates,
    tmp_path_factory: pytest.TempPathFactory,
) -> Target:
    """A small shop with everything in it."""
    if request.param == POSTGRESQL:
        server: PostgresServer = request.getfixturevalue("postgres")
        target = server.create()
    else:
        target = sqlite_templates.copy("sqlite", tmp_path_factory.mktemp("plans") / "shop.db")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, _fill(target)).result()
    return target


async def _fill(target: Target) -> None:
    async with target.open() as database:
        await fill(database, ORDERS)


@pytest.mark.parametrize("name", [*PERIODIC, *CHANGES, *PAGES])
async def test_no_question_walks_history(filled: Target, name: str) -> None:
    question = {**PERIODIC, **CHANGES, **PAGES}[name]
    steps = await plan_of(filled, question)
    assert steps
    assert [step for step in steps if step.walks] == []


@pytest.mark.parametrize("name", LISTS)
async def test_no_list_sorts_what_stands_on_a_shelf(database: Database, name: str) -> None:
    async with undone(database) as uow:
        connection = await uow.session.connection()
        explain = "EXPLAIN QUERY PLAN"
        if connection.dialect.name == POSTGRESQL:
            explain = "EXPLAIN"
            for method in ("seqscan", "bitmapscan", "sort"):
                await connection.exec_driver_sql(f"SET LOCAL enable_{method} = off")
        with recorded() as sent:
            await LISTS[name](uow, Scene(utc_now(), ORDERS))
        for one in sent:
            plan = str((await connection.exec_driver_sql(f"{explain} {one[0]}", one[1])).all())
            assert SORTED.search(plan) is None, (one[0], plan)


async def test_no_job_walks_history(filled: Target) -> None:
    """Whatever the jobs and loops ask, whether or not the list above knows of it."""
    async with filled.open() as database:
        world = ShopWorld(database)
        await world.rates.refresh()
        with recorded() as sent:
            for asset in world.payments.assets:
                await world.payments.scan(asset)
            await world.payments.expire_overdue()
            await world.receipts.find()
            await world.wallets.prepare_all()
            await world.refunds.follow()
            await health_of(world).report()
            await world.outbox.claim(MOST_CLAIMED)
            await world.outbox.pause()
            await world.outbox.prune()
            await world.set_aside.failed()
            await DemandService(world.uow, world.clock, world.notifications).round()
            await world.users.register(9_999_999, "new", None, "en")
    steps = await _explained(filled, sent)
    assert len(sent) > 20
    assert [step for step in steps if step.walks] == []


def health_of(world: ShopWorld) -> HealthService:
    return HealthService(world.uow, world.notifications, world.rates, world.payments, world.chains)


async def test_a_walk_through_history_is_noticed(filled: Target) -> None:
    """What this file is made of: each of these must be called a walk."""
    for statement in (
        "SELECT * FROM orders WHERE total = 5",
        "SELECT count(*) FROM outbox",
        "SELECT * FROM addresses WHERE chain = 'BTC' AND path = 'x'",
        "SELECT * FROM audit WHERE id > 5 AND action = 'x'",
        "SELECT i.id FROM invoices i JOIN orders o ON o.id = i.order_id WHERE o.total = 5",
    ):
        steps = await plan_of(filled, partial(_ask, statement))
        assert [step for step in steps if step.walks], statement


async def _ask(statement: str, uow: UnitOfWork, _scene: Scene) -> object:
    return await uow.session.execute(text(statement))


async def plan_of(target: Target, question: Question) -> list[Step]:
    """How the database goes about every statement of a question."""
    async with target.open() as database, undone(database) as uow:
        with recorded() as sent:
            await question(uow, Scene(utc_now(), ORDERS))
    return await _explained(target, sent)


@asynccontextmanager
async def undone(database: Database) -> AsyncIterator[UnitOfWork]:
    """A unit of work of which nothing is kept."""
    uow = database.uow()
    await uow.__aenter__()
    try:
        yield uow
    finally:
        await uow.__aexit__(Exception, None, None)


@contextmanager
def recorded() -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent meanwhile, with its (first) parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def _explained(target: Target, sent: list[tuple[str, Any]]) -> list[Step]:
    explain = _on_postgresql if target.flavour == POSTGRESQL else _on_sqlite
    async with target.open() as database, undone(database) as uow:
        connection = await uow.session.connection()
        plans = [await connection.run_sync(explain, *one) for one in sent]
    return [step for plan in plans for step in plan]


def _on_sqlite(connection: Connection, statement: str, parameters: Any) -> list[Step]:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    named = dict(re.findall(r"(?:FROM|JOIN) (\w+) (?:AS )?(\w+)", statement))
    aliases = {alias: table for table, alias in named.items()}
    derived = {"CONSTANT", *chain.from_iterable(re.findall(DERIVED, statement))}
    steps = []
    for detail in [str(row[3]) for row in rows]:
        found = re.match(
            r"(?:SEARCH|SCAN) (\w+)(?: EXISTS)?(?: USING .*?(\w+))?(?: \((.*)\))?$", detail
        )
        if found and found[1] not in derived:
            table = str(aliases.get(found[1], found[1])).removesuffix("_1")
            given = frozenset(re.findall(r"(\w+)[=<>]", found[3] or ""))
            by_key = "(rowid=?)" in detail
            steps.append(Step(table, None if by_key else found[2], given, statement, by_key))
    return steps


def _on_postgresql(connection: Connection, statement: str, parameters: Any) -> list[Step]:
    for method in ("seqscan", "hashjoin", "mergejoin"):
        connection.exec_driver_sql(f"SET LOCAL enable_{method} = off")
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar()
    return list(_steps(plan[0]["Plan"], "", statement))  # type: ignore[index]


def _steps(node: dict[str, Any], table: str, statement: str) -> Iterator[Step]:
    table = node.get("Relation Name", table)
    if node["Node Type"] == "Seq Scan":
        yield Step(table, None, frozenset(), statement)
    elif "Index Name" in node:
        condition = node.get("Index Cond", "")
        given = frozenset(re.findall(r'\("?(\w+)"? (?:=|<|>|IS)', condition))
        yield Step(table, node["Index Name"], given, statement, "(id = " in condition)
    for child in node.get("Plans", ()):
        yield from _steps(child, table, statement)
