"""A refusal stands below its question until that is answered or ends; then it goes."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage

from db import Database
from handlers import callbacks as shop
from handlers import goods_callbacks as on
from handlers import shipping_callbacks as ways
from handlers import wall_callbacks as walls
from handlers.errors import explain
from handlers.press import Typed
from handlers.views.screen import Screen
from models.errors import OrderNotFound
from services.goods.keeping import Field
from tests.handlers.conftest import TEXTS
from tests.handlers.office import ANN, BOB, Office
from tests.handlers.telegram import message, mounted, pressed, typed
from tests.handlers.test_keeping_desks import APOLOGY, JPEG, shelf, stocked


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    desks = Office(sqlite_database)
    await desks.open()
    yield desks
    assert not [said for said in desks.telegram.said if APOLOGY in said]


def removed(office: Office) -> list[int]:
    return [one.message_id for one in office.telegram.of(DeleteMessage)]


def newest(office: Office) -> int:
    """The number of the message that was sent last, as this Telegram counts them."""
    shown = [m for m in office.telegram.asked if isinstance(m, SendMessage | EditMessageText)]
    return 999 + len(shown)


async def write(office: Office, text: str, number: int, who: int = BOB) -> int:
    """The number of what was answered."""
    await office.reception.receive(mounted(typed(who, text, number), office.bot), office.bot)
    return newest(office)


async def test_a_wrong_number_turns_into_the_card_once_it_is_right(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await stocked(office, keys, "A\nB\nC\nD")
    ask = shop.TypeQuantity(variant_id=keys, quantity=1).pack()
    await office.reception.receive(mounted(pressed(BOB, ask, number=50), office.bot), office.bot)
    first = await write(office, "many", 51)
    assert "whole number from 1 to 4, such as 2" in office.screen
    assert removed(office) == [], "what was wrong can be read as long as it is"
    second = await write(office, "9", 52)
    assert removed(office) == [first], "one refusal at a time"
    await write(office, "3", 53)
    [card] = [m for m in office.telegram.of(EditMessageText) if m.message_id == 50][-1:]
    assert "Key" in card.text
    assert set(removed(office)) == {first, second, 51, 52, 53}, "only the card is left"


async def test_it_goes_when_the_question_ends(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await stocked(office, keys, "A\nB\nC\nD")
    ask = shop.TypeQuantity(variant_id=keys, quantity=1).pack()
    await office.send(ask, BOB)
    refusal = await write(office, "many", 51)
    await office.send(shop.OpenVariant(variant_id=keys, quantity=1).pack(), BOB)
    assert removed(office) == [refusal]
    await office.send(ask, BOB)
    refusal = await write(office, "many", 52)
    home = mounted(pressed(BOB, shop.Home().pack(), number=refusal), office.bot)
    await office.reception.receive(home, office.bot)
    assert refusal not in removed(office), "it shows the menu by now"
    await office.send(ask, BOB)
    refusal = await write(office, "many", 54)
    await office.type("/start", BOB)
    assert refusal in removed(office)


async def test_what_telegram_does_not_let_go_stays(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await stocked(office, keys, "A\nB")
    await office.send(shop.TypeQuantity(variant_id=keys, quantity=1).pack(), BOB)
    await write(office, "many", 51)
    gone = TelegramBadRequest(DeleteMessage(chat_id=BOB, message_id=1), "message can't be deleted")
    office.telegram.failing[DeleteMessage] = gone
    await write(office, "2", 52)
    assert "Key" in office.screen


QUESTIONS = {
    "price": ("x", "14"),
    "threshold": ("x", "3"),
    "weight": ("x", "250"),
    "count": ("5", "+5 delivery"),
    "limit": ("x", "5"),
    "category": ("x" * 99, "Lamps"),
    "product": ("Lamp", "Lamp / 5"),
    "version": ("Blue", "Blue / 5"),
    "discount": ("x", "10%"),
    "shipping": ("Post", "Post / 5"),
    "question": ("x" * 999, "Engraving?"),
}


async def ask(office: Office, what: str) -> None:
    keys, mugs, guide = await shelf(office)
    await office.send(on.OpenStock(variant_id=guide).pack())
    await office.press("📎 Set")
    await office.type("The guide")
    await office.press("✅ Yes")
    questions = {
        "price": on.EditField(field=Field.PRICE, row_id=keys),
        "threshold": on.EditField(field=Field.LOW, row_id=keys),
        "weight": on.EditField(field=Field.WEIGHT, row_id=mugs),
        "count": on.CountStock(variant_id=mugs),
        "limit": on.CapGoods(variant_id=guide, seen="x"),
        "category": on.NewShelf(category_id=0),
        "product": on.NewGoods(category_id=1),
        "version": on.NewVariant(product_id=1),
        "discount": walls.NewDiscount(of_category=0, row_id=1),
        "shipping": ways.NewShipping(),
        "question": ways.EditQuestion(product_id=1, place=0),
    }
    await office.send(questions[what].pack())


@pytest.mark.parametrize("what", QUESTIONS)
async def test_so_it_is_in_every_flow(office: Office, what: str) -> None:
    wrong, right = QUESTIONS[what]
    await ask(office, what)
    refusal = await write(office, wrong, 60, ANN)
    assert removed(office) == []
    await write(office, right, 61, ANN)
    assert refusal in removed(office), "the refusal is gone"
    assert 60 not in removed(office), "what an admin typed may be long, and stays theirs"


async def test_an_album_is_refused_once_and_stays_refused(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await office.send(on.EditField(field=Field.PRICE, row_id=keys).pack())
    for _ in range(2):
        await office.type(None, photo=office.size(JPEG), media_group_id="1")
    assert "text" in office.screen
    assert removed(office) == []


@pytest.mark.parametrize(
    ("shop", "buttons"), [(False, ["🏠 Home", "💬 Talk to us"]), (True, ["🏠 Home"])]
)
async def test_what_no_question_waits_behind_has_nothing_to_cancel(
    shop: bool, buttons: list[str]
) -> None:
    """A command that is refused: the way out of a question would say that something is open."""
    said = list[Screen]()

    async def say(_: object, screen: Screen) -> int:
        said.append(screen)
        return 1

    who: Any = SimpleNamespace(t=TEXTS("en"), shop=shop, board=SimpleNamespace(say=say))
    await explain(OrderNotFound(), Typed(message(BOB, "/order XXXXX"), who), 1)
    assert [one.text for row in said[0].rows for one in row] == buttons
