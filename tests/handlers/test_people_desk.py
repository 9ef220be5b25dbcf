"""People in the chat: found, listed, noted, tagged, banned, and given credit."""

from typing import Any

import pytest
from aiogram.types import MessageOriginHiddenUser, MessageOriginUser, User

from db import Database
from models.permission import Role
from services.running.notification import Event
from tests.handlers.mail import Mail
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.handlers.telegram import NOW

FRIENDLY = User(id=BOB, is_bot=False, first_name="Bob")
CROWD = 20


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    office = Office(sqlite_database)
    await office.open()
    return office


async def credit(office: Office, who: int = BOB) -> int:
    return await office.world.users.credit(who, "USD")


async def populate(office: Office) -> None:
    for number in range(CROWD):
        office.world.clock.advance(seconds=1)
        await office.world.users.register(1000 + number, f"Guest {number}", None, "en")


@pytest.mark.parametrize(
    "sent",
    [
        {"forward_origin": MessageOriginUser(date=NOW, sender_user=FRIENDLY), "text": "hello"},
        {"text": " @bob "},
        {"text": "100"},
        {"text": "BOB"},
    ],
)
async def test_somebody_is_found_by_all_that_they_are_known_by(
    office: Office, sent: dict[str, Any]
) -> None:
    await office.send("a-orders:0")
    await office.press("👤 People")
    await office.press("🔎 Find")
    await office.type(sent.pop("text", None), **sent)
    assert "Customer:" in office.screen
    assert "<code>100</code>" in office.screen


async def test_a_misspelt_name_and_several_and_nobody(office: Office) -> None:
    await office.world.users.register(300, "Katharina Müller", "kathi", "de")
    await office.world.users.register(301, "Katharine Mueller", None, "de")
    await office.type("/info katarina muler")
    assert "<code>300</code>" in office.screen
    await office.type("/info KATHARIN")
    assert "Several people may be meant" in office.screen
    assert len([one for one in office.buttons if "Kathari" in one.text]) == 2
    await office.press("Müller")
    assert "<code>300</code>" in office.screen
    for nobody in ("zzzzzz", "x" * 5_000, "%_", "'\"*", "\u0661\u0662"):
        await office.send("pp-find")
        await office.type(nobody)
        assert "I know nobody like that" in office.screen, nobody
    await office.type("hi", forward_origin=MessageOriginHiddenUser(date=NOW, sender_user_name="B"))
    assert "does not say who wrote that" in office.screen


async def test_lists_are_turned_by_keys(office: Office) -> None:
    """Who comes meanwhile moves nobody to another page."""
    await populate(office)
    await office.send("pp:newest:0:0:0:0")
    seen = [[one.text for one in office.buttons if "Guest" in one.text]]
    assert len(seen[0]) == 8
    await office.world.users.register(5000, "Guest late", None, "en")
    for _ in range(2):
        await office.press("More")
        seen.append([one.text for one in office.buttons if "Guest" in one.text])
    assert len({label for page in seen for label in page}) == CROWD
    await office.press("‹ Previous")
    assert [one.text for one in office.buttons if "Guest" in one.text] == seen[1]


async def test_by_timeouts_and_turnover(office: Office) -> None:
    world = office.world
    await world.order(BOB)
    world.clock.advance(hours=1)
    await world.payments.expire_overdue()
    await world.rates.refresh()
    paid = await world.order(200)
    await office.send("pp:timeouts:0:0:0:0")
    assert [one.text for one in office.buttons if "⏰ 1" in one.text] == ["user 100 · ⏰ 1"]
    await office.press("user 100")
    assert "⏰ <code>" in office.screen
    await world.hand.take_for_paid(paid, "cash", seen=0, actor="admin:1")
    await office.send("pp:turnover:0:0:0:0")
    assert any("user 200" in one.text for one in office.buttons)


async def test_notes_and_tags_are_listed(office: Office) -> None:
    await office.send("pp:noted:0:0:0:0")
    assert "Nobody is on this list" in office.screen
    await office.send(f"pp-na:{BOB}")
    await office.type("<b>pays late</b> & often")
    assert "&lt;b&gt;pays late&lt;/b&gt; &amp; often" in office.screen
    await office.send("pp:noted:0:0:0:0")
    await office.press("Bob")
    assert "pays late" in office.screen
    await office.send(f"pp-ta:{BOB}")
    await office.type("#Late Payer")
    assert any(one.text == "✅ late payer" for one in office.buttons)
    await office.send("pp-tags")
    await office.press("# late payer")
    assert any("Bob" in one.text for one in office.buttons)


@pytest.mark.parametrize(
    "forged",
    [
        "pp:nonsense:2:5:5:7",
        "pp:tagged:1:0:0:999",
        "pp-cy:100:12345678",
        "pp-by:100:12345678",
        "pp-uy:100:12345678",
        "pp-nx:100:5",
        "pp-ty:100:7:1",
        "pp-b:1",
        "pp-b:2",
        "pp-c:999",
    ],
)
async def test_forged_buttons_change_nothing(office: Office, forged: str) -> None:
    await office.send(forged)
    assert len(office.telegram.answers) == 1
    assert await credit(office) == 0
    for who in (ANN, OLIVER, BOB):
        user = await office.world.users.find(who)
        assert user is not None
        assert user.banned_at is None


async def test_credit_is_shown_before_it_counts_and_counts_once(office: Office) -> None:
    await office.send(f"a-person:{BOB}:0")
    await office.press("💰 Credit")
    await office.press("➕ Give")
    await office.type("9**9 gift")
    assert "That is no sum" in office.screen
    await office.type("5")
    assert "A sum and a reason are needed" in office.screen
    await office.type("5.00 for the <i>trouble</i>")
    assert "It is $0.00 now and $5.00 then" in office.screen
    assert "&lt;i&gt;trouble" in office.screen
    assert await credit(office) == 0
    yes = office.button("Yes, book it").callback_data or ""
    assert "Booked" in await office.send(yes)
    assert "Nothing waits" in await office.send(yes)
    assert "given by hand" in office.screen
    assert await credit(office) == 500
    await office.press("➖ Take")
    await office.type("6 too much")
    assert "which is 5.00 USD" in office.screen
    await office.type("2 paid out", number=7)
    await office.press("Yes, book it")
    assert await credit(office) == 300


async def test_the_second_admin_looks_again(office: Office) -> None:
    await office.type("/editbalance @bob +5.00 sorry", ANN)
    first = office.button("Yes").callback_data or ""
    await office.type("/editbalance @bob +5.00 sorry", OLIVER)
    second = office.button("Yes").callback_data or ""
    await office.send(first, ANN)
    assert "has changed since you saw it" in await office.send(second, OLIVER)
    assert "It is $5.00 now and $10.00 then" in office.screen
    assert await credit(office) == 500


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("/info", "<code>/info @bob"),
        ("/info @nobody", "I know nobody like that"),
        ("/info 100", "<code>100</code>"),
        ("/pm", "<code>/pm @bob"),
        ("/pm @nobody hello", "I know nobody like that"),
        ("/pm 1 hello", "That is you"),
        ("/pm @bob", "Your message to <b>Bob</b>"),
        ("/editbalance", "<code>/editbalance @bob"),
        ("/editbalance @bob", "A sum and a reason are needed"),
        ("/editbalance @bob 1e9 x", "without an e"),
        ("/editbalance @bob -1 x", "which is 0.00 USD"),
        ("/editbalance @bob +5", "A sum and a reason are needed"),
        ("/editbalance 1 +5 me", "Nobody gives or takes their own"),
        ("/editbalance @bob +5 " + "x" * 4_000, "Please send the reason"),
        ("/ban", "<code>/ban @bob"),
        ("/ban @bob", "Why shall they not use the shop"),
        ("/ban 1 why", "Nobody bans themselves"),
        ("/ban 2 why", "An owner by the shop"),
        ("/ban @bob " + "x" * 4_000, "Please send the reason"),
        ("/ban 424242 why", "I know nobody like that"),
        ("/unban", "<code>/unban @bob"),
        ("/unban @bob", "Customer:"),
    ],
)
async def test_commands_say_what_is_wrong_and_change_nothing(
    office: Office, text: str, shows: str
) -> None:
    await office.type(text)
    assert shows in office.screen.replace("They are an owner", "An owner")
    assert await credit(office) == 0


async def test_a_ban_is_asked_about_told_once_and_taken_back(office: Office) -> None:
    await office.type("/ban @bob shouted at <everybody>")
    assert "shouted at &lt;everybody&gt;" in office.screen
    assert "Ban them?" in office.screen
    yes = office.button("Yes, ban").callback_data or ""
    assert await office.send(yes) == "Banned."
    assert "Banned since" in office.screen
    assert "by Ann: shouted at" in office.screen
    await office.send(yes)
    assert "Banned since" in office.screen
    before = len(office.telegram.said)
    await office.type("/start", BOB)
    await office.type("why?", BOB)
    await office.send("cat", BOB)
    assert len(office.telegram.said) == before + 1
    assert "We are sorry" in office.telegram.said[-1]
    await office.type("/pm @bob you may write to us by post")
    assert "they can read it, and not answer" in office.screen
    await office.type("/unban @bob he is sorry")
    assert "again" in await office.press("Yes, unban")
    await office.type("/start", BOB)
    assert "Welcome" in office.screen


async def test_a_role_goes_first(office: Office) -> None:
    seen = (await office.team.member(BOB)).seen
    await office.team.give(BOB, Role.SUPPORT, None, seen=seen, admin=ANN)
    await office.type("/ban @bob rude")
    assert "Their role has to be taken away first" in office.screen
    await office.type("/ban 2 rude", BOB)
    assert "owner by the shop" in office.screen
    await office.type("/editbalance 2 +5 x", BOB)
    assert "does not include that" in office.screen


async def test_a_message_goes_the_way_of_answers(sqlite_database: Database) -> None:
    """Without the command that it was typed behind; who wrote to whom stands in the audit."""
    office = Office(sqlite_database)
    await office.open()
    await office.type("/pm @bob Your <b>parcel</b> is late")
    assert "Your &lt;b&gt;parcel&lt;/b&gt; is late" in office.telegram.said
    assert "On its way to <b>Bob</b>" in office.screen
    async with office.world.uow.read() as uow:
        entry = await uow.audit.last_about(f"person:{BOB}")
        rows = [row for row in await uow.outbox.all() if row.event == Event.ANSWER]
    assert entry is not None
    assert (entry.actor, entry.action) == ("admin:1", "person.answered")
    assert "parcel" not in str(entry.details)
    assert [row.chat_id for row in rows] == [BOB]
    assert isinstance(rows[0].args["message_id"], str)


async def test_what_was_booked_is_told_truly(sqlite_database: Database) -> None:
    """To them with what can be spent when it is told, to the other owner with who did it."""
    mail = Mail(sqlite_database)
    office = Office(sqlite_database)
    await office.open()
    for number, text in enumerate(("+5 sorry", "-2 paid out"), 1):
        await office.type(f"/editbalance @bob {text}", number=number)
        await office.press("Yes, book it")
    await mail.delivered()
    told = [one.text for one in mail.chats.shown[BOB]]
    assert "has given you <b>$5.00</b>" in told[0]
    assert "has taken <b>$2.00</b> off" in told[1]
    assert all("You can spend <b>$3.00</b> now" in one for one in told)
    assert "sorry" not in "".join(told)
    assert any("Ann gave Bob <b>$5.00</b>" in one.text for one in mail.chats.shown[OLIVER])
    await office.type("/ban @bob rude")
    await office.press("Yes, ban")
    await office.type("/editbalance @bob -3 closed", number=9)
    await office.press("Yes, book it")
    office.world.clock.advance(minutes=1)
    mail.world.clock.advance(minutes=1)
    await mail.delivered()
    last = mail.chats.shown[BOB][-1].text
    assert "has taken <b>$3.00</b> off" in last
    assert "You can spend" not in last
