"""A server that is out of reach without a word: a firewall that forgot, a cable that was pulled."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import unit_of_work
from db import Database
from tests.databases import Target
from tests.proxies import listening
from utils.postgresql import Postgresql

PATIENCE = 0.5
"""Seconds that the end of a transaction may take here."""
ENOUGH = 15.0


class Wall:
    """Between the shop and its server; while it stands, nothing comes through and nothing ends."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._open = asyncio.Event()
        self._open.set()

    def stand(self) -> None:
        self._open.clear()

    def fall(self) -> None:
        self._open.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(str(self._socket))
        try:
            there, back = self._pass(reader, to_server), self._pass(from_server, writer)
            await asyncio.gather(there, back)
        finally:
            to_server.transport.abort()

    async def _pass(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while piece := await source.read(65536):
            await self._open.wait()
            to.write(piece)
        await self._open.wait()
        to.close()


@asynccontextmanager
async def behind_a_wall(target: Target) -> AsyncIterator[tuple[Database, Wall]]:
    backend = Database.create(target.url).backend
    assert isinstance(backend, Postgresql)
    parts = urlsplit(backend.server.dsn)
    [folder] = parse_qs(parts.query)["host"]
    wall = Wall(Path(folder) / ".s.PGSQL.5432")
    async with listening(wall.serve) as port:
        url = f"postgresql://{parts.username}@127.0.0.1:{port}/{backend.server.database}"
        async with Database.create(url) as shop:
            yield shop, wall
            wall.fall()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_of_work, "LONGEST_COMMIT", PATIENCE)
    monkeypatch.setattr(unit_of_work, "LONGEST_CLOSE", PATIENCE)


async def _ends(work: asyncio.Future[None]) -> BaseException | None:
    await asyncio.wait({work}, timeout=ENOUGH)
    assert work.done(), "it waits for ever"
    return work.exception()


@pytest.mark.parametrize("how", ["commits", "fails", "reads"])
async def test_a_transaction_comes_to_its_end(postgres_target: Target, how: str) -> None:
    """Nothing could cut it short: its person was not heard any more, its loop stood still."""
    async with behind_a_wall(postgres_target) as (shop, wall):

        async def work() -> None:
            async with shop.uow.read() if how == "reads" else shop.uow() as uow:
                if how == "reads":
                    await uow.vault.fact("one")
                else:
                    await uow.vault.state("one", "x")
                wall.stand()
                if how == "fails":
                    raise KeyError

        began = time.monotonic()
        error = await _ends(asyncio.ensure_future(work()))
        assert time.monotonic() - began < ENOUGH
        assert isinstance(error, {"commits": TimeoutError, "fails": KeyError, "reads": object}[how])
        wall.fall()
        await asyncio.sleep(0.2)
        await shop.backend.keep()
        async with shop.uow() as uow:
            await uow.vault.state("two", "x")
        async with shop.uow.read() as uow:
            assert await uow.vault.fact("two") is not None


async def test_a_lock_that_cannot_be_looked_at_is_looked_at_again(postgres_target: Target) -> None:
    async with behind_a_wall(postgres_target) as (shop, wall):
        async with shop.uow() as uow:
            await uow.vault.state("one", "x")
        wall.stand()
        assert await _ends(asyncio.ensure_future(shop.backend.keep())) is None
        wall.fall()
        await shop.backend.keep()
        async with shop.uow() as uow:
            await uow.vault.state("two", "x")
