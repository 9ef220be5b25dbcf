"""What must be true of vouchers: how often they were used, and what that took off or gave."""

VOUCHED = {
    "I55 a code was used as often as it says": """
        SELECT c.id, c.used, count(u.id) FROM voucher_codes c
        LEFT JOIN voucher_uses u ON u.code_id = c.id AND u.state = 'held'
        GROUP BY c.id, c.used, c.most HAVING c.used <> count(u.id) OR c.used > c.most""",
    "I55 what a voucher took off is what its order says": """
        SELECT o.id, o.discount, u.amount, u.state FROM orders o
        LEFT JOIN voucher_uses u ON u.order_id = o.id
        WHERE o.discount <> coalesce(u.amount, 0) OR u.user_id <> o.user_id
            OR (u.state = 'released') <> (o.status IN ('cancelled', 'expired'))""",
    "I55 nobody used a voucher more often than it allows": """
        SELECT u.user_id, u.voucher_id, count(*) FROM voucher_uses u
        JOIN vouchers v ON v.id = u.voucher_id WHERE u.state = 'held'
        GROUP BY u.user_id, u.voucher_id, v.each HAVING count(*) > v.each""",
    "I57 credit by a code is what the code gives": """
        SELECT e.id, e.amount, u.id FROM credit_entries e
        LEFT JOIN voucher_uses u ON u.entry_id = e.id
        LEFT JOIN vouchers v ON v.id = u.voucher_id AND v.kind = 'credit'
            AND v.amount = e.amount AND v.currency = e.currency AND v.made_by <> e.user_id
        WHERE e.reason = 'voucher'
            AND (v.id IS NULL OR u.amount <> e.amount OR u.user_id <> e.user_id)""",
}
