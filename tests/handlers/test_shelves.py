"""Looking around by every button there is, searching, photos, links, sharing and wishes."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerInlineQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageText,
    SendMessage,
    SendPhoto,
)
from aiogram.types import (
    InlineKeyboardMarkup,
    InlineQuery,
    MessageEntity,
    MessageOriginUser,
    PhotoSize,
    Update,
)
from sqlalchemy import text

from handlers import callbacks as on
from handlers import shelf_callbacks as shelf_on
from models.discount import DiscountKind
from models.product import Category, Product, ProductKind, Variant
from models.talk import Direction, Talk
from services.goods.discount import DiscountService, NewDiscount
from services.goods.gallery import Gallery
from services.goods.product import ProductService
from tests.db.folk import ban
from tests.handlers.conftest import ALICE, OLIVIA, Hall
from tests.handlers.telegram import NOW, message, mounted, person, pressed

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 50
LOOKING = {
    *("cat", "cat-p", "cat-open", "shelf", "all", "nums", "prod", "prod-p", "prod-text", "var"),
    *("var-pic", "var-type", "want", "cart-add", "cart", "cart-line", "cart-set", "cart-clear"),
}
"""Buttons of the shelves, cards and the cart: those that `crawl` presses."""
SHOWN = (SendMessage, EditMessageText, SendPhoto, EditMessageMedia)


async def stocked(hall: Hall, folder: Path | None = None) -> None:
    """Nested, reduced, sold out, with versions, with photos, and more than a page of them."""
    async with hall.database.uow() as uow:
        for name, parent in (("Games", None), ("Old games", 1), ("Mugs", None)):
            await uow.products.add(Category(name=name, parent_id=parent))
        await _product(uow, 1, "Star Sailor", "steer " * 300, [2490], 12)
        await _product(uow, 2, "Deep Lantern", "dive", [1450, 2900], 3)
        await _product(uow, 3, "Brass Bell", "cast", [4200], 0)
        for number in range(30):
            await _product(uow, 3, f"Mug {number}", "", [100 + number], 1)
    off = NewDiscount(DiscountKind.PERCENT, 10, category_id=1)
    await DiscountService(hall.database.uow, hall.clock).begin(off, "admin:1")
    if folder:
        gallery = Gallery(hall.database.uow, hall.clock, folder, 1)
        for number in range(2):
            await gallery.add_to_product(1, PNG + bytes([number]))
        await gallery.put_on_category(1, PNG)
        products = ProductService(hall.database.uow, hall.clock, gallery)
        hall.tools = replace(hall.tools, products=products)
    hall.open_all()


async def _product(
    uow: Any, home: int, name: str, description: str, prices: list[int], stock: int
) -> None:
    product = Product(category_id=home, name=name, description=description)
    product.kind, product.created_at = ProductKind.PHYSICAL, NOW
    await uow.products.add(product)
    for number, price in enumerate(prices):
        version = f"v{number}" if len(prices) > 1 else ""
        variant = Variant(product_id=product.id, name=version, price=price)
        await uow.products.add(variant)
        if stock:
            await uow.stock.move(variant.id, stock, NOW)


def shown(hall: Hall) -> list[Any]:
    return [method for method in hall.telegram.asked if isinstance(method, SHOWN)]


def text_of(method: Any) -> str:
    if isinstance(method, EditMessageMedia):
        return method.media.caption or ""
    return str(getattr(method, "text", None) or getattr(method, "caption", None) or "")


def buttons_of(method: Any) -> list[Any]:
    keyboard = method.reply_markup
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else []
    return [button for row in rows for button in row]


def data_of(hall: Hall, label: str) -> str:
    [found] = [one for one in buttons_of(shown(hall)[-1]) if label in one.text]
    return found.callback_data or ""


@pytest.mark.parametrize("with_photos", [False, True])
async def test_every_button_of_the_shelves_leads_somewhere(
    hall: Hall, tmp_path: Path, with_photos: bool
) -> None:
    """All that can be reached from the catalogue, pressed in turn: nothing fails, is stale, or is
    refused by the limits.
    """
    await hall.user()
    await stocked(hall, tmp_path / "media" if with_photos else None)
    waiting, seen = [on.Catalogue().pack()], set[str]()
    while waiting and len(seen) < 400:
        data = waiting.pop()
        seen.add(data)
        before = len(hall.telegram.asked)
        await hall.press(data)
        answers = [one for one in hall.telegram.asked[before:] if isinstance(one, SHOWN)]
        assert answers, data
        for answer in answers:
            assert "went wrong" not in text_of(answer), data
            for button in buttons_of(answer):
                packed = button.callback_data or ""
                known = packed.partition(":")[0] in LOOKING
                if known and packed not in seen and packed not in waiting:
                    waiting.append(packed)
    assert not [one.text for one in hall.telegram.answers if "out of date" in (one.text or "")]
    reached = {data.partition(":")[0] for data in seen}
    assert reached >= {"cat-open", "shelf", "all", "nums", "prod", "var", "var-type", "want"}
    if with_photos:
        assert reached >= {"var-pic", "prod-text"}


async def test_a_reduced_price_stands_beside_the_old_one(hall: Hall) -> None:
    await hall.user()
    await stocked(hall)
    await hall.press(on.OpenProduct(product_id=1).pack())
    assert "<s>$24.90</s> <b>$22.41</b>" in hall.telegram.said[-1]
    assert '<a href="https://t.me/shop_bot?start=p_1">Star Sailor</a>' in hall.telegram.said[-1]
    assert "12</b> left" in hall.telegram.said[-1]
    await hall.press(on.OpenCategory(category_id=1).pack())
    assert "[Old games (1)] [🏷 Star Sailor · $22.41]" in hall.telegram.labels()


async def test_a_shop_may_keep_its_numbers_to_itself(hall: Hall) -> None:
    hall.tools = replace(hall.tools, shop=replace(hall.tools.shop, exact_stock=False))
    await hall.user()
    await stocked(hall)
    for product_id, words in ((1, "In stock"), (4, "a few</b> left"), (3, "Sold out")):
        await hall.press(on.OpenProduct(product_id=product_id).pack())
        assert words in hall.telegram.said[-1]


async def test_leaps_stay_within_what_there_is(hall: Hall) -> None:
    await hall.user()
    await stocked(hall)
    await hall.press(on.OpenVariant(variant_id=1, quantity=1).pack())
    assert "[+2] [+5] [+10]" in hall.telegram.labels()
    await hall.press(data_of(hall, "+10"))
    assert "Add 11" in hall.telegram.labels()
    assert "[+2]" not in hall.telegram.labels()


async def test_a_photo_is_uploaded_once_and_words_go_without_a_lost_one(
    hall: Hall, tmp_path: Path
) -> None:
    folder = tmp_path / "media"
    await hall.user()
    await stocked(hall, folder)
    assert all(path.stat().st_mode & 0o077 == 0 for path in [folder, *folder.iterdir()])
    await hall.press(on.OpenProduct(product_id=1).pack())
    [hung] = hall.telegram.of(EditMessageMedia)
    assert hung.media.media.data == PNG + b"\x00"
    assert "…" in hung.media.caption
    async with hall.database.uow() as uow:
        await uow.media.remember(1, 1, "known-file")
    await hall.press(on.OpenProduct(product_id=1).pack())
    assert hall.telegram.of(EditMessageMedia)[-1].media.media == "known-file"
    for path in folder.iterdir():
        path.unlink()
    async with hall.database.uow() as uow:
        await uow.session.execute(text("DELETE FROM media_copies"))
    before = len(hall.telegram.of(EditMessageMedia))
    await hall.press(on.OpenProduct(product_id=1).pack())
    assert len(hall.telegram.of(EditMessageMedia)) == before
    assert "Star Sailor" in hall.telegram.said[-1]


async def test_a_copy_that_telegram_forgot_is_uploaded_again(hall: Hall, tmp_path: Path) -> None:
    await hall.user()
    await stocked(hall, tmp_path / "media")
    async with hall.database.uow() as uow:
        await uow.media.remember(1, 1, "forgotten")
    make = hall.telegram.make_request

    async def forgetful(bot: Any, method: Any, timeout: int | None = None) -> Any:
        answer = await make(bot, method, timeout)
        if isinstance(method, EditMessageMedia) and method.media.media == "forgotten":
            raise TelegramBadRequest(method, "Bad Request: wrong file identifier specified")
        return answer

    hall.telegram.make_request = forgetful  # type: ignore[method-assign]
    await hall.press(on.OpenProduct(product_id=1).pack())
    assert hall.telegram.of(EditMessageMedia)[-1].media.media.data == PNG + b"\x00"


async def test_leaving_a_card_with_a_photo_takes_it_along(hall: Hall, tmp_path: Path) -> None:
    """A photo cannot become a text: the card goes, and the text comes below. What is told of an
    order is no card, and stays.
    """
    await hall.user()
    await stocked(hall, tmp_path / "media")
    await hall.press(on.OpenProduct(product_id=1).pack())
    keyboard = shown(hall)[-1].reply_markup
    for markup, gone in ((keyboard, 1), (None, 0)):
        update = pressed(ALICE, on.Catalogue().pack(), number=9)
        assert update.callback_query is not None
        photo = [PhotoSize(file_id="f", file_unique_id="u", width=1, height=1)]
        card = message(ALICE, None, 9, photo=photo, reply_markup=markup)
        query = update.callback_query.model_copy(update={"message": card})
        update = update.model_copy(update={"callback_query": query})
        before = len(hall.telegram.of(DeleteMessage))
        await hall.reception.receive(mounted(update, hall.bot), hall.bot)
        assert "Choose a category" in hall.telegram.said[-1]
        assert len(hall.telegram.of(DeleteMessage)) - before == gone


async def test_a_few_words_are_a_search_and_can_still_reach_the_shop(hall: Hall) -> None:
    await hall.user()
    await stocked(hall)
    await hall.type("star sailer")
    assert "This fits <b>star sailer</b>" in hall.telegram.said[-1]
    assert "Star Sailor" in hall.telegram.labels()
    assert await asked(hall) == []
    await hall.press(data_of(hall, "meant for the shop"))
    assert "Sent to the shop" in hall.telegram.said[-1]
    assert await asked(hall) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "is Star Sailor still there?",
        "I paid for Star Sailor and nothing came yet",
        "hello",
        "Star\nSailor",
        "x" * 4000,
        "😀",
    ],
)
async def test_what_is_no_search_reaches_the_shop_at_once(hall: Hall, text: str) -> None:
    await hall.user()
    await stocked(hall)
    await hall.type(text)
    assert "Sent to the shop" in hall.telegram.said[-1]
    assert await asked(hall) == [1]


async def test_who_talks_with_the_shop_is_heard_and_finds(hall: Hall) -> None:
    """The shop asked which game, and the answer is the name of one; or how many."""
    await hall.user()
    await stocked(hall)
    async with hall.database.uow() as uow:
        talk = Talk(user_id=ALICE, direction=Direction.ANSWER, chat_id=OLIVIA, message_id=1)
        talk.written_at = talk.at = hall.clock()
        talk.edits = 0
        await uow.talks.add(talk)
    await hall.type("Star Sailor")
    assert await asked(hall) == [1]
    assert "Sent to the shop" in hall.telegram.said[-1]
    assert "This fits" in hall.telegram.said[-1]
    await hall.type("2", number=2)
    assert await asked(hall) == [1, 1]
    assert "Deep Lantern" not in hall.telegram.said[-1]
    hall.clock.advance(hours=25)
    await hall.type("Star Sailor", number=3)
    assert "This fits" in hall.telegram.said[-1]


async def test_a_search_that_is_changed_is_made_anew(hall: Hall) -> None:
    await hall.user()
    await stocked(hall)
    await hall.type("sailor", number=5)
    await hall.edit("bell", number=5)
    assert "This fits <b>bell</b>" in hall.telegram.said[-1]


async def test_an_admin_searches_too(hall: Hall) -> None:
    await hall.user(OLIVIA)
    await stocked(hall)
    await hall.type("sailor", OLIVIA)
    assert "meant for the shop" not in hall.telegram.labels()
    await hall.type("nothing like it", OLIVIA)
    assert "You are the shop yourself" in hall.telegram.said[-1]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/search", "What are you looking for"),
        ("/search lantren", "This fits"),
        ("/search %", "Nothing fits <b>%</b>"),
        ("/search <zz>&\"'", "Nothing fits <b>&lt;zz&gt;&amp;"),
        ("/search " + "q" * 4000, "Nothing fits"),
        ("2", "Deep Lantern"),
        ("#3", "Brass Bell"),
    ],
)
async def test_search_always_answers(hall: Hall, words: str, answer: str) -> None:
    await hall.user()
    await stocked(hall)
    await hall.type(words)
    assert answer in hall.telegram.said[-1]


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("p_1", "Star Sailor"),
        ("p_999", "not on sale any more"),
        ("p_", "Welcome"),
        ("p_-1", "Welcome"),
        ("p_٣", "Welcome"),
        ("p_" + "9" * 60, "Welcome"),
        ("anything", "Welcome"),
    ],
)
async def test_a_link_opens_its_product(hall: Hall, word: str, answer: str) -> None:
    await stocked(hall)
    await hall.type(f"/start {word}")
    assert answer in hall.telegram.said[-1]


async def test_a_card_that_is_sent_on_opens_again(hall: Hall) -> None:
    await hall.user()
    await stocked(hall)
    origin = MessageOriginUser(date=NOW, sender_user=person(5))
    for link, answer in (
        ("https://t.me/shop_bot?start=p_1", "steer"),
        ("https://t.me/SHOP_BOT?start=p_1", "steer"),
        ("https://t.me/another?start=p_1", "Sent to the shop"),
        ("https://evil.example/shop_bot?start=p_1", "Sent to the shop"),
    ):
        entity = MessageEntity(type="text_link", offset=0, length=4, url=link)
        await hall.type(
            "a card of yours, with many words", entities=[entity], forward_origin=origin
        )
        assert answer in hall.telegram.said[-1], link


async def ask_inline(hall: Hall, words: str, user_id: int = ALICE) -> list[Any]:
    query = InlineQuery(id="1", from_user=person(user_id), query=words, offset="")
    update = Update(update_id=1, inline_query=query)
    await hall.reception.receive(mounted(update, hall.bot), hall.bot)
    answers = hall.telegram.of(AnswerInlineQuery)
    return list(answers[-1].results) if answers else []


async def test_cards_are_shared_into_other_chats(hall: Hall, tmp_path: Path) -> None:
    await stocked(hall, tmp_path / "media")
    [result] = await ask_inline(hall, "sailer")
    assert result.type == "article"
    assert result.title == "🏷 Star Sailor · $22.41"
    [[buy]] = result.reply_markup.inline_keyboard
    assert (buy.text, buy.url) == ("🛒 Buy", "https://t.me/shop_bot?start=p_1")
    async with hall.database.uow() as uow:
        await uow.media.remember(1, 1, "known-file")
    [result] = await ask_inline(hall, "sailer")
    assert (result.type, result.photo_file_id) == ("photo", "known-file")
    assert "<s>$24.90</s>" in result.caption
    assert len(await ask_inline(hall, "")) == 10
    assert await ask_inline(hall, '%"') == []


async def test_who_is_banned_shares_nothing(hall: Hall) -> None:
    await hall.user()
    await stocked(hall)
    await ban(hall.database, ALICE)
    assert await ask_inline(hall, "sailor") == []


async def test_wishes_are_taken_and_given_back(hall: Hall) -> None:
    await hall.user()
    await stocked(hall)
    await hall.press(on.OpenProduct(product_id=3).pack())
    await hall.press(data_of(hall, "when it is back"))
    assert "Noted" in (hall.telegram.answers[-1].text or "")
    assert "Do not tell me" in hall.telegram.labels()
    await hall.press(data_of(hall, "Do not tell me"))
    assert "when it is back" in hall.telegram.labels()
    await hall.press(shelf_on.Want(variant_id=1, kind="nonsense", on=1).pack())
    assert "Do not tell me" in hall.telegram.labels()


async def test_the_cart_says_when_a_price_has_moved(hall: Hall) -> None:
    await hall.user()
    await stocked(hall)
    await hall.press(on.AddToCart(variant_id=1, quantity=1).pack())
    assert "when you put it in" not in hall.telegram.said[-1]
    async with hall.database.uow() as uow:
        await uow.products.reprice(1, 3000)
    await hall.press(on.OpenCart().pack())
    assert "The price was $22.41 when you put it in." in hall.telegram.said[-1]


async def test_what_an_older_card_offers_is_what_it_sells(hall: Hall) -> None:
    """Case 81: another product was looked at since."""
    await hall.user()
    await stocked(hall)
    await hall.press(on.OpenProduct(product_id=1).pack())
    older = data_of(hall, "🛒 Add")
    await hall.press(on.OpenProduct(product_id=4).pack())
    await hall.press(older)
    await hall.press(on.OpenCart().pack())
    assert "Star Sailor" in hall.telegram.said[-1]
    assert "Mug" not in hall.telegram.said[-1]


async def asked(hall: Hall) -> list[int]:
    async with hall.database.uow.read() as uow:
        since = hall.clock() - timedelta(days=2)
        return [1 for _ in await uow.talks.asked_since(ALICE, since)]
