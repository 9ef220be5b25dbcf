"""What must be true of what was agreed to with an order besides its goods: shipping and answers.

`these_orders` are those that are judged: see `repositories/checks.py`.
"""

AGREED = {
    "I24 a total is its lines, its shipping and its fee": """
        SELECT o.id, o.total, o.shipping, o.fee, sum(l.unit_price * l.quantity) FROM orders o
        LEFT JOIN order_lines l ON l.order_id = o.id
        GROUP BY o.id, o.total, o.shipping, o.fee, o.refill, o.discount
        HAVING o.total <> o.shipping + o.fee + o.refill - o.discount
            + coalesce(sum(l.unit_price * l.quantity), 0)""",
    "I18 an order is shipped as the one that it replaces": """
        SELECT n.id, n.shipping, o.shipping FROM these_orders n
        JOIN orders o ON o.id = n.replaces_id
        WHERE n.shipping <> o.shipping
            OR coalesce(n.shipping_name, '') <> coalesce(o.shipping_name, '')""",
    "I18 answers go over to the order that replaces theirs": """
        SELECT n.id, a.id FROM these_orders n
        JOIN order_lines l ON l.order_id IN (n.id, n.replaces_id)
        JOIN answers a ON a.order_line_id = l.id
        WHERE n.replaces_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM order_lines k JOIN answers b ON b.order_line_id = k.id
            WHERE k.order_id IN (n.id, n.replaces_id) AND k.order_id <> l.order_id
                AND k.variant_id = l.variant_id AND b.position = a.position
                AND b.question = a.question)""",
}
