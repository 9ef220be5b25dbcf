"""The engine recipe: keys, versions, and what it takes from aiosqlite's inside."""

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import aiosqlite
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2 as sqlcipher

from db import Database
from tests.databases import KEY, SQLCIPHER, SqliteTemplates, Target, sqlite_target
from utils.refusal import StartRefused
from utils.sqlite import Sqlite
from utils.sqlite_driver import LoopConnection, WorkerConnection
from utils.sqlite_key import NotEncrypted, WrongKey
from utils.sqlite_trouble import Missing, VulnerableEngine, refuse_vulnerable

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cipher_target(sqlite_templates: SqliteTemplates, tmp_path: Path) -> Target:
    return sqlite_templates.copy(SQLCIPHER, tmp_path / "sealed.db")


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 51, 2)])
def test_an_engine_that_can_corrupt_the_file_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(VulnerableEngine, match="pip install --force-reinstall"):
        refuse_vulnerable(version)


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 51, 3), (3, 53, 4)])
def test_other_engines_are_accepted(version: tuple[int, ...]) -> None:
    refuse_vulnerable(version)


@pytest.mark.parametrize("key", [SecretStr("wrong"), None])
async def test_a_wrong_or_missing_key_is_said_in_words(
    cipher_target: Target, key: SecretStr | None
) -> None:
    with pytest.raises(WrongKey, match="DATABASE_KEY"):
        async with Database.create(cipher_target.url, key):
            pytest.fail("opened")


async def test_a_key_for_a_plain_file_is_refused(sqlite_target: Target) -> None:
    before = sqlite_target.path.read_bytes()
    with pytest.raises(NotEncrypted, match="is not encrypted"):
        async with Database.create(sqlite_target.url, KEY):
            pytest.fail("opened")
    assert sqlite_target.path.read_bytes() == before


async def test_nothing_of_a_keyed_database_is_readable(cipher_target: Target) -> None:
    async with cipher_target.open() as database:
        await _add_user(database, 1, "Holdfast-canary")
        written = [path.read_bytes() for path in cipher_target.path.parent.iterdir()]
    assert len(written) > 1  # the file and its -wal
    for content in [*written, cipher_target.path.read_bytes()]:
        assert b"canary" not in content
        assert b"CREATE TABLE" not in content
    with closing(sqlite3.connect(cipher_target.path)) as plain, pytest.raises(sqlite3.Error):
        plain.execute("SELECT * FROM users")


async def test_the_file_alone_and_its_key_are_enough(cipher_target: Target, tmp_path: Path) -> None:
    """The salt is inside the file: nothing else has to be kept."""
    moved = sqlite_target(tmp_path / "elsewhere.db", SQLCIPHER)
    shutil.copy(cipher_target.path, moved.path)
    async with moved.open() as database:
        await _add_user(database, 1, "x")
        async with database.uow.read() as uow:
            assert (await uow.users.get(1)).name == "x"


async def test_two_databases_with_one_key_differ(tmp_path: Path) -> None:
    headers = set()
    for name in ("a.db", "b.db"):
        target = sqlite_target(tmp_path / name, SQLCIPHER)
        async with target.open():
            headers.add(target.path.read_bytes()[:16])
    assert len(headers) == 2


@pytest.fixture
def everybody_may_read() -> Iterator[None]:
    """The loosest umask: a file that is private is so by its own mode."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("everybody_may_read")
async def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    target = sqlite_target(tmp_path / "new" / "shop.db")
    async with target.open(exclusive=True) as database:
        await database.migrate()
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in target.path.parent.iterdir()}
    endings = ("", "-wal", "-shm", ".lock", ".use")
    assert modes == {f"shop.db{ending}": 0o600 for ending in endings}
    assert stat.S_IMODE(target.path.parent.stat().st_mode) == 0o700


@pytest.mark.usefixtures("everybody_may_read")
async def test_files_that_others_could_read_are_closed_to_them(
    sqlite_target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    sqlite_target.path.chmod(0o644)
    sqlite_target.path.with_name("shop.db.lock").touch(mode=0o666)
    async with sqlite_target.open(exclusive=True):
        modes = {stat.S_IMODE(path.stat().st_mode) for path in sqlite_target.path.parent.iterdir()}
    assert modes == {0o600}
    assert "shop.db could be read by other users" in caplog.text


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("folder", "is a folder or a device"),
        ("file/shop.db", "a file where a folder should be"),
        ("file/sub/shop.db", "a file where a folder should be"),
        ("link.db", "cannot be used"),
        ("x" * 300, "the name is too long"),
        ("file", "is not a plain SQLite file"),
    ],
)
async def test_a_place_that_is_no_database_is_said_in_words(
    tmp_path: Path, place: str, word: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("a letter to grandmother, longer than any header")
    (tmp_path / "link.db").symlink_to(tmp_path / "link.db")
    with pytest.raises(StartRefused, match=word):
        async with database_at(tmp_path / place):
            pytest.fail("opened")
    assert {"folder", "file", "link.db"} >= names(tmp_path) - {"file.lock", "file.use"}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def database_at(path: Path) -> Database:
    return Database.create(f"sqlite+aiosqlite:///{path}")


async def test_looking_makes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "data" / "shop.db"
    with pytest.raises(Missing, match="there is no database at"):
        async with Database.create(f"sqlite+aiosqlite:///{place}", make=False, exclusive=False):
            pytest.fail("opened")
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("unable to open database file", "who may read and write"),
        ("attempt to write a readonly database", "can only be read"),
        ("database or disk is full", "the disk is full"),
        ("database disk image is malformed", "restore FILE"),
        ("malformed database schema (x)", "restore FILE"),
    ],
)
async def test_what_sqlite_complains_of_is_said_in_words(
    sqlite_target: Target, said: str, word: str
) -> None:
    class Broken(Sqlite):
        def connect(self, *pragmas: str) -> object:
            raise sqlcipher.OperationalError(said)

    broken = Broken(sqlite_target.path, None)
    with pytest.raises(StartRefused, match=word):
        await broken.open(exclusive=False)
    await broken.dispose()


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
    ],
)
async def test_settings_hold_on_every_connection(
    sqlite_database: Database, pragma: str, expected: object
) -> None:
    for uow in (sqlite_database.uow(), sqlite_database.uow.read()):
        async with uow:
            assert await uow.session.scalar(text(f"PRAGMA {pragma}")) == expected


async def test_failed_statements_neither_stall_the_loop_nor_poison_the_next(
    sqlite_database: Database,
) -> None:
    """A cursor finalised on another thread did both."""
    await _add_user(sqlite_database, 1, "x")
    worst = 0.0

    async def fail(number: int) -> None:
        with pytest.raises(IntegrityError, match="UNIQUE"):
            await _add_user(sqlite_database, 1, f"again {number}")

    async def read() -> None:
        async with sqlite_database.uow.read() as uow:
            query = text("SELECT name FROM users WHERE id = :id AND language = :language")
            assert await uow.session.scalar(query, {"id": 1, "language": "en"}) == "x"

    async def measure() -> None:
        nonlocal worst
        for _ in range(20):
            before = time.monotonic()
            await asyncio.sleep(0.01)
            worst = max(worst, time.monotonic() - before)

    work = [fail(n) for n in range(200)] + [read() for _ in range(200)]
    await asyncio.gather(measure(), *work)
    assert worst < 1


async def test_two_processes_wait_for_each_other(sqlite_target: Target) -> None:
    """A deferred BEGIN that reads first would fail with "database is locked"."""
    async with sqlite_target.open() as owner, sqlite_target.open() as guest:
        await _add_user(owner, 1, "")
        await asyncio.gather(
            *[_append(owner) for _ in range(20)], *[_append(guest) for _ in range(20)]
        )
        async with owner.uow.read() as uow:
            assert await uow.session.scalar(text("SELECT name FROM users")) == "x" * 40


async def test_the_parts_of_aiosqlite_that_the_recipe_uses() -> None:
    """The pinned version has them; a newer one must be read before it is taken."""
    assert aiosqlite.__version__ == "0.22.1"
    connection = WorkerConnection(lambda: sqlite3.connect(":memory:"), "BEGIN")
    assert connection._thread.daemon
    assert not connection._thread.is_alive()
    await connection
    try:
        assert connection._conn is connection._connection
        await connection.visit(connection.begun)
        assert connection.in_transaction
    finally:
        await connection.close()
    assert not connection._running


async def test_a_short_question_leaves_the_loop_only_when_it_has_to_wait(tmp_path: Path) -> None:
    path, threads = tmp_path / "held.db", list[int]()
    holder = sqlcipher.connect(str(path), isolation_level=None)
    holder.execute("CREATE TABLE t (n)")

    def connect() -> object:
        return sqlcipher.connect(
            str(path), isolation_level=None, check_same_thread=False, timeout=0
        )

    def ask() -> None:
        connection._conn.execute("SELECT n FROM t").fetchall()
        threads.append(threading.get_ident())

    connection = LoopConnection(connect, "")
    await connection
    await connection.visit(ask)
    holder.execute("BEGIN EXCLUSIVE")
    asking = asyncio.ensure_future(connection.visit(ask))
    await asyncio.sleep(0.1)
    assert not asking.done()
    holder.execute("COMMIT")
    await asking
    await connection.visit(ask)
    await connection.close()
    holder.close()
    here = threading.get_ident()
    assert [one == here for one in threads] == [True, False, True]


async def test_a_shared_transaction_is_worked_in_on_the_loop(sqlite_target: Target) -> None:
    """What can wait, its begin and its commit, is not; and the next one begins on the thread."""
    async with sqlite_target.open() as database:
        threads = list[bool]()
        here = threading.get_ident()
        sql = "SELECT seen_on()"
        async with database.uow() as uow:
            raw = await uow.session.connection()
            worker = (await raw.get_raw_connection()).driver_connection
            assert isinstance(worker, WorkerConnection)
            worker._conn.create_function(
                "seen_on", 0, lambda: threads.append(threading.get_ident() == here)
            )
            await uow.session.execute(text(sql))
        async with database.uow.together() as uow:
            await uow.session.execute(text(sql))
            await uow.session.execute(text(sql))
        async with database.uow() as uow:
            await uow.session.execute(text(sql))
    assert threads == [False, True, True, False]


async def _append(database: Database) -> None:
    async with database.uow() as uow:
        name = await uow.session.scalar(text("SELECT name FROM users WHERE id = 1"))
        await uow.session.execute(text("UPDATE users SET name = :name"), {"name": name + "x"})


async def _add_user(database: Database, number: int, name: str) -> None:
    async with database.uow() as uow:
        insert = text(
            "INSERT INTO users (id, name, language, created_at) VALUES (:id, :name, 'en', 0)"
        )
        await uow.session.execute(insert, {"id": number, "name": name})


CHANGE = """
import sys
from pathlib import Path
from pydantic import SecretStr
from utils.sqlite import Sqlite, raw_key
path, old, new = Path(sys.argv[1]), SecretStr(sys.argv[2]), SecretStr(sys.argv[3])
Sqlite(path, old)._rekey(raw_key(path, new))
"""


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_power_cut_while_the_key_changes_leaves_the_old_one(tmp_path: Path, share: float) -> None:
    """Half the pages are under the new key already; the journal holds them under the old one."""
    path, rows = tmp_path / "sealed.db", 1_000
    with closing(Sqlite(path, KEY).connect("journal_mode=WAL")) as raw:
        raw.execute("CREATE TABLE filler (content BLOB)")
        raw.executemany("INSERT INTO filler VALUES (?)", [(os.urandom(8_000),)] * rows)
    old = cut_short(path, int(share * path.stat().st_size))
    with closing(Sqlite(path, old).connect()) as raw:
        assert raw.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert raw.execute("SELECT count(*) FROM filler").fetchall() == [(rows,)]


def cut_short(path: Path, wanted: int) -> SecretStr:
    """kill -9 a change of key once that much is in its journal; the key the file had before.

    A change that was over too soon has succeeded, and the next one starts from its key.
    """
    journal, keys = path.with_name(path.name + "-journal"), [KEY.get_secret_value()]
    for number in range(20):
        command = [sys.executable, "-c", CHANGE, str(path), keys[-1], f"key {number}"]
        with subprocess.Popen(command, cwd=ROOT) as changing:
            while changing.poll() is None and size(journal) <= wanted:
                pass
            changing.kill()
        if size(journal) > wanted:
            return SecretStr(keys[-1])
        keys.append(f"key {number}")
    raise AssertionError("it was always over before it could be killed")


def size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


async def test_another_key_for_an_open_database(cipher_target: Target) -> None:
    """The salt stays: with another one, a power cut would leave the file to no key at all."""
    salt = cipher_target.path.read_bytes()[:16]
    async with cipher_target.open(exclusive=True) as database:
        await database.rekey(SecretStr("the next key"))
        async with database.uow.read() as uow:
            assert await uow.invariants.integrity() == []
    assert cipher_target.path.read_bytes()[:16] == salt
    with pytest.raises(WrongKey):
        async with cipher_target.open():
            pytest.fail("opened")
    async with Database.create(cipher_target.url, SecretStr("the next key")) as database:
        await database.require_current()


async def test_a_plain_file_has_no_key_to_change(sqlite_target: Target) -> None:
    async with sqlite_target.open(exclusive=True) as database:
        with pytest.raises(NotEncrypted, match="no key to change"):
            await database.rekey(KEY)
