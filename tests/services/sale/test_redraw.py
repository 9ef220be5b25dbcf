"""Asking for an order's message again and again fills nobody's queue."""

from services.running.notification import Event
from services.sale.order import MOST_WAITING
from tests.services.conftest import ShopWorld


async def test_presses_without_end_leave_few_messages(world: ShopWorld) -> None:
    order_id = await world.order()
    for number in range(10 * MOST_WAITING):
        await world.orders.redraw(order_id, owner=100, below=bool(number % 2))
        world.clock.advance(milliseconds=50)
    asked = [e for e in await world.events(100) if e in (Event.INVOICE, Event.INVOICE_BELOW)]
    assert len(asked) <= MOST_WAITING
    other = await world.order(101)
    await world.orders.redraw(other, owner=101)
    assert Event.INVOICE in await world.events(101)
