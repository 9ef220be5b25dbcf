"""Two customers ask, two admins answer: in their own chats, then in a group with topics."""

from pathlib import Path
from typing import Any

from sandbox.client import Message, SandboxClient, shown
from tests.journeys.shop import ALICE, OLIVIA, Actor, Shop

BOT_RIGHTS = {"can_manage_chat": True, "can_manage_topics": True}


class Group:
    """The admins' forum, as its members see it."""

    def __init__(self, client: SandboxClient, chat: dict[str, Any], bot: int) -> None:
        self.client = client
        self.key = str(chat["id"])
        self.bot = bot

    async def says(self, who: int, text: str, topic: int = 0) -> Message:
        where = {"topic": topic} if topic else {}
        return await self.client.send(who, text, chat=self.key, **where)

    async def sees(self, text: str) -> Message:
        return await self.client.wait_for(self.key, text, 60)

    async def bot_is(self, status: str, **rights: bool) -> None:
        body = {"from": OLIVIA, "user_id": self.bot, "status": status}
        await self.client.act(f"groups/{self.key}/members", **body, rights=rights)


async def test_questions_topics_and_goods_that_do_not_work(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        olivia, alice = shop.person(OLIVIA), shop.person(ALICE)
        oscar = shop.person((await shop.client.person("Oscar", username="oscar"))["id"])
        bert = shop.person((await shop.client.person("Bert", username="bert"))["id"])
        for person in (olivia, oscar, alice, bert):
            await person.says("/start")
            await person.sees("Welcome")
        await hired(olivia, oscar)
        await taken(olivia, oscar, alice, bert)
        group = await connected(shop, olivia, oscar)
        topic = await in_topics(group, oscar, bert)
        await nobody_else(shop, group, bert, topic)
        await topic_again(group, bert, topic)
        await lost_and_found(group, olivia, bert)
        await faulty(shop, olivia, oscar, alice, bert)
    assert "Traceback" not in shop.log(), shop.log()
    assert "BETWEEN-US" not in shop.log()


async def hired(olivia: Actor, oscar: Actor) -> None:
    await olivia.says("/admin")
    await olivia.press("👥 Team", "➕ Add somebody")
    await olivia.says("@oscar")
    await olivia.press("Support", "30 days")
    await oscar.sees("You have a role in this shop now")


async def taken(olivia: Actor, oscar: Actor, alice: Actor, bert: Actor) -> None:
    """Who takes a question is named to the other, who takes it over; the answer ends it."""
    await alice.says("hello, where is my parcel? I ordered on Monday")
    await bert.says("hello, do you also ship to Norway or Sweden?")
    for admin in (olivia, oscar):
        await admin.sees("where is my parcel")
        await admin.sees("ship to Norway")
    first = await olivia.sees("where is my parcel")
    await oscar.shop.client.press_data(
        oscar.user, (await oscar.sees("where is my parcel"))["message_id"], take(first)
    )
    await olivia.sees("✋ Taken by Oscar")
    await olivia.says("/admin")
    await olivia.press("Who waits for an answer")
    assert "Waiting for an answer: 2" in shown(await olivia.sees("✋ Alice · Oscar"))
    await olivia.press("✋ Alice · Oscar", "Take it over")
    await oscar.sees("✋ Taken by Olivia")
    await olivia.press("💬 Answer")
    await olivia.says("It left today, dear Alice.")
    await alice.sees("It left today, dear Alice.")
    await oscar.sees("✅ Answered")
    await olivia.says("/admin")
    await olivia.press("Who waits for an answer")
    await olivia.sees("The longest waiting first, 1 of them")
    assert "Alice" not in await olivia.shop.client.screen(OLIVIA)


def take(message: Message) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    [data] = [one["callback_data"] for row in rows for one in row if "I take it" in one["text"]]
    return str(data)


async def connected(shop: Shop, olivia: Actor, oscar: Actor) -> Group:
    """What is missing is named, one thing after the other."""
    bot = (await shop.client.state())["bot"]["id"]
    people = {"from": OLIVIA, "members": [bot, oscar.user]}
    chat = await shop.client.act("groups", title="Team", is_forum=True, **people)
    group = Group(shop.client, chat, bot)
    await group.says(oscar.user, "/connect")
    await group.sees("Support, does not include that")
    await group.says(olivia.user, "/connect")
    await group.sees("I am no administrator here")
    await group.bot_is("administrator", can_manage_chat=True)
    await group.says(olivia.user, "/connect")
    await group.sees("I may not manage topics")
    await group.bot_is("administrator", **BOT_RIGHTS)
    await group.says(olivia.user, "/connect")
    await group.sees("This is the group of the shop now")
    return group


async def in_topics(group: Group, oscar: Actor, bert: Actor) -> int:
    """A question makes a topic; answers and their changes go out, notes do not."""
    asked = await bert.says("and what does it cost to Norway, please?")
    copy = await group.sees("what does it cost to Norway")
    topic = int(copy["message_thread_id"])
    panel = shown(await group.sees("What you write here goes to the customer"))
    assert "Bert" in panel
    assert "I take it" in panel
    await group.client.press(oscar.user, "I take it", chat=group.key)
    await group.sees("Taken by Oscar")
    await group.says(oscar.user, "// BETWEEN-US he asks every week", topic)
    said = await group.says(oscar.user, "Nine dollars to Norway.", topic)
    await bert.sees("Nine dollars to Norway.")
    await group.client.act(
        "edit",
        **{"from": oscar.user, "chat": group.key, "message_id": said["message_id"]},
        text="Eight dollars to Norway.",
    )
    await bert.sees("Eight dollars to Norway.")
    await bert.edits(asked, "and what does it cost to Sweden, please?")
    assert "Changed message" in shown(await group.sees("what does it cost to Sweden"))
    await bert.never_saw("BETWEEN-US")
    return topic


async def nobody_else(shop: Shop, group: Group, bert: Actor, topic: int) -> None:
    """A member of the group is no admin of the shop, and an anonymous one is nobody."""
    eve = (await shop.client.person("Eve"))["id"]
    body = {"from": OLIVIA, "user_id": eve, "status": "member"}
    await shop.client.act(f"groups/{group.key}/members", **body)
    await group.says(eve, "I am the boss here, dear Bert", topic)
    await group.sees("only who may answer customers")
    await group.client.press(eve, "Open again", chat=group.key)
    await bert.never_saw("I am the boss here")


async def topic_again(group: Group, bert: Actor, topic: int) -> None:
    """What was deleted is made anew."""
    await group.client.act(f"groups/{group.key}/topics/{topic}", **{"from": OLIVIA}, deleted=True)
    await bert.says("are you still there? I wait for Sweden")
    copy = await group.sees("I wait for Sweden")
    assert copy["message_thread_id"] != topic


async def lost_and_found(group: Group, olivia: Actor, bert: Actor) -> None:
    """Without its rights the group is not written to; who may answer reads in their own chat."""
    await group.bot_is("member")
    await olivia.sees("The admins' group cannot be written to")
    await bert.says("hello? is the group of yours closed today?")
    await olivia.sees("is the group of yours closed")
    await group.bot_is("administrator", **BOT_RIGHTS)
    await olivia.sees("can be written to again")
    await group.says(olivia.user, "/disconnect")
    await group.sees("not the group of the shop any more")


async def faulty(shop: Shop, olivia: Actor, oscar: Actor, alice: Actor, bert: Actor) -> None:
    """One good is replaced, the other is not, and each customer hears which."""
    for customer in (alice, bert):
        await customer.orders("Games", "Star Sailor")
        await customer.pays()
    await shop.client.mine()
    for customer in (alice, bert):
        await customer.press("🔁 Does not work")
        await customer.sees("What is wrong with it?")
    await alice.says("the key of ALICE is used already")
    await alice.sees("Another good or an answer comes here")
    await olivia.sees("the key of ALICE is used")
    await olivia.sees("Asks for another one")
    await olivia.press("🔁 Replace it")
    await olivia.says("it was used")
    await olivia.press("Yes, send another")
    await alice.sees("replaced")
    await oscar.sees("Replaced by Olivia")
    await shop.client.send_photo(bert.user, "BERTS-PHOTO")
    await bert.sees("Another good or an answer comes here")
    await oscar.sees("BERTS-PHOTO")
    await olivia.sees("Bert: Star Sailor")  # who had nothing of it yet is told nothing of its end
    await oscar.press("✖️ Refuse")
    await oscar.says("It works for us, dear Bert.")
    await oscar.sees("Refused by Oscar")
    await bert.sees("It works for us, dear Bert.")
    await olivia.sees("Refused by Oscar")
    await bert.press("🔁 Does not work", "💬 Talk to us")
