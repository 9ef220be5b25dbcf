"""An owner lets somebody keep the stock, from the chat, and takes it away again."""

import asyncio
import json
from pathlib import Path

import aiohttp

from sandbox.client import shown
from tests.journeys.shop import ALICE, OLIVIA, SEES_SECONDS, Actor, Shop, until

FORBIDDEN = ("a-order:1", "a-payment:1", f"a-person:{ALICE}:1", "a-decide:1", "a-key:1", "team")


async def test_bob_keeps_the_stock_until_he_does_not(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        bob = shop.person((await shop.client.person("Bob", username="bob"))["id"])
        for person in (owner, bob):
            await person.says("/start")
            await person.sees("Welcome")
        await alice.orders("Games", "Star Sailor")
        await hired(owner, bob)
        await adds_stock(bob)
        await goes_no_further(bob)
        await dismissed(owner, bob)
    assert "Traceback" not in shop.log(), shop.log()
    assert "BOBS-" not in shop.log()


async def hired(owner: Actor, bob: Actor) -> None:
    await owner.says("/addadmin")
    await owner.sees("/addadmin @bob stock")
    await owner.says("/admin")
    await owner.press("👥 Team", "➕ Add somebody")
    await owner.says("@bob")
    await owner.press("Stock", "30 days")
    await owner.sees("given by Olivia")
    assert "look at orders" not in shown(await bob.sees("You have a role in this shop now"))


async def adds_stock(bob: Actor) -> None:
    """From his own menu, where there is nothing else of the shop's."""
    await bob.says("/start")
    await bob.press("🗂 Goods")
    assert "🏠 Home" in shown(await bob.sees("Everything that is sold"))
    await bob.press("Games", "Star Sailor", "📊")
    await bob.press("➕ Add goods")
    await bob.says("BOBS-1\nBOBS-2")
    await bob.press("✅ Add 2")
    await bob.sees("2 were added")


async def goes_no_further(bob: Actor) -> None:
    """Neither by commands nor by buttons that he forges."""
    for word in ("/admin", "/editsold K7Q2M", "/rmadmin @bob"):
        before = await bob.count("Your role in this shop, Stock, does not include that")
        await bob.says(word)
        await refused_again(bob, "Stock, does not include that", before)
    for data in FORBIDDEN:
        assert "Stock, does not include that" in await pressed(bob, data)
    for secret in ("Customer:", "Private key", "Alice"):
        await bob.never_saw(secret)


async def dismissed(owner: Actor, bob: Actor) -> None:
    """The button that he still has answers with the sentence, and what he types adds nothing."""
    await bob.says("/stock v1")
    await bob.sees("➕ Add goods")
    await owner.says("/rmadmin @bob")
    await owner.press("Yes, take it away")
    await bob.sees("Your role in this shop, Stock, was taken away")
    assert "you have no role here" in await pressed(bob, "g-add:1")
    await bob.says("/stock v1")
    await bob.sees("Choose a category")
    await bob.says("BOBS-3")
    await bob.sees("Sent to the shop")
    await bob.never_saw("new: 1")


async def refused_again(bob: Actor, words: str, before: int) -> None:
    async def check() -> None:
        assert await bob.count(words) > before

    await until(check)


async def pressed(bob: Actor, data: str) -> str:
    """What the press of a forged button is answered with: it flashes up, and stands in no chat."""
    client = bob.shop.client
    last, start = (await bob.messages())[-1]["message_id"], (await client.state())["seq"]
    query = await client.press_data(bob.user, last, data, forged=True)
    url = f"{bob.shop.url}/control/events?after={start}"
    async with asyncio.timeout(SEES_SECONDS), aiohttp.ClientSession() as web, web.get(url) as told:
        async for line in told.content:
            event = json.loads(line[6:]) if line.startswith(b"data: ") else {}
            if event.get("callback_query_id") == query and event["type"] == "answer":
                return str(event["text"])
    raise AssertionError(f"no answer to {data}")
