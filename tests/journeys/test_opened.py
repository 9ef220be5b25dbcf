"""An admin reads a card while its customer pays: what stands there is true, or says when it was."""

import asyncio
from pathlib import Path

from sqlalchemy import text

from sandbox.client import Message, shown
from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import Actor, until

NOTHING = "No payment has been seen."
NEWEST = "SELECT code FROM orders ORDER BY id DESC LIMIT 1"
NOTED = "SELECT count(*) FROM opened WHERE message_id = {}"
GAME = ("Games", "Star Sailor")
OLIVIA, OSCAR = (admin.id for admin in ADMINS)


async def test_cards_that_are_open_while_a_customer_pays(tmp_path: Path) -> None:
    async with Live(tmp_path, ORDER_TIMEOUT_MINUTES="10") as live:
        await live.greet_admins()
        olivia, oscar = live.person(OLIVIA), live.person(OSCAR)
        carl = await customer(live, "Carl")
        await carl.orders(*GAME)
        card, left = await opened(live, olivia), await opened(live, oscar)
        await oscar.press("‹ Back")
        await until(lambda: says(oscar, left, "Chains and rates"))
        await carl.pays()
        await live.restart()  # kill -9: the payment is seen, or is not yet
        await until(lambda: says(olivia, card, "Received"))
        await live.client.mine()
        await until(lambda: says(olivia, card, "final"))
        assert NOTHING not in await now(olivia, card)
        assert "Chains and rates" in await now(oscar, left)
        await dismissed(live, olivia, oscar)
    assert "Traceback" not in live.log(), live.log()


async def dismissed(live: Live, olivia: Actor, oscar: Actor) -> None:
    """Who is no admin any more reads no new facts."""
    dora = await customer(live, "Dora")
    await dora.orders(*GAME)
    hers, his = await opened(live, olivia), await opened(live, oscar)
    live._given["ADMIN_IDS"] = str(OSCAR)
    await live.restart()
    before = await now(olivia, hers)
    assert NOTHING in before
    assert "As of" in before
    await dora.pays()
    await live.client.mine()
    await dora.sees("🎁 Order ")
    await until(lambda: says(oscar, his, "final"))
    await asyncio.sleep(2)
    assert await now(olivia, hers) == before


async def customer(live: Live, name: str) -> Actor:
    return live.person((await live.client.person(name))["id"])


async def opened(live: Live, admin: Actor) -> Message:
    """The card of the newest order, in a message of its own."""
    code = await asked(live, NEWEST)
    await admin.says(f"/admin {code}")
    card = await admin.sees(NOTHING)

    async def noted() -> None:
        """A kill between sending and noting leaves a card that only says when it was read."""
        assert await asked(live, NOTED.format(card["message_id"])) == 1

    await until(noted)
    return card


async def asked(live: Live, query: str) -> object:
    async with live.database() as database, database.uow.read() as uow:
        return await uow.session.scalar(text(query))


async def now(admin: Actor, message: Message) -> str:
    number = message["message_id"]
    [found] = [m for m in await admin.messages() if m["message_id"] == number]
    return shown(found)


async def says(admin: Actor, message: Message, words: str) -> None:
    assert words in await now(admin, message)
