"""`restore` on PostgreSQL: the lines that are printed are typed as they are, into a real shell."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from db import Database
from tests.commands.operator import Operator
from tests.databases import PostgresServer, Target

NEWER = """
    CREATE TABLE of_a_newer_release (id int PRIMARY KEY, order_id int REFERENCES orders (id));
    CREATE FUNCTION newer() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TRIGGER newer BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION newer()
"""


@pytest.fixture
async def shop(postgres_target: Target, tmp_path: Path) -> Operator:
    """One with three keys at 24.90 in its backup, and at 19.90 now; nobody made `data` for it."""
    operator = Operator(tmp_path, {"DATABASE_URL": postgres_target.url})
    await operator.does("load", operator.catalogue())
    await operator.does("backup", str(tmp_path / "it's a copy"))
    await operator.does("load", operator.catalogue("19.90"), "--yes")
    return operator


def of(target: Target, name: str) -> str:
    return target.url.replace(target.url.partition("?")[0].rpartition("/")[2], name, 1)


async def price(url: str) -> int:
    database = Database.create(url, exclusive=False)
    async with database, database.uow.read() as uow:
        [row] = await uow.products.all_variants()
        return row.price


async def names(target: Target) -> set[str]:
    connection = await asyncpg.connect(target.url.replace("+asyncpg", ""))
    try:
        return {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
    finally:
        await connection.close()


async def printed(shop: Operator, name: str = "it's a copy") -> str:
    output = await shop.is_refused("restore", str(shop.folder / name), code=1)
    lines, mark, told = output.partition("Nothing was done: ")
    assert mark
    assert "Stop the shop and type the lines above" in told
    assert "***" not in lines
    return lines


async def typed(lines: str, folder: Path) -> tuple[int, str]:
    """Into bash; the program in the last line is not there."""
    text = lines.strip().removesuffix("python bot.py doctor") + "true"
    process = await asyncio.create_subprocess_exec(
        *("bash", "-c", text), cwd=folder, stdout=-1, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def drop(postgres: PostgresServer, target: Target, before: set[str]) -> None:
    for name in await names(target) - before:
        postgres.drop(Target(target.flavour, of(target, name)))


async def test_a_backup_comes_back_although_the_shop_has_a_newer_schema(
    shop: Operator, postgres: PostgresServer, postgres_target: Target, tmp_path: Path
) -> None:
    """What was there is kept, whole, under another name."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "photo").write_bytes(b"x")
    connection = await asyncpg.connect(postgres_target.url.replace("+asyncpg", ""))
    await connection.execute(NEWER)
    await connection.close()
    before = await names(postgres_target)
    code, output = await typed(await printed(shop), tmp_path)
    assert code == 0, output
    assert await price(postgres_target.url) == 2490
    [kept] = await names(postgres_target) - before
    assert await price(of(postgres_target, kept)) == 1990
    assert (tmp_path / "data" / "media" / "photo").read_bytes() == b"x"
    assert (tmp_path / "data" / "media").stat().st_mode & 0o777 == 0o700
    await drop(postgres, postgres_target, before)


async def test_a_running_shop_and_a_cut_dump_change_nothing(
    shop: Operator, postgres: PostgresServer, postgres_target: Target, tmp_path: Path
) -> None:
    """However many lines are pasted at once: none goes on when the one before has failed."""
    before = await names(postgres_target)
    whole = (tmp_path / "it's a copy").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    code, output = await typed(await printed(shop, "cut"), tmp_path)
    assert code != 0, output
    running = await asyncpg.connect(postgres_target.url.replace("+asyncpg", ""))
    code, output = await typed(await printed(shop), tmp_path)
    await running.close()
    assert code != 0
    assert "being accessed by other users" in output
    assert await price(postgres_target.url) == 1990
    await drop(postgres, postgres_target, before)


async def test_what_is_no_dump_is_refused_before_anything_is_printed(
    shop: Operator, tmp_path: Path
) -> None:
    (tmp_path / "text").write_text("dear diary")
    for name, words in (("none", "is no file"), ("text", "no dump of PostgreSQL")):
        output = await shop.is_refused("restore", str(tmp_path / name), code=1)
        assert words in output
        assert "pg_restore" not in output
    sqlite = Operator(tmp_path)
    sqlite.settings["SECRET_KEY"] = shop.settings["SECRET_KEY"]
    file = str(tmp_path / "it's a copy")
    assert "a dump of PostgreSQL" in await sqlite.is_refused("restore", file, code=1)


@pytest.mark.parametrize("login", ["u:hunter2", "shop:shop", "shop"])
async def test_no_password_is_in_the_lines_and_nothing_else_is_struck_out(
    tmp_path: Path, login: str
) -> None:
    """Whoever's password is the name of the database, or who has none, must be able to type it."""
    (tmp_path / "x.dump").write_bytes(b"PGDMP and more")
    operator = Operator(tmp_path, {"DATABASE_URL": f"postgresql://{login}@127.0.0.1:1/shop"})
    output = await operator.is_refused("restore", "x.dump", code=1)
    assert f"postgresql://{login.partition(':')[0]}@127.0.0.1:1/shop" in output
    assert "hunter2" not in output
    assert "***" not in output.partition("Nothing was done")[0]
