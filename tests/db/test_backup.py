"""Backups: complete, sound, encrypted if the database is. Failure cases 90 and 91."""

import asyncio
import os
import stat
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text

from db import Database
from tests.databases import SQLCIPHER, SQLITE, SqliteTemplates, Target, sqlite_target
from tests.db import shop
from utils.copying import BackupFailed
from utils.waiting import Progress, growing


@pytest.mark.parametrize("flavour", [SQLITE, SQLCIPHER])
async def test_a_backup_made_beside_a_busy_writer_is_whole(
    flavour: str, sqlite_templates: SqliteTemplates, tmp_path: Path
) -> None:
    target = sqlite_templates.copy(flavour, tmp_path / "shop.db")
    copy = sqlite_target(tmp_path / "copy.db", target.flavour)
    async with target.open() as database:
        await shop.build(database)
        writer = asyncio.ensure_future(_keep_writing(database))
        await database.backup(copy.path)
        writer.cancel()
        await asyncio.wait({writer})
    assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
    assert (b"SQLite format 3" in copy.path.read_bytes()) == (target.flavour != SQLCIPHER)
    assert _copies(tmp_path) == ["copy.db"]
    async with copy.open() as restored:
        await restored.migrate()
        async with restored.uow.read() as uow:
            assert await uow.invariants.violations() == []
            assert await uow.session.scalar(text("SELECT count(*) FROM orders")) == 2


async def test_a_backup_tells_how_far_it_is(sqlite_database: Database, tmp_path: Path) -> None:
    """The copy, then each part of the proof, none going back."""
    await shop.build(sqlite_database)
    told: list[Progress] = []
    await sqlite_database.backup(tmp_path / "copy.db", told.append)
    assert told[0].what == "copy"
    proof = [progress for progress in told if progress.what != "copy"]
    assert [progress.part for progress in proof] == sorted(range(proof[0].parts))
    assert {"orders", "variants", "quick_check", "cipher_integrity_check"} <= {
        progress.what for progress in proof
    }


async def test_a_file_that_grows_is_told_of(tmp_path: Path) -> None:
    path, told, news = tmp_path / "file", list[Progress](), asyncio.Event()

    def tell(progress: Progress) -> None:
        told.append(progress)
        news.set()

    async with growing(path, 200, tell, "copy"):
        await news.wait()
        path.write_bytes(bytes(100))
        news.clear()
        await news.wait()
    assert (told[0].share, told[-1].share) == (0.0, 0.5)


async def test_a_backup_overwrites_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "precious.db"
    path.write_text("precious")
    with pytest.raises(BackupFailed, match="not overwritten"):
        await sqlite_database.backup(path)
    assert path.read_text() == "precious"


async def test_a_backup_of_wrong_books_is_not_called_a_backup(
    sqlite_database: Database, tmp_path: Path
) -> None:
    await shop.build(sqlite_database)
    async with sqlite_database.uow() as uow:
        await uow.session.execute(
            text("UPDATE orders SET status = 'expired', timed_out_at = 7 WHERE id = 1")
        )
    with pytest.raises(BackupFailed, match="I14 what counts"):
        await sqlite_database.backup(tmp_path / "copy.db")
    assert _copies(tmp_path) == ["copy.db.partial"]


async def test_an_interrupted_backup_does_not_stop_the_next(
    sqlite_database: Database, tmp_path: Path
) -> None:
    (tmp_path / "copy.db.partial").write_text("half a backup")
    await sqlite_database.backup(tmp_path / "copy.db")
    assert _copies(tmp_path) == ["copy.db"]


async def test_postgresql_is_dumped(postgres_target: Target, tmp_path: Path) -> None:
    path = tmp_path / "shop.dump"
    async with postgres_target.open() as database:
        await shop.build(database)
        await database.backup(path)
    listed = _list(path)
    assert b"TABLE DATA public orders" in listed
    assert b"TRIGGER public orders guard_orders_status" in listed


async def test_a_missing_pg_dump_is_said_in_words(
    postgres_target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    async with postgres_target.open() as database:
        with pytest.raises(BackupFailed, match="pg_dump is not installed"):
            await database.backup(tmp_path / "shop.dump")


async def _keep_writing(database: Database) -> None:
    for number in range(100, 100_000):
        async with database.uow() as uow:
            row = "INSERT INTO users (id, name, language, created_at)"
            await uow.session.execute(text(f"{row} VALUES ({number}, 'x', 'en', 0)"))


def _copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("copy*"))


def _list(dump: Path) -> bytes:
    command = ["pg_restore", "--list", str(dump)]
    return subprocess.run(command, check=True, capture_output=True).stdout
