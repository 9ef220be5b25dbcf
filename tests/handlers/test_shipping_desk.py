"""Ways to ship, weights, notes and questions, kept from the chat."""

import pytest

from handlers.goods_callbacks import EditField
from handlers.shipping_callbacks import (
    EditQuestion,
    EditShipping,
    Questions,
    RemoveQuestion,
    SetShipping,
    Shipping,
    ToggleShipping,
)
from models.product import Category, Product, ProductKind, Variant
from models.shipping import ShippingOption
from services.goods.keeping import seal
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, Hall


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    """With a mug, which is product and variant 1."""
    hall.open_all()
    await hall.user(OLIVIA)
    async with hall.database.uow() as uow:
        shelf = Category(name="Cups")
        await uow.keeping.add(shelf)
        mug = Product(category_id=shelf.id, name="Mug", kind=ProductKind.PHYSICAL)
        mug.created_at = hall.clock()
        await uow.keeping.add(mug)
        await uow.keeping.add(Variant(product_id=mug.id, name="", price=1000))
    return hall


async def press(hall: Hall, data: str) -> None:
    await hall.press(data, user_id=OLIVIA)


async def say(hall: Hall, text: str, number: int = 5) -> None:
    await hall.type(text, user_id=OLIVIA, number=number)


def packed(hall: Hall, prefix: str) -> list[str]:
    """Buttons of the last screen that begin so."""
    shown = [m for m in hall.telegram.asked if getattr(m, "reply_markup", None)]
    rows = shown[-1].reply_markup.inline_keyboard  # type: ignore[attr-defined]
    return [b.callback_data for row in rows for b in row if b.callback_data.startswith(prefix)]


async def options(hall: Hall) -> list[ShippingOption]:
    async with hall.database.uow.read() as uow:
        return list(await uow.shipping.all())


async def test_a_way_to_ship_is_made_priced_and_offered(shop: Hall) -> None:
    await press(shop, "g:0")
    assert "[🚚 Shipping]" in shop.telegram.labels()
    await press(shop, Shipping().pack())
    assert "shipped for nothing" in shop.telegram.said[-1]
    await press(shop, "g-s-new")
    await say(shop, "Parcel / 4.90")
    assert "Not on offer" in shop.telegram.said[-1]
    await press(shop, EditShipping(option_id=1, part="step").pack())
    await say(shop, "1 kg / 1.50", 6)
    assert "each further 1,000 g that is begun costs $1.50 more" in shop.telegram.said[-1]
    assert (await options(shop))[0].step is None
    await press(shop, packed(shop, "g-ss:")[0])
    await press(shop, EditShipping(option_id=1, part="limit").pack())
    await say(shop, "5 kg", 7)
    assert "Carries up to 5,000 g" in shop.telegram.said[-1]
    await press(shop, EditShipping(option_id=1, part="price").pack())
    await say(shop, "0", 8)
    await press(shop, packed(shop, "g-ss:")[0])
    await press(shop, EditShipping(option_id=1, part="name").pack())
    await say(shop, "Free parcel", 9)
    await press(shop, packed(shop, "g-s-on:")[0])
    (row,) = await options(shop)
    facts = (row.name, row.price, row.up_to, row.step, row.step_price, row.active)
    assert facts == ("Free parcel", 0, 5000, 1000, 150, True)
    assert "On offer" in shop.telegram.said[-1]


async def test_the_second_of_two_admins_is_told(shop: Hall) -> None:
    await press(shop, "g-s-new")
    await say(shop, "Parcel / 4.90")
    toggle = packed(shop, "g-s-on:")[0]
    await shop.press(toggle, user_id=OSCAR)
    await press(shop, toggle)
    told = [answer.text or "" for answer in shop.telegram.answers]
    assert any("Nothing was changed" in each for each in told)
    await press(shop, EditShipping(option_id=1, part="limit").pack())
    (row,) = await options(shop)
    async with shop.database.uow() as uow:
        await uow.shipping.set(row.id, price=1)
    await say(shop, "5 kg", 7)
    assert any("Nothing was changed" in said for said in shop.telegram.said[-2:])
    assert (await options(shop))[0].up_to is None


@pytest.mark.parametrize(
    "data",
    [
        Shipping().pack(),
        SetShipping(option_id=1, price=1, step=0, step_price=0, seen="x").pack(),
        ToggleShipping(option_id=1, on=1, seen="x").pack(),
        Questions(product_id=1).pack(),
        RemoveQuestion(product_id=1, place=0, seen="x").pack(),
    ],
)
async def test_customers_keep_nothing(shop: Hall, data: str) -> None:
    await shop.user(ALICE)
    await shop.press(data, user_id=ALICE)
    assert "you have no role here" in (shop.telegram.answers[-1].text or "")


@pytest.mark.parametrize(
    "data",
    [
        SetShipping(option_id=1, price=1, step=5, step_price=0, seen="x").pack(),
        ToggleShipping(option_id=77, on=1, seen="x").pack(),
        EditShipping(option_id=1, part="nonsense"[:8]).pack(),
        EditQuestion(product_id=77, place=0).pack(),
        RemoveQuestion(product_id=1, place=7, seen=seal([])).pack(),
    ],
)
async def test_what_is_forged_changes_nothing(shop: Hall, data: str) -> None:
    await press(shop, "g-s-new")
    await say(shop, "Parcel / 4.90")
    await press(shop, data)
    (row,) = await options(shop)
    assert (row.price, row.step, row.active) == (490, None, False)


async def test_a_step_that_no_way_may_have_is_refused_although_the_seal_fits(shop: Hall) -> None:
    await press(shop, "g-s-new")
    await say(shop, "Parcel / 4.90")
    seen = packed(shop, "g-s-on:")[0].rpartition(":")[2]
    forged = SetShipping(option_id=1, price=1, step=5, step_price=0, seen=seen)
    await press(shop, forged.pack())
    (row,) = await options(shop)
    assert (row.price, row.step) == (490, None)


async def test_questions_are_added_changed_and_removed(shop: Hall) -> None:
    await press(shop, "g-p:1")
    assert "[📝 Questions]" in shop.telegram.labels()
    await press(shop, Questions(product_id=1).pack())
    for number, text in enumerate(("Which name?", "Which side?", "Why?")):
        await press(shop, EditQuestion(product_id=1, place=number).pack())
        await say(shop, text, 5 + number)
    assert "➕" not in shop.telegram.labels()
    assert "3. Why?" in shop.telegram.said[-1]
    await press(shop, EditQuestion(product_id=1, place=2).pack())
    assert "Now: Why?" in shop.telegram.said[-1]
    await say(shop, "What for?", 20)
    await press(shop, packed(shop, "g-q-del:")[0])
    assert "1. Which side?" in shop.telegram.said[-1]
    assert "2. What for?" in shop.telegram.said[-1]
    await press(shop, "g-p:1")
    assert "2 questions to buyers" in shop.telegram.said[-1]


async def test_notes_and_weights_are_edited_on_their_cards(shop: Hall) -> None:
    await press(shop, EditField(field="p-note", row_id=1).pack())
    await say(shop, "Rinse it.\nTwice.")
    assert "📄 Rinse it., Twice." in shop.telegram.said[-1]
    await press(shop, EditField(field="v-weight", row_id=1).pack())
    await say(shop, "0.4 kg", 6)
    assert "400 g each" in shop.telegram.said[-1]
    await press(shop, EditField(field="v-weight", row_id=1).pack())
    await say(shop, "2 t", 7)
    assert "a weight from 0 g" in shop.telegram.said[-1]
    await say(shop, "-", 8)
    assert "No weight is stated" in shop.telegram.said[-1]
