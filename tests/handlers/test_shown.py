"""A button does what was shown beside it, or shows what is otherwise since."""

from collections.abc import AsyncIterator

import pytest

from db import Database
from handlers import callbacks as on
from handlers import order_callbacks as more
from models.order import OrderStatus
from services.running.notification import Event
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.handlers.test_office import parcel

NEW, NEWER = "Bob Doe, Deichweg 3, 20457 Hamburg", "Bob Doe, Elbchaussee 9, 22763 Hamburg"
CREATED, PAID, SHIPPED = OrderStatus.CREATED, OrderStatus.PAID, OrderStatus.SHIPPED


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    office = Office(sqlite_database)
    await office.open()
    yield office
    assert await office.world.violations() == []


async def status(office: Office, order_id: int) -> OrderStatus:
    return (await office.world.load(order_id)).status


def data(office: Office, label: str) -> str:
    return office.button(label).callback_data or ""


async def test_pieces_that_left_meanwhile_are_not_back(office: Office) -> None:
    """Asked while it was to be packed: they are for sale again. Then another admin ships it."""
    order_id = await parcel(office)
    await office.send(more.RefundOrder(order_id=order_id, back=1).pack())
    assert "2 pieces: for sale again" in office.screen
    shown = data(office, "as store credit")
    await office.world.orders.ship(order_id, actor=f"admin:{OLIVER}")
    await office.send(shown)
    assert await status(office, order_id) is SHIPPED
    assert "2 pieces: not for sale again" in office.screen
    await office.press("as store credit")
    assert await status(office, order_id) is OrderStatus.REFUNDED


async def test_more_time_than_was_shown_is_not_ended(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await office.send(more.AskEnd(order_id=order_id).pack())
    shown = data(office, "Yes, end it")
    await office.send(more.OrderActs(order_id=order_id).pack(), OLIVER)
    await office.press("+60 minutes", OLIVER)
    await office.send(shown)
    assert await status(office, order_id) is CREATED
    assert "End order" in office.screen


async def test_the_address_that_was_shown_is_the_one_that_counts(office: Office) -> None:
    """Two were typed: the button below the first takes the first, or asks."""
    order_id = await parcel(office)
    await office.send(more.Correct(order_id=order_id).pack(), BOB)
    await office.type(NEW, BOB)
    first = data(office, "Yes, send it there")
    await office.type(NEWER, BOB)
    await office.send(first, BOB)
    assert (await office.world.orders.card(order_id)).delivery not in (NEW, NEWER)
    assert NEWER in office.screen
    await office.press("Yes, send it there", BOB)
    assert (await office.world.orders.card(order_id)).delivery == NEWER


async def test_the_number_that_was_shown_is_the_parcels(office: Office) -> None:
    order_id = await parcel(office)
    await office.send(on.ShipOrder(order_id=order_id).pack())
    await office.type("FIRST 1")
    first = data(office, "Yes, it is shipped")
    await office.type("SECOND 2")
    await office.send(first)
    assert await status(office, order_id) is PAID
    assert "SECOND 2" in office.screen
    await office.press("Yes, it is shipped")
    assert (await office.world.load(order_id)).tracking == "SECOND 2"


async def test_the_reason_that_was_shown_is_the_one_of_the_books(office: Office) -> None:
    """Of a payment by hand, and of a cancelling."""
    order_id = await office.world.order(BOB)
    for ask, yes, done in (
        (more.AskByHand(order_id=order_id), "Yes, it is paid", False),
        (on.AdminCancel(order_id=order_id), "Yes, cancel", True),
    ):
        await office.send(ask.pack())
        await office.type("The first reason")
        first = data(office, yes)
        await office.type("The second reason")
        await office.send(first)
        assert await status(office, order_id) is CREATED
        assert "The second reason" in office.screen
        if done:
            await office.press(yes)
            assert (await office.world.orders.card(order_id)).reason == "The second reason"


async def test_no_picked_parcel_goes_to_an_address_that_was_corrected(office: Office) -> None:
    """Packed by the label of when it was picked: who marks it hears that it goes elsewhere."""
    order_id = await parcel(office)
    await office.send(more.Bulk(page=0).pack())
    code = await office.code(order_id)
    await office.press(code)
    await office.send(more.Correct(order_id=order_id).pack(), BOB)
    await office.type(NEW, BOB)
    await office.press("Yes, send it there", BOB)
    await office.send(more.AskBulk().pack(), ANN)
    await office.press("Yes, they are shipped")
    assert await status(office, order_id) is PAID
    assert f"⚠️ {code}" in office.screen
    assert "another address" in office.screen
    await office.send(more.Bulk(page=0).pack())
    await office.press(code)
    await office.send(more.AskBulk().pack(), ANN)
    await office.press("Yes, they are shipped")
    assert await status(office, order_id) is SHIPPED
    assert Event.SHIPPED in await office.world.events()
