"""Each invariant notices the damage it is there for."""

from contextlib import closing

from sqlalchemy import text

from db import Database
from migrations import guards
from repositories.invariant import Violation
from tests.databases import Target
from tests.db import shop
from utils.sqlite import Sqlite

BARE = "units = NULL, rate = NULL"
DAMAGE = {
    "I1 ": "UPDATE variants SET reserved_quantity = 0 WHERE id = 1",
    "I3 sold": "UPDATE reservations SET quantity = 2 WHERE id = 3",
    "I3 received": "DELETE FROM stock_movements",
    "I4 a sold": "UPDATE order_lines SET variant_id = 3 WHERE id = 3",
    "I6 stock": "UPDATE orders SET status = 'cancelled' WHERE id = 1",
    "I6 an order": "UPDATE order_lines SET quantity = 9 WHERE id = 1",
    "I7 an address in": "UPDATE addresses SET given_at = NULL WHERE id = 1",
    "I8 a paid": "UPDATE transfers SET accounted = '0', accounted_at = NULL WHERE id = 2",
    "I7 no more": "UPDATE marks SET given = 5",
    "I8 what": "UPDATE credit_entries SET order_id = NULL",
    "I8 no more was": "UPDATE credit_entries SET units = '201' WHERE id = 1",
    "I8 only": "UPDATE orders SET status = 'expired' WHERE id = 2",
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
    "I18 an order that replaces another is": "UPDATE orders SET total = 501 WHERE id = 4",
    "I18 an order that replaces another has": (
        "UPDATE order_lines SET unit_price = 1 WHERE order_id = 4"
    ),
    "I18 an order is": "UPDATE invoices SET asset = 'LTC' WHERE order_id = 3",
    "I16 a refund was": "UPDATE refunds SET amount = 41 WHERE id = 2",
    "I16 what": "DELETE FROM refunds WHERE id = 1",
    "I16 no more": "UPDATE refunds SET units = '1201' WHERE id = 2",
    "I15 an order used": "UPDATE orders SET credit_used = 1 WHERE id = 1",
    "I15 no more": f"UPDATE credit_entries SET amount = -1, reason = 'refunded', {BARE}",
    "I15 no credit": f"UPDATE credit_entries SET amount = -1, reason = 'spent', {BARE}",
}


async def test_each_invariant_notices_its_damage(database: Database) -> None:
    """With the guards off: what they refuse must still be found if it ever gets in."""
    await shop.build(database)
    await shop.switch_coin(database)
    for name, damage in DAMAGE.items():
        found = await _found_after(database, damage)
        assert any(violation.name.startswith(name) for violation in found), (name, found)
        assert all(violation.rows for violation in found)
    async with database.uow.read() as uow:
        assert await uow.invariants.violations() == []


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


async def _found_after(database: Database, damage: str) -> list[Violation]:
    """What is found with the guards off and the damage done; nothing of it is kept."""
    uow = database.uow()
    await uow.__aenter__()
    await (await uow.session.connection()).run_sync(guards.drop)
    await uow.session.execute(text(damage))
    found = await uow.invariants.violations()
    await uow.__aexit__(Exception, None, None)
    return found
