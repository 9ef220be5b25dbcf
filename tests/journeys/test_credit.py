"""Money beyond the price: spent by the customer, decided on by the admin, all of it by pressing."""

from collections.abc import AsyncIterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from sandbox.client import shown
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop, until

GAME = ("Games", "Star Sailor")
ADDRESS = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


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
    return admin


async def late(shop: Shop, alice: Actor, share: float) -> None:
    """An expired order, and money for it afterwards."""
    await alice.orders(*GAME)
    due = await alice.invoice()
    await shop.client.skip(31 * 60)
    assert await alice.sees("Expired.")
    await shop.client.pay(due[0], round(due[1] * share))
    await shop.client.mine()
    assert await alice.sees("became your store credit")


async def to_the_till(alice: Actor, then: str) -> None:
    """Credit is taken unless one says otherwise."""
    await alice.says("/start")
    assert await alice.sees("Your store credit")
    for label, screen in (
        ("Catalogue", "Choose a category"),
        ("Games", "Choose a product"),
        ("Star Sailor", "Price:"),
        (ADD, "Your cart"),
        ("Check out", then),
    ):
        await alice.press(label)
        await alice.sees(screen)


async def test_what_was_too_much_buys_the_next_thing(shop: Shop, alice: Actor) -> None:
    await alice.orders(*GAME)
    await alice.pays(2.2)
    await shop.client.mine()
    assert await alice.sees("became your store credit")
    await to_the_till(alice, "covers everything")
    await alice.press("Pay with store credit")
    assert await alice.sees("was placed and paid with your store credit")
    await until(partial(has_both, alice))


async def has_both(alice: Actor) -> None:
    assert await alice.count("STAR-") == 2


async def test_credit_pays_a_part_and_comes_back_when_cancelled(shop: Shop, alice: Actor) -> None:
    await late(shop, alice, 0.5)
    await to_the_till(alice, "How would you like")
    await alice.press("☑️ Use")
    await alice.press("☐ Use")
    assert await alice.sees("☑️ Use")
    await alice.press(COIN["BTC"])
    assert await alice.sees("Store credit: −")
    await alice.cancels()
    await alice.says("/start")
    assert await alice.sees("Your store credit")


async def test_an_admin_honours_what_came_late(shop: Shop, alice: Actor, olivia: Actor) -> None:
    await late(shop, alice, 0.9)
    await olivia.press("Honour: deliver after all")
    assert await olivia.sees("You give away")
    await olivia.press("Deliver (")
    assert await alice.sees("STAR-7F3K")
    assert await olivia.sees("delivered")


async def say_where(alice: Actor) -> None:
    await alice.press("Give my address")
    assert await alice.sees("in one message")
    await alice.says("hello")
    assert await alice.sees("no BTC address")
    await alice.says(ADDRESS)
    assert await alice.sees("Is this your BTC address?")
    await alice.press("Yes, send it there")


async def test_an_admin_sends_it_back(shop: Shop, alice: Actor, olivia: Actor) -> None:
    """Asked, confirmed, set aside, sent, looked up; and nothing is believed before."""
    await late(shop, alice, 0.9)
    await olivia.press("Refund …", "Ask the customer")
    await say_where(alice)
    assert await olivia.sees("has confirmed an address")
    await olivia.press("Open order", "Refund …", "Set $")
    message = await olivia.sees("are set aside. Send")
    rows = message["reply_markup"]["inline_keyboard"]
    address, amount = [b["copy_text"]["text"] for row in rows for b in row if "copy_text" in b]
    assert address == ADDRESS
    await alice.says("/start")
    await alice.never_saw("Your store credit: ")
    await olivia.says("f" * 64)
    assert await olivia.sees("does not know this transaction")
    await alice.never_saw("f" * 64)
    txid = await shop.client.pay(ADDRESS, int(Decimal(amount) * 10**8))
    await olivia.says(txid)
    assert txid in shown(await alice.sees("it is not final yet"))
    await shop.client.mine()
    assert await alice.sees("The payment is final", timeout=60)
