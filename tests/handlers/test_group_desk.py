"""Groups of customers, kept from the chat, and the prices that who is in one is shown."""

import pytest

from handlers.callbacks import OpenProduct
from handlers.group_callbacks import (
    AskGroupPrice,
    ChooseGroup,
    EditGroup,
    Groups,
    NewGroup,
    OpenGroup,
    PutIntoGroup,
)
from models.product import Category, Product, ProductKind, Variant
from models.user import User
from tests.handlers.conftest import ALICE, OLIVIA, Hall


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    """With a mug at $10.00, which is product and variant 1."""
    hall.open_all()
    await hall.user(OLIVIA)
    await hall.user(ALICE)
    async with hall.database.uow() as uow:
        shelf = Category(name="Cups")
        await uow.keeping.add(shelf)
        mug = Product(category_id=shelf.id, name="Mug", kind=ProductKind.PHYSICAL)
        mug.created_at = hall.clock()
        await uow.keeping.add(mug)
        variant = Variant(product_id=mug.id, name="", price=1000)
        await uow.keeping.add(variant)
        await uow.stock.receive(variant.id, 5, hall.clock())
    return hall


async def press(hall: Hall, data: str) -> None:
    await hall.press(data, user_id=OLIVIA)


async def say(hall: Hall, text: str, number: int) -> None:
    await hall.type(text, user_id=OLIVIA, number=number)


def last(hall: Hall) -> str:
    return hall.telegram.said[-1]


async def alice(hall: Hall) -> User:
    async with hall.database.uow.read() as uow:
        return await uow.users.get(ALICE)


async def club(shop: Hall) -> None:
    """Ten per cent off, and a price of its own."""
    await press(shop, "g:0")
    assert "[👥 Groups]" in shop.telegram.labels()
    await press(shop, Groups().pack())
    assert "There is none yet" in last(shop)
    await press(shop, NewGroup().pack())
    await say(shop, "Club <b>", 5)
    assert "Club &lt;b&gt;" in last(shop)
    await press(shop, EditGroup(group_id=1, part="percent").pack())
    await say(shop, "a lot", 6)
    assert "whole number from 0 to 95" in last(shop)
    await say(shop, "10 %", 7)
    assert "10 % off everything" in last(shop)
    await press(shop, EditGroup(group_id=1, part="turnover").pack())
    await say(shop, "500", 8)
    assert "$500.00</b> within a year" in last(shop)
    await press(shop, AskGroupPrice(group_id=1, variant_id=0).pack())
    await say(shop, "1 7.50", 9)
    assert "[Mug · $7.50 (others $10.00)]" in shop.telegram.labels()


async def test_a_group_is_made_priced_and_filled(shop: Hall) -> None:
    await club(shop)
    await press(shop, ChooseGroup(user_id=ALICE, order_id=0).pack())
    await press(shop, PutIntoGroup(user_id=ALICE, order_id=0, group_id=1).pack())
    assert "Group: <b>Club &lt;b&gt;</b>" in last(shop)
    await shop.press(OpenProduct(product_id=1).pack(), user_id=ALICE)
    assert "$7.50" in last(shop)
    await shop.press(OpenProduct(product_id=1).pack(), user_id=OLIVIA)
    assert "$10.00" in last(shop)
    assert "$7.50" not in last(shop)


async def test_by_commands(shop: Hall) -> None:
    await say(shop, "/priceress 1 8.00", 5)
    assert "The price of v1 for <b>Resellers</b> is set" in last(shop)
    await say(shop, f"/addreseller {ALICE}", 6)
    assert (await alice(shop)).group_id == 1
    await say(shop, f"/rmress {ALICE}", 7)
    assert (await alice(shop)).group_id is None
    await say(shop, "/priceress 1 -", 8)
    assert "It has no price of its own" in last(shop)


@pytest.mark.parametrize(
    "text", ["/priceress", "/priceress 1", "/priceress x 5", "/addreseller", "/rmress"]
)
async def test_a_command_that_is_misused_shows_how(shop: Hall, text: str) -> None:
    await say(shop, text, 5)
    assert f"<code>{text.split(maxsplit=1)[0]} " in last(shop)


@pytest.mark.parametrize("text", ["/priceress 99 5", "/addreseller @nobody", "/rmress 12345"])
async def test_what_is_not_there_is_said_with_an_example(shop: Hall, text: str) -> None:
    await say(shop, text, 5)
    assert f"<code>{text.split(maxsplit=1)[0]} " in last(shop)


async def test_several_groups_are_asked_for_their_name(shop: Hall) -> None:
    for number, name in enumerate(("Silver", "Gold")):
        await press(shop, NewGroup().pack())
        await say(shop, name, 5 + number)
    await say(shop, f"/addreseller {ALICE}", 8)
    assert "Silver, Gold" in last(shop)
    await say(shop, f"/addreseller {ALICE} gold", 9)
    assert (await alice(shop)).group_id == 2


@pytest.mark.parametrize(
    "data",
    [
        OpenGroup(group_id=9).pack(),
        EditGroup(group_id=1, part="percent").pack(),
        EditGroup(group_id=1, part="nothing").pack(),
        AskGroupPrice(group_id=1, variant_id=1).pack(),
        PutIntoGroup(user_id=ALICE, order_id=0, group_id=9).pack(),
        PutIntoGroup(user_id=555, order_id=0, group_id=0).pack(),
        ChooseGroup(user_id=555, order_id=0).pack(),
    ],
)
async def test_forged_buttons_change_nothing(shop: Hall, data: str) -> None:
    await press(shop, data)
    assert (await alice(shop)).group_id is None
    await shop.press(data, user_id=ALICE)
    assert (await alice(shop)).group_id is None


async def test_customers_have_none_of_it(shop: Hall) -> None:
    for number, text in enumerate(("/addreseller 2", "/priceress 1 1", "/rmress 2")):
        await shop.type(text, user_id=ALICE, number=5 + number)
    await shop.press(PutIntoGroup(user_id=ALICE, order_id=0, group_id=1).pack(), user_id=ALICE)
    async with shop.database.uow.read() as uow:
        assert list(await uow.groups.all()) == []
