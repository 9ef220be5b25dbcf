"""The leaderboard as an owner switches it, and as a customer finds it: hidden first, no sums."""

from datetime import timedelta

import pytest
from aiogram.methods import SetMyCommands

from handlers import account_callbacks as on
from handlers import number_callbacks as admin
from models.day import Best, DailyBest, Day
from services.sale.leaderboard import Manner
from tests.handlers.conftest import ALICE, OLIVIA, Hall


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    """Alice bought ten things yesterday, for 12.34."""
    hall.open_all()
    await hall.user(OLIVIA)
    await hall.users.register(ALICE, "Alice <b>", None, "en")
    end = hall.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    async with hall.database.uow() as uow:
        day = Day(date="2026-01-01", starts_at=end - timedelta(days=1), ends_at=end)
        await uow.numbers.add_day(day)
        row = DailyBest(day_id=day.id, kind=Best.USER, subject_id=ALICE, currency="USD")
        row.count, row.amount = 10, 1234
        await uow.numbers.put([row])
        day.counted_at = hall.clock()
    return hall


def last(hall: Hall) -> str:
    return hall.telegram.said[-1]


def offered(hall: Hall) -> bool:
    told = hall.telegram.of(SetMyCommands)[-1]
    return "leaderboard" in [one.command for one in told.commands]


async def test_it_is_off_until_an_owner_switches_it_on(shop: Hall) -> None:
    await shop.type("/leaderboard")
    assert "has no leaderboard" in last(shop)
    await shop.type("/account")
    assert "Badges: 🌱 first purchase, 🔟 ten purchases" in last(shop)
    await shop.press(admin.OpenSwitch().pack(), OLIVIA)
    assert "It is off" in last(shop)
    await shop.press(admin.SwitchLeaderboard(on=1).pack(), OLIVIA)
    assert "It is on" in last(shop)
    assert offered(shop)
    await shop.press(admin.SwitchLeaderboard(on=0).pack(), OLIVIA)
    assert not offered(shop)


async def test_a_customer_chooses_how_they_are_shown(shop: Hall) -> None:
    await shop.press(admin.SwitchLeaderboard(on=1).pack(), OLIVIA)
    await shop.type("/leaderboard")
    assert "Nobody is shown here yet" in last(shop)
    assert "You are hidden" in last(shop)
    await shop.press(on.ChooseManner(manner=Manner.NAMED).pack())
    assert "🥇 <b>Alice &lt;b&gt;</b> 🔟 · you" in last(shop)
    assert "12" not in last(shop).partition("As of")[0]
    await shop.press(on.OpenLeaderboard().pack(), OLIVIA)
    assert "Alice" in last(shop)
    assert "works for the shop" in last(shop)
    await shop.press(on.ChooseManner(manner=Manner.CUSTOMER).pack())
    assert "🥇 <b>a customer</b>" in last(shop)
    await shop.press(on.ChooseManner(manner="anyhow").pack())
    await shop.press(on.HideMe().pack())
    await shop.press(on.OpenLeaderboard().pack(), OLIVIA)
    assert "Nobody is shown here yet" in last(shop)


async def test_an_older_button_shows_nobody_who_would_not_be_seen(shop: Hall) -> None:
    """Where the leaderboard is off, and to who works for the shop, it says nothing untrue."""
    named = on.ChooseManner(manner=Manner.NAMED).pack()
    await shop.press(named)
    assert "no such thing" in (shop.telegram.answers[-1].text or "")
    await shop.press(admin.SwitchLeaderboard(on=1).pack(), OLIVIA)
    await shop.press(named, OLIVIA)
    assert "no such thing" in (shop.telegram.answers[-1].text or "")
    await shop.type("/leaderboard")
    assert "You are hidden" in last(shop)
    await shop.press(named)
    assert "You are shown by your name" in (shop.telegram.answers[-1].text or "")
