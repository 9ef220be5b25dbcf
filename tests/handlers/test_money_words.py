"""Money that did not pay for its order is told of by what happened to it, to everybody."""

from collections.abc import AsyncIterator

import pytest

from db import Database
from models.product import ProductKind
from tests.handlers.mail import Mail
from tests.services.money.test_credit import give

ANN, BOB = 1, 100
BLAMED = ("too late", "incomplete", "delivered")


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    yield mail
    assert await mail.world.violations() == []


async def placed(mail: Mail, kind: ProductKind = ProductKind.PHYSICAL, kinds: int = 1) -> int:
    world = mail.world
    await world.customer(BOB)
    for kind_ in (kind, ProductKind.DIGITAL)[:kinds]:
        await world.carts.add(BOB, await world.variant(stock=3, kind=kind_), 1)
    return await world.till.place(BOB, "BTC", "1 Street\nTown")


async def final(mail: Mail) -> None:
    mail.world.chain.mine(6)
    mail.world.clock.advance(seconds=20)
    await mail.world.payments.scan("BTC")
    await mail.delivered()


async def over(mail: Mail) -> None:
    """The time is up."""
    mail.world.clock.advance(minutes=31)
    await mail.world.payments.scan("BTC")
    await mail.world.payments.expire("BTC")
    await mail.world.rates.refresh()


async def test_a_parcel_honoured_by_itself_is_to_be_shipped(mail: Mail) -> None:
    order_id = await placed(mail)
    await over(mail)
    await mail.delivered()
    before = mail.chats.shown[ANN][-1].id
    await mail.world.pay(order_id)
    await final(mail)
    notice = mail.chats.shown[ANN][-1]
    assert "is sold after all" in notice.text
    assert "Please ship it." in notice.text
    assert "delivered" not in notice.text
    assert notice.id != before  # it rang
    told = "\n".join(mail.chats.texts(BOB))
    assert "your payment came when the time was up" in told
    assert "We pack it now" in told
    await mail.world.orders.ship(order_id, actor="admin:2")
    await mail.delivered()
    shipped = mail.chats.shown[ANN][-1].text
    assert "Please ship it." not in shipped
    assert "delivered" not in shipped


async def test_digital_goods_are_delivered_after_all(mail: Mail) -> None:
    order_id = await placed(mail, ProductKind.DIGITAL)
    await over(mail)
    await mail.world.pay(order_id)
    await final(mail)
    notice = mail.chats.shown[ANN][-1].text
    assert "is delivered after all" in notice
    assert "ship" not in notice


async def test_store_credit_of_before_is_told_of_with_what_came_late(mail: Mail) -> None:
    world = mail.world
    await world.customer(BOB)
    await give(world, 400, BOB)
    await world.carts.add(BOB, await world.variant(stock=3, price=1000), 1)
    order_id = await world.till.place(BOB, "BTC", use_credit=True)
    await over(mail)
    await world.pay(order_id)
    await final(mail)
    assert "<b>$10.00</b> of your store credit paid" in "\n".join(mail.chats.texts(BOB))
    assert await world.credit(BOB) == 0


async def test_half_in_time_is_too_little_and_not_too_late(mail: Mail) -> None:
    order_id = await placed(mail)
    await mail.world.pay(order_id, "0.5")
    await final(mail)
    await over(mail)
    await final(mail)
    said = "\n".join((*mail.chats.texts(BOB), *mail.chats.texts(ANN)))
    assert "Too little arrived for order" in said
    assert "(paid too little in time)" in said
    assert not [word for word in BLAMED if word in said]


async def test_all_of_it_after_the_deadline_is_late(mail: Mail) -> None:
    order_id = await placed(mail)
    await over(mail)
    await mail.world.pay(order_id, "0.5")
    await final(mail)
    said = "\n".join((*mail.chats.texts(BOB), *mail.chats.texts(ANN)))
    assert "arrived after the time was up" in said
    assert "(paid after the time was up)" in said
    assert "incomplete" not in said


async def test_money_for_a_cancelled_order_is_neither(mail: Mail) -> None:
    order_id = await placed(mail)
    await mail.world.orders.cancel(order_id, actor="admin:1")
    await mail.world.pay(order_id, "0.5")
    await final(mail)
    said = "\n".join((*mail.chats.texts(BOB), *mail.chats.texts(ANN)))
    assert "which is cancelled" in said
    assert "(the order is cancelled)" in said
    assert "more" not in said.replace("any more", "")
    assert not [word for word in BLAMED if word in said]


async def test_what_a_bought_order_leaves_over_was_too_much(mail: Mail) -> None:
    order_id = await placed(mail)
    await over(mail)
    await mail.world.pay(order_id, "2")
    await final(mail)
    said = "\n".join((*mail.chats.texts(BOB), *mail.chats.texts(ANN)))
    assert "was paid with more than it cost" in said
    assert "(paid too much)" in said


async def test_a_shop_with_one_coin_offers_no_other(sqlite_database: Database) -> None:
    for assets, offered in ((("BTC",), False), (("BTC", "LTC"), True)):
        mail = Mail(sqlite_database, assets=assets)
        await mail.world.rates.refresh()
        order_id = await mail.world.order(BOB + offered)
        await mail.delivered()
        keyboard = mail.chats.shown[BOB + offered][-1].keyboard
        assert keyboard is not None
        labels = [one.text for row in keyboard.inline_keyboard for one in row]
        assert ("🪙 Other coin" in labels) == offered
        assert order_id


async def test_address_lines_are_joined_by_commas(mail: Mail) -> None:
    await placed(mail, kinds=2)
    await mail.delivered()
    shown = mail.chats.texts(BOB)[-1]
    assert "📮 1 Street, Town" in shown
    assert "what is digital arrives here, and we pack the rest" in shown
