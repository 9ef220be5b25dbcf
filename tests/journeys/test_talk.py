"""What people type: no command becomes an address, the last word counts, and a person answers."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from sandbox.client import shown
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop, until

STREET = "Alice Doe, Hafenstr. 12, 20457 Hamburg"
OTHER = "Bob Doe, Elbstr. 1, 20457 Hamburg"


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


async def to_the_address(alice: Actor) -> None:
    await alice.says("/start")
    await alice.press("Catalogue", "Things", "Harbour Mug", "Sand", ADD, "Check out", COIN["BTC"])
    assert await alice.sees("Where shall we ship it")


async def one_screen(alice: Actor) -> None:
    assert await alice.count("Place order") == 1


async def test_an_address_with_detours(shop: Shop, alice: Actor, olivia: Actor) -> None:
    """A command in between, a restart, three messages and an edit: what is shown is what counts."""
    await to_the_address(alice)
    await alice.says("/start")
    await alice.press("Cart", "Check out", COIN["BTC"])
    await shop.client.send_photo(alice.user)
    assert await alice.sees("send it as text")
    await alice.says("Alice Doe")
    assert await alice.sees("Ship to:")
    await alice.says("Hafenstr. 12")
    last = await alice.says(OTHER)
    assert await alice.sees(OTHER)
    await until(partial(one_screen, alice))  # a kill in between leaves the older one standing
    await shop.restart()
    await alice.edits(last, STREET)
    assert await alice.sees(STREET)
    await until(partial(one_screen, alice))
    await alice.press("Place order")
    assert await alice.sees("Send exactly")
    await olivia.press("Open order")
    assert await olivia.sees(STREET)
    await olivia.never_saw(OTHER)


async def test_a_question_and_its_answer(shop: Shop, alice: Actor, olivia: Actor) -> None:
    await alice.orders("Games", "Star Sailor")
    said = await alice.says("hello, is anybody there? I paid and nothing came")
    assert await alice.sees("Sent to the shop")
    assert await olivia.sees("A customer writes")
    assert await olivia.sees("I paid and nothing came")
    await shop.restart()
    await alice.edits(said, "found it, thank you")
    assert await olivia.sees("found it, thank you")
    await olivia.press("💬 Answer")
    assert await olivia.sees("Your message to Alice")
    await shop.client.send_photo(olivia.user, "like this")
    assert await olivia.sees("On its way to Alice")
    answer = await alice.sees("like this")
    assert "photo" in answer
    assert await alice.sees("The shop answers")


async def test_home_knows_what_is_going_on(shop: Shop, alice: Actor, olivia: Actor) -> None:
    await alice.says("/start")
    await alice.press("Catalogue", "Games", "Star Sailor", ADD)
    assert await alice.sees("Your cart")
    await alice.press("Home")
    assert await alice.sees("🛒 Cart (1 · $24.90)")
    await alice.press("Cart", "Check out", COIN["BTC"])
    assert await alice.sees("Send exactly")
    await alice.says("menu")
    home = await alice.sees("waits for your payment")
    assert "💳 Pay now" in shown(home)
    assert await olivia.count("🛠 Shop") == 1


async def test_the_commands_are_offered_at_once(shop: Shop, olivia: Actor) -> None:
    """In the language of the app, and /admin as soon as an admin has pressed Start."""
    await olivia.says("/language")
    assert await olivia.sees("Which language")
    chats = (await shop.client.state())["chats"]
    offered = [one["command"] for one in chats[str(OLIVIA)]["commands"]]
    assert offered == [
        *("start", "stock", "search", "order", "account", "refund", "support", "refill"),
        *("language", "stop", "terms", "help", "admin", "goods", "reviews", "version"),
    ]
