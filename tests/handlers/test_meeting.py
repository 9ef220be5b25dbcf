"""Where what people type meets: goods, addresses, a search and the conversation with the shop."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import AnswerInlineQuery, GetMe
from aiogram.types import (
    InlineQuery,
    MessageOriginUser,
    PhotoSize,
    Update,
    User,
    Video,
)
from sqlalchemy import text as sql

from db import Database
from handlers import callbacks as on
from handlers import goods_callbacks as goods
from handlers import shelf_callbacks
from models.product import Category
from services.goods.files import Content
from services.goods.keeping import Field
from services.people.draft import GOODS
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, Hall
from tests.handlers.office import ANN, BOB, Office
from tests.handlers.telegram import NOW, mounted, person, typed
from tests.handlers.test_buttons import BUTTONS, biggest
from tests.handlers.test_keeping_desks import APOLOGY, JPEG, free, shelf
from tests.handlers.test_reception import LATE
from tests.handlers.test_shelves import _product, asked

NEW = [one for one in BUTTONS if one.__module__ in (goods.__name__, shelf_callbacks.__name__)]


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    desks = Office(sqlite_database)
    await desks.open()
    yield desks
    assert not [said for said in desks.telegram.said if APOLOGY in said]
    assert await desks.world.violations() == []


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    """Where a complaint shares a word with what is sold."""
    for who in (ALICE, OLIVIA, OSCAR):
        await hall.user(who)
    async with hall.database.uow() as uow:
        await uow.products.add(Category(name="Games"))
        await _product(uow, 1, "Star Sailor", "a game; nothing came close, paid once", [100], 3)
        await _product(uow, 1, "Nothing Phone Key", "works at once", [200], 3)
    hall.open_all()
    return hall


# What is said to the shop, and what is looked for


@pytest.mark.parametrize(
    "text",
    [
        *("nothing came", "I paid nothing came", "key invalid", "Star Sailor broken", "phone?"),
        *("I paid and nothing came", "nothing came close then", "star sailor refund", "paid once"),
        *("the key is wrong", "wrong star", "key key doesnt work"),
    ],
)
async def test_words_that_say_more_than_a_product_reach_a_person(shop: Hall, text: str) -> None:
    """Whatever else they are taken for."""
    await shop.type(text)
    assert await asked(shop) == [1]
    assert "Sent to the shop" in shop.telegram.said[-1]
    assert "meant for the shop" not in shop.telegram.labels()


@pytest.mark.parametrize("text", ["star sailor", "Sailer", "nothing", "KEY phone", "star game"])
async def test_words_that_are_a_product_alone_are_a_search(shop: Hall, text: str) -> None:
    await shop.type(text)
    assert await asked(shop) == []
    assert "This fits" in shop.telegram.said[-1]
    assert "meant for the shop" in shop.telegram.labels()


async def test_who_is_heard_too_often_still_finds(shop: Hall) -> None:
    for number in range(1, 7):
        await shop.type("star sailor please", number=number)
    assert len(await asked(shop)) == 5
    assert "This fits" in shop.telegram.said[-1]
    assert "Sent to the shop" not in shop.telegram.said[-1]
    assert "Star Sailor" in shop.telegram.labels()


async def test_a_search_that_becomes_a_complaint_reaches_a_person(shop: Hall) -> None:
    await shop.type("star sailor", number=5)
    await shop.edit("I paid for it and nothing came", number=5)
    assert await asked(shop) == [1]
    assert "Sent to the shop" in shop.telegram.said[-1]


async def test_a_changed_answer_is_no_search(shop: Hall) -> None:
    """A number that answered something once is not the number of a product."""
    await shop.users.expect(ALICE, "quantity:1:9")
    await shop.type("2", number=5)
    await shop.press(on.OpenCart().pack())
    await shop.edit("1", number=5)
    assert "alters nothing" in shop.telegram.said[-1]
    await shop.edit("star sailor", number=4)
    assert "alters nothing" in shop.telegram.said[-1]


async def test_a_search_between_two_pictures_parts_no_album(shop: Hall) -> None:
    photo = [PhotoSize(file_id="x", file_unique_id="x", width=1, height=1)]
    await shop.type(None, number=5, photo=photo, media_group_id="a", caption="it came broken")
    await shop.type("star sailor", number=6)
    assert "This fits" in shop.telegram.said[-1]
    before = len(shop.telegram.said)
    await shop.type(None, number=7, photo=photo, media_group_id="a")
    assert len(shop.telegram.said) == before
    async with shop.database.uow.read() as uow:
        [*heard] = [row for row in await uow.outbox.all() if row.chat_id == OLIVIA]
    assert len(heard) == 2


async def test_a_card_that_is_shared_with_the_shop_itself_opens(shop: Hall) -> None:
    entity: Any = {"type": "text_link", "offset": 0, "length": 4}
    entity["url"] = "https://t.me/shop_bot?start=p_1"
    for bot, answer in ((1, "nothing came close"), (2, "Sent to the shop")):
        via = User(id=bot, is_bot=True, first_name="Shop")
        await shop.type("Star\nSailor for you", number=bot, entities=[entity], via_bot=via)
        assert answer in shop.telegram.said[-1]


async def test_a_card_that_was_shared_and_sent_on_opens(shop: Hall) -> None:
    """Its name is a link, and so is its button: Telegram may keep either."""
    query = InlineQuery(id="1", from_user=person(ALICE), query="sailor", offset="")
    update = Update(update_id=1, inline_query=query)
    await shop.reception.receive(mounted(update, shop.bot), shop.bot)
    [result] = shop.telegram.of(AnswerInlineQuery)[-1].results
    shared = result.input_message_content.message_text
    assert '<a href="https://t.me/shop_bot?start=p_1">' in shared
    origin = MessageOriginUser(date=NOW, sender_user=person(5))
    await shop.type("Star\nSailor", reply_markup=result.reply_markup, forward_origin=origin)
    assert "nothing came close" in shop.telegram.said[-1]


@pytest.mark.parametrize("error", [LATE, TelegramNetworkError(method=GetMe(), message="away")])
async def test_an_answer_that_comes_too_late_for_other_chats_is_none(
    shop: Hall, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    shop.telegram.failing[AnswerInlineQuery] = error
    for number, words in enumerate(("sailor", "", "%", "x" * 5_000, "\u202e", "1", "#" * 300)):
        query = InlineQuery(id=str(number), from_user=person(ALICE), query=words, offset="-1")
        update = Update(update_id=number, inline_query=query)
        await shop.reception.receive(mounted(update, shop.bot), shop.bot)
    assert len(shop.telegram.of(AnswerInlineQuery)) == 7
    assert [one.message for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_what_never_runs_out_has_no_number(office: Office) -> None:
    """For customers and for who keeps it."""
    _, _, guide = await shelf(office)
    good = await office.world.sharing.put(guide, Content("All"), seen=0, actor="admin:1")
    seen = await office.world.limit(good.variant_id)
    await office.world.sharing.make_endless(good.variant_id, seen=seen, actor="admin:1")
    await office.send(on.OpenVariant(variant_id=guide, quantity=1).pack(), BOB)
    assert "In stock" in office.screen
    await office.send(goods.Movements(variant_id=guide, page=0).pack())
    assert "+∞ · without limit from now on" in office.screen
    await office.world.carts.add(BOB, guide, 999)
    await office.send(on.AddToCart(variant_id=guide, quantity=1).pack(), BOB)
    shown = (office.telegram.answers[-1].text or "") + "".join(office.telegram.said)
    assert "999" in (office.telegram.answers[-1].text or "")
    assert "99999" not in shown
    assert "10000" not in shown


# Drafts


async def test_goods_that_wait_are_no_address_and_no_question(office: Office) -> None:
    """By buttons that an earlier question left in the chat."""
    keys, _, _ = await shelf(office)
    await office.type(f"/addstock {keys} SECRET-ONE\nSECRET-TWO")
    before = len(office.telegram.said)
    await office.send(on.HandOnDraft().pack())
    async with office.database.uow.read() as uow:
        assert [row.event for row in await uow.outbox.all() if "question" in row.event] == []
    assert not [said for said in office.telegram.said[before:] if "SECRET" in said]
    drafts = office.reception._fallback._drafts  # type: ignore[attr-defined]
    assert await drafts.find(ANN) is None
    assert await drafts.find(ANN, GOODS) is not None


async def test_an_address_is_no_product(office: Office) -> None:
    """Also one that begins like a draft of goods."""
    drafts = office.reception._fallback._drafts  # type: ignore[attr-defined]
    await drafts.keep(ANN, "product: \nMug / 5", None)
    await office.send(goods.ChooseShelf(category_id=1, seal="x").pack())
    assert "not there any more" in (office.telegram.answers[-1].text or "")


async def test_a_command_over_goods_that_wait_drops_them(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await office.send(goods.AddStock(variant_id=keys).pack())
    await office.type("A\nB", number=5)
    old = office.button("✅ Add 2").callback_data or ""
    change = typed(ANN, "/start", 5)
    update = Update(update_id=1, edited_message=change.message)
    await office.reception.receive(mounted(update, office.bot), office.bot)
    await office.send(old)
    assert await free(office, keys) == 0


# Photos and files


async def edit_photo(office: Office, caption: str, number: int) -> str:
    size = PhotoSize(file_id="photo0", file_unique_id="photo0", width=9, height=9)
    change = typed(ANN, None, number, photo=[size], caption=caption)
    update = Update(update_id=1, edited_message=change.message)
    await office.reception.receive(mounted(update, office.bot), office.bot)
    return office.screen


async def show(office: Office, name: str, caption: str | None = None, **content: Any) -> str:
    office.telegram.files[name] = JPEG + name.encode()
    size = PhotoSize(file_id=name, file_unique_id=name, width=9, height=9)
    return await office.type(None, photo=[size], caption=caption, **content)


@pytest.mark.parametrize("asks", [True, False])
async def test_a_changed_caption_is_the_product(office: Office, *, asks: bool) -> None:
    await office.world.keeping.add_category("Cups", None, actor="admin:1")
    if asks:
        await office.send(goods.NewGoods(category_id=1).pack())
    await show(office, "photo0", "Mug / 9.90 / Blue", number=5)
    old = [one.callback_data or "" for one in office.buttons]
    await edit_photo(office, "Mug / 8.80 / Blue", 5)
    assert "$8.80" in office.screen
    await office.send(old[0])
    assert "not there any more" in (office.telegram.answers[-1].text or "")


async def test_a_caption_of_long_ago_begins_no_product(office: Office) -> None:
    await office.world.keeping.add_category("Cups", None, actor="admin:1")
    await edit_photo(office, "Mug / 8.80 / Blue", 4)
    assert "alters nothing" in office.screen


@pytest.mark.parametrize("asks", [True, False])
async def test_an_album_is_one_product_with_its_photos(office: Office, *, asks: bool) -> None:
    await office.world.keeping.add_category("Cups", None, actor="admin:1")
    if asks:
        await office.send(goods.NewGoods(category_id=1).pack())
    await show(office, "one", "Mug / 9.90 / Blue", number=5, media_group_id="a")
    before = len(office.telegram.said)
    await show(office, "two", number=6, media_group_id="a")
    await show(office, "two", number=6, media_group_id="a")
    assert len(office.telegram.said) == before
    if not asks:
        await office.press("🗂 Cups")
    await office.press("Physical")
    async with office.database.uow.read() as uow:
        assert await uow.session.scalar(sql("SELECT count(*) FROM pictures")) == 2


@pytest.mark.parametrize("content", [b"no photo", JPEG + bytes(11_000_000)])
async def test_a_photo_that_cannot_hang_makes_no_product(office: Office, content: bytes) -> None:
    await office.world.keeping.add_category("Cups", None, actor="admin:1")
    await office.show_photo(content, "Mug / 9.90 / Blue")
    await office.press("🗂 Cups")
    await office.press("Physical")
    assert "photo" in (office.telegram.answers[-1].text or "")
    async with office.database.uow.read() as uow:
        assert await uow.session.scalar(sql("SELECT count(*) FROM products")) == 0


async def test_an_album_of_another_time_is_not_hung(office: Office) -> None:
    await office.world.keeping.add_category("Cups", None, actor="admin:1")
    await office.send(goods.NewGoods(category_id=1).pack())
    await office.type("Mug / 9.90 / Blue")
    await show(office, "two", number=6, media_group_id="b")
    assert "is missing" in office.screen
    await office.send(goods.NewGoods(category_id=1).pack())


async def test_goods_come_as_a_file_with_a_command_below_it(office: Office) -> None:
    keys, mugs, _ = await shelf(office)
    await office.give("keys.txt", b"A\nB", caption=f"/addstock {keys}")
    await office.press("✅ Add 2")
    assert await free(office, keys) == 2
    await office.give("one.txt", b"whole", caption=f"/addstock {keys} file")
    assert "one.txt" in office.screen
    await office.give("one.txt", b"whole", caption=f"/addstock {mugs}")
    assert "<code>/addstock " in office.screen  # a file is no number of mugs


async def test_forwarded_media_are_goods(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await office.send(goods.AddStock(variant_id=keys).pack())
    for name in ("one", "two"):
        await show(office, name, number=5 + len(name + name), media_group_id="a")
    office.telegram.files["film"] = b"film"
    film = Video(file_id="film", file_unique_id="film", width=1, height=1, duration=1)
    await office.type(None, number=9, video=film)
    await office.press("✅ Add 3 files")
    assert await free(office, keys) == 3


@pytest.mark.parametrize(
    "typed_text", ["hello", "what does it cost?", "10€ 20€", "1.2.3", "-1", "0", "ten", "1e3", ""]
)
async def test_what_is_no_price_is_none(office: Office, typed_text: str) -> None:
    keys, _, _ = await shelf(office)
    await office.send(goods.EditField(field="v-price", row_id=keys).pack())
    await office.type(typed_text or None, sticker=None if typed_text else STICKER)
    assert "✅ Set" not in " ".join(one.text for one in office.buttons)
    assert (await office.world.shelves.figures(keys)).variant.price == 1250
    await office.type("13")
    assert "✅ Set $13.00" in " ".join(one.text for one in office.buttons)


STICKER: dict[str, Any] = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}


# Forged buttons


def forged(button: type[CallbackData]) -> list[str]:
    """What nobody was shown: nothing, somebody else's, the largest, and beyond what fits."""
    largest = biggest(button).pack()
    fields = button.model_fields
    words = {"field": "v-price", "kind": "digital", "which": "low", "sort": "new", "seal": "f" * 12}
    packed = [largest]
    for number in ("0", "1", "2", "3", "4", "99", "-1", "9" * 40, "x", "", "1.5", "٣"):
        values = [words.get(name, number) for name in fields]
        packed.append(":".join([button.__prefix__, *values]))
    for word in ("c-name", "p-home", "c-home", "v-shown", "v-low", "nonsense", "%", "'"):
        values = [word if name in words or name == "seen" else "1" for name in fields]
        packed.append(":".join([button.__prefix__, *values]))
    return packed


@pytest.mark.parametrize("button", NEW, ids=lambda button: button.__name__)
@pytest.mark.parametrize("who", [ANN, BOB])
async def test_forged_buttons_break_and_change_nothing(
    office: Office, button: type[CallbackData], who: int, caplog: pytest.LogCaptureFixture
) -> None:
    await shelf(office)
    before = await shelves(office)
    with caplog.at_level(logging.ERROR):
        for data in forged(button):
            asked_before = len(office.telegram.answers)
            await office.send(data, who)
            assert len(office.telegram.answers) == asked_before + 1, data
            assert APOLOGY not in (office.telegram.answers[-1].text or ""), data
    assert [one.message for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert await shelves(office) == before


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("words", ["x", "5", "-", "0", "\u200b", "9" * 50, "1,5,0"])
async def test_only_what_is_written_is_changed_by_words(
    office: Office, field: Field, words: str
) -> None:
    """A forged question for what is pressed, and what is typed then."""
    keys, _, _ = await shelf(office)
    homes = await office.world.keeping.value(Field.HOME, 1), await shown(office, keys)
    await office.send(goods.EditField(field=field, row_id=1).pack())
    await office.type(words)
    assert APOLOGY not in office.screen
    assert (await office.world.keeping.value(Field.HOME, 1), await shown(office, keys)) == homes


async def shown(office: Office, variant: int) -> list[bool]:
    rows = (Field.CATEGORY_SHOWN, 1), (Field.SHOWN, 1), (Field.VARIANT_SHOWN, variant)
    return [await office.world.keeping.value(field, row) for field, row in rows]


async def shelves(office: Office) -> list[Any]:
    """All that is kept of them; pages that were opened change nothing."""
    async with office.database.uow.read() as uow:
        rows: list[Any] = []
        for table in ("categories", "products", "variants", "stock_movements", "discounts"):
            found = await uow.session.execute(sql(f"SELECT * FROM {table} ORDER BY 1"))
            rows += [(table, *row) for row in found]
        return rows
