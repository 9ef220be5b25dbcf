"""What must be true of the shelves: what is counted on them is there, and what was sold was."""

SHELVES = {
    "I19 a category counts what is on sale in it": """
        SELECT c.id, c.total FROM these_categories c WHERE c.total <> (
            SELECT count(*) FROM products p WHERE p.category_id = c.id AND p.choices > 0
        ) + (
            SELECT coalesce(sum(i.total), 0) FROM categories i WHERE i.parent_id = c.id
        )""",
    "I19 a category is shown with all that it is in": """
        SELECT c.id, c.shown FROM these_categories c
        LEFT JOIN categories p ON p.id = c.parent_id
        WHERE c.shown <> c.active * coalesce(p.shown, 1)""",
    "I19 no category is inside itself": """
        SELECT c.id, c.parent_id FROM these_categories c WHERE c.id IN (
            WITH RECURSIVE above(id) AS (
                SELECT c.parent_id
                UNION SELECT p.parent_id FROM categories p JOIN above ON p.id = above.id
            )
            SELECT id FROM above WHERE id IS NOT NULL
        )""",
    "I20 a product counts its variants on sale": """
        SELECT p.id, p.choices FROM these_products p JOIN categories c ON c.id = p.category_id
        WHERE p.choices <> p.active * c.shown * (
            SELECT count(*) FROM variants v WHERE v.product_id = p.id AND v.active = 1
                AND v.doubted_at IS NULL
        )""",
    "I21 what is popular was sold": """
        SELECT p.id, p.sold_lately FROM these_products p WHERE p.sold_lately <> (
            SELECT coalesce(sum(s.counted), 0) FROM sales s
            JOIN variants v ON v.id = s.variant_id WHERE v.product_id = p.id
        )""",
    "I32 a product is rated as its reviews say": """
        SELECT p.id, p.rated, p.stars FROM these_products p WHERE p.rated <> (
            SELECT count(*) FROM reviews r WHERE r.product_id = p.id AND r.state = 'shown'
        ) OR p.stars <> (
            SELECT coalesce(sum(r.stars), 0) FROM reviews r
            WHERE r.product_id = p.id AND r.state = 'shown'
        )""",
    "I32 who reviewed it has bought it": """
        SELECT r.id FROM these_products p JOIN reviews r ON r.product_id = p.id
        LEFT JOIN orders o ON o.id = r.order_id
        WHERE o.id IS NULL OR o.user_id <> r.user_id OR o.status NOT IN ('shipped', 'refunded')""",
    "I21 what was sold on a day was paid for": """
        SELECT s.variant_id, s.day, s.units, coalesce(sum(r.quantity), 0) FROM sales s
        LEFT JOIN reservations r ON r.variant_id = s.variant_id AND r.status = 'fulfilled'
            AND coalesce(r.fulfilled_at, r.expires_at) / 86400000 = s.day
        GROUP BY s.variant_id, s.day, s.units
        HAVING s.units > coalesce(sum(r.quantity), 0)""",
}
"""I20 decides what can be bought; the others only what people see first, and are as easily kept."""
