"""Commands as they are typed: files and settings of every wrong shape, and what they print."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from commands.app import COMMANDS, FOUND, UNHEARD, app
from commands.catalogue import MOST_BESIDE, refuse_unfit
from services.goods.plan import Plan, Row
from tests.commands.operator import Operator
from tests.journeys.processes import ROOT
from tests.journeys.shop import environment
from utils.refusal import CommandRefused


@pytest.fixture
def shop(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


def test_every_command_is_there_and_documented() -> None:
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, _path, _group, words in COMMANDS:
        assert app[name] is not None  # resolves the module it names
        assert f"`{name}" in documented, name
        assert words.endswith(".")


async def test_help_and_mistakes_while_typing(shop: Operator) -> None:
    output = await shop.does("--help")
    for word in ("Backups and upgrades", "restore", "Keys and coins", "wallet"):
        assert word in output
    assert "Unknown command" in await shop.is_refused("rnu", code=2)
    assert "--rate" in await shop.is_refused("currency", "EUR", code=2)
    assert "FILE" in (await shop.is_refused("load", code=2)).upper()
    assert shop.names() == set()


async def test_all_mistakes_of_the_settings_at_once(shop: Operator) -> None:
    output = await shop.is_refused("run", WEB_PORT="x", BTC_RPC_URL="http://u:pa#ss@h", NETWORK="m")
    assert output.startswith("Holdfast does not start:\n")
    for name in ("WEB_PORT: ", "BTC_RPC_URL: ", "NETWORK: "):
        assert output.count(f"\n{name}") == 1
    assert "pa#" not in output
    output = await shop.is_refused("backup", NETWORK="m")
    assert output.startswith("Nothing was done:\nNETWORK: one of")


async def test_the_shop_is_the_same_from_every_folder(shop: Operator, tmp_path: Path) -> None:
    """HOLDFAST_HOME says where it is; the current folder says nothing."""
    await shop.does("load", shop.catalogue())
    before = await shop.does("wallet", "show-paths", "--json")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = Operator(elsewhere, {**shop.settings, "HOLDFAST_HOME": str(tmp_path)})
    assert await other.does("wallet", "show-paths", "--json") == before
    assert other.names() == set()


async def test_files_are_private_whatever_the_umask(shop: Operator, tmp_path: Path) -> None:
    settings = tmp_path / ".env"
    settings.write_text("SHOP_NAME=Mine\n")
    settings.chmod(0o644)
    before = os.umask(0)
    try:
        output = await shop.does("load", shop.catalogue())
        await shop.does("backup")
    finally:
        os.umask(before)
    assert f"{settings} could be read by other users of this machine" in output
    for path in [settings, tmp_path / "data", *(tmp_path / "data").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


async def test_loading_shows_the_difference_and_asks(shop: Operator, tmp_path: Path) -> None:
    output = await shop.does("load", shop.catalogue())
    assert "Games / Star: new, at $24.90, goods +3" in output
    changed = shop.catalogue("19.90", units=4)
    assert "--yes goes without asking" in await shop.is_refused("load", changed, code=1)
    plan = json.loads(await shop.does("load", changed, "--dry-run", "--json"))
    assert plan["rows"][0]["price"] == [2490, 1990]
    output = await shop.does("load", changed, "--yes")
    assert "Games / Star: price $24.90 -> $19.90, goods +1, 3 known already" in output
    assert "nothing to do" in await shop.does("load", changed)
    output = await shop.is_refused("load", str(tmp_path / "none.toml"), code=1)
    assert "cannot be read" in output
    assert "does not start" not in output
    output = await shop.is_refused("load", shop.catalogue("12.999"), code=1)
    assert "Games / Star: price 12.999 does not fit: USD has 2 decimals" in output
    assert "{" not in output


async def test_a_moved_shop_is_released_by_its_operator(shop: Operator) -> None:
    """Without the file beside the database nobody knows what was sold."""
    await shop.does("load", shop.catalogue())
    assert "no stock is in doubt" in await shop.does("stock")
    shop.path.with_name(shop.path.name + ".sold").unlink()
    output = await shop.does("stock")
    assert "by the books, in doubt" in output
    assert "what is loaded now is in doubt" in output
    assert "--yes goes without asking" in await shop.is_refused("stock", "--release", code=1)
    found = json.loads(await shop.does("stock", "--release", "--yes", "--json"))
    assert found["unknown"]
    assert "no stock is in doubt" in await shop.does("stock")


async def test_loading_beside_a_shop_that_writes(shop: Operator) -> None:
    """A second writer waits its turn, and so does the shop."""
    await shop.does("load", shop.catalogue())
    async with shop.database() as database:
        stop = asyncio.Event()

        async def trade() -> int:
            number = 0
            while not stop.is_set():
                async with database.uow() as uow:
                    await uow.vault.state("traded", str(number := number + 1))
                await asyncio.sleep(0)
            return number

        trading = asyncio.ensure_future(trade())
        await shop.does("load", shop.catalogue("19.90", units=2000), "--yes")
        stop.set()
        assert await trading > 10
        async with database.uow.read() as uow:
            [row] = await uow.products.all_variants()
            assert (row.price, row.stock_quantity) == (1990, 2000)
            assert await uow.invariants.violations() == []


async def test_the_books_of_a_year_are_written_and_add_up(shop: Operator) -> None:
    await shop.does("load", shop.catalogue())
    file = shop.folder / "books.csv"
    told = json.loads(await shop.does("books", "--year=2026", "--output", str(file), "--json"))
    assert told["adds_up"] is True
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["opening", "total", "closing", "control"]
    assert "the year is one from 2009" in await shop.is_refused("books", "--year=1999", code=1)


async def test_another_currency(shop: Operator) -> None:
    await shop.does("load", shop.catalogue())
    output = await shop.is_refused("load", shop.catalogue(), SHOP_CURRENCY="EUR")
    assert "python bot.py currency EUR --rate RATE" in output
    output = await shop.does("currency", "EUR", "--rate=0.92", "--dry-run")
    assert "Star: $24.90 -> €22.91" in output
    for rate in ("0", "-1", "nan", "much", "9999999"):
        assert "--rate takes" in await shop.is_refused("currency", "EUR", f"--rate={rate}", code=1)
    assert "no currency that two" in await shop.is_refused("currency", "KWD", "--rate=1", code=1)
    await shop.is_refused("currency", "EUR", "--rate=0.92", code=1)
    plan = json.loads(await shop.does("currency", "eur", "--rate=0.92", "--yes", "--json"))
    assert plan["prices"][0]["new"] == 2291
    assert "in EUR" in await shop.is_refused("load", shop.catalogue())
    await shop.does("load", shop.catalogue("22.91"), SHOP_CURRENCY="EUR")


async def test_words_and_exports(shop: Operator, tmp_path: Path) -> None:
    await shop.does("load", shop.catalogue())
    assert "--yes goes" in await shop.is_refused("wallet", "show-words", code=1)
    words = (await shop.does("wallet", "show-words", "--yes")).split()
    assert len([word for word in words if word.isalpha()]) == 24
    assert (await shop.does("wallet", "export")).startswith("coin,order,number,status,path")
    assert json.loads(await shop.does("wallet", "export", "--format=bitcoind")) == []
    output = await shop.is_refused("wallet", "export", "--format=electrum", "--coin=ETH", code=1)
    assert "electrum is for BTC and LTC, not for ETH" in output
    await shop.is_refused("wallet", "export", "--format=keys", code=1)
    file = tmp_path / "keys.csv"
    await shop.does("wallet", "export", "--format=keys", f"--output={file}", "--yes")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for asks in ((), ("--format=keys",)):  # before anybody is asked
        output = await shop.is_refused("wallet", "export", *asks, f"--output={file}", code=1)
        assert "exists already" in output
    nowhere = f"--output={tmp_path / 'no' / 'where'}"
    assert "there is no folder" in await shop.is_refused("wallet", "export", nowhere, code=1)
    output = await shop.is_refused("wallet", "export", "--private", "--yes", code=1)
    assert "csv has no keys in it: --format keys has them" in output
    lost = await shop.does("wallet", "export-accounts", "40-60", "--coin=BTC")
    assert len(set(lost.split())) == 21
    assert "of one --coin" in await shop.is_refused("wallet", "export-accounts", "1-2", code=1)
    output = await shop.is_refused("wallet", "export-accounts", "3", "--format=keys", code=1)
    assert "of one --coin, as addresses, bitcoind" in output


async def test_a_database_where_none_can_be(shop: Operator, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    cases = {
        "sqlite+aiosqlite:///folder": "is a folder or a device",
        "sqlite+aiosqlite:///file/shop.db": "a file where a folder should be",
        "postgresql://u:hunter22@127.0.0.1:1/d": "does PostgreSQL run there?",
        "postgresql://u:hunter22@127.0.0.1:1/d?sslmode=require": "does PostgreSQL run there?",
    }
    for url, words in cases.items():
        for command in (("run",), ("backup",), ("load", shop.catalogue())):
            output = await shop.is_refused(*command, DATABASE_URL=url)
            assert words in output
            assert "hunter22" not in output
            assert "{" not in output


def test_a_folder_that_nobody_may_enter_is_one_sentence(tmp_path: Path) -> None:
    """As another user than root, for whom every folder is open."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    tmp_path.chmod(0o755)
    script = (
        "import os, sys; from pathlib import Path; from utils import private;"
        "os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534);"
        "private.tighten(Path(sys.argv[1]))"
    )
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    found = subprocess.run(
        [sys.executable, "-c", script, str(closed / "shop")],
        check=False, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert "StartRefused" in found.stderr
    assert "cannot be used (Permission denied)" in found.stderr


@pytest.mark.parametrize(
    "command", [("--help",), ("doctor", "--json"), ("load", "FILE"), ("wallet", "export")]
)
async def test_nobody_reads_the_output_to_its_end(shop: Operator, command: tuple[str, ...]) -> None:
    file = shop.catalogue()
    await shop.does("load", file)
    words = [file if word == "FILE" else word for word in command]
    reader, writer = os.pipe()
    os.close(reader)
    env = environment(**shop.settings, HOLDFAST_HOME=str(shop.folder))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "bot.py"), *words),
        cwd=shop.folder, env=env, stdout=writer, stderr=PIPE,
    )  # fmt: skip
    os.close(writer)
    _, errors = await process.communicate()
    assert process.returncode == UNHEARD, errors
    assert b"Pipe" not in errors
    assert b"Traceback" not in errors


def doubled(file: Path) -> None:
    """The second good is the first once more."""
    file.write_text(file.read_text().replace("'KEY-1'", "'KEY-0'"))


async def test_goods_that_stand_in_the_file_twice_are_said(shop: Operator) -> None:
    file = shop.catalogue()
    doubled(Path(file))
    output = await shop.does("load", file)
    assert "2 new, 0 that the shop has" in output
    assert "more than once, and count once: 1 lines" in output


async def test_sentences_name_what_is_to_be_corrected(shop: Operator, tmp_path: Path) -> None:
    await shop.does("load", shop.catalogue(), "--yes")
    assert "NEW_SECRET_KEY must be" in await shop.is_refused("rekey", NEW_SECRET_KEY="abcd")
    output = await shop.is_refused("run", PROTECT_GOODS="maybe")
    assert "PROTECT_GOODS: true or false" in output
    output = await shop.is_refused("wallet", "export-key", "NOPE", code=FOUND)
    assert "there is no order NOPE" in output
    missing = tmp_path / "not mounted" / "x.db"
    output = await shop.is_refused("backup", str(missing), code=FOUND)
    assert "there is no folder" in output
    assert not missing.parent.exists()
    output = await shop.is_refused("wallet", "show-words", code=FOUND)
    assert 'Type "words" to go on' in output


async def test_doctor_finds_what_run_refuses(shop: Operator) -> None:
    await shop.does("load", shop.catalogue(), "--yes")
    code, output = await shop.types("doctor", SHOP_CURRENCY="EUR")
    assert code == FOUND
    assert "FAIL  currency: SHOP_CURRENCY is EUR, and this shop sells in USD" in output
    assert "check TELEGRAM_API_URL" in output
    assert "BOT_TOKEN" not in output
    assert "FAIL  price source kraken" in output


async def test_doctor_answers_programs_before_there_is_a_token(shop: Operator) -> None:
    [found] = json.loads(await shop.does("doctor", "--json", BOT_TOKEN=""))
    assert found["ok"]
    assert found["what"] == "BOT_TOKEN"


@pytest.mark.parametrize(("more", "alone"), [(0, False), (1, True), (1, False)])
def test_a_load_that_would_stop_the_running_shop_is_refused(more: int, *, alone: bool) -> None:
    """All of it is one transaction: 150,000 goods kept the shop from writing for a minute."""
    rows = (Row("a", 100, new=True, fresh=MOST_BESIDE - 2), Row("b", 100, new=True, fresh=more))
    plan = Plan(rows, (), (), hide=False)
    if more and not alone:
        with pytest.raises(CommandRefused, match="divide the file"):
            refuse_unfit(plan, alone=alone)
    else:
        refuse_unfit(plan, alone=alone)
