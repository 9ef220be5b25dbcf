"""Photos and discounts at the desks: what is shown, pressed and sent, by one admin and by two."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import EditMessageMedia, EditMessageText, SendMessage, SendPhoto

from db import Database
from handlers import goods_callbacks as on
from handlers import wall_callbacks as pressed
from models.discount import DiscountKind
from models.product import ProductKind
from services.goods.discount import PAGE, Discounts, DiscountService, NewDiscount, Owner
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
    assert "<b>10 %</b> off since" in shown(office)[0]
    await press(office, "✖️ End 10 %")
    assert "The full price counts at once" in shown(office)[0]
    [yes] = [data for text, data in shown(office)[1].items() if "Yes, end" in text]
    assert await office.send(yes) == "The discount has ended."
    assert "There is none now" in shown(office)[0]
    assert "Ann" in await office.send(yes, OLIVER)


async def test_every_discount_has_a_page_and_a_button(office: Office) -> None:
    place = await mug(office)
    discounts, count = DiscountService(office.world.uow, office.world.clock), 2 * PAGE + 1
    for amount in range(1, count + 1):
        new = NewDiscount(DiscountKind.FIXED, amount, product_id=place.row_id)
        await discounts.begin(new, "admin:1")
    await office.send(pressed.ListDiscounts(of_category=0, row_id=place.row_id).pack())
    seen = []
    while True:
        _, buttons = shown(office)
        seen += [label for label in buttons if "✖️ End" in label]
        onward = [label for label in buttons if label == "▶️" or "More" in label or "›" in label]
        if not onward:
            break
        await press(office, onward[0])
    assert len(set(seen)) == count
    assert "$0.01" in seen[-1]
    await press(office, seen[-1])
    assert await press(office, "Yes, end") == "The discount has ended."
    assert not (await discounts.of(Owner(of_category=False, row_id=place.row_id), 2)).rows
    await office.send(pressed.ListDiscounts(of_category=0, row_id=place.row_id, page=2).pack())
    assert "There is none now" not in shown(office)[0], "a page that is gone by now"
    assert len([label for label in shown(office)[1] if "✖️ End" in label]) == PAGE


async def test_a_discount_is_begun_from_when_to_when(office: Office) -> None:
    """By the button and by the command; a day that cannot be is refused with one that can."""
    place = await mug(office)
    today = office.world.clock()
    days = [f"{today + timedelta(days=number):%Y-%m-%d}" for number in (-2, 3, 9, 10)]
    await office.send(pressed.ListDiscounts(of_category=0, row_id=place.row_id).pack())
    await press(office, "➕ New discount")
    assert "midnight UTC" in office.screen
    for wrong, told in (
        (f"20% {days[0]} {days[2]}", "is over already"),
        (f"20% {days[2]} {days[1]}", "ends after it begins"),
        (f"20% {days[2]}", "first day or the last"),
        ("20% 2026-02-30 -", "no such day"),
        ("20% soon", "cannot read"),
        ("200%", "from 1 to 95"),
        ("-5", "not negative"),
    ):
        await office.type(wrong)
        assert told in office.screen, wrong
        assert "<code>" in office.screen, wrong
    await office.type(f"20% {days[1]} {days[2]}")
    assert "It is set" in office.screen
    assert f"{days[1]} 00:00 UTC" in office.screen
    assert f"{days[3]} 00:00 UTC" in office.screen, "to the end of the last day"
    [off] = (await discounts_of(office, place)).rows
    assert (off.amount, off.kind) == (20, DiscountKind.PERCENT)
    await office.type(f"/disc p{place.row_id} 1.50 - {days[2]}")
    assert "$1.50" in office.screen
    await office.type(f"/discat Cups 10 % {days[1]} to {days[2]}")
    assert f"{days[1]} 00:00 UTC" in office.screen
    await office.type(f"/disc p{place.row_id} 5% {days[2]} {days[1]}")
    assert "ends after it begins" in office.screen
    assert "<code>/disc p3" in office.screen


async def discounts_of(office: Office, place: Place) -> Discounts:
    service = DiscountService(office.world.uow, office.world.clock)
    return await service.of(Owner(of_category=False, row_id=place.row_id))
