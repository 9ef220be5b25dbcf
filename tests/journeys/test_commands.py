"""The operator's commands, as they are typed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db import Database
from models.order import OrderStatus
from tests.journeys.live import ADMINS, Live


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Live]:
    async with Live(tmp_path) as running:
        yield running


async def test_doctor_finds_what_is_missing_and_what_is_well(shop: Live) -> None:
    code, output = await shop.command("doctor")
    assert code == 1
    for line in ("FAIL  admin 7000", "ok    database", "ok    BTC chain", "ok    BTC keys"):
        assert line in output
    await shop.greet_admins()
    code, output = await shop.command("doctor")
    assert code == 0, output
    assert "FAIL" not in output
    code, output = await shop.command("doctor", BTC_API_URLS="http://127.0.0.1:9/api")
    assert code == 1
    assert "BTC_API_URLS" in output


async def test_backup_beside_a_running_shop_and_restore(shop: Live, tmp_path: Path) -> None:
    alice = shop.person((await shop.client.person("Alice"))["id"])
    await alice.orders("Games", "Star Sailor")
    copy = tmp_path / "copy.db"
    code, output = await shop.command("backup", str(copy))
    assert (code, copy.exists()) == (0, True), output
    code, output = await shop.command("backup", str(copy))
    assert code == 1
    assert "exists" in output
    restored = Database.create(f"sqlite+aiosqlite:///{copy}")
    async with restored, restored.uow.read() as uow:
        assert await uow.orders.active_of(alice.user) == (1, OrderStatus.CREATED)


async def test_admins_are_those_of_the_settings(shop: Live) -> None:
    """Case 85: the first to press /start becomes nothing special."""
    await shop.greet_admins()
    alice = shop.person((await shop.client.person("Alice"))["id"])
    await alice.says("/admin")
    assert await alice.sees("you have no role here")
    admin = shop.person(ADMINS[1].id)
    await admin.says("/admin")
    assert await admin.sees("Nothing to do")
