"""What must be true of days that were counted: their numbers are what orders and ledger say.

Added up in other words than `repositories/counted.py` does, from the rows themselves.
"""

DAILY = {
    "I50 what a day sold was paid on it": """
        SELECT s.day_id, s.currency, s.what, sum(s.count), sum(s.amount), sum(s.cost) FROM (
            SELECT g.day_id, g.currency, g.what, g.count, g.amount, g.cost FROM these_days d
            JOIN daily g ON g.day_id = d.id AND g.kind = 'sale' WHERE d.counted_at IS NOT NULL
            UNION ALL
            SELECT d.id, o.currency, CASE WHEN o.by_hand_at IS NOT NULL THEN 'hand'
                    WHEN o.total = 0 THEN 'voucher'
                    WHEN o.credit_used = o.total THEN 'credit' ELSE i.asset END,
                -1, CASE WHEN o.total < o.credit_used + (
                    SELECT coalesce(-sum(c.amount), 0) FROM credit_entries c
                    WHERE c.order_id = o.id AND c.reason = 'honoured'
                ) THEN (
                    SELECT sum(c.amount) FROM credit_entries c
                    WHERE c.order_id = o.id AND c.reason = 'honoured'
                ) - o.credit_used ELSE -o.total END, 0
            FROM these_days d JOIN orders o ON o.paid_at >= d.starts_at AND o.paid_at < d.ends_at
            LEFT JOIN invoices i ON i.order_id = o.id
            WHERE d.counted_at IS NOT NULL AND o.refill = 0
            UNION ALL
            SELECT d.id, o.currency, CASE WHEN o.by_hand_at IS NOT NULL THEN 'hand'
                    WHEN o.total = 0 THEN 'voucher'
                    WHEN o.credit_used = o.total THEN 'credit' ELSE i.asset END,
                0, 0, -coalesce(l.unit_cost, 0) * l.quantity
            FROM these_days d JOIN orders o ON o.paid_at >= d.starts_at AND o.paid_at < d.ends_at
            JOIN order_lines l ON l.order_id = o.id LEFT JOIN invoices i ON i.order_id = o.id
            WHERE d.counted_at IS NOT NULL
        ) AS s GROUP BY s.day_id, s.currency, s.what
        HAVING sum(s.count) <> 0 OR sum(s.amount) <> 0 OR sum(s.cost) <> 0""",
    "I50 what a day moved in the ledger stands there": """
        SELECT s.day_id, s.currency, s.what, sum(s.count), sum(s.amount) FROM (
            SELECT g.day_id, g.currency, g.what, g.count, g.amount FROM these_days d
            JOIN daily g ON g.day_id = d.id AND g.kind = 'credit' WHERE d.counted_at IS NOT NULL
            UNION ALL
            SELECT d.id, c.currency, c.reason, -1, -c.amount FROM these_days d
            JOIN credit_entries c ON c.created_at >= d.starts_at AND c.created_at < d.ends_at
            WHERE d.counted_at IS NOT NULL
        ) AS s GROUP BY s.day_id, s.currency, s.what
        HAVING sum(s.count) <> 0 OR sum(s.amount) <> 0""",
    "I50 what a day gave back is in the ledger": """
        SELECT s.day_id, s.currency, sum(s.amount) FROM (
            SELECT g.day_id, g.currency, g.amount FROM these_days d
            JOIN daily g ON g.day_id = d.id AND g.kind = 'refund' WHERE d.counted_at IS NOT NULL
            UNION ALL
            SELECT d.id, c.currency, -c.amount FROM these_days d
            JOIN credit_entries c ON c.created_at >= d.starts_at AND c.created_at < d.ends_at
            WHERE d.counted_at IS NOT NULL AND (c.reason IN ('reversed', 'unhonoured')
                OR (c.reason = 'returned' AND c.dedup_key LIKE '%refunded'))
        ) AS s GROUP BY s.day_id, s.currency HAVING sum(s.amount) <> 0""",
    "I50 what a day refunded was refunded on it": """
        SELECT s.day_id, s.currency, sum(s.count) FROM (
            SELECT g.day_id, g.currency, g.count FROM these_days d
            JOIN daily g ON g.day_id = d.id AND g.kind = 'refunded'
            WHERE d.counted_at IS NOT NULL
            UNION ALL
            SELECT d.id, o.currency, -1 FROM these_days d
            JOIN orders o ON o.closed_at >= d.starts_at AND o.closed_at < d.ends_at
            WHERE d.counted_at IS NOT NULL AND o.status = 'refunded'
        ) AS s GROUP BY s.day_id, s.currency HAVING sum(s.count) <> 0""",
    "I50 the credit of a day is that of the day before and what moved": """
        SELECT s.day_id, s.currency, sum(s.amount) FROM (
            SELECT d.id AS day_id, g.currency,
                CASE WHEN g.kind = 'owed' THEN g.amount ELSE -g.amount END AS amount
            FROM these_days d JOIN daily g ON g.day_id = d.id AND g.kind IN ('owed', 'credit')
            WHERE d.counted_at IS NOT NULL
            UNION ALL
            SELECT d.id, g.currency, -g.amount FROM these_days d
            JOIN days b ON b.ends_at = d.starts_at
            JOIN daily g ON g.day_id = b.id AND g.kind = 'owed'
            WHERE d.counted_at IS NOT NULL
            UNION ALL
            SELECT d.id, c.currency, -c.amount FROM these_days d
            JOIN credit_entries c ON c.created_at < d.starts_at
            WHERE d.counted_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM days b WHERE b.ends_at = d.starts_at)
        ) AS s GROUP BY s.day_id, s.currency HAVING sum(s.amount) <> 0""",
    "I50 what a day sold of each thing adds up": """
        SELECT s.day_id, s.kind, s.currency, sum(s.amount) FROM (
            SELECT b.day_id, b.kind, b.currency, b.amount FROM these_days d
            JOIN daily_best b ON b.day_id = d.id WHERE d.counted_at IS NOT NULL
            UNION ALL
            SELECT d.id, 'user', o.currency, -o.total FROM these_days d
            JOIN orders o ON o.paid_at >= d.starts_at AND o.paid_at < d.ends_at
            WHERE d.counted_at IS NOT NULL AND o.refill = 0
            UNION ALL
            SELECT d.id, 'user', o.currency, o.total FROM these_days d
            JOIN orders o ON o.closed_at >= d.starts_at AND o.closed_at < d.ends_at
            WHERE d.counted_at IS NOT NULL AND o.status = 'refunded'
            UNION ALL
            SELECT d.id, 'variant', o.currency, o.shipping + o.fee - o.discount - o.total
            FROM these_days d
            JOIN orders o ON o.paid_at >= d.starts_at AND o.paid_at < d.ends_at
            WHERE d.counted_at IS NOT NULL AND o.refill = 0
            UNION ALL
            SELECT d.id, 'variant', o.currency, o.total + o.discount - o.shipping - o.fee
            FROM these_days d
            JOIN orders o ON o.closed_at >= d.starts_at AND o.closed_at < d.ends_at
            WHERE d.counted_at IS NOT NULL AND o.status = 'refunded'
        ) AS s GROUP BY s.day_id, s.kind, s.currency HAVING sum(s.amount) <> 0""",
}
