"""A total is its lines and its shipping, or nothing is billed and nothing is paid."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db import Database
from models.order import Order
from models.question import Answer
from tests.db import shop


async def _write(database: Database, statement: str) -> None:
    async with database.uow() as uow:
        await uow.session.execute(text(statement))


async def _place(database: Database, total: int) -> None:
    """A mug for 500 that is shipped for 400, not billed yet."""
    async with database.uow() as uow:
        order = Order(user_id=2, total=total, currency="USD", created_at=shop.NOW)
        order.expires_at, order.delivery = shop.NOW, b"x"
        order.shipping, order.shipping_name = 400, "Parcel"
        order.lines = [shop.line(shop.PHYSICAL, 1)]
        order.lines[0].answers = [Answer(position=0, question="Why?", sealed=b"x")]
        uow.session.add(order)


@pytest.mark.parametrize(("total", "fits"), [(900, True), (899, False), (500, False)])
async def test_a_total_is_its_lines_and_its_shipping(
    database: Database, total: int, fits: bool
) -> None:
    await shop.build(database)
    await _place(database, total)
    bill = (
        "INSERT INTO invoices (order_id, asset, address_id, due, rate, rate_sources, rate_at,"
        " spread_percent, confirmations_required, state, seen, confirmations)"
        " SELECT 3, 'LTC', 9, due, rate, '', 0, '0', 1, 'waiting', '0', 0 FROM invoices"
        " WHERE order_id = 1"
    )
    address = (
        'INSERT INTO addresses (id, chain, "index", address, path, created_at, given_at)'
        " VALUES (9, 'LTC', 9, 'l', 'm', 0, 0)"
    )
    await _write(database, address)
    for change in (bill, "UPDATE orders SET status = 'paid' WHERE id = 3"):
        if fits:
            await _write(database, change)
        else:
            with pytest.raises(IntegrityError, match="a total is its lines, its ship"):
                await _write(database, change)


async def test_an_answer_goes_over_as_it_is(database: Database) -> None:
    """To the order in another coin: not another one, and not another's."""
    await shop.build(database)
    await shop.switch_coin(database)
    line = "(SELECT id FROM order_lines WHERE order_id = 4)"
    wrong = (
        "INSERT INTO answers (order_line_id, position, question, sealed)"
        f" SELECT {line}, 0, 'Why?', sealed FROM drafts"
    )
    with pytest.raises(IntegrityError, match="guard: an"):
        await _write(database, wrong)
