"""A postcard with a text of one's own goes by letter, and a book has a dedication."""

from pathlib import Path

from sandbox.client import shown
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop

STREET = "1 Harbour Street, 20457 Hamburg"


async def test_a_postcard_and_a_book_with_what_they_ask(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        alice, olivia = shop.person(ALICE), shop.person(OLIVIA)
        await olivia.says("/start")
        await alice.says("/start")
        await alice.press("Catalogue", "Things", "Harbour Postcard", ADD)
        assert await alice.sees("Shipping from $1.50")
        await alice.press("Check out", "Letter · $1.50")
        assert await alice.sees("Total: $4.50")
        await alice.press(COIN["BTC"])
        await alice.sees("Where shall we ship it")
        await alice.says(STREET)
        await answers(alice)
        await alice.press("Place order")
        assert await alice.sees("🚚 Letter · $1.50")
        await alice.pays()
        await shop.client.mine()
        await ships(olivia)
        assert await alice.sees("Ink needs a day to dry")
        await digital(shop, alice)
    assert "Traceback" not in shop.log(), shop.log()
    for secret in ("Ahoy", "the other Bob"):
        assert secret not in shop.log()


async def answers(alice: Actor) -> None:
    """A command is no answer, and an edit is one until it is ordered."""
    await alice.sees("What shall we write on it?")
    await alice.says("/start")
    await alice.press("Cart", "Check out", "Letter · $1.50", COIN["BTC"])
    await alice.sees("Where shall we ship it")
    await alice.says(STREET)
    await alice.sees("What shall we write on it?")
    written = await alice.says("Ahoi from here")
    await alice.sees("Which stamp")
    await alice.edits(written, "Ahoy from here")
    assert await alice.sees("Ahoy from here")
    await alice.says("A gull")
    assert await alice.sees("Place order")
    assert await alice.sees(STREET)


async def ships(olivia: Actor) -> None:
    assert await olivia.sees("Please ship it")
    await olivia.says("/admin")
    await olivia.press("to ship")
    card = shown(await olivia.sees("Ahoy from here"))
    assert "A gull" in card
    assert STREET in card
    await olivia.press("Shipped …", "Yes, it is shipped")


async def digital(shop: Shop, alice: Actor) -> None:
    await alice.says("/start")
    await alice.press("Catalogue", "Reading", "Keeper's Log", ADD, "Check out", COIN["BTC"])
    await alice.sees("To whom shall it be dedicated?")
    await alice.says("To Bob, the other Bob")
    await alice.press("Place order")
    await alice.pays()
    await shop.client.mine()
    assert await alice.sees("books.example/keepers-log")
    assert await alice.sees("The link works for 30 days")
    await alice.press("Notes and answers")
    assert await alice.sees("To Bob, the other Bob")
