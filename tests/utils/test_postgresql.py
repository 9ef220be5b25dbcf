"""PostgreSQL that cannot be used: one sentence each, and never a password in it."""

import asyncio
import shutil
import stat
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db import Database
from tests.databases import PostgresServer, Target
from utils.copying import BackupFailed
from utils.refusal import StartRefused

PASSWORD = "hunter2-hunter2"


def url(target: Target, *, user: str = "postgres", more: str = "", name: str = "") -> str:
    """The target's, with a password in it, as somebody else."""
    base, _, query = target.url.partition("?")
    name = name or base.rpartition("/")[2]
    return f"postgresql+asyncpg://{user}:{PASSWORD}@/{name}?{query}{more}"


async def refusal(url: str) -> str:
    with pytest.raises(StartRefused) as refused:
        async with Database.create(url):
            pytest.fail("opened")
    assert PASSWORD not in str(refused.value)
    return str(refused.value)


async def test_what_is_wrong_is_said(postgres_target: Target) -> None:
    said = await refusal(url(postgres_target, name="nowhere"))
    assert "has no database nowhere: createdb nowhere" in said
    said = await refusal(url(postgres_target, user="stranger"))
    assert "does not let user stranger in" in said
    said = await refusal("postgresql://u:p@127.0.0.1:1/shop")
    assert "127.0.0.1:1 cannot be reached" in said
    said = await refusal(f"postgresql://u:{PASSWORD}@no-such-host.invalid/shop")
    assert "no-such-host.invalid cannot be reached" in said
    said = await refusal(f"postgresql://u:{PASSWORD}@/shop?host=/nowhere")
    assert "does PostgreSQL run there?" in said


async def test_ssl_is_taken_as_libpq_spells_it(postgres_target: Target) -> None:
    async with Database.create(url(postgres_target, more="&sslmode=disable")):
        pass
    async with Database.create(url(postgres_target, more="&sslmode=prefer&application_name=x")):
        pass


@pytest.fixture
async def silent() -> AsyncIterator[int]:
    """The port of a server that takes connections and never says a word."""

    async def listen(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def test_a_server_that_is_silent_or_wants_no_ssl(silent: int) -> None:
    said = await refusal(f"postgresql://u:{PASSWORD}@127.0.0.1:{silent}/d?connect_timeout=1")
    assert "did not answer in 1 s" in said


async def test_a_database_that_is_no_good(postgres: PostgresServer) -> None:
    target = postgres.create()
    name = target.url.partition("?")[0].rpartition("/")[2]
    socket = target.url.rpartition("=")[2]

    def sql(statement: str, database: str = name) -> None:
        command = ["psql", "-h", socket, "-U", "postgres", "-q", "-c", statement, database]
        subprocess.run(command, check=True, capture_output=True)

    sql("CREATE ROLE clerk LOGIN")
    assert "may not make tables here: GRANT" in await refusal(url(target, user="clerk"))
    sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert "can only be read" in await refusal(url(target))
    encoding = "TEMPLATE template0 ENCODING SQL_ASCII LOCALE 'C'"
    sql(f"CREATE DATABASE {name}_ascii {encoding}", "postgres")
    ascii_target = Target(target.flavour, target.url.replace(name, f"{name}_ascii"))
    assert "encoded in SQL_ASCII" in await refusal(ascii_target.url)
    for each in (ascii_target, target):
        postgres.drop(each)


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="no PostgreSQL client")
async def test_a_dump_is_its_owner_s_alone(postgres_target: Target, tmp_path: Path) -> None:
    path = tmp_path / "shop.dump"
    async with Database.create(url(postgres_target)) as database:
        await database.backup(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with pytest.raises(BackupFailed, match="exists already"):
            await database.backup(path)
