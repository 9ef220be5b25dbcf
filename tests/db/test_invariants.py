"""Each invariant notices the damage it is there for."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace

import pytest
from sqlalchemy import text

from db import Database, UnitOfWork
from migrations import guards
from repositories.checks import CHECKS
from repositories.invariant import Violation
from repositories.kind import HIGHEST, LOWEST, Kind
from repositories.slice import KINDS, Slice, kind_of
from tests.databases import Target
from tests.db import folk, shop
from tests.db.wrong_writes import SUSPEND
from utils.sqlite import Sqlite

MIDDLES = range(6)
BARE = "units = NULL, rate = NULL"
DAMAGE = {
    "I1 ": "UPDATE variants SET reserved_quantity = 0 WHERE id = 1",
    "I2 ": "UPDATE variants SET reserved_quantity = 9 WHERE id = 2",
    "I3 what": "UPDATE variants SET stock_quantity = 4 WHERE id = 2",
    "I3 sold": "UPDATE reservations SET quantity = 2 WHERE id = 3",
    "I3 received": "DELETE FROM stock_movements",
    "I3 gone": "UPDATE variants SET gone_quantity = 0 WHERE id = 1",
    "I4 what is": "UPDATE stock_units SET kept_for = 1 WHERE id = 1",
    "I4 what was": "INSERT INTO gone_goods SELECT digest FROM stock_units WHERE id = 2",
    "I4 a sold": "UPDATE order_lines SET variant_id = 3 WHERE id = 3",
    "I4 each": ("UPDATE stock_units SET status = 'sold', order_line_id = 3, slot = 0 WHERE id = 2"),
    "I4 a replaced": "UPDATE stock_units SET replaces_id = NULL WHERE id = 8",
    "I22 a batch": "UPDATE stock_units SET batch_id = NULL WHERE id = 2",
    "I22 what": "UPDATE batches SET undone_at = NULL, undone_by = NULL WHERE id = 2",
    "I23 what": "DELETE FROM shared_goods",
    "I23 a file": "DELETE FROM file_pieces WHERE file_id = 2 AND number = 1",
    "I5 ": "UPDATE orders SET user_id = 1, status = 'created' WHERE id = 2",
    "I6 stock": "UPDATE orders SET status = 'cancelled' WHERE id = 1",
    "I6 what a": (
        "UPDATE order_lines SET kind = 'digital' WHERE order_id ="
        " (SELECT id FROM orders WHERE status = 'refunded');"
        "UPDATE audit SET action = 'order.shipped', details = '{\"by_hand\": \"1\"}'"
        " WHERE action = 'order.paid' AND order_id ="
        " (SELECT id FROM orders WHERE status = 'refunded')"
    ),
    "I8 a refunded": "DELETE FROM credit_entries WHERE reason = 'reversed'",
    "I6 an order": "UPDATE order_lines SET quantity = 9 WHERE id = 1",
    "I7 an address and": 'UPDATE addresses SET "index" = 1',
    "I7 an address and ": "UPDATE addresses SET address = 'same'",
    "I7 an address and its": "UPDATE invoices SET address_id = 1",
    "I7 an address in": "UPDATE addresses SET given_at = NULL WHERE id = 1",
    "I8 a paid": "UPDATE transfers SET accounted = '0', accounted_at = NULL WHERE id = 2",
    "I7 no more": "UPDATE marks SET given = 50",
    "I8 what": "UPDATE credit_entries SET order_id = NULL",
    "I8 no more was": "UPDATE credit_entries SET units = '201' WHERE id = 1",
    "I8 only": "UPDATE orders SET status = 'expired' WHERE id = 2",
    "I8 only a refunded": ("UPDATE orders SET status = 'shipped' WHERE status = 'refunded'"),
    "I8 no more coins": "UPDATE credit_entries SET units = '1001' WHERE reason = 'reversed'",
    "I8 what a": "UPDATE orders SET by_hand_at = 1 WHERE id = 2",
    "I8 credit for": "UPDATE credit_entries SET rate = '50000.6' WHERE id = 1",
    "I8 one": "DELETE FROM audit WHERE action = 'payment.vouched'",
    "I8 credit comes": "UPDATE credit_entries SET order_id = 1",
    "I9 an": "DELETE FROM audit WHERE action = 'order.paid'",
    "I9 a": (
        "INSERT INTO audit (at, actor, action, order_id, details)"
        " VALUES (0, 'system', 'order.shipped', 2, '{}')"
    ),
    "I11 goods": "UPDATE outbox SET status = 'failed', closed_at = 1 WHERE event = 'goods'",
    "I14": "UPDATE orders SET status = 'expired', timed_out_at = 7 WHERE id = 1",
    "I15 what is suspended": SUSPEND.format(user=2, order=2, amount=5, reason="restored"),
    "I15 suspended credit": SUSPEND.format(user=2, order=2, amount=-5, reason="suspended"),
    "I18 an order that replaces another is": "UPDATE orders SET total = 501 WHERE id = 4",
    "I18 an order that replaces another has": (
        "UPDATE order_lines SET unit_price = 1 WHERE order_id = 4"
    ),
    "I18 an order is": "UPDATE invoices SET asset = 'LTC' WHERE order_id = 3",
    "I16 a refund was": "UPDATE refunds SET amount = 41 WHERE id = 2",
    "I16 what": "UPDATE credit_entries SET dedup_key = 'set-aside' WHERE reason = 'overpaid'",
    "I16 a refund's": "UPDATE refund_txids SET seen_at = NULL WHERE txid = 'sent'",
    "I16 no transaction": (
        "UPDATE refunds SET target = (SELECT target FROM refunds WHERE id = 2) WHERE id = 1"
    ),
    "I24 ": "UPDATE orders SET total = total + 1 WHERE id = 1",
    "I18 an order is shipped": (
        "UPDATE orders SET shipping_name = 'Other', delivery = (SELECT sealed FROM drafts)"
        " WHERE id = 4"
    ),
    "I18 answers": (
        "INSERT INTO answers (order_line_id, position, question, sealed) SELECT l.id, 0, 'Why?',"
        " (SELECT sealed FROM drafts) FROM order_lines l WHERE l.order_id = 4"
    ),
    "I17 ": "UPDATE facts SET value = 'EUR' WHERE name = 'currency'",
    "I16 no more": "UPDATE refunds SET units = '1201' WHERE id = 2",
    "I15 an order used": "UPDATE orders SET credit_used = 1 WHERE id = 1",
    "I15 no more": f"UPDATE credit_entries SET amount = -1, reason = 'refunded', {BARE}",
    "I15 no more is": (
        f"UPDATE credit_entries SET amount = -1, reason = 'refunded', order_id = NULL, {BARE}"
    ),
    "I19 a category is": "UPDATE categories SET shown = 0 WHERE id = 2",
    "I19 a category c": "UPDATE categories SET total = 7 WHERE id = 2",
    "I19 no": "UPDATE categories SET parent_id = 2 WHERE id = 1",
    "I20 ": "UPDATE products SET choices = 9 WHERE id = 2",
    "I21 what is": "UPDATE products SET sold_lately = 9 WHERE id = 1",
    "I21 what was": "UPDATE sales SET units = 9 WHERE variant_id = 1",
    "I32 a": "UPDATE products SET stars = 1 WHERE id = 1",
    "I32 who": "UPDATE reviews SET user_id = 1",
    "I30 a link": "UPDATE gifts SET amount = 11 WHERE id = 2",
    "I30 what": f"UPDATE credit_entries SET reason = 'gifted', amount = -1, {BARE} WHERE id = 1",
    "I31 ": "DELETE FROM audit WHERE action = 'approval.approved'",
    "I40 what": (
        "UPDATE orders SET user_id = 9, closed_at = 1,"
        " delivery = (SELECT sealed FROM profile_details) WHERE id = 2"
    ),
    "I40 nothing": "UPDATE profile_details SET user_id = 9, told_at = 0",
    "I54 ": "UPDATE accounts SET ranked_at = 5 WHERE user_id = 9",
    "I42 ": "DELETE FROM threads",
    "I43 who": "UPDATE complaints SET order_id = 1",
    "I43 what waits": "UPDATE orders SET status = 'refunded' WHERE id = 2",
    "I43 what was": (
        "UPDATE complaints SET state = 'granted', decided_by = 'admin:1', decided_at = 1"
    ),
    "I53 ": "INSERT INTO taken_orders (order_id, taken_by, taken_at) VALUES (1, 1, 0)",
    "I41 ": "UPDATE shop_texts SET version = 3 WHERE version = 2",
    "I29 ": "UPDATE roles SET role = 'owner'",
    "I34 a": "UPDATE users SET banned_at = 5 WHERE id = 1",
    "I34 nobody": "UPDATE users SET banned_at = 5 WHERE id = 2",
    "I35 ": "UPDATE credit_entries SET dedup_key = 'x' WHERE reason = 'granted'",
    "I36 a note": "UPDATE person_notes SET author = 'admin:9' WHERE user_id = 7",
    "I36 a person": (
        "INSERT INTO person_tags (user_id, tag_id) SELECT 7, id FROM tags WHERE id NOT IN"
        " (SELECT tag_id FROM person_tags)"
    ),
    "I50 what a day sold was": "UPDATE daily SET amount = amount + 1 WHERE kind = 'sale'",
    "I50 what a day moved": "UPDATE daily SET count = count + 1 WHERE kind = 'credit'",
    "I50 what a day gave": "UPDATE daily SET amount = amount + 1 WHERE kind = 'refund'",
    "I50 what a day refunded": "UPDATE daily SET count = count + 1 WHERE kind = 'refunded'",
    "I50 the credit": "UPDATE daily SET amount = amount + 1 WHERE kind = 'owed'",
    "I50 what a day sold of": "UPDATE daily_best SET amount = amount + 1 WHERE kind = 'user'",
    "I55 a code": "UPDATE voucher_codes SET used = 0 WHERE id = 1",
    "I55 what": "UPDATE voucher_uses SET amount = 101 WHERE id = 1",
    "I55 nobody": "UPDATE voucher_uses SET state = 'held', user_id = 21 WHERE id = 2",
    "I57 ": "UPDATE vouchers SET amount = 51 WHERE kind = 'credit'",
    "I51 an owner": (
        "INSERT INTO notice_rules (id, kind, destination, told) VALUES (1, 'money', 'owner',"
        " 'never')"
    ),
    "I51 a group": (
        "INSERT INTO notice_rules (id, kind, destination, told) VALUES (1, 'key', 'group', 'now')"
    ),
    "I52 ": "UPDATE outbox SET chat_id = -5, event = 'goods' WHERE order_id IS NOT NULL",
    "I56 a refill is over": "DELETE FROM credit_entries WHERE reason = 'refilled'",
    "I56 a refill has": "UPDATE order_lines SET order_id ="
    " (SELECT id FROM orders WHERE code = 'FILL1') WHERE id = 1",
    "I18 a refill": "UPDATE orders SET switches = 1, replaces_id ="
    " (SELECT id FROM orders WHERE code = 'FILL3') WHERE id = 2",
    "I15 no credit": f"UPDATE credit_entries SET amount = -1, reason = 'spent', {BARE}",
}
LOOSENED = {
    "I2 ": ["variants"],
    "I3 what": ["variants"],
    "I4 each": ["stock_units"],
    "I5 ": ["orders"],
    "I7 an address and": ["addresses"],
    "I7 an address and ": ["addresses"],
    "I7 an address and its": ["invoices"],
    "I51 an owner": ["notice_rules"],
    "I51 a group": ["notice_rules"],
}
"""Tables that must lose their constraints before the damage can be done at all."""


async def test_each_invariant_notices_its_damage(database: Database) -> None:
    """With the guards off: what they refuse must still be found if it ever gets in."""
    await shop.build(database)
    await shop.switch_coin(database)
    await shop.lose_time(database)
    await shop.stock_up(database)
    await shop.refund(database)
    await shop.pass_on(database)
    await folk.add(database)
    for name in DAMAGE:
        async with _damaged(database, name) as uow:
            found = await uow.invariants.violations()
        assert any(violation.name.startswith(name) for violation in found), (name, found)
        assert all(violation.rows for violation in found)
    async with database.uow.read() as uow:
        assert await uow.invariants.violations() == []


def test_every_invariant_has_its_damage_and_its_slices() -> None:
    for check in CHECKS:
        assert any(check.startswith(name) for name in DAMAGE), check
        assert [kind for kind in KINDS if check.startswith(kind.checks)] == [kind_of(check)], check
    with pytest.raises(LookupError, match="no slice"):
        kind_of("I99 that nobody thought of")


async def test_slices_find_what_the_whole_finds(database: Database) -> None:
    """Three slices, cut at every id there is: the damage is in the middle one in turn. Where the
    whole finds nothing, at one id, each time another.
    """
    await shop.build(database)
    await shop.switch_coin(database)
    await shop.lose_time(database)
    await shop.stock_up(database)
    await shop.refund(database)
    await shop.pass_on(database)
    await folk.add(database)
    cuts = itertools.cycle(MIDDLES)
    for name in DAMAGE:
        async with _damaged(database, name) as uow:
            anything = []
            for kind in KINDS:
                whole = _sorted(await uow.invariants.violations_in(Slice(kind)))
                anything += whole
                for middle in MIDDLES if whole else (next(cuts),):
                    assert await _in_three(uow, kind, middle) == whole, (name, kind, middle)
            assert anything, name


async def _in_three(uow: UnitOfWork, kind: Kind, middle: int) -> list[tuple[str, str]]:
    parts = ((LOWEST, middle - 1), (middle,) * 2, (middle + 1, HIGHEST))
    found = [await uow.invariants.violations_in(Slice(kind, *part)) for part in parts]
    return _sorted([violation for each in found for violation in each])


async def test_what_is_live_is_found_at_the_start(database: Database) -> None:
    """The damage done to the open order, its stock and its customer, and to what the marks do not
    cover; not to what ended before.
    """
    await shop.build(database)
    await shop.switch_coin(database)
    await shop.lose_time(database)
    async with database.uow.read() as uow:
        marks = await uow.invariants.marks()
    for name in ("I1 ", "I6 stock", "I6 an order", "I14", "I15 an order used"):
        assert name in {v.name[: len(name)] for v in await _live_after(database, name, marks)}
    assert await _live_after(database, "I8 a paid", (0, 0)) != []
    assert await _live_after(database, "I9 a", marks) != []
    assert await _live_after(database, "I15 no more", (marks[0], 0)) != []
    ended = "UPDATE order_lines SET variant_id = 3 WHERE id = 3"
    assert DAMAGE["I4 a sold"] == ended
    assert await _live_after(database, "I4 a sold", marks) != []  # its refund is on its way
    async with database.unguarded() as uow:
        await uow.session.execute(text("UPDATE refunds SET state = 'confirmed' WHERE id = 2"))
    assert await _live_after(database, "I4 a sold", marks) == []
    assert await _live_after(database, "I11 goods", marks) != []
    for name in ("I17 ", "I18 an order that replaces another is", "I18 an order is"):
        assert name in {v.name[: len(name)] for v in await _live_after(database, name, marks)}
    without_order = await _live_after(database, "I15 no more is", (marks[0], 0))
    assert "I15 no credit balance is negative" in {found.name for found in without_order}


async def test_walking_the_slices_comes_by_every_id(database: Database) -> None:
    await shop.build(database)
    async with database.uow.read() as uow:
        for kind in KINDS:
            small = replace(kind, size=1)
            parts, after = [], LOWEST
            while after < HIGHEST:
                parts.append(await uow.invariants.slice_after(small, after))
                after = parts[-1].last
            ids = await uow.session.scalar(text(f"SELECT count(*) FROM {kind.table}"))
            assert len(parts) == (ids or 0) + 1
            edges = [LOWEST - 1, *(part.last for part in parts)]
            assert [part.first for part in parts] == [edge + 1 for edge in edges[:-1]]
            assert edges[-1] == HIGHEST


async def test_damage_to_the_file_is_found(sqlite_target: Target) -> None:
    """I12: rows that lost their parent."""
    async with sqlite_target.open() as database:
        await shop.build(database)
        async with database.uow.read() as uow:
            assert await uow.invariants.integrity() == []
    with closing(Sqlite(sqlite_target.path, None).connect("foreign_keys=OFF")) as raw:
        raw.execute("DELETE FROM users WHERE id = 1")
    async with sqlite_target.open() as database, database.uow.read() as uow:
        assert any("foreign_key_check" in fault for fault in await uow.invariants.integrity())


@asynccontextmanager
async def _damaged(database: Database, name: str) -> AsyncIterator[UnitOfWork]:
    """A unit of work with the guards off and the damage done; nothing of it is kept."""
    uow = database.uow()
    await uow.__aenter__()
    try:
        await (await uow.session.connection()).run_sync(guards.drop)
        for table in LOOSENED.get(name, []):
            await uow.session.execute(text(f"ALTER TABLE {table} RENAME TO strict_{table}"))
            await uow.session.execute(text(f"CREATE TABLE {table} AS SELECT * FROM strict_{table}"))
        for statement in DAMAGE[name].split(";"):
            await uow.session.execute(text(statement))
        yield uow
    finally:
        await uow.__aexit__(Exception, None, None)


async def _live_after(database: Database, name: str, marks: tuple[int, int]) -> list[Violation]:
    async with _damaged(database, name) as uow:
        parts = await uow.invariants.live(*marks)
        found = [await uow.invariants.violations_in(part) for part in parts]
    return [violation for some in found for violation in some]


def _sorted(found: list[Violation]) -> list[tuple[str, str]]:
    """What was found, once each: two sums are compared whole by every slice."""
    return sorted({(violation.name, str(row)) for violation in found for row in violation.rows})
