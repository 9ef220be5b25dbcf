"""How a day is counted: from orders and the ledger, by the moment at which something happened.

Each statement asks about `:since` to `:until` (without it), by an index of that moment. A sale is
worth the order's total, or what late money paid for it where that was more. A refill is no sale.
"""

METHOD = (
    "CASE WHEN o.by_hand_at IS NOT NULL THEN 'hand' WHEN o.total = 0 THEN 'voucher'"
    " WHEN o.credit_used >= o.total THEN 'credit'"
    " ELSE coalesce((SELECT i.asset FROM invoices i WHERE i.order_id = o.id), 'credit') END"
)
WORTH = (
    "CASE WHEN o.total >= o.credit_used + coalesce((SELECT -sum(c.amount) FROM credit_entries c"
    " WHERE c.order_id = o.id AND c.reason = 'honoured'), 0) THEN o.total"
    " ELSE o.credit_used + (SELECT -sum(c.amount) FROM credit_entries c"
    " WHERE c.order_id = o.id AND c.reason = 'honoured') END"
)


def _spelt(query: str) -> str:
    return query.replace("@method", METHOD).replace("@worth", WORTH)


PLACED = _spelt("""
    SELECT 'placed' AS kind, @method AS what, o.currency AS currency, count(*) AS times,
        sum(o.total) AS amount, 0 AS cost, 0 AS uncosted
    FROM orders o
    WHERE o.created_at >= :since AND o.created_at < :until AND o.replaces_id IS NULL
        AND o.credit_used < o.total AND o.refill = 0
    GROUP BY 2, 3""")
SALES = _spelt("""
    SELECT 'sale' AS kind, s.what AS what, s.currency AS currency, count(*) AS times,
        sum(s.worth) AS amount, sum(s.cost) AS cost, sum(s.uncosted) AS uncosted
    FROM (
        SELECT @method AS what, o.currency AS currency, @worth AS worth,
            (SELECT coalesce(sum(l.unit_cost * l.quantity), 0) FROM order_lines l
                WHERE l.order_id = o.id) AS cost,
            (SELECT coalesce(sum(CASE WHEN l.unit_cost IS NULL THEN l.unit_price * l.quantity
                ELSE 0 END), 0) FROM order_lines l WHERE l.order_id = o.id) AS uncosted
        FROM orders o WHERE o.paid_at >= :since AND o.paid_at < :until AND o.refill = 0
    ) AS s
    GROUP BY s.what, s.currency""")
REFUNDS = _spelt("""
    SELECT 'refund' AS kind, @method AS what, e.currency AS currency, 0 AS times,
        sum(e.amount) AS amount, 0 AS cost, 0 AS uncosted
    FROM credit_entries e JOIN orders o ON o.id = e.order_id
    WHERE e.created_at >= :since AND e.created_at < :until
        AND (e.reason IN ('reversed', 'unhonoured')
            OR (e.reason = 'returned' AND e.dedup_key LIKE '%refunded'))
    GROUP BY 2, 3""")
ENDED = """
    SELECT o.status AS kind, '' AS what, o.currency AS currency, count(*) AS times,
        sum(o.total) AS amount, sum(CASE WHEN o.status = 'refunded' THEN (
            SELECT coalesce(sum(l.unit_cost * r.returned), 0) FROM reservations r
            JOIN order_lines l ON l.order_id = r.order_id AND l.variant_id = r.variant_id
            WHERE r.order_id = o.id
        ) ELSE 0 END) AS cost, 0 AS uncosted
    FROM orders o
    WHERE o.closed_at >= :since AND o.closed_at < :until
        AND o.status IN ('refunded', 'expired', 'cancelled') AND o.refill = 0
        AND NOT EXISTS (SELECT 1 FROM orders n WHERE n.replaces_id = o.id)
    GROUP BY o.status, o.currency"""
CREDIT = """
    SELECT 'credit' AS kind, e.reason AS what, e.currency AS currency, count(*) AS times,
        sum(e.amount) AS amount, 0 AS cost, 0 AS uncosted
    FROM credit_entries e
    WHERE e.created_at >= :since AND e.created_at < :until
    GROUP BY e.reason, e.currency"""
NUMBERS = (PLACED, SALES, REFUNDS, ENDED, CREDIT)
SUBJECTS = """
    SELECT l.variant_id AS subject_id, o.currency AS currency, sum(l.quantity) AS times,
        sum(l.unit_price * l.quantity) AS amount
    FROM orders o JOIN order_lines l ON l.order_id = o.id
    WHERE o.{moment} >= :since AND o.{moment} < :until{more}
    GROUP BY l.variant_id, o.currency"""
BUYERS = """
    SELECT o.user_id AS subject_id, o.currency AS currency, count(*) AS times,
        sum(o.total) AS amount
    FROM orders o WHERE o.{moment} >= :since AND o.{moment} < :until AND o.refill = 0{more}
    GROUP BY o.user_id, o.currency"""
WENT, CAME_BACK = ("paid_at", ""), ("closed_at", " AND o.status = 'refunded'")
"""What sold; and what is taken off it again on the day on which it was refunded."""
BEST = {"variant": SUBJECTS, "user": BUYERS}
