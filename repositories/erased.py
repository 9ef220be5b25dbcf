"""What must be true of who had themselves erased, and of the shop's own texts."""

ERASED = {
    "I40 what was erased is gone": """
        SELECT e.user_id, o.id FROM erasures e JOIN orders o ON o.user_id = e.user_id
        WHERE e.done_at IS NOT NULL AND o.closed_at <= e.asked_at
            AND o.status NOT IN ('created', 'paid')
            AND (length(o.delivery) > 33 OR length(o.cancel_reason) > 33
                OR EXISTS (
                    SELECT 1 FROM order_lines l JOIN answers a ON a.order_line_id = l.id
                    WHERE l.order_id = o.id AND length(a.sealed) > 33))""",
    "I40 nothing told before it is kept": """
        SELECT p.user_id, p.detail FROM profile_details p
        JOIN erasures e ON e.user_id = p.user_id WHERE p.told_at < e.asked_at""",
    "I54 who had themselves erased is among the best by a later word alone": """
        SELECT a.user_id FROM accounts a JOIN erasures e ON e.user_id = a.user_id
        WHERE a.ranked_at < e.asked_at""",
    "I41 a text is the next version": """
        SELECT t.id FROM shop_texts t WHERE t.version > 1 AND NOT EXISTS (
            SELECT 1 FROM shop_texts b WHERE b.words = t.words AND b.language = t.language
                AND b.version = t.version - 1 AND b.id < t.id)""",
}
