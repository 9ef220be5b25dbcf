"""One file is one shop's: under one name, with its locks, and with a key that is not guessed."""

import os
from pathlib import Path

import pytest
from pydantic import SecretStr

import config
from commands.doctor import weak_key
from db import Database
from services.running.health import HealthService
from services.running.notification import Event
from tests.databases import FLAVOURS, POSTGRESQL, SQLCIPHER, SqliteTemplates
from tests.services.conftest import ShopWorld
from utils.refusal import StartRefused
from utils.sqlite_key import WeakDatabaseKey, heads

FILES = [flavour for flavour in FLAVOURS if flavour != POSTGRESQL]


def _locks_on(path: Path) -> list[str]:
    number = path.stat().st_ino
    rows = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    ours = [row for row in rows if f" {os.getpid()} " in row and "POSIX" in row]
    return [row for row in ours if f":{number} " in row]


async def test_a_second_look_at_an_encrypted_file_leaves_the_first_its_lock(
    sqlite_templates: SqliteTemplates, tmp_path: Path
) -> None:
    """POSIX: closing any descriptor of a file gives back all locks of the process on it."""
    target = sqlite_templates.copy(SQLCIPHER, tmp_path / "shop.db")
    async with target.open(exclusive=True) as shop, shop.uow.read() as uow:
        await uow.vault.fact("one")
        for _ in range(2):
            async with target.open(exclusive=False):
                pass
        assert _locks_on(target.path)
    assert not heads._known


@pytest.mark.parametrize("flavour", FILES)
async def test_one_file_under_two_names_is_one_shop(
    sqlite_templates: SqliteTemplates, tmp_path: Path, flavour: str
) -> None:
    """Whoever takes it to write is refused, under either name; whoever looks, or copies, is not."""
    target = sqlite_templates.copy(flavour, tmp_path / "shop.db")
    other = tmp_path / "copy" / "shop.db"
    other.parent.mkdir()
    other.hardlink_to(target.path)
    for path in (target.path, other):
        with pytest.raises(StartRefused, match="second name"):
            async with Database.create(f"sqlite:///{path}", target.key):
                pytest.fail("two at once")
    async with Database.create(f"sqlite:///{other}", target.key, exclusive=False) as looking:
        with pytest.raises(StartRefused, match="cp -p"):
            looking.refuse_two_names()
        await looking.backup(tmp_path / "kept.db")
    other.unlink()
    async with target.open(exclusive=True):
        pass


@pytest.mark.parametrize("flavour", FILES)
async def test_a_link_that_is_made_while_the_shop_runs_is_told_of(
    sqlite_templates: SqliteTemplates, tmp_path: Path, flavour: str
) -> None:
    """Nobody else is let in, and the shop goes on: its admins hear why, and when it is over."""
    target = sqlite_templates.copy(flavour, tmp_path / "shop.db")
    async with target.open(exclusive=True) as database:
        world = ShopWorld(database)
        await world.rates.refresh()
        health = HealthService(
            *(world.uow, world.notifications, world.rates, world.payments, world.chains),
            database.backend.second_name,
        )
        await health.report()
        world.clock.advance(minutes=2)
        other = tmp_path / "other.db"
        other.hardlink_to(target.path)
        await health.report()
        outage = await health.outage()
        assert outage is not None
        assert dict(outage.problems) == {"file:shop.db": ""}
        await world.customer()
        other.unlink()
        world.clock.advance(minutes=2)
        await health.report()
        again = await health.outage()
        assert again is not None
        assert again.ended_at is not None
        assert await world.events() == [Event.ADMIN_OUTAGE] * 4
        target.path.rename(other)
        assert database.backend.second_name() == ""
        other.rename(target.path)


@pytest.mark.parametrize(
    "key", ["x", "short one", "aaaaaaaaaaaa", "abcdefghijklmnop", "my password 12"]
)
async def test_a_new_file_is_not_made_with_a_key_that_is_guessed(tmp_path: Path, key: str) -> None:
    for _ in range(2):  # the first try leaves an empty file, which is as new
        with pytest.raises(WeakDatabaseKey, match="DATABASE_KEY") as refused:
            async with Database.create(f"sqlite:///{tmp_path / 'shop.db'}", SecretStr(key)):
                pytest.fail("made")
        assert key not in str(refused.value).replace("examples", "") or len(key) == 1


async def test_a_file_that_has_a_weak_key_goes_on_opening(
    sqlite_templates: SqliteTemplates, tmp_path: Path
) -> None:
    target = sqlite_templates.copy(SQLCIPHER, tmp_path / "shop.db")
    async with target.open(exclusive=True) as shop:
        await shop.rekey(SecretStr("x"))
    async with Database.create(target.url, SecretStr("x")) as again, again.uow.read() as uow:
        assert await uow.vault.fact("one") is None


def test_the_doctor_says_that_a_key_is_weak(tmp_path: Path) -> None:
    """Which the shop starts with: it may have been there for years."""
    for key, complaints in (("x", 1), ("four words of my own", 0)):
        given = {"HOLDFAST_HOME": str(tmp_path), "DATABASE_KEY": key}
        found = weak_key(config.load(None, given))
        assert len(found) == complaints
        assert not any(one.ok or "rekey --database-key" not in one.word for one in found)
