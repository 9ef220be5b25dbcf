"""Owners give roles and take them away in the chat; what the others read of it."""

from typing import Any

import pytest
from aiogram.types import Contact, MessageOriginHiddenUser, MessageOriginUser, User

from db import Database
from handlers.callbacks import TalkToUs
from handlers.goods_callbacks import OpenShelf
from models.outbox import OutboxStatus
from models.permission import Role
from services.running.notification import Event
from tests.db import folk
from tests.handlers.chats import Shown
from tests.handlers.mail import Mail
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.handlers.telegram import NOW

FRIENDLY = User(id=BOB, is_bot=False, first_name="Bob")


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    office = Office(sqlite_database)
    await office.open()
    return office


def read(mail: Mail, who: int) -> list[Shown]:
    return mail.chats.shown[who]


async def hire(office: Office, role: str = "Stock", end: str = "No end") -> None:
    await office.type("/addadmin 100")
    await office.press(role)
    await office.press(end)


async def role_of(office: Office, who: int = BOB) -> Role | None:
    return (await office.roles.of(who)).role


async def test_from_the_menu_to_a_role_and_back(office: Office) -> None:
    await office.send("home")
    await office.press("🛠 Shop")
    await office.press("👥 Team")
    assert "Nobody else has a role" in office.screen
    assert "Ann: owner by the shop" in office.screen
    await office.press("➕")
    await office.type("@bob")
    assert "Has no role here" in office.screen
    await office.press("Stock")
    assert "change goods and stock" in office.screen
    assert "Bob has the role now" in await office.press("1 week")
    assert await role_of(office) is Role.STOCK
    assert "given by Ann" in office.screen
    await office.press("Back")
    await office.press("Bob: Stock →")
    await office.press("🚫 Take")
    assert "Take the role Stock away from Bob?" in office.screen
    assert "no role here any more" in await office.press("Yes")
    assert await role_of(office) is None


@pytest.mark.parametrize(
    "sent",
    [
        {"forward_origin": MessageOriginUser(date=NOW, sender_user=FRIENDLY), "text": "hello"},
        {"contact": Contact(phone_number="1", first_name="Bob", user_id=BOB)},
        {"text": " @bob "},
        {"text": "100"},
    ],
)
async def test_somebody_is_named_in_every_way(office: Office, sent: dict[str, Any]) -> None:
    await office.send("team-n")
    await office.type(sent.pop("text", None), **sent)
    assert "Bob" in office.screen
    assert "Has no role here" in office.screen


async def test_by_the_code_of_an_order(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await office.send("team-n")
    await office.type(await office.code(order_id))
    assert "Has no role here" in office.screen


async def test_who_hides_is_said_to(office: Office) -> None:
    await office.send("team-n")
    hidden = MessageOriginHiddenUser(date=NOW, sender_user_name="Bob")
    await office.type("hello", forward_origin=hidden)
    assert "does not say who wrote that" in office.screen
    await office.type("@stranger")
    assert "I know nobody like that" in office.screen
    await office.type("@bob")
    assert "Has no role here" in office.screen


async def test_a_typed_end_is_shown_before_it_counts(office: Office) -> None:
    await office.type("/addadmin @bob")
    await office.press("Support")
    await office.press("Another date")
    await office.type("yesterday")
    assert "no date in the future" in office.screen
    await office.type("24.12.2026 18:00")
    assert "2026-12-24 18:00 UTC" in office.screen
    assert await role_of(office) is None
    await office.press("✅ Give")
    found = await office.roles.of(BOB)
    assert found.role is Role.SUPPORT
    assert found.ends_at is not None
    assert f"{found.ends_at:%d.%m.%Y %H:%M}" == "24.12.2026 18:00"


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("/addadmin", "<code>/addadmin @bob"),
        ("/addadmin @bob king", "<code>/addadmin @bob"),
        ("/addadmin @nobody", "I know nobody like that"),
        ("/addadmin @bob stock soon", "no date in the future"),
        ("/addadmin @bob stock 30", "Bob: Stock"),
        ("/addadmin @bob manager", "Until when?"),
        ("/addadmin @bob OWNER", "An owner may do everything"),
        ("/addadmin 1", "An owner by the shop"),
        ("/rmadmin", "<code>/rmadmin @bob"),
        ("/rmadmin @bob now", "<code>/rmadmin @bob"),
        ("/rmadmin @nobody", "I know nobody like that"),
        ("/rmadmin @bob", "Has no role here"),
        ("/rmadmin 2", "An owner by the shop"),
    ],
)
async def test_commands_show_how_they_are_written(office: Office, text: str, shows: str) -> None:
    await office.type(text)
    assert shows in office.screen
    assert await role_of(office) is None


@pytest.mark.parametrize(
    ("text", "warns"),
    [
        ("/addadmin @bob stock", False),
        ("/addadmin @bob owner", True),
        ("/addadmin @bob owner 7", True),
        ("/rmadmin @bob", False),
    ],
)
async def test_who_it_is_stands_on_every_question(office: Office, text: str, warns: bool) -> None:
    """An @name may have moved to another account, whose owner is named alike."""
    await hire(office)
    screen = await office.type(text)
    assert "<code>100</code>" in screen
    assert "@bob" in screen
    assert ("An owner may do everything" in screen) is warns


async def test_what_would_be_refused_is_not_offered(office: Office) -> None:
    """Of one's own role, and of who is banned; a role that rests says so."""
    await hire(office, "Owner")
    await office.type("/addadmin 100", BOB)
    assert "This is you" in office.screen
    assert [one.text for one in office.buttons] == ["‹ Back"]
    await office.type("/addadmin 1", BOB)
    await hire(office, "Stock", "1 week")
    office.world.clock.in_doubt = True
    await office.type("/addadmin 100")
    assert "not sure what time it is" in office.screen
    office.world.clock.in_doubt = False
    await office.world.customer(300)
    await folk.ban(office.database, 300)
    await office.type("/addadmin 300")
    assert "banned from this shop" in office.screen


async def test_who_is_the_shop_is_not_told_to_write_to_it(office: Office) -> None:
    """What they write is for nobody; who keeps the stock is heard as everybody else."""
    await hire(office)
    await office.type("/start")
    assert not [one for one in office.buttons if "Talk" in one.text]
    for said in (await office.type("/support"), await pressed_talk(office)):
        assert "You are the shop yourself" in said
    await office.type("/start", BOB)
    await office.press("Talk to us", BOB)
    assert "Just write here" in office.screen


async def pressed_talk(office: Office) -> str:
    """An old button."""
    await office.send(TalkToUs().pack())
    return office.screen


async def test_what_ended_by_itself_leaves_the_menu_of_commands(sqlite_database: Database) -> None:
    mail, office = Mail(sqlite_database), Office(sqlite_database)
    await office.open()
    await hire(office, "Stock", "1 week")
    mail.world.clock.advance(days=8)
    office.world.clock.advance(days=8)
    await office.team.end_overdue()
    await mail.delivered()
    assert mail.menus == [BOB]


async def test_the_command_that_takes_asks_first(office: Office) -> None:
    await hire(office)
    await office.type("/rmadmin @bob")
    assert await role_of(office) is Role.STOCK
    await office.press("Yes")
    assert await role_of(office) is None


async def test_who_comes_second_reads_it(office: Office) -> None:
    """Two owners over one card."""
    await office.type("/addadmin 100")
    old = office.button("Viewer").callback_data or ""
    await hire(office, "Manager")
    assert "has changed since" in await office.send(old, OLIVER)
    await office.type("/addadmin 100", OLIVER)
    await office.press("🚫 Take", OLIVER)
    take = office.button("Yes").callback_data or ""
    await hire(office, "Stock")
    assert "has changed since" in await office.send(take, OLIVER)
    assert "Stock" in office.screen
    assert await role_of(office) is Role.STOCK


@pytest.mark.parametrize(
    "forged",
    [
        "team-d:100:king:0:x",
        "team-d:100:stock:99999999:x",
        "team-u:100:stock:9223372036854775807:x",
        "team-u:100:stock:0:x",
        "team-d:999:stock:0:x",
        "team-y:1:x",
        "team-y:2:x",
        "team-m:9223372036854775807",
    ],
)
async def test_forged_buttons_change_nothing(office: Office, forged: str) -> None:
    await office.send(forged)
    async with office.world.uow.read() as uow:
        assert await uow.roles.all() == []
    assert len(office.telegram.answers) == 1


async def test_what_became_of_them_is_told(sqlite_database: Database) -> None:
    """To them in words, to the other owner, and not to who did it."""
    mail = Mail(sqlite_database)
    office = Office(sqlite_database)
    await office.open()
    await hire(office, "Stock", "1 day")
    await mail.delivered()
    [given] = read(mail, BOB)
    assert "You have a role in this shop now: <b>Stock</b>" in given.text
    assert given.keyboard is not None
    assert [one.text for row in given.keyboard.inline_keyboard for one in row] == ["🛠 Shop"]
    assert any("Ann gave Bob the role Stock" in one.text for one in read(mail, OLIVER))
    assert not any("gave Bob" in one.text for one in read(mail, ANN))
    office.world.clock.advance(days=1)
    mail.world.clock.advance(days=1)
    await office.team.end_overdue()
    await mail.delivered()
    assert "has ended as planned" in read(mail, BOB)[-1].text
    assert "has ended as planned" in read(mail, ANN)[-1].text
    rows = await mail.world.messages()
    assert all(row.status is not OutboxStatus.PENDING for row in rows)


async def test_a_letter_that_is_overtaken_is_left_out(sqlite_database: Database) -> None:
    mail, office = Mail(sqlite_database), Office(sqlite_database)
    await office.open()
    await hire(office)
    await office.type("/rmadmin 100")
    await office.press("Yes")
    await mail.delivered()
    said = [one.text for one in read(mail, BOB)]
    assert len(said) == 1
    assert "was taken away" in said[0]
    assert await mail.statuses(Event.ROLE) == {"sent", "skipped"}


async def test_a_notice_has_the_buttons_of_its_reader(sqlite_database: Database) -> None:
    """Too much money calls for a decision: support reads of the order, and decides nothing."""
    mail, office = Mail(sqlite_database), Office(sqlite_database)
    await office.open()
    await mail.world.rates.refresh()
    await hire(office, "Support")
    order_id = await mail.world.order(300)
    await mail.world.pay(order_id, "2")
    mail.world.chain.mine(6)
    mail.world.clock.advance(seconds=20)
    await mail.world.payments.scan("BTC")
    await mail.delivered()

    def labels(who: int) -> set[str]:
        keyboards = [one.keyboard for one in read(mail, who) if one.keyboard]
        return {one.text for each in keyboards for row in each.inline_keyboard for one in row}

    decide = {label for label in labels(ANN) if "Decide" in label}
    assert decide, labels(ANN)
    assert labels(BOB) == {"🛠 Shop", "🧾 Open order", "✋ I take it"}


async def test_who_only_looks_is_asked_for_nothing(office: Office) -> None:
    """A category that is open waits for a photo of whoever may put one there, and nobody else."""
    await office.world.variant(1)
    await office.type("/addadmin 100")
    await office.press("Viewer")
    await office.press("No end")
    for who, waits in ((ANN, True), (BOB, False)):
        await office.send(OpenShelf(category_id=1, page=0).pack(), who)
        user = await office.world.users.find(who)
        assert user is not None
        assert bool(user.expecting) is waits
