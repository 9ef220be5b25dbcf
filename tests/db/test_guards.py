"""Deliberately wrong writes: each is refused by every database, whatever the code above does."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db import Database
from migrations.upgrade import SchemaRefused
from models.order import NEXT, OrderStatus
from tests.databases import Target
from tests.db import folk, shop, vouched
from tests.db.wrong_writes import WRONG


async def test_every_wrong_write_is_refused(database: Database) -> None:
    await shop.build(database)
    await shop.switch_coin(database)
    await shop.lose_time(database)
    await shop.stock_up(database)
    await shop.send(database)
    await shop.refund(database)
    await shop.pass_on(database)
    await folk.add(database)
    refused = []
    for name, (statement, reason) in WRONG.items():
        with pytest.raises(IntegrityError) as error:
            await _write(database, statement)
        assert reason in str(error.value.orig), name
        refused.append(name)
    assert len(refused) == len(WRONG) >= 25
    async with database.uow.read() as uow:
        assert await uow.invariants.violations() == []


ELSEWHERE = {
    "guard_facts_gifts": "test_the_currency_stays_while_credit_is_on_its_way",
    "guard_invoices_sum": "test_a_total_is_its_lines_and_its_shipping",
    "guard_stock_units_doubted": "test_what_is_in_doubt_is_neither_promised_nor_sold",
    "guard_orders_used": "test_what_is_taken_off_an_order_is_a_use",
    "guard_invoices_used": "test_what_is_taken_off_an_order_is_a_use",
    "guard_voucher_uses_same": "test_what_is_taken_off_an_order_is_a_use",
    "guard_voucher_uses_each": "test_what_is_taken_off_an_order_is_a_use",
    "guard_voucher_uses_again": "test_what_is_taken_off_an_order_is_a_use",
    "guard_orders_status": "test_every_other_status_change_is_refused",
    "guard_orders_let_go": "test_what_counts_against_a_customer_is_said_once",
    "guard_refunds_named": "test_a_refund_is_paid_and_taken_back_by_what_is_there",
    "guard_refunds_withdrawn": "test_a_refund_is_paid_and_taken_back_by_what_is_there",
    "guard_reviews_again": "services/people/test_review.py",
    "guard_refund_txids_seen": "test_one_transaction_pays_one_refund",
}
"""Guards that no wrong write needs, and what tries them instead."""


async def test_every_guard_has_a_wrong_write_that_it_alone_refuses(
    sqlite_database: Database,
) -> None:
    """Taken away one at a time: something must get in, or be refused in other words."""
    await shop.build(sqlite_database)
    await shop.switch_coin(sqlite_database)
    await shop.lose_time(sqlite_database)
    await shop.stock_up(sqlite_database)
    await shop.refund(sqlite_database)
    await shop.pass_on(sqlite_database)
    await folk.add(sqlite_database)
    query = text("SELECT name, tbl_name FROM sqlite_master WHERE sql LIKE '%RAISE(ABORT%'")
    async with sqlite_database.uow.read() as uow:
        guards = [(row[0], row[1]) for row in await uow.session.execute(query)]
    idle = {name for name, table in guards if not await _is_needed(sqlite_database, name, table)}
    assert len(guards) > 70
    assert idle <= set(ELSEWHERE)


async def _is_needed(database: Database, guard: str, table: str) -> bool:
    for statement, reason in WRONG.values():
        if re.search(rf"\b{table}\b", statement):
            try:
                async with database.uow() as uow:
                    await uow.session.execute(text(f"DROP TRIGGER {guard}"))
                    await uow.session.execute(text(statement))
                    raise _Undo
            except _Undo:
                return True
            except IntegrityError as refusal:
                if reason not in str(refusal.orig):
                    return True
    return False


async def test_what_is_taken_off_an_order_is_a_use(database: Database) -> None:
    """Of the code that the order before had, once for each person, and for as much as is said."""
    await shop.build(database)
    await folk.add(database)
    fay, gil = vouched.FAY, vouched.GIL
    made, off = ORDER_OF.format(user=1, code="NEW22"), "guard: what is taken off an order"
    each = "guard: nobody uses a voucher more often than it allows"
    gone = "guard: an order has the voucher of the one that it replaces"
    again = f"INSERT INTO voucher_uses {USE_OF}"
    paid = "UPDATE orders SET status = 'paid', paid_at = 0"
    goods = (
        "INSERT INTO order_lines (order_id, variant_id, title, kind, unit_price, quantity)"
        " SELECT id, 3, 'x', 'digital', 100, 1 FROM orders WHERE code = 'NEW22'"
    )
    ended = "(SELECT order_id FROM voucher_uses WHERE id = 2)"
    bill = (
        "INSERT INTO invoices (order_id, asset, address_id, due, rate, rate_sources, rate_at,"
        " spread_percent, confirmations_required, state, seen, taken, confirmations, next_scan_at)"
        " SELECT (SELECT id FROM orders WHERE code = 'NEW22'), asset, address_id, due, rate,"
        " rate_sources, rate_at, spread_percent, confirmations_required, state, seen, taken,"
        " confirmations, next_scan_at FROM invoices WHERE order_id = 1"
    )
    release = "UPDATE orders SET status = 'cancelled', closed_at = 0 WHERE user_id = 21"
    for statements, reason in (
        ((CLOSE, made, goods, f"{paid} WHERE code = 'NEW22'"), off),
        ((CLOSE, made, goods, bill), off),
        ((release, ORDER_OF.format(user=fay, code="NEW22"), again.format(code=3, user=fay)), None),
        ((ORDER_OF.format(user=gil, code="NEW22"), again.format(code=1, user=gil)), ""),
        ((_instead(ended), again.format(code=3, user=gil)), gone),
        ((_instead(ended), again.format(code=2, user=gil)), None),
        ((ORDER_OF.format(user=gil, code="NEW22"), again.format(code=3, user=gil)), None),
        (
            (
                ORDER_OF.format(user=gil, code="NEW22"),
                again.format(code=3, user=gil),
                f"{paid} WHERE id = {ended}",
            ),
            each,
        ),
        (
            (
                "UPDATE orders SET status = 'paid', paid_at = 0 WHERE user_id = 21",
                ORDER_OF.format(user=fay, code="NEW22"),
                again.format(code=3, user=fay),
            ),
            each,
        ),
    ):
        await _tried(database, statements, reason)


CLOSE = "UPDATE orders SET status = 'cancelled', closed_at = 0 WHERE user_id = 1 AND id = 1"
ORDER_OF = (
    "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at, expires_at,"
    " discount) VALUES ('{code}', {user}, 'created', 0, 'USD', '{{}}', 0, 0, 100)"
)
USE_OF = (
    "(code_id, voucher_id, user_id, order_id, amount, state, created_at)"
    " SELECT {code}, 1, {user}, id, 100, 'held', 0 FROM orders WHERE code = 'NEW22'"
)


def _instead(order: str) -> str:
    return (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at, replaces_id, switches, discount) SELECT 'NEW22', user_id, 'created', total,"
        f" currency, changes, closed_at, expires_at, id, 1, discount FROM orders WHERE id = {order}"
    )


async def _tried(database: Database, statements: tuple[str, ...], reason: str | None) -> None:
    """The last of them is refused for this reason; None: it is not."""
    with pytest.raises(_Undo if reason is None else IntegrityError) as ended:
        await _all_of(database, statements)
    assert (reason or "") in str(ended.value), statements


async def _all_of(database: Database, statements: tuple[str, ...]) -> None:
    async with database.uow() as uow:
        for statement in statements:
            await uow.session.execute(text(statement))
        raise _Undo


async def test_every_other_status_change_is_refused(database: Database) -> None:
    """The triggers know exactly the transitions of models/order.py."""
    await shop.build(database)
    for before in OrderStatus:
        for after in set(OrderStatus) - {before}:
            allowed = after in NEXT.get(before, set())
            assert await _moves(database, before, after) == allowed, (before, after)


@pytest.mark.parametrize(
    ("ended", "counted"), [("expired", "timed_out_at"), ("cancelled", "given_up_at")]
)
async def test_what_counts_against_a_customer_is_said_once(
    database: Database, ended: str, counted: str
) -> None:
    """Neither moved nor taken back, unless late money pays for the order after all."""
    await shop.build(database)
    await _write(database, "UPDATE reservations SET status = 'released' WHERE order_id = 1")
    await _write(database, f"UPDATE orders SET status = '{ended}', {counted} = 5 WHERE id = 1")
    for changed in ("6", "NULL"):
        with pytest.raises(IntegrityError, match="is said once"):
            await _write(database, f"UPDATE orders SET {counted} = {changed} WHERE id = 1")
    await _write(database, f"UPDATE orders SET status = 'paid', {counted} = NULL WHERE id = 1")


async def test_what_is_in_doubt_is_neither_promised_nor_sold(database: Database) -> None:
    """Only what went to an order before is sold to that."""
    await shop.build(database)
    await shop.lose_time(database)
    await _write(database, "UPDATE variants SET doubted_at = 1")
    await _write(database, "UPDATE orders SET status = 'paid' WHERE id = 1")
    sell = "UPDATE stock_units SET status = 'sold', order_line_id = 1, slot = {} WHERE id = {}"
    with pytest.raises(IntegrityError, match="what is in doubt is not sold"):
        await _write(database, sell.format(0, 2))
    promise = (
        "INSERT INTO reservations (order_id, variant_id, quantity, status, expires_at)"
        " VALUES (2, 2, 1, 'held', 0)"
    )
    with pytest.raises(IntegrityError, match="what is in doubt or gone is not promised"):
        await _write(database, promise)
    await _write(database, sell.format(1, 5))
    await _write(database, "UPDATE variants SET doubted_at = NULL")
    await _write(database, sell.format(0, 2))
    await _write(database, promise)


async def test_one_transaction_pays_one_refund(database: Database) -> None:
    """Two refunds to one address: what paid the first is not seen for the second."""
    await shop.build(database)
    async with database.unguarded() as uow:
        for change in (
            "UPDATE refunds SET target = (SELECT target FROM refunds WHERE id = 2) WHERE id = 1",
            "INSERT INTO refund_txids (refund_id, txid, named_by, named_at, seen_at)"
            " VALUES (1, 'unseen', 'admin:1', 0, 0)",
        ):
            await uow.session.execute(text(change))
    with pytest.raises(IntegrityError, match="one transaction pays one refund"):
        await _write(database, "UPDATE refund_txids SET seen_at = 0 WHERE txid = 'unseen'")


async def test_a_refund_is_paid_and_taken_back_by_what_is_there(database: Database) -> None:
    """Not by a transaction that nobody saw, nor by credit of another."""
    await shop.build(database)
    await _write(database, "UPDATE refunds SET state = 'open', txid = NULL WHERE id = 2")
    with pytest.raises(IntegrityError, match="a transaction that was named and seen"):
        await _write(database, "UPDATE refunds SET state = 'sent', txid = 'unseen' WHERE id = 2")
    with pytest.raises(IntegrityError, match="gives back what it set aside"):
        await _write(
            database, "UPDATE refunds SET state = 'withdrawn', returned_id = 1 WHERE id = 2"
        )
    await _write(database, "UPDATE refunds SET state = 'sent', txid = 'gone' WHERE id = 2")


async def test_counters_follow_reservations_units_and_movements(database: Database) -> None:
    await shop.build(database)
    assert await _counters(database, shop.DIGITAL) == (4, 2, 5, 1, 0)
    for change, expected in (
        ("UPDATE reservations SET status = 'released' WHERE id = 1", (4, 0, 5, 1, 0)),
        ("UPDATE reservations SET status = 'fulfilled' WHERE id = 1", (2, 0, 5, 3, 0)),
        ("UPDATE stock_units SET status = 'removed' WHERE id = 5", (1, 0, 5, 3, 1)),
    ):
        await _write(database, change)
        assert await _counters(database, shop.DIGITAL) == expected, change
    assert await _counters(database, shop.PHYSICAL) == (5, 1, 5, 0, 0)
    await _write(
        database,
        "INSERT INTO stock_movements (variant_id, kind, quantity, created_at)"
        " VALUES (2, 'removed', 3, 0)",
    )
    assert await _counters(database, shop.PHYSICAL) == (2, 1, 5, 0, 3)


async def test_late_money_cannot_take_stock_that_is_promised(database: Database) -> None:
    await shop.build(database)
    await _write(database, "UPDATE reservations SET status = 'released' WHERE id = 1")
    async with database.uow() as uow:
        await shop.add_order(uow.session, 2, v1=4)
    with pytest.raises(IntegrityError, match="reserved_within_stock"):
        await _write(database, "UPDATE reservations SET status = 'fulfilled' WHERE id = 1")


async def test_replacing_a_row_counts_as_deleting_it(sqlite_database: Database) -> None:
    await shop.build(sqlite_database)
    with pytest.raises(IntegrityError, match="guard: an audit entry is never deleted"):
        await _write(sqlite_database, "REPLACE INTO audit SELECT * FROM audit")


async def test_money_is_never_a_fraction(sqlite_database: Database) -> None:
    await shop.build(sqlite_database)
    with pytest.raises(IntegrityError, match="REAL value in INTEGER column"):
        await _write(sqlite_database, "UPDATE variants SET price = 1.5 WHERE id = 1")


async def test_truncating_counts_as_deleting(postgres_target: Target) -> None:
    async with postgres_target.open() as database:
        await shop.build(database)
        with pytest.raises(IntegrityError, match="guard: a"):
            await _write(database, "TRUNCATE audit")


async def test_a_missing_guard_stops_the_start(target: Target) -> None:
    async with target.open() as database:
        table = " ON orders" if target.flavour == "postgresql" else ""
        await _write(database, f"DROP TRIGGER guard_orders_status{table}")
        with pytest.raises(SchemaRefused, match=r"lost 1 of its guards \(guard_orders_status\)"):
            await database.migrate()


HOLLOW = {
    "postgresql": (
        "CREATE OR REPLACE TRIGGER guard_orders_status BEFORE UPDATE OF status ON orders"
        " FOR EACH ROW WHEN (NEW.status <> OLD.status AND OLD.status = 'shipped')"
        " EXECUTE FUNCTION guard_refuse('this change of an order''s status is not allowed')"
    ),
    "sqlite": (
        "CREATE TRIGGER guard_orders_status BEFORE UPDATE OF status ON orders"
        " WHEN OLD.status = 'shipped'"
        " BEGIN SELECT RAISE(ABORT, 'guard: this change of status is not allowed'); END"
    ),
}
"""A guard under its own name that lets nearly everything pass."""


async def test_a_changed_guard_stops_the_start(target: Target) -> None:
    async with target.open() as database:
        await database.migrate()
        if target.flavour == "postgresql":
            await _write(database, HOLLOW["postgresql"])
        else:
            await _write(database, "DROP TRIGGER guard_orders_status")
            await _write(database, HOLLOW["sqlite"])
        with pytest.raises(SchemaRefused, match=r"1 changed guards \(guard_orders_status\)"):
            await database.migrate()
        with pytest.raises(SchemaRefused, match=r"1 changed guards \(guard_orders_status\)"):
            await database.require_current()


async def test_a_guard_nobody_knows_stops_the_start(sqlite_database: Database) -> None:
    await _write(
        sqlite_database,
        "CREATE TRIGGER guard_nothing BEFORE INSERT ON orders BEGIN SELECT RAISE(IGNORE); END",
    )
    with pytest.raises(SchemaRefused, match=r"1 changed guards \(guard_nothing\)"):
        await sqlite_database.migrate()


async def test_a_changed_function_of_a_guard_stops_the_start(postgres_target: Target) -> None:
    async with postgres_target.open() as database:
        await _write(
            database,
            "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NEW; END $$",
        )
        await _write(database, "ALTER TABLE audit DISABLE TRIGGER guard_audit_delete")
        found = (
            r"lost 1 of its guards \(guard_audit_delete\).*1 changed guards \(guard_refuse\(\)\)"
        )
        with pytest.raises(SchemaRefused, match=found):
            await database.migrate()


async def test_looking_at_the_guards_leaves_nothing_behind(postgres_target: Target) -> None:
    async with postgres_target.open() as database:
        for _ in range(2):
            await database.migrate()
        query = text("SELECT count(*) FROM pg_class WHERE relpersistence = 't'")
        async with database.uow.read() as uow:
            assert await uow.session.scalar(query) == 0


async def _write(database: Database, statement: str) -> None:
    async with database.uow() as uow:
        await uow.session.execute(text(statement))


async def _moves(database: Database, before: OrderStatus, after: OrderStatus) -> bool:
    """Whether an order can go from `before` to `after`; nothing of it is kept."""
    path = {
        OrderStatus.CREATED: "",
        OrderStatus.SHIPPED: "paid shipped",
    }.get(before, before.value)
    try:
        async with database.uow() as uow:
            for status in [*path.split(), after]:
                change = text(f"UPDATE orders SET status = '{status}' WHERE id = 1")
                await uow.session.execute(change)
            raise _Undo
    except IntegrityError:
        return False
    except _Undo:
        return True


class _Undo(Exception):
    """Rolls a unit of work back."""


async def _counters(database: Database, variant_id: int) -> tuple[int, ...]:
    columns = "stock_quantity, reserved_quantity, received_quantity, sold_quantity"
    query = f"SELECT {columns}, removed_quantity FROM variants WHERE id = {variant_id}"
    async with database.uow.read() as uow:
        return tuple((await uow.session.execute(text(query))).one())
