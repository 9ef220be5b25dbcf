"""Fixtures that every folder of tests may ask for."""

import faulthandler
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

from db import Database
from tests.databases import (
    FLAVOURS,
    POSTGRESQL,
    PostgresServer,
    SqliteTemplates,
    Target,
    find_postgres,
    missing_service,
)

TIDYING_SECONDS = 180
"""After a test; stopping servers and processes takes a few."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """A test that failed is not timed any more, and what it leaves behind may wait for ever: then
    this process says where, and ends, and the whole run with it.
    """
    said = item.config.stash[fault_handler_stderr_fd_key]
    faulthandler.dump_traceback_later(TIDYING_SECONDS, file=said, exit=True)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplates:
    return SqliteTemplates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the whole session; skips when PostgreSQL is not installed."""
    binaries = find_postgres()
    if binaries is None:
        missing_service("PostgreSQL (initdb)")
    assert binaries is not None
    server = PostgresServer(binaries)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def sqlite_target(sqlite_templates: SqliteTemplates, tmp_path: Path) -> Target:
    return sqlite_templates.copy("sqlite", tmp_path / "shop.db")


@pytest.fixture
def postgres_target(postgres: PostgresServer) -> Iterator[Target]:
    target = postgres.create()
    yield target
    postgres.drop(target)


@pytest.fixture(params=FLAVOURS)
def target(
    request: pytest.FixtureRequest, sqlite_templates: SqliteTemplates, tmp_path: Path
) -> Target:
    """A migrated database of each flavour, not yet opened."""
    if request.param == POSTGRESQL:
        found: Target = request.getfixturevalue("postgres_target")
        return found
    return sqlite_templates.copy(request.param, tmp_path / "shop.db")


@pytest.fixture
async def database(target: Target) -> AsyncIterator[Database]:
    """An open, empty database; the test runs once per flavour."""
    async with target.open() as opened:
        yield opened


@pytest.fixture
async def sqlite_database(sqlite_target: Target) -> AsyncIterator[Database]:
    """An open, empty SQLite database, for tests that need no other flavour."""
    async with sqlite_target.open() as opened:
        yield opened
