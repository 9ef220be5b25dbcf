"""Photos and discounts at the desks: what is shown, pressed and sent, by one admin and by two."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.methods import EditMessageMedia, EditMessageText, SendMessage, SendPhoto

from db import Database
from handlers import goods_callbacks as on
from handlers import wall_callbacks as pressed
from handlers.views.wall import SHOWN
from models.discount import DiscountKind
from models.product import ProductKind
from services.goods.discount import LISTED, DiscountService, NewDiscount
from services.goods.keeping import Moved
from services.goods.sketch import Sketch
from services.goods.wall import Place, WallService
from tests.handlers.office import ANN, OLIVER, Office
from tests.handlers.test_keeping_desks import APOLOGY

SHOWING = (SendMessage, EditMessageText, SendPhoto, EditMessageMedia)


def jpeg(number: int) -> bytes:
    return b"\xff\xd8\xff" + bytes([number]) * 50


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    desks = Office(sqlite_database)
    await desks.open()
    yield desks
    assert not [said for said in desks.telegram.said if APOLOGY in said]
    assert await desks.world.violations() == []


def walls(office: Office) -> WallService:
    return WallService(office.world.uow, office.world.clock, office.gallery)


async def mug(office: Office) -> Place:
    home = await office.world.keeping.add_category("Cups", None, actor="admin:1")
    sketch = Sketch("Mug", 1250, "")
    made = await office.world.keeping.add_product(
        home.id, sketch, ProductKind.PHYSICAL, actor="admin:1"
    )
    return Place(Moved.PRODUCT, made.id)


def shown(office: Office) -> tuple[str, dict[str, str]]:
    """Words, and buttons by their label, of what was shown last, with a photo or without."""
    last: Any = [one for one in office.telegram.asked if isinstance(one, SHOWING)][-1]
    media = getattr(last, "media", None)
    words = media.caption if media else getattr(last, "caption", None) or getattr(last, "text", "")
    rows = last.reply_markup.inline_keyboard if last.reply_markup else []
    return words or "", {one.text: one.callback_data or "" for row in rows for one in row}


async def press(office: Office, label: str, who: int = ANN) -> str:
    _, buttons = shown(office)
    [found] = [data for text, data in buttons.items() if label in text]
    return await office.send(found, who)


async def test_photos_are_kept_in_the_chat(office: Office) -> None:
    place = await mug(office)
    await office.send(on.OpenGoods(product_id=place.row_id).pack())
    await press(office, "📷 Photo")
    assert "has no photo yet" in shown(office)[0]
    for number in (1, 2, 3):
        await press(office, "➕ Add a photo")
        await office.show_photo(jpeg(number))
        assert f"photo {number} of {number}" in shown(office)[0]
    one, two, three = (await walls(office).at(place)).ids
    assert await press(office, "⬅️ Earlier") == "Moved."
    assert "photo 2 of 3" in shown(office)[0]
    assert (await walls(office).at(place)).ids == [one, three, two]
    await press(office, "🔁 Replace")
    await office.show_photo(jpeg(4))
    await press(office, "🗑 Remove")
    assert "Take photo 2 of" in shown(office)[0]
    assert await press(office, "🗑 Yes") == "The photo is taken down."
    assert len((await walls(office).at(place)).ids) == 2
    await press(office, "Back")
    assert "Mug" in shown(office)[0]


async def test_one_photo_is_meant_and_no_album(office: Office) -> None:
    place = await mug(office)
    await office.send(pressed.ShowPhoto(of_category=0, row_id=place.row_id, number=0).pack())
    await press(office, "➕ Add a photo")
    for _ in range(2):
        await office.type(None, photo=office.size(jpeg(1)), media_group_id="1")
        assert "That is an album" in office.screen
    await office.type("words")
    assert "That is no photo" in office.screen
    assert (await walls(office).at(place)).ids == []
    await office.show_photo(jpeg(1))
    assert len((await walls(office).at(place)).ids) == 1


async def test_a_category_has_one_photo(office: Office) -> None:
    await mug(office)
    [home] = await office.world.shelves.entrance(0)
    await office.send(on.OpenShelf(category_id=home.id, page=0).pack())
    await press(office, "📷 Photo")
    await press(office, "➕ Add a photo")
    await office.show_photo(jpeg(1))
    words, buttons = shown(office)
    assert "photo 1 of 1" in words
    assert not [label for label in buttons if "➕" in label or "⬅️" in label or "➡️" in label]


async def test_the_second_admin_is_told_who_was_first(office: Office) -> None:
    place = await mug(office)
    await office.send(pressed.ShowPhoto(of_category=0, row_id=place.row_id, number=0).pack())
    for number in (1, 2):
        await press(office, "➕ Add a photo")
        await office.show_photo(jpeg(number))
    _, before = shown(office)
    [front] = [data for text, data in before.items() if "Earlier" in text]
    [instead] = [data for text, data in before.items() if "Replace" in text]
    await office.send(instead)
    await office.send(front, OLIVER)
    was = (await walls(office).at(place)).ids
    assert "Oliver" in await office.send(front)
    assert (await walls(office).at(place)).ids == was


async def test_a_photo_that_answers_an_old_question_changes_nothing(office: Office) -> None:
    place = await mug(office)
    await office.send(pressed.ShowPhoto(of_category=0, row_id=place.row_id, number=0).pack())
    await press(office, "➕ Add a photo")
    seen = (await walls(office).at(place)).seen
    await walls(office).add(place, jpeg(9), seen=seen, actor="admin:2")
    await office.show_photo(jpeg(1))
    assert "the photos have become others" in " ".join(office.telegram.said)
    assert len((await walls(office).at(place)).ids) == 1


async def test_a_discount_is_ended_after_a_question(office: Office) -> None:
    place = await mug(office)
    await office.type(f"/disc {place.row_id} 10%")
    await press(office, "✂️ Discounts")
    assert "<b>10 %</b> off since" in shown(office)[0]
    await press(office, "✖️ End 10 %")
    assert "The full price counts at once" in shown(office)[0]
    [yes] = [data for text, data in shown(office)[1].items() if "Yes, end" in text]
    assert await office.send(yes) == "The discount has ended."
    assert "There is none now" in shown(office)[0]
    assert "Ann" in await office.send(yes, OLIVER)


async def test_discounts_without_a_button_are_counted_to_the_last(office: Office) -> None:
    place = await mug(office)
    discounts, count = DiscountService(office.world.uow, office.world.clock), LISTED + 7
    for amount in range(1, count + 1):
        new = NewDiscount(DiscountKind.FIXED, amount, product_id=place.row_id)
        await discounts.begin(new, "admin:1")
    await office.send(pressed.ListDiscounts(of_category=0, row_id=place.row_id).pack())
    assert f"{count - SHOWN} more" in shown(office)[0]
