"""`restore`: whole, sound, ours, or nothing; and a power cut leaves the old or the new."""

import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from db import Database
from tests.commands.operator import Operator
from utils import sqlite_swap
from utils.sqlite import Sqlite

KEY = "a key that only tests use"


@pytest.fixture(params=[None, KEY], ids=["sqlite", "sqlcipher"])
async def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Operator:
    """One with three keys at 24.90 in its backup, and at 19.90 now."""
    given = {"DATABASE_KEY": request.param} if request.param else {}
    operator = Operator(tmp_path, given)
    await operator.does("load", operator.catalogue())
    await operator.does("backup", str(tmp_path / "copy"))
    await operator.does("load", operator.catalogue("19.90"), "--yes")
    return operator


async def price(operator: Operator) -> int:
    async with operator.database() as database, database.uow.read() as uow:
        assert await uow.invariants.integrity() == []
        [row] = await uow.products.all_variants()
        return row.price


async def test_a_backup_comes_back_over_a_crashed_shop(shop: Operator, tmp_path: Path) -> None:
    """The left-over -wal goes aside with the old database, which can still be opened."""
    crashed = {}
    async with shop.database() as database:
        async with database.uow() as uow:
            await uow.products.reprice(1, 777)
        for path in shop.path.parent.glob("holdfast.db-*"):
            crashed[path] = path.read_bytes()
    for path, content in crashed.items():
        path.write_bytes(content)
    assert crashed[shop.path.with_name("holdfast.db-wal")]
    output = await shop.does("restore", str(tmp_path / "copy"), "--yes")
    assert await price(shop) == 2490
    [old] = [path for path in shop.path.parent.glob("*.replaced-*") if path.suffix[-4:] != "-wal"
             and not path.name.endswith("-shm")]  # fmt: skip
    assert str(old) in output
    shop.path.unlink()
    shutil.move(old, shop.path)
    for ending in ("-wal", "-shm"):
        beside = old.with_name(old.name + ending)
        if beside.exists():
            shutil.move(beside, shop.path.with_name(shop.path.name + ending))
    assert await price(shop) == 777


async def test_on_a_new_machine(shop: Operator, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "data")
    await shop.does("restore", str(tmp_path / "copy"), "--yes")
    assert await price(shop) == 2490
    assert shop.path.stat().st_mode & 0o777 == 0o600


async def test_it_asks_and_tells_what_there_is(shop: Operator, tmp_path: Path) -> None:
    output = await shop.is_refused("restore", str(tmp_path / "copy"), code=1)
    assert "now:    0 orders" in output
    assert "--yes goes without asking" in output
    assert await price(shop) == 1990


async def test_a_shop_that_runs_is_left_alone(shop: Operator, tmp_path: Path) -> None:
    backend = Sqlite(shop.path, None)
    with backend.held():
        assert "stop it first" in await shop.is_refused("restore", str(tmp_path / "copy"), "--yes")
    async with shop.database():
        output = await shop.is_refused("restore", str(tmp_path / "copy"), "--yes")
        assert "another command is using" in output
    assert await price(shop) == 1990


async def test_what_is_no_backup_changes_nothing(shop: Operator, tmp_path: Path) -> None:
    copy, wrong = tmp_path / "copy", tmp_path / "wrong"
    before = shop.names()
    size = copy.stat().st_size
    spoiled = {
        "empty": b"",
        "text": b"dear diary" * 1000,
        "short": copy.read_bytes()[: size - 4096],
        "half": copy.read_bytes()[: size // 2 + 100],
        "flipped": copy.read_bytes()[:9000] + bytes(5000) + copy.read_bytes()[14000:],
    }
    for name, content in spoiled.items():
        wrong.write_bytes(content)
        output = await shop.is_refused("restore", str(wrong), "--yes", code=1)
        assert f"{wrong} cannot be restored" in output, name
        assert ".restoring" not in output
        assert "bot.py restore" not in output, name  # whoever restores is not told to restore
    wrong.unlink()
    for file in (tmp_path / "none", tmp_path, shop.path):
        await shop.is_refused("restore", str(file), "--yes", code=1)
    assert shop.names() == before
    assert await price(shop) == 1990


async def test_what_is_not_ours_changes_nothing(shop: Operator, tmp_path: Path) -> None:
    other = secrets.token_hex(32)
    cases = {
        "SECRET_KEY does not open the wallet": {"SECRET_KEY": other},
        "another network": {"NETWORK": "testnet"},
        "cannot be read with this DATABASE_KEY|not encrypted": {"DATABASE_KEY": "another"},
    }
    for words, changes in cases.items():
        file = str(tmp_path / "copy")
        output = await shop.is_refused("restore", file, "--yes", code=1, **changes)
        assert any(word in output for word in words.split("|")), output
    assert await price(shop) == 1990


async def test_strangers_and_the_future_change_nothing(tmp_path: Path) -> None:
    shop = Operator(tmp_path)
    await shop.does("load", shop.catalogue())
    stranger, future = tmp_path / "stranger.db", tmp_path / "future.db"
    with closing(sqlite3.connect(stranger)) as raw:
        raw.execute("CREATE TABLE cats (name)")
        raw.commit()
    output = await shop.is_refused("restore", str(stranger), "--yes", code=1)
    assert "no database of Holdfast" in output
    await shop.does("backup", str(future))
    with closing(sqlite3.connect(future)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    output = await shop.is_refused("restore", str(future), "--yes", code=1)
    assert "start the newer release" in output
    with closing(sqlite3.connect(future)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("UPDATE alembic_version SET version_num = '9998'")
        raw.commit()
        output = await shop.is_refused("restore", str(future), "--yes", code=1)
        assert "no backup" in output


@pytest.mark.parametrize("moved", range(len(sqlite_swap.OLD) + 1))
async def test_cut_short_after_it_was_decided_it_is_finished_by_whoever_comes_next(
    tmp_path: Path, moved: int
) -> None:
    """Any number of the old files may have gone aside."""
    old, new = tmp_path / "shop.db", tmp_path / "new.db"
    for path in (old, new):
        async with Database.create(f"sqlite+aiosqlite:///{path}") as database:
            await database.migrate()
            async with database.uow() as uow:
                await uow.vault.state("which", path.name)
    wal = old.with_name("shop.db-wal")
    wal.write_bytes(b"of the old one")
    new.rename(sqlite_swap.decided(old))
    for ending in sqlite_swap.OLD[:moved]:
        if (path := old.with_name(old.name + ending)).exists():
            path.rename(tmp_path / f"aside{ending}")
    opened = Database.create(f"sqlite+aiosqlite:///{old}", make=False)
    async with opened as database, database.uow.read() as uow:
        assert await uow.vault.fact("which") == "new.db"
    assert not sqlite_swap.decided(old).exists()


async def test_cut_short_before_it_was_decided_the_old_one_goes_on(
    shop: Operator, tmp_path: Path
) -> None:
    sqlite_swap.receive(tmp_path / "copy", shop.path)
    assert await price(shop) == 1990
    await shop.does("restore", str(tmp_path / "copy"), "--yes")
    assert await price(shop) == 2490
    assert not sqlite_swap.arriving(shop.path).exists()


async def test_a_backup_for_a_program(shop: Operator) -> None:
    output = await shop.does("backup", "--json")
    assert '"bytes":' in output
    async with shop.database() as database, database.uow.read() as uow:
        assert await uow.session.scalar(text("SELECT count(*) FROM stock_units")) == 3


def with_photos(shop: Operator) -> str:
    """Its catalogue with two photos at its product."""
    for name in ("one", "two"):
        (shop.folder / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    path = Path(shop.catalogue())
    hung = 'kind = "digital"\nphotos = ["one.png", "two.png"]\n'
    path.write_text(path.read_text().replace('kind = "digital"\n', hung))
    return str(path)


async def test_photos_come_back_with_it(shop: Operator, tmp_path: Path) -> None:
    """Each is kept once beside all backups; one that is damaged there is left out."""
    await shop.does("load", with_photos(shop), "--yes")
    media = tmp_path / "data" / "media"
    photos = {one.name: one.read_bytes() for one in media.iterdir()}
    assert len(photos) == 2
    (tmp_path / "kept").mkdir()  # it is never made: it may be a disk that is not there
    for copy in ("second", "third"):
        await shop.does("backup", str(tmp_path / "kept" / copy))
    kept = tmp_path / "kept" / "media"
    assert {one.name: one.read_bytes() for one in kept.iterdir()} == photos
    assert kept.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(tmp_path / "data")
    damaged, whole = sorted(photos)
    (kept / damaged).write_bytes(b"another")
    output = await shop.does("restore", str(tmp_path / "kept" / "third"), "--yes")
    assert "photos: 1" in output
    assert [one.name for one in media.iterdir()] == [whole]
    assert (media / whole).stat().st_mode & 0o777 == 0o600
