"""A group hears at once what its owner sleeps through, and the owner reads it in the morning."""

from pathlib import Path

from sandbox.client import shown
from tests.journeys.shop import ALICE, OLIVIA, Actor, Shop, until
from tests.journeys.test_support import Group
from utils.clock import utc_now

MEANWHILE = "What happened meanwhile"
HOUR = 3600


async def test_quiet_hours_once_a_day_and_a_group(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        olivia, alice = shop.person(OLIVIA), shop.person(ALICE)
        for person in (olivia, alice):
            await person.says("/start")
            await person.sees("Welcome")
        group, topic = await whitelisted(shop)
        await chosen(olivia)
        await asleep(olivia, alice, group, topic)
        await once_a_day(olivia, alice, group)
        await put_out(olivia, group)
    assert "Traceback" not in shop.log(), shop.log()


async def whitelisted(shop: Shop) -> tuple[Group, int]:
    """In a topic, by an owner, and by nobody else who is there."""
    bot = (await shop.client.state())["bot"]["id"]
    people = {"from": OLIVIA, "members": [bot, ALICE]}
    chat = await shop.client.act("groups", title="Team", is_forum=True, **people)
    group = Group(shop.client, chat, bot)
    made = await shop.client.act(f"groups/{group.key}/topics", **{"from": OLIVIA}, name="News")
    topic = int(made["message_thread_id"])
    await group.says(ALICE, "/whitelist", topic)
    await group.sees("you have no role here")
    await group.says(OLIVIA, "/whitelist", topic)
    await group.sees("come into this topic now")
    return group, topic


async def chosen(olivia: Actor) -> None:
    """New orders go to the group, what expires comes once a day, and the next hours are quiet."""
    await opens(olivia, "Expired")
    await olivia.press("Owner: once a day")
    await olivia.sees("Owner: not at all")
    await opens(olivia, "New order")
    await olivia.press("Groups: at once")
    await olivia.sees("• Groups: at once")
    await olivia.press("Back", "🌙 Quiet hours")
    await olivia.sees("When is it quiet?")
    hour = utc_now().hour
    await olivia.says(f"{hour}-{(hour + 3) % 24}")
    await olivia.sees("👥 New order")


async def opens(olivia: Actor, kind: str) -> None:
    await olivia.says("/admin")
    await olivia.press("🩺 State")
    await olivia.sees("[🔔 Notices]")
    await olivia.press("🔔 Notices", kind)
    await olivia.sees(f"🔔 {kind}\n")


async def asleep(olivia: Actor, alice: Actor, group: Group, topic: int) -> None:
    await alice.orders("Games", "Star Sailor")
    told = await group.sees("New order")
    assert told["message_thread_id"] == topic
    assert "Alice" not in shown(told)
    await olivia.never_saw("by Alice")
    await group.client.press(ALICE, "🧾", chat=group.key)
    await group.client.press(OLIVIA, "🧾", chat=group.key)
    await olivia.sees("Customer: ")
    await alice.never_saw("Customer: ")
    await group.client.skip(4 * HOUR)
    await olivia.sees(MEANWHILE)


async def once_a_day(olivia: Actor, alice: Actor, group: Group) -> None:
    await alice.sees("Expired.")
    await group.client.skip(25 * HOUR)

    async def has_come() -> None:
        assert await olivia.count(MEANWHILE) == 2

    await until(has_come)
    await olivia.sees("Expired (1)")
    await olivia.never_saw("expired.")


async def put_out(olivia: Actor, group: Group) -> None:
    await group.bot_is("kicked")
    await olivia.sees("any more, so I took it off")
    await olivia.says("/whitelist")
    await olivia.sees("None so far")
