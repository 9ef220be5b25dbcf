"""`restore` and `backup` where the disk, the photos, the settings or a kill are in the way."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.operator import Operator
from tests.journeys.processes import BOT
from tests.journeys.shop import environment

ROOM = 1_400_000
"""Bytes of a disk on which one small database has room, and its copy hardly."""
DYING = """
import os, runpy, sys
path, deaths, at = sys.argv[1], [0], int(sys.argv[2])
sys.path.insert(0, os.path.dirname(path))
sys.argv[1:3] = []

def hook(event, given):
    if event == "os.rename" and "holdfast.db" in str(given[0]):
        deaths[0] += 1
        if deaths[0] == at:
            os.kill(os.getpid(), 9)

sys.addaudithook(hook)
sys.argv[0] = path
runpy.run_path(path, run_name="__main__")
"""


@pytest.fixture
async def shop(tmp_path: Path) -> Operator:
    """One with three keys at 24.90 in its backup, and at 19.90 now."""
    operator = Operator(tmp_path / "home")
    operator.folder.mkdir()
    await operator.does("load", operator.catalogue())
    await operator.does("backup", str(tmp_path / "copy"))
    await operator.does("load", operator.catalogue("19.90"), "--yes")
    return operator


async def price(operator: Operator) -> int:
    async with operator.database() as database, database.uow.read() as uow:
        assert await uow.invariants.integrity() == []
        [row] = await uow.products.all_variants()
        return row.price


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def leave(disk: Path, room: int) -> None:
    """Fill it up to so many bytes."""
    fill = disk / "fill"
    fill.unlink(missing_ok=True)
    if (free := shutil.disk_usage(disk).free) > room:
        fill.write_bytes(bytes(free - room))


@pytest.mark.parametrize("room", [0, 200_000, "whole"])
async def test_a_full_disk_is_named_and_the_backup_not_called_damaged(
    shop: Operator, tmp_path: Path, small_disk: Path, room: int | str
) -> None:
    size = (tmp_path / "copy").stat().st_size
    other = Operator(small_disk / "home", {**shop.settings})
    (other.folder / "data").mkdir(parents=True)
    leave(small_disk, size + 12_000 if isinstance(room, str) else room)
    shop.settings |= {"DATABASE_URL": f"sqlite+aiosqlite:///{other.path}"}
    code, output = await shop.types("restore", str(tmp_path / "copy"), "--yes")
    assert code in (1, 78), output
    assert "full" in output
    assert "damaged" not in output
    assert "take another" not in output
    left = {path.name for path in other.path.parent.iterdir()}
    assert left <= {"holdfast.db.lock", "holdfast.db.use"}


@pytest.mark.parametrize("room", [0, 200_000])
async def test_a_backup_or_an_export_on_a_full_disk(
    shop: Operator, small_disk: Path, room: int
) -> None:
    leave(small_disk, room)
    code, output = await shop.types("backup", str(small_disk / "copy"))
    assert code == 1
    assert "Nothing was done" in output
    assert "full" in output
    leave(small_disk, 0)
    file = small_disk / "keys.csv"
    output = await shop.is_refused(
        "wallet", "export", "--format=keys", "--yes", f"--output={file}", code=1
    )
    assert "No space left" in output
    assert not file.exists()  # no half of a key


async def test_a_backup_in_another_currency_is_refused_as_the_start_would(
    shop: Operator, tmp_path: Path
) -> None:
    output = await shop.is_refused(
        "restore", str(tmp_path / "copy"), "--yes", code=1, SHOP_CURRENCY="EUR"
    )
    assert "it sells in USD, and SHOP_CURRENCY is EUR: set SHOP_CURRENCY=USD" in output
    assert await price(shop) == 1990


async def test_a_schema_that_no_release_made_is_refused_in_a_sentence(
    shop: Operator, tmp_path: Path
) -> None:
    """Whatever a migration raises on it."""
    for revision in ("0001", "0018_talk_bounds", "0020_doubted"):
        strange = tmp_path / "strange"
        shutil.copy(tmp_path / "copy", strange)
        with closing(sqlite3.connect(strange)) as raw:
            [(before,)] = raw.execute("SELECT version_num FROM alembic_version").fetchall()
            assert revision != before
            raw.execute("UPDATE alembic_version SET version_num = ?", (revision,))
            raw.commit()
        output = await shop.is_refused("restore", str(strange), "--yes", code=1)
        assert f"{strange} cannot be restored: " in output, output
        assert "bot.py restore" not in output
    assert await price(shop) == 1990


async def test_a_hot_journal_beside_the_file_is_no_backup(shop: Operator, tmp_path: Path) -> None:
    """Half of a transaction may be in the file, and how to undo it in the journal alone."""
    await shop.does("restore", str(tmp_path / "copy"), "--yes")
    torn = tmp_path / "torn"
    shutil.copy(tmp_path / "copy", torn)
    with closing(sqlite3.connect(torn, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("PRAGMA cache_size=1")
        raw.execute("BEGIN")
        raw.execute("CREATE TABLE half AS SELECT randomblob(400000) AS much")
        journal = torn.with_name("torn-journal")
        assert journal.stat().st_size
        output = await shop.is_refused("restore", str(torn), "--yes", code=1)
    assert f"{journal} lies beside it" in output
    assert await price(shop) == 2490


async def test_photos_that_cannot_come_along_stop_neither_way(
    shop: Operator, tmp_path: Path
) -> None:
    media = tmp_path / "media"
    (media / ("a" * 64)).mkdir(parents=True)
    os.mkfifo(media / ("b" * 64))
    (media / ("c" * 64)).symlink_to("/nowhere")
    output = await shop.does("restore", str(tmp_path / "copy"), "--yes")
    assert "restored: 0 orders, photos: 0" in output
    assert f"left out, damaged or not to be read in {media}: {'a' * 64} and 2 more" in output
    assert await price(shop) == 2490
    shutil.rmtree(media)
    own = shop.path.parent / "media"
    own.mkdir(mode=0o700)
    (own / "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881").write_bytes(b"x")
    media.write_text("a file stands where the folder should be")
    code, output = await shop.types("backup", str(tmp_path / "second"))
    assert code == 1
    assert f"written and verified: {tmp_path / 'second'}" in output
    assert f"photos were not copied: {media}" in output
    code, output = await shop.types("backup", str(tmp_path / "third"), "--json")
    assert code == 1
    assert '"trouble": [' in output


def dies(shop: Operator, at: int, *arguments: str) -> bool:
    """Killed right before its n-th renaming; whether there was an n-th."""
    env = {"HOLDFAST_HOME": str(shop.folder), **environment(**shop.settings)}
    command = [sys.executable, "-c", DYING, str(BOT), str(at), *arguments]
    done = subprocess.run(command, env=env, cwd=shop.folder, capture_output=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


async def test_killed_at_any_rename_the_old_or_the_new_one_is_there(
    shop: Operator, tmp_path: Path
) -> None:
    """And each time the next restore goes through, with what was there kept beside it."""
    crashed = {}
    async with shop.database() as database:
        async with database.uow() as uow:
            await uow.products.reprice(1, 777)
        for path in shop.path.parent.glob("holdfast.db-*"):
            crashed[path] = path.read_bytes()
    for path, content in crashed.items():
        path.write_bytes(content)
    found, at = [], 1
    while dies(shop, at, "restore", str(tmp_path / "copy"), "--yes"):
        found.append(await price(shop))
        if found[-1] == 2490:
            await shop.does("load", shop.catalogue("19.90"), "--yes")
        at += 1
    assert found[0] == 777
    assert {2490} < set(found) <= {777, 1990, 2490}
    assert await price(shop) == 2490
    assert not list(shop.path.parent.glob("*.restor*"))
