"""Money beyond the price: spent by the customer, decided on by the admin, all of it by pressing."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from sandbox.client import shown
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop, until
from utils.assets import ASSETS
from utils.uri import parse_units
from utils.wallets import base58, eip55, segwit

GAME = ("Games", "Star Sailor")
DEPTHS = {"BTC": 1, "LTC": 3}
THERE = {
    "BTC": segwit.encode("bcrt", 0, bytes(range(20))),
    "LTC": segwit.encode("rltc", 0, bytes(range(20))),
    "ETH": eip55.encode(bytes(range(1, 21))),
    "SOL": base58.encode(bytes(range(1, 33))),
}
"""Wallets of customers."""
OTHER = {
    "BTC": segwit.encode("bcrt", 0, bytes(range(20, 40))),
    "LTC": segwit.encode("rltc", 0, bytes(range(20, 40))),
    "ETH": eip55.encode(bytes(range(21, 41))),
    "SOL": base58.encode(bytes(range(33, 65))),
}
NOBODYS = {"BTC": "f" * 64, "LTC": "f" * 64, "ETH": "0x" + "f" * 64, "SOL": "5" * 88}
"""Transactions that no chain knows."""


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


async def late(shop: Shop, alice: Actor, share: float, asset: str = "BTC") -> None:
    """An expired order, and money for it afterwards."""
    await alice.orders(*GAME, asset=asset)
    address, units = await alice.invoice(asset)
    await shop.client.skip(31 * 60)
    assert await alice.sees("Expired.")
    await sends(shop, address, round(units * share), asset)
    await alice.press("I already paid")  # looked at now, not when it is its turn
    await final(shop, asset)
    await shop.client.skip(60)
    assert await alice.sees("became your store credit", timeout=60)


async def sends(shop: Shop, address: str, units: int, asset: str) -> str:
    """From somebody's wallet, into a block; the transaction's id."""
    txid = await shop.client.pay(address, units, asset.lower())
    await shop.client.mine(1, asset.lower())
    return txid


async def final(shop: Shop, asset: str) -> None:
    chain = (await shop.client.state())["chains"][asset.lower()]
    await shop.client.mine(chain["final_lag"] or DEPTHS[asset], asset.lower())


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
    await olivia.press("Decide: ")
    assert "received" in shown(await olivia.sees("Stock: "))
    await olivia.press("Deliver anyway, −")
    assert await olivia.sees("You give away")
    await olivia.press("Yes, deliver (−")
    assert await alice.sees("STAR-7F3K")
    assert await olivia.sees("delivered")


async def say_where(alice: Actor, asset: str) -> None:
    await alice.press("Give my address")
    assert await alice.sees("in one message")
    await alice.says("hello")
    assert await alice.sees(f"no {asset} address")
    await alice.says(THERE[asset])
    assert await alice.sees(f"Is this your {asset} address?")
    await alice.press("Yes, send it there")


async def set_aside(olivia: Actor, asset: str) -> int:
    """What is to be sent, in base units, as the copy button holds it."""
    await olivia.press("Open order", "Decide: ", "Refund …", "Set $")
    message = await olivia.sees("are set aside, by Olivia")
    rows = message["reply_markup"]["inline_keyboard"]
    address, amount = [b["copy_text"]["text"] for row in rows for b in row if "copy_text" in b]
    assert address == THERE[asset]
    await olivia.press("QR code")
    assert "photo" in await olivia.sees("Send it once")
    return parse_units(amount, ASSETS[asset].decimals)


@pytest.mark.parametrize("asset", THERE)
async def test_an_admin_sends_it_back(shop: Shop, alice: Actor, olivia: Actor, asset: str) -> None:
    """Asked, confirmed, set aside, sent, looked up; and nothing is believed before."""
    await late(shop, alice, 0.9, asset)
    await olivia.press("Decide: ", "Refund …", "Ask the customer")
    await say_where(alice, asset)
    assert await olivia.sees("has confirmed an address")
    units = await set_aside(olivia, asset)
    await alice.says("/start")
    await alice.never_saw("Your store credit: ")
    await olivia.says(NOBODYS[asset])
    assert await olivia.sees("does not know this transaction")
    for address, sent in ((OTHER[asset], units), (THERE[asset], units * 9 // 10)):
        txid = await sends(shop, address, sent, asset)
        await olivia.says(txid)
        await olivia.sees("This transaction pays")
        await olivia.press("Do nothing")  # it is asked for again from the card
        await olivia.says("/admin")
        await olivia.press("↩️ Refunds", "· expired ·", "Refund …")
        await olivia.sees("are set aside, by Olivia")
    assert await alice.count("it is not final yet") == 0
    txid = await sends(shop, THERE[asset], units, asset)
    await olivia.says(txid)
    assert txid in shown(await alice.sees("in transaction"))
    await final(shop, asset)
    assert await alice.sees("The payment is final", timeout=60)
