"""What must be true of goods as they came: batches, files, what is shared and what was replaced."""

STOCKED = {
    "I4 a replaced unit has another in its place": """
        SELECT o.id, o.order_line_id, o.slot FROM these_stock_units o
        LEFT JOIN stock_units n ON n.replaces_id = o.id
            AND n.order_line_id = o.order_line_id AND n.slot = o.slot
        WHERE o.status = 'replaced' AND n.id IS NULL""",
    "I22 a batch has the units that it says": """
        SELECT b.id, b.quantity, count(u.id) FROM batches b
        LEFT JOIN stock_units u ON u.batch_id = b.id AND u.variant_id = b.variant_id
        GROUP BY b.id, b.quantity HAVING b.quantity <> count(u.id)""",
    "I22 what is undone is a whole batch": """
        SELECT u.id, u.status, b.id FROM batches b JOIN stock_units u ON u.batch_id = b.id
        WHERE (u.status = 'undone' AND b.undone_at IS NULL)
            OR (b.undone_at IS NOT NULL AND u.status NOT IN ('undone', 'removed'))""",
    "I23 what is sold of something shared is there": """
        SELECT v.id, v.received_quantity FROM these_variants v
        JOIN products p ON p.id = v.product_id
        WHERE p.kind = 'shared' AND v.received_quantity > 0
            AND NOT EXISTS (SELECT 1 FROM shared_goods g WHERE g.variant_id = v.id)""",
    "I23 a file has all its pieces": """
        SELECT f.id, f.pieces, count(p.number) FROM goods_files f
        LEFT JOIN file_pieces p ON p.file_id = f.id AND p.number < f.pieces
        GROUP BY f.id, f.pieces HAVING f.pieces <> count(p.number)""",
}
