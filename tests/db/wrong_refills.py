"""Statements about refills that no database may accept.

Of Fay (30) `FILL1` is open, `FILL2` was paid and `FILL3` cancelled, of 500 each.
"""

from tests.db.wrong_shipping import SEALED

FILL = "(SELECT id FROM orders WHERE code = 'FILL{number}')"
ORDER = (
    "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at, expires_at,"
    " {columns}) VALUES ('MORE1', {user}, 'created', 500, 'USD', '{{}}', 0, 0, {values})"
)
REPLACE = (
    "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at, expires_at,"
    " replaces_id, switches, refill) SELECT 'MORE2', 30, 'created', total, currency, changes,"
    " closed_at, expires_at, id, 1, {refill} FROM orders WHERE code = 'FILL3'"
)
CREDIT = (
    "INSERT INTO credit_entries (user_id, order_id, amount, currency, reason, dedup_key,"
    " created_at) SELECT {user}, id, {amount}, 'USD', 'refilled', 'refilled:'"
    " || CAST(id AS TEXT) || '{more}', 0 FROM orders WHERE {which}"
)
KEEPS = "guard: an order keeps what it refills"
SAME = "guard: an order refills as much as the one that it replaces"
OVER = "guard: a refill is paid while it is open, and over once its sum is credit"
BARE = "guard: a refill has no goods"
ONCE = "guard: a paid refill brings its sum, once"
ALONE = "ck_orders_refill_alone"
REFILLS = {
    "refill less than was agreed": (
        "UPDATE orders SET refill = 499 WHERE code = 'FILL1'",
        KEEPS,
    ),
    "make goods of a refill": ("UPDATE orders SET refill = 0 WHERE code = 'FILL2'", KEEPS),
    "make a refill of goods": ("UPDATE orders SET refill = total WHERE id = 1", KEEPS),
    "replace a refill by goods": (REPLACE.format(refill=0), SAME),
    "replace goods by a refill": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at, replaces_id, switches, refill) SELECT 'MORE3', 3, 'created', total, currency,"
        " changes, closed_at, expires_at, id, 1, total FROM orders WHERE id = 3",
        "",
    ),
    "pay for a refill that was given up": (
        "UPDATE orders SET status = 'paid' WHERE code = 'FILL3'",
        OVER,
    ),
    "refund a refill": (
        "UPDATE orders SET status = 'refunded' WHERE code = 'FILL2'",
        "ck_orders_refill_ends",
    ),
    "take a refill for paid": (
        "UPDATE orders SET status = 'paid', by_hand_at = 5 WHERE code = 'FILL1'",
        "ck_orders_refill_ends",
    ),
    "put goods into a refill": (
        "INSERT INTO order_lines (order_id, variant_id, title, kind, unit_price, quantity)"
        f" VALUES ({FILL.format(number=1)}, 2, 'x', 'physical', 500, 1)",
        BARE,
    ),
    "hold goods for a refill": (
        "INSERT INTO reservations (order_id, variant_id, quantity, status, expires_at, returned)"
        f" VALUES ({FILL.format(number=1)}, 2, 1, 'held', 5, 0)",
        BARE,
    ),
    "give credit for a refill that nobody paid": (
        CREDIT.format(user=30, amount=500, more=":", which="code = 'FILL1'"),
        ONCE,
    ),
    "give credit for a refill twice": (
        CREDIT.format(user=30, amount=500, more="-2", which="code = 'FILL2'"),
        ONCE,
    ),
    "give a refill's credit to somebody else": (
        CREDIT.format(user=2, amount=500, more=":", which="code = 'FILL2'"),
        ONCE,
    ),
    "give credit for goods as for a refill": (
        CREDIT.format(user=2, amount=500, more=":", which="id = 2"),
        ONCE,
    ),
    "have two open refills": (ORDER.format(columns="refill", values="500", user=30), ""),
    "refill with credit": (
        ORDER.format(columns="refill, credit_used", values="500, 1", user=2),
        ALONE,
    ),
    "refill more than is paid": (ORDER.format(columns="refill", values="501", user=2), ALONE),
    "refill less than is paid": (ORDER.format(columns="refill", values="499", user=2), ALONE),
    "refill less than nothing": (ORDER.format(columns="refill", values="-1", user=2), ALONE),
    "ship a refill": (
        ORDER.format(columns="refill, delivery", values=f"500, {SEALED}", user=2),
        ALONE,
    ),
}
