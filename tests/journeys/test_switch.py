"""Another coin, pressed by a customer in front of the real process."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.shop import ALICE, COIN, Actor, Shop

GAME = ("Games", "Star Sailor")


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with Shop(tmp_path) as running:
        yield running
    assert "Traceback" not in running.log(), running.log()


@pytest.fixture
async def alice(shop: Shop) -> Actor:
    return shop.person(ALICE)


async def test_the_goods_stay_held_and_come_for_the_other_coin(shop: Shop, alice: Actor) -> None:
    await alice.orders(*GAME)
    address, _due = await alice.invoice()
    await alice.press("🪙 Other coin")
    assert await alice.sees("The goods stay held")
    await alice.press(COIN["LTC"])
    assert await alice.sees("takes the place of")
    assert await alice.sees("on the Litecoin")
    assert await alice.count("Send exactly") == 1
    assert await alice.count(address) == 0
    address, due = await alice.invoice("LTC")
    await shop.client.pay(address, due, "ltc")
    await shop.client.mine(6, "ltc")
    assert await alice.sees("STAR-")


async def test_money_at_the_old_address_is_not_lost(shop: Shop, alice: Actor) -> None:
    """And may pay for what is still waited for."""
    await alice.orders(*GAME)
    address, due = await alice.invoice()
    await alice.press("🪙 Other coin", COIN["ETH"])
    assert await alice.sees("takes the place of")
    await shop.client.pay(address, round(due * 1.1))
    await shop.client.mine()
    assert await alice.sees("became your store credit")
    await alice.press("🪙 Other coin", "Pay with store credit")
    assert await alice.sees("is paid with your store credit")
    assert await alice.sees("STAR-")
