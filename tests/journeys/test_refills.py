"""Store credit is bought beside a sale: exactly, too little, too late, with a kill in between."""

from functools import partial
from pathlib import Path

import pytest

from tests.journeys.shop import ALICE, COIN, OLIVIA, Actor, Shop, until
from tests.journeys.test_credit import final


async def asks(person: Actor, words: str, asset: str = "BTC") -> tuple[str, int]:
    """The address and what is to be paid to it."""
    await person.says(words)
    await person.sees("How would you like to pay?")
    await person.press(COIN[asset])
    await person.sees("➕ Refill")
    return await person.invoice(asset)


@pytest.mark.parametrize("asset", ["LTC", "SOL"])
async def test_a_refill_survives_a_kill_and_brings_its_sum_once(asset: str, tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        alice, olivia = shop.person(ALICE), shop.person(OLIVIA)
        await olivia.says("/start")
        await alice.says("/start")
        address, units = await asks(alice, f"/start refill_{ALICE}_25-50", asset)
        await shop.client.pay(address, units, asset.lower())
        await shop.client.mine(1, asset.lower())
        await alice.sees("Payment seen")
        await shop.restart()
        await final(shop, asset)
        await alice.sees("brought you $25.50 of store credit", timeout=45)
        assert await alice.count("brought you") == 1
        await olivia.sees("$25.50", timeout=45)
        await alice.says("/account")
        await alice.sees("$25.50")
        assert "Traceback" not in shop.log(), shop.log()


async def test_too_little_and_too_late_are_credit_and_a_sale_goes_on_beside(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        alice, bob = shop.person(ALICE), shop.person((await shop.client.person("Bob"))["id"])
        await bob.says(f"/start refill_{ALICE}_25")
        await bob.sees("made for somebody else")
        await alice.orders("Games", "Star Sailor", asset="LTC")
        address, units = await asks(alice, "/refill 40")
        await shop.client.pay(address, units // 2)
        await final(shop, "BTC")
        await alice.sees("Still missing")
        await shop.client.skip(31 * 60)
        await alice.sees("Too little arrived", timeout=60)
        before = await alice.count("became your store credit")
        await shop.client.pay(address, units // 4)
        await alice.press("I already paid")
        await final(shop, "BTC")
        await shop.client.skip(60)
        await until(partial(has_more, alice, before), 60)
        await alice.never_saw("brought you")
        assert "Traceback" not in shop.log(), shop.log()


async def has_more(person: Actor, than: int) -> None:
    assert await person.count("became your store credit") > than
