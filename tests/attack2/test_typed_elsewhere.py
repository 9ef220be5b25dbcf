"""Kind 7: an edit, an album or a batch is taken for, or cut off from, what the person meant."""

import asyncio

import pytest
from aiogram.types import PhotoSize

from handlers.callbacks import AnswerPerson
from models.outbox import OutboxMessage
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, Hall, hall  # noqa: F401
from tests.handlers.telegram import typed
from tests.handlers.test_delivery import Till, till  # noqa: F401
from tests.handlers.test_polling import Counter, counter  # noqa: F401

PHOTO = [PhotoSize(file_id="x", file_unique_id="x", width=1, height=1)]
BOB = 7002


async def rows(hall: Hall) -> list[OutboxMessage]:  # noqa: F811
    async with hall.database.uow.read() as uow:
        return list(await uow.outbox.all())


@pytest.fixture
async def shop(hall: Hall) -> Hall:  # noqa: F811
    hall.open_all()
    for person in (ALICE, BOB, OLIVIA, OSCAR):
        await hall.user(person)
    return hall


async def test_what_an_admin_typed_before_the_question_is_not_sent_to_a_customer_by_an_edit(
    shop: Hall,
) -> None:
    """OLIVIA notes something to the bot, which tells her that nobody hears it; then she answers
    BOB; while that question waits she corrects her note: BOB gets it."""
    await shop.type("note to self: Alice is a fraud, Bob next", OLIVIA, number=7)
    await shop.press(AnswerPerson(user_id=BOB).pack(), OLIVIA, number=8)
    await shop.edit("note to self: Alice is a fraud", OLIVIA, number=7)
    assert [row.event for row in await rows(shop) if row.chat_id == BOB] == []


async def test_a_typed_quantity_is_no_delivery_address_by_an_edit(till: Till) -> None:  # noqa: F811
    await till.press(f"qty:{till.mug}:1", number=90)
    await till.type("no thanks 33333", number=5)  # any message that came before the question
    await till.asks()
    await till.edit("I said no thanks 33333", number=5)
    draft = await till.tools.drafts.find(ALICE)
    assert draft is None, draft.text


async def test_an_admins_album_reaches_the_customer_whole(shop: Hall) -> None:
    await shop.press(AnswerPerson(user_id=BOB).pack(), OLIVIA, number=8)
    for number in range(3):
        await shop.type(None, OLIVIA, photo=PHOTO, number=20 + number, media_group_id="album")
    print(shop.telegram.said)
    got = [row.args["message_id"] for row in await rows(shop) if row.chat_id == BOB]
    assert got == ["20", "21", "22"]


async def test_a_customers_album_of_ten_reaches_the_shop_whole(
    counter: Counter, hall: Hall  # noqa: F811
) -> None:
    """Telegram hands an album over in one batch; the lane holds three."""
    hall.open_all()
    counter.polling._reception = hall.reception
    counter.polling._lanes._serve = lambda update: hall.reception.receive(update, counter.bot)
    for person in (ALICE, OLIVIA, OSCAR):
        await hall.user(person)
    for number in range(10):
        counter.telegram.add(
            typed(ALICE, None, photo=PHOTO, number=20 + number, media_group_id="album")
        )
    async with counter.open():
        await counter.until(lambda: not counter.telegram.updates)
        await asyncio.sleep(1)
    got = [row.args["message_id"] for row in await rows(hall) if row.chat_id == OLIVIA]
    print(counter.telegram.said)
    assert got == [str(20 + number) for number in range(10)]


async def test_a_long_text_which_the_app_splits_into_five_reaches_the_shop_whole(
    counter: Counter, hall: Hall  # noqa: F811
) -> None:
    hall.open_all()
    counter.polling._lanes._serve = lambda update: hall.reception.receive(update, counter.bot)
    counter.polling._reception = hall.reception
    for person in (ALICE, OLIVIA, OSCAR):
        await hall.user(person)
    for number in range(5):
        counter.telegram.add(typed(ALICE, f"part {number} " + "x" * 4000, number=20 + number))
    async with counter.open():
        await counter.until(lambda: not counter.telegram.updates)
        await asyncio.sleep(1)
    got = [row.args["message_id"] for row in await rows(hall) if row.chat_id == OLIVIA]
    assert got == [str(20 + number) for number in range(5)]


@pytest.mark.parametrize(
    "words", ["/start…", "/help—please", "/cancel\u200b", "/support‘", "\u2060/start", "/start\ufe0f"]
)
async def test_what_telegram_shows_as_a_command_is_no_address(till: Till, words: str) -> None:  # noqa: F811
    await till.asks()
    await till.type(words + " x", number=5)
    draft = await till.tools.drafts.find(ALICE)
    assert draft is None, draft.text
