"""What an admin does with an order besides its next step, by the buttons that are read."""

from collections.abc import AsyncIterator

import pytest

from db import Database
from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers import order_callbacks as more
from models.order import OrderStatus
from models.permission import Role
from models.product import ProductKind
from services.people.draft import mark_of
from services.running.notification import Event
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.handlers.test_office import STREET, THERE, parcel, settle

CARL = 7300
NEW_STREET = "Bob Doe, Deichweg <b>3</b>, 20457 Hamburg"


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    office = Office(sqlite_database)
    await office.open()
    yield office
    assert await office.world.violations() == []


async def status(office: Office, order_id: int) -> OrderStatus:
    return (await office.world.load(order_id)).status


async def acts(office: Office, order_id: int, who: int = ANN) -> None:
    await office.send(f"a-order:{order_id}", who)
    await office.press("More", who)


def labels(office: Office) -> str:
    return " ".join(button.text for button in office.buttons)


async def test_only_what_is_allowed_now_is_offered(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await acts(office, order_id)
    shown = labels(office)
    assert "+15 minutes" in shown
    assert "End its time" in shown
    assert "by my word" in shown
    assert "Refund this order" not in shown
    await office.world.pay(order_id)
    await settle(office)
    await acts(office, order_id)
    shown = labels(office)
    assert "Refund this order" in shown
    assert "minutes" not in shown
    assert "by my word" not in shown


async def test_a_refund_is_asked_and_done_once(office: Office) -> None:
    order_id, code = (number := await parcel(office)), await office.code(number)
    await acts(office, order_id)
    await office.press("Refund this order")
    assert f"Refund order {code}" in office.screen
    assert "$20.00</b> of $20.00" in office.screen
    assert "2 pieces: for sale again" in office.screen
    await office.press("not back")
    assert "2 pieces: not for sale again" in office.screen
    shown = office.button("as store credit").callback_data or ""
    assert await office.press("as store credit") == f"{code} is refunded."
    assert "refunded <tg-time" in office.screen
    assert await office.world.credit(BOB) == 2000
    assert "was faster" not in await office.send(shown, ANN)
    told = await office.send(shown, OLIVER)
    assert "Ann was faster" in told
    assert "it is refunded" in told
    assert await office.world.credit(BOB) == 2000
    assert "Shipped" not in labels(office)
    assert await status(office, order_id) is OrderStatus.REFUNDED


async def test_other_numbers_than_were_shown_are_shown(office: Office) -> None:
    order_id = await parcel(office)
    for amount in (0, 1, 1999, 2001, 10**15):
        await office.send(
            more.CreditOrder(order_id=order_id, amount=amount, back=1, seen="").pack()
        )
        assert await status(office, order_id) is OrderStatus.PAID
    assert "as store credit" in labels(office)


async def test_coins_are_set_aside_and_the_transaction_is_asked_for(office: Office) -> None:
    order_id = await parcel(office)
    await acts(office, order_id)
    await office.press("Refund this order")
    await office.press("type the address")
    await office.type("nowhere")
    assert await status(office, order_id) is OrderStatus.PAID
    await office.type(THERE)
    assert await status(office, order_id) is OrderStatus.REFUNDED
    assert await office.world.credit(BOB) == 0
    await office.press("Refund …")
    assert THERE in office.screen
    [card] = await office.world.refunds.of(order_id)
    txid = office.world.chain.pay(THERE, card.refund.units)
    await office.type(txid)
    assert Event.REFUNDED in await office.world.events()


async def test_the_customer_is_asked_where_to(office: Office) -> None:
    order_id = await parcel(office)
    await office.send(more.AskOrderAddress(order_id=order_id, back=0).pack())
    place = await office.world.places.give(order_id, THERE, owner=BOB)
    await office.world.places.confirm(order_id, version=place.version, owner=BOB)
    await office.send(more.RefundOrder(order_id=order_id, back=1).pack())
    assert THERE in office.screen
    await office.press("as BTC")
    assert await status(office, order_id) is OrderStatus.REFUNDED
    assert len(await office.world.refunds.of(order_id)) == 1


async def test_more_time_is_given_once(office: Office) -> None:
    order_id = await office.world.order(BOB)
    before = (await office.world.load(order_id)).expires_at
    await acts(office, order_id)
    shown = office.button("+15 minutes").callback_data or ""
    assert "more time" in await office.press("+15 minutes")
    await office.send(shown, OLIVER)
    order = await office.world.load(order_id)
    assert (order.expires_at - before).seconds == 900


async def test_time_is_ended_after_the_chain_was_asked(office: Office) -> None:
    order_id = await office.world.order(BOB)
    office.world.clock.advance(minutes=1)
    await acts(office, order_id)
    await office.press("End its time")
    assert "counts against nobody" in office.screen
    await office.press("Yes, end it")
    order = await office.world.load(order_id)
    assert (order.status, order.timed_out_at, order.needs_review) == (
        *(OrderStatus.EXPIRED, None, None),
    )


async def test_a_payment_that_is_seen_by_then_keeps_the_order(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await office.send(more.AskEnd(order_id=order_id).pack())
    await office.world.pay(order_id)
    await office.press("Yes, end it")
    assert await status(office, order_id) is OrderStatus.CREATED


async def test_paid_by_an_owners_word_alone(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await acts(office, order_id)
    await office.press("by my word")
    await office.type("x" * 5000)
    assert await status(office, order_id) is OrderStatus.CREATED
    await office.type("Cash <i>at the door</i>")
    assert "Cash &lt;i&gt;at the door" in office.screen
    assert "The chain shows <b>0</b>" in office.screen
    await office.press("Yes, it is paid")
    assert await status(office, order_id) is OrderStatus.SHIPPED
    assert "Taken for paid by a person" in office.screen
    assert "final" not in office.screen


async def test_the_word_of_one_who_was_dismissed_counts_nothing(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await office.send(more.AskByHand(order_id=order_id).pack(), OLIVER)
    await office.type("Cash", OLIVER)
    confirm = office.button("Yes, it is paid").callback_data or ""
    office.owners = {ANN}
    await office.send(confirm, OLIVER)
    await office.send(confirm, BOB)
    assert await status(office, order_id) is OrderStatus.CREATED


async def test_a_parcel_gets_its_number(office: Office) -> None:
    """Failure case 60: the carrier's text is escaped."""
    order_id = await parcel(office)
    await office.send(on.ShipOrder(order_id=order_id).pack())
    assert STREET in office.screen
    await office.type("RR <b>123</b> & 4")
    assert "RR &lt;b&gt;123&lt;/b&gt; &amp; 4" in office.screen
    await office.press("Yes, it is shipped")
    order = await office.world.load(order_id)
    assert (order.status, order.tracking) == (OrderStatus.SHIPPED, "RR <b>123</b> & 4")
    await acts(office, order_id)
    await office.press("Parcel number")
    await office.type("RR 5")
    assert (await office.world.load(order_id)).tracking == "RR 5"


async def test_an_address_that_changed_is_shown_before_the_parcel_goes(office: Office) -> None:
    order_id = await parcel(office)
    await office.send(on.ShipOrder(order_id=order_id).pack())
    old = office.button("Yes, it is shipped").callback_data or ""
    await office.send(more.Correct(order_id=order_id).pack(), BOB)
    await office.type(NEW_STREET, BOB)
    assert "Deichweg &lt;b&gt;3" in office.screen
    await office.press("Yes, send it there", BOB)
    await office.send(old)
    assert await status(office, order_id) is OrderStatus.PAID
    assert "Deichweg" in office.screen
    await office.press("Yes, it is shipped")
    assert await status(office, order_id) is OrderStatus.SHIPPED
    await office.send(more.Correct(order_id=order_id).pack(), BOB)
    assert (await office.world.orders.card(order_id)).delivery == NEW_STREET


async def test_an_admin_corrects_an_address(office: Office) -> None:
    order_id = await parcel(office)
    await acts(office, order_id)
    await office.press("Correct the address")
    await office.type(NEW_STREET)
    await office.press("Yes, send it there")
    assert (await office.world.orders.card(order_id)).delivery == NEW_STREET


async def test_several_are_picked_and_marked_as_shipped(office: Office) -> None:
    order_id = await parcel(office)
    await office.send(act.ListOrders(which="ship", page=0).pack())
    await office.press("Mark several")
    code = await office.code(order_id)
    await office.press(code)
    assert f"☑️ {code}" in labels(office)
    await office.press(code)
    assert f"▫️ {code}" in labels(office)
    await office.press(code)
    await office.press("Mark 1 as shipped")
    assert code in office.screen
    yes = office.button("Yes, they are shipped").callback_data or ""
    await office.press("Yes, they are shipped")
    assert f"✅ {code}" in office.screen
    assert await status(office, order_id) is OrderStatus.SHIPPED
    assert "Something else was picked" in await office.send(yes)


async def test_several_do_not_go_where_they_were_not_packed_for(office: Office) -> None:
    """The address was corrected after its order was picked: it says so, and waits."""
    order_id = await parcel(office)
    await office.send(act.ListOrders(which="ship", page=0).pack())
    await office.press("Mark several")
    assert all(one.text == one.text.strip() for one in office.buttons)
    await office.press(await office.code(order_id))
    await office.press("Mark 1 as shipped")
    mark = (await office.world.load(order_id)).delivery_mark
    await office.world.parcels.correct(order_id, NEW_STREET, mark=mark, actor="admin:2")
    await office.press("Yes, they are shipped")
    assert "another address than when it was picked" in office.screen
    assert await status(office, order_id) is OrderStatus.PAID


async def test_nothing_is_done_for_customers(office: Office) -> None:
    """Failure case 56: forged by a customer, each of them."""
    order_id = await parcel(office)
    for data in (
        more.OrderActs(order_id=order_id),
        more.CreditOrder(order_id=order_id, amount=2000, back=1, seen=""),
        more.SendOrder(order_id=order_id, amount=2000, back=1, seen=""),
        more.TypeOrderAddress(order_id=order_id, amount=2000, back=1, seen=""),
        more.ByHandNow(order_id=order_id, seen=0, said="0"),
        more.EndNow(order_id=order_id, until=0),
        more.AdminCorrect(order_id=order_id),
        more.BulkNow(mark="00000000"),
        more.TypeNumber(order_id=order_id),
    ):
        await office.send(data.pack(), BOB)
    assert await status(office, order_id) is OrderStatus.PAID
    assert await office.world.credit(BOB) == 0


async def test_rescans_of_one_person_are_bounded(office: Office) -> None:
    """Looks of an admin, too, come out of an allowance."""
    numbers = [await office.world.order(BOB + n) for n in range(9)]
    toasts = [await office.send(on.Rescan(order_id=number).pack()) for number in numbers]
    assert all("asked again about" in toast for toast in toasts[:6])
    assert all("Nothing new" in toast for toast in toasts[6:])


async def test_a_number_does_not_end_the_wait_for_goods_that_nobody_told_of(office: Office) -> None:
    """Neither the button of a question that named none, nor one that named fewer."""
    world = office.world
    mug, key = await world.variant(9, ProductKind.PHYSICAL), await world.variant(9)
    for variant in (mug, key):
        await world.carts.add(BOB, variant, 1)
    order_id = await world.till.place(BOB, "BTC", STREET)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [key])
    await world.pay(order_id)
    await settle(office)
    await office.send(on.ShipOrder(order_id=order_id).pack())
    await office.type("RR 123")
    assert "RR 123" in office.screen
    assert "One of its goods has" in office.screen
    assert "Hafenstr. 12" in office.screen
    mark = (await world.load(order_id)).delivery_mark
    forged = more.ShipTracked(order_id=order_id, owed=0, mark=mark, said=mark_of("RR 123"))
    await office.send(forged.pack())
    assert await status(office, order_id) is OrderStatus.PAID
    await office.type("RR 124")
    await office.press("shipped")
    order = await world.load(order_id)
    assert (order.status, order.tracking) == (OrderStatus.SHIPPED, "RR 124")


async def test_a_support_is_not_offered_to_give_money_back(office: Office) -> None:
    """Nor to take an order for paid: what they may do with it is there."""
    team, order_id = office.team, await parcel(office)
    await office.world.users.register(CARL, "Carl", "carl", "en")
    await team.give(CARL, Role.SUPPORT, None, seen=(await team.member(CARL)).seen, admin=ANN)
    await acts(office, order_id, CARL)
    assert "Correct" in labels(office)
    assert "Refund this order" not in labels(office)
    for forged in (
        more.RefundOrder(order_id=order_id, back=0),
        more.CreditOrder(order_id=order_id, amount=2000, back=0, seen=""),
        more.AskByHand(order_id=order_id),
        more.ByHandNow(order_id=order_id, seen=0, said="0"),
    ):
        assert "does not include" in await office.send(forged.pack(), CARL)
    assert await status(office, order_id) is OrderStatus.PAID
