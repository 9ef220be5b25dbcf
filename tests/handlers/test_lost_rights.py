"""Rights that are gone while somebody acts, and doors that are no routes of the table."""

from collections.abc import Awaitable

import pytest
from aiogram.types import InlineKeyboardMarkup, PhotoSize, User

from db import Database
from handlers.callbacks import AdminOrder, AnswerPerson
from handlers.views.screen import button
from models.order import OrderStatus
from models.permission import Permission
from services.people.note import Note
from services.running.notification import Event
from tests.handlers.conftest import Hall
from tests.handlers.office import ANN, BOB, Office
from tests.handlers.telegram import NOW, message
from tests.handlers.test_matrix import ACTORS, become

CAROL = 7200


class Fading(set[int]):
    """Owners for so many looks: who is one when the door is passed is none when work ends."""

    looks = 1

    def __contains__(self, who: object) -> bool:
        if not super().__contains__(who) or not self.looks:
            return False
        self.looks -= 1
        return True


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    office = Office(sqlite_database)
    await office.open()
    return office


async def test_a_right_that_is_lost_between_press_and_transaction(office: Office) -> None:
    order_id = await office.world.order(300)
    await office.send(AdminOrder(order_id=order_id).pack())
    await office.press("More")
    await office.press("End its time now")
    end = office.button("Yes, end it").callback_data or ""
    office.owners = Fading({ANN})
    assert "you have no role here" in await office.send(end)
    assert (await office.world.load(order_id)).status is OrderStatus.CREATED
    office.owners = {ANN}
    await office.send(end)
    assert (await office.world.load(order_id)).status is OrderStatus.EXPIRED


async def test_a_right_that_is_lost_between_question_and_transaction(office: Office) -> None:
    await office.send(AnswerPerson(user_id=BOB).pack())
    office.owners = Fading({ANN})
    assert "you have no role here" in await office.type("Yes, tomorrow")
    assert not [row for row in await office.world.messages() if row.event == Event.ANSWER]


async def answers(hall: Hall) -> int:
    """How often the customer hears from the shop."""
    async with hall.database.uow.read() as uow:
        return [row.event for row in await uow.outbox.all()].count(Event.ANSWER)


@pytest.mark.parametrize("actor", list(ACTORS))
async def test_doors_that_are_no_routes(hall: Hall, actor: str) -> None:
    """What somebody wrote while they might is changed, goes on as an album, is replied to, or is a
    photo that begins a product: by who may do it now.
    """
    hall.open_all()
    await hall.user()
    who, rights = await become(hall, actor), ACTORS[actor]
    talks = Permission.TALK in rights
    await hall.users.register(CAROL, "Carol", None, "en")
    await hall.tools.talk.answer(Note(who, 9, NOW, "album"), CAROL)

    async def heard(work: Awaitable[None]) -> bool:
        before = await answers(hall)
        await work
        return await answers(hall) > before

    assert await heard(hall.edit("tomorrow", who, number=9)) is talks
    told = hall.telegram.said[-1:]
    assert talks or "🚫" in told[0]
    photo = [PhotoSize(file_id="1", file_unique_id="1", width=9, height=9)]
    album = {"photo": photo, "media_group_id": "album"}
    assert await heard(hall.type(None, who, number=10, **album)) is talks
    copied = message(who, "hello", 8).model_copy(
        update={
            "from_user": User(id=hall.bot.id, is_bot=True, first_name="Shop"),
            "reply_markup": InlineKeyboardMarkup(
                inline_keyboard=[[button("Answer", AnswerPerson(user_id=CAROL))]]
            ),
        }
    )
    assert await heard(hall.type("hello", who, number=11, reply_to_message=copied)) is talks
