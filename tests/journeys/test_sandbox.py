"""Whole sales in the sandbox, each with a kill -9 in its middle and one without."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from sandbox.client import shown
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop, until

GAME = ("Games", "Star Sailor")
RESTARTS = pytest.mark.parametrize("killed", [False, True], ids=["calm", "killed"])


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with Shop(tmp_path) as running:
        yield running
    assert "Traceback" not in running.log(), running.log()


@pytest.fixture
async def alice(shop: Shop) -> Actor:
    return shop.person(ALICE)


@pytest.fixture
async def olivia(shop: Shop) -> Actor:
    admin = shop.person(OLIVIA)
    await admin.says("/start")
    assert await admin.sees("Welcome")
    return admin


@RESTARTS
async def test_buy(shop: Shop, alice: Actor, olivia: Actor, killed: bool) -> None:
    await alice.orders(*GAME)
    assert await olivia.sees("🆕 ")
    await alice.pays()
    assert await alice.sees("Payment seen")
    if killed:
        await shop.restart()
    await shop.client.mine()
    goods = await alice.sees("STAR-7F3K-Q2ML-88XA")
    assert "has_protected_content" not in goods
    assert await alice.sees("Paid.")
    assert await olivia.sees("is paid: $24.90")
    assert await alice.count("STAR-7F3K") == 1
    await alice.press("Show my goods")
    assert await alice.sees("STAR-7F3K")


@RESTARTS
async def test_expire(shop: Shop, alice: Actor, olivia: Actor, killed: bool) -> None:
    await alice.orders(*GAME)
    if killed:
        await shop.restart()
    await shop.client.skip(26 * 60)
    reminder = await alice.sees("is held for you until")
    assert "⏰ Order" in shown(reminder)
    await shop.client.skip(4 * 60 + 1)
    assert await alice.sees("Expired.")
    assert await alice.sees("No payment was seen")
    await until(partial(says_no_more, alice, "is held for you"))
    assert await olivia.sees("by Alice expired")
    await alice.press("Home", "Cart")
    assert await alice.sees("1 × Star Sailor")
    await alice.press("Order again")
    assert await alice.sees("1/12")


async def says_no_more(person: Actor, text: str) -> None:
    assert not await person.count(text)


@RESTARTS
async def test_cancel(shop: Shop, alice: Actor, olivia: Actor, killed: bool) -> None:
    await alice.orders(*GAME)
    if killed:
        await shop.restart()
    await alice.cancels()
    assert await olivia.sees("was cancelled by the customer")
    await alice.press("Home", "Cart")
    assert await alice.sees("1 × Star Sailor")


@RESTARTS
async def test_underpay_then_top_up(shop: Shop, alice: Actor, killed: bool) -> None:
    await alice.orders(*GAME)
    address, units = await alice.invoice()
    await shop.client.pay(address, units // 3)
    assert await alice.sees("Still missing")
    assert await alice.sees("· 🔸")
    if killed:
        await shop.restart()
    await shop.client.pay(address, units - units // 3)
    assert await alice.sees("Payment seen")
    if not killed:  # a notice that was sent and not noted stays
        await until(partial(says_no_more, alice, "Still missing"))
    await shop.client.mine()
    assert await alice.sees("STAR-7F3K-Q2ML-88XA")


@RESTARTS
async def test_overpay(shop: Shop, alice: Actor, olivia: Actor, killed: bool) -> None:
    await alice.orders(*GAME)
    await alice.pays(1.5)
    assert await alice.sees("Payment seen")
    if killed:
        await shop.restart()
    await shop.client.mine()
    assert await alice.sees("STAR-7F3K-Q2ML-88XA")
    assert await alice.sees("became your store credit")
    assert await olivia.sees("became store credit")
    await alice.says("/start")
    await alice.press("Home")
    assert await alice.sees("Your store credit")


@RESTARTS
async def test_pay_late(shop: Shop, alice: Actor, olivia: Actor, killed: bool) -> None:
    """The stock is still there, so the late payment is honoured."""
    await alice.orders(*GAME)
    address, units = await alice.invoice()
    await shop.client.skip(31 * 60)
    assert await alice.sees("Expired.")
    await shop.client.pay(address, units + units // 20)
    if killed:
        await shop.restart()
    await shop.client.mine()
    assert await alice.sees("STAR-7F3K-Q2ML-88XA")
    assert await alice.sees("your payment came when the time was up")
    assert await olivia.sees("by Alice is delivered after all for $24.90")


@RESTARTS
async def test_pay_after_cancel(shop: Shop, alice: Actor, killed: bool) -> None:
    await alice.orders(*GAME)
    address, units = await alice.invoice()
    await alice.cancels()
    await shop.client.pay(address, units + units // 20)
    if killed:
        await shop.restart()
    await shop.client.mine()
    assert await alice.sees("STAR-7F3K-Q2ML-88XA")


@RESTARTS
async def test_partial_stock(shop: Shop, alice: Actor, killed: bool) -> None:
    """Two wanted, one left meanwhile: she is asked before less than that is ordered."""
    bob = shop.person((await shop.client.person("Bob"))["id"])
    await alice.says("/start")
    await alice.press("Catalogue", "Games", "Deep Lantern", "With season pass")
    await alice.press("Type a number")
    assert await alice.sees("a number from 1 to 2")
    if killed:
        await shop.restart()
    await alice.says("5")
    assert await alice.sees("whole number from 1 to 2")
    await alice.says("2")
    await alice.press("🛒 Add 2", "Check out")
    assert await alice.sees("How would you like")
    await takes_one(bob)
    await alice.press(COIN["BTC"])
    assert await alice.sees("Nothing was ordered yet")
    assert await alice.sees("only 1 of 2 left")
    await alice.press(COIN["BTC"])
    invoice = await alice.sees("Send exactly")
    assert "1 × Deep Lantern" in invoice["caption"]
    await alice.pays()
    await shop.client.mine()
    assert await alice.sees("LANTS-F0RX-8MKA")


async def takes_one(bob: Actor) -> None:
    await bob.says("/start")
    await bob.press("Catalogue", "Games", "Deep Lantern", "With season pass", ADD)
    await bob.press("Check out", COIN["BTC"])
    assert await bob.sees("Send exactly")


@RESTARTS
async def test_sold_out(shop: Shop, alice: Actor, killed: bool) -> None:
    """Bob is faster: Alice's cart keeps what she wanted, and she hears why she cannot have it."""
    bob = shop.person((await shop.client.person("Bob"))["id"])
    for person in (alice, bob):
        await person.says("/start")
        await person.press("Catalogue", "Games", "Deep Lantern", "With season pass")
        await person.press("+")
        assert await person.sees("🛒 Add 2")
        await person.press(ADD)
        assert await person.sees("Your cart")
    await bob.press("Check out", COIN["BTC"])
    assert await bob.sees("Send exactly")
    if killed:
        await shop.restart()
    await alice.press("Home", "Cart")
    assert await alice.sees("sold out")
    await bob.pays()
    await shop.client.mine()
    assert await bob.sees("LANTS-F0RX-8MKA")


async def test_one_order_at_a_time(shop: Shop, alice: Actor) -> None:
    await alice.orders(*GAME)
    await alice.says("/start")
    await alice.press("Cart")
    await alice.sees("in order")
    await alice.press("🧾 Order")
    assert await alice.sees("Send exactly")
    assert await alice.count("Send exactly") == 1


async def test_the_admin_ships_and_reveals(shop: Shop, alice: Actor, olivia: Actor) -> None:
    await alice.says("/start")
    await alice.press("Catalogue", "Things", "Harbour Mug", "Sand", ADD)
    await alice.press("Check out", COIN["BTC"])
    assert await alice.sees("delivery address")
    await alice.says("1 Harbour Street\n20457 Hamburg")
    await alice.press("Place order")
    await alice.pays()
    await shop.client.mine()
    assert await olivia.sees("Please ship it")
    await olivia.says("/admin")
    await olivia.press("to ship")
    assert await olivia.sees("20457 Hamburg")
    await olivia.press("Payment")
    assert await olivia.sees("Payment of")
    await olivia.press("Reveal key", "Yes, show it")
    assert "has_protected_content" not in await olivia.sees("WIF:")
    await until(partial(olivia.never_saw, "Yes, show it"))
    await shop.client.skip(61)
    await olivia.press("Back", "Shipped …", "Yes, it is shipped")
    assert await alice.sees("is on its way")
    await until(partial(olivia.never_saw, "WIF:"))
