"""What people and strangers send that nobody asked for: a clear sentence, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.client import shown
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop

pytestmark = pytest.mark.asyncio(loop_scope="module")
FORGED = [
    "nonsense",
    "a-orders:0",
    "a-order:1",
    "a-ship:1",
    "a-cancel:1",
    "a-key:1",
    "order:99999",
    "order-goods:1",
    "order-cancel:1",
    "order-check:1",
    "cart-add:1:-5",
    "cart-add:1:1000000000",
    "cart-add:999999:1",
    "cart-add:abc:1",
    "cart-add:1",
    "cart-set:1:-1",
    "cart-set:1:99999999999999999999999999",
    "var:999999:1",
    "prod:-1",
    "cat-open:0",
    "pay:DOGE",
    "pay:",
    "lang:xx",
    "orders:-7",
    "orders:99999999999999999999",
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("shop")
    async with Shop(folder) as running:
        await running.person(OLIVIA).says("/start")
        yield running
    assert "Traceback" not in running.log(), running.log()


@pytest_asyncio.fixture(loop_scope="module")
async def alice(shop: Shop) -> Actor:
    """A fresh customer at the main menu."""
    person = await shop.client.person("Alice <b>&amp;</b>", username="alice_x")
    actor = shop.person(person["id"])
    await actor.says("/start")
    assert await actor.sees("Welcome")
    return actor


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def victim(shop: Shop) -> Actor:
    """Somebody else, with order #1 open."""
    actor = shop.person(ALICE)
    await actor.orders("Games", "Star Sailor")
    return actor


async def force(actor: Actor, data: str, **how: bool) -> None:
    menu = await actor.sees("Catalogue")
    await actor.shop.client.press_data(actor.user, menu["message_id"], data, **how)


async def answered(actor: Actor, data: str) -> str:
    """What a forged press brings: an alert, or the newest screen."""
    events = actor.shop.client
    await force(actor, data, forged=True)
    await asyncio.sleep(0.4)
    return await events.screen(actor.user)


@pytest.mark.parametrize("data", FORGED)
async def test_forged_buttons_change_nothing(
    shop: Shop, alice: Actor, victim: Actor, data: str
) -> None:
    """Cases 56, 80 and 82."""
    before = [shown(m) for m in await victim.messages()]
    await answered(alice, data)
    await alice.press("Home") if await alice.count("[🏠 Home]") else None
    await alice.never_saw("STAR-")
    await alice.never_saw("WIF")
    await alice.never_saw("🛠 Shop")
    assert [shown(m) for m in await victim.messages()] == before
    await alice.says("/start")
    await alice.press("Cart")
    assert await alice.sees("Your cart is empty")


@pytest.mark.parametrize("typed", ["0", "-1", "1000000000", "abc", "1.5", "²", "١", "9" * 400])
async def test_bad_quantities_are_refused_and_asked_again(alice: Actor, typed: str) -> None:
    await alice.press("Catalogue", "Games", "Star Sailor", "Type a number")
    assert await alice.sees("Send me a number")
    await alice.says(typed)
    assert await alice.sees("whole number from 1 to 11")
    await alice.says(" 2 ")
    await alice.press("🛒 Add 2")
    assert await alice.sees("2 × Star Sailor")


async def test_long_messages_and_wrong_kinds(alice: Actor) -> None:
    await alice.press("Catalogue", "Things", "Harbour Mug", "Sand", ADD)
    await alice.press("Check out", COIN["BTC"])
    assert await alice.sees("delivery address")
    await alice.shop.client.send_photo(alice.user)
    assert await alice.sees("send it as text")
    await alice.says("x" * 4096)
    assert await alice.sees("at most 500 characters")
    await alice.says("1 Harbour <b>Street</b> & Co, Hamburg")
    assert await alice.sees("1 Harbour <b>Street</b> & Co, Hamburg")
    await alice.press("Place order")
    assert await alice.sees("Send exactly")
    await alice.cancels()


@pytest.mark.parametrize("text", ["/start ref_<b>1", "/start " + "9" * 60, "/start", "/START@x"])
async def test_any_start_greets(alice: Actor, text: str) -> None:
    """Case 83."""
    before = len(await alice.messages())
    await alice.says(text)
    for _ in range(100):
        if len(await alice.messages()) >= before + 2:
            break
        await asyncio.sleep(0.05)
    assert "Catalogue" in await alice.shop.client.screen(alice.user)


async def test_unknown_words_get_the_menu(alice: Actor) -> None:
    for text, told in (("/admin", "you have no role here"), ("/unknown", "did not understand")):
        await alice.says(text)
        assert await alice.sees(told)
    await alice.never_saw("🛠 Shop")


async def test_markup_in_names_is_text(alice: Actor) -> None:
    """Cases 60 and 94."""
    assert await alice.sees("Alice <b>&amp;</b>")


async def test_a_double_press_places_one_order(alice: Actor, shop: Shop) -> None:
    await alice.press("Catalogue", "Reading", "The Patient Gardener", ADD)
    await alice.press("Check out")
    menu = await alice.sees(COIN["BTC"])
    press = shop.client.press_data
    [data] = [
        one["callback_data"]
        for row in menu["reply_markup"]["inline_keyboard"]
        for one in row
        if COIN["BTC"] in one["text"]
    ]
    await asyncio.gather(*(press(alice.user, menu["message_id"], data) for _ in range(3)))
    assert await alice.sees("Send exactly")
    await asyncio.sleep(1)
    photos = [m for m in await alice.messages() if "photo" in m]
    assert len(photos) == 1
    await alice.cancels()


async def test_a_button_on_a_month_old_message_still_answers(alice: Actor) -> None:
    """Telegram hands over such messages without their contents, and they cannot be edited."""
    await force(alice, "cat", inaccessible=True)
    assert await alice.sees("Choose a category")


async def test_everybody_may_speak_german(alice: Actor) -> None:
    await alice.press("Help", "Language", "Deutsch")
    assert await alice.sees("Ab jetzt spreche ich Deutsch")
    await alice.press("Katalog", "Games", "Star Sailor")
    assert await alice.sees("Noch")
