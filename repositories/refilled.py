"""What must be true of refills: orders without goods, whose sum becomes store credit."""

REFILLED = {
    "I56 a refill is over once its sum is credit, and only then": """
        SELECT o.id, o.status, o.refill, coalesce(sum(c.amount), 0) FROM orders o
        LEFT JOIN credit_entries c ON c.order_id = o.id AND c.reason = 'refilled'
            AND c.user_id = o.user_id AND c.currency = o.currency
        GROUP BY o.id, o.status, o.refill
        HAVING (o.refill > 0 AND o.status IN ('paid', 'refunded'))
            OR coalesce(sum(c.amount), 0)
                <> CASE WHEN o.status = 'shipped' THEN o.refill ELSE 0 END""",
    "I56 a refill has no goods": """
        SELECT o.id, l.id FROM orders o JOIN order_lines l ON l.order_id = o.id
        WHERE o.refill > 0""",
    "I18 a refill is replaced by one of as much": """
        SELECT n.id, o.id FROM these_orders n JOIN orders o ON o.id = n.replaces_id
        WHERE n.refill <> o.refill""",
}
