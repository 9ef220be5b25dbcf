"""What must be true of questions that wait, of goods that are complained of, of orders that
somebody took, and of who hears.
"""

SUPPORTED = {
    "I42 who waits for an answer stands among the open questions": """
        SELECT s.user_id FROM (
            SELECT t.user_id,
                coalesce(max(CASE WHEN t.direction = 'question' AND t.settled_at IS NULL
                    THEN t.id END), 0) AS asked,
                coalesce(max(CASE WHEN t.direction = 'answer' THEN t.id END), 0) AS answered
            FROM talks t GROUP BY t.user_id
        ) AS s LEFT JOIN threads h ON h.user_id = s.user_id
        WHERE s.asked > s.answered AND coalesce(h.state, '') <> 'open'""",
    "I43 who complained of a good had it": """
        SELECT c.id, c.unit_id FROM complaints c
        LEFT JOIN stock_units u ON u.id = c.unit_id AND u.status IN ('sold', 'replaced')
        LEFT JOIN order_lines l ON l.id = u.order_line_id AND l.order_id = c.order_id
        WHERE l.id IS NULL""",
    "I43 what was granted was replaced": """
        SELECT c.id, c.unit_id FROM complaints c JOIN stock_units u ON u.id = c.unit_id
        WHERE c.state = 'granted' AND u.status <> 'replaced'""",
    "I43 what waits waits for a good of a delivered order": """
        SELECT c.id, c.order_id FROM complaints c JOIN orders o ON o.id = c.order_id
        WHERE c.state = 'asked' AND o.status <> 'shipped'""",
    "I51 an owner hears of what is owed to one": """
        SELECT id, kind, told FROM notice_rules WHERE told <> 'now' AND destination = 'owner'
            AND kind IN ('paid', 'money', 'look', 'alarm', 'gone', 'approval')""",
    "I51 a group hears at once, and of no key": """
        SELECT id, kind, told FROM notice_rules
        WHERE destination = 'group' AND (told <> 'now' OR kind = 'key')""",
    "I52 keys and goods go to a person": """
        SELECT id, event, chat_id FROM outbox
        WHERE chat_id < 0 AND event IN ('admin-key', 'goods', 'goods-again')""",
    "I53 what somebody took needs somebody": """
        SELECT t.order_id, t.taken_by FROM taken_orders t JOIN orders o ON o.id = t.order_id
        WHERE o.status <> 'paid' AND o.needs_review IS NULL
            AND NOT EXISTS (SELECT 1 FROM complaints c
                WHERE c.order_id = o.id AND c.state = 'asked')
            AND NOT EXISTS (SELECT 1 FROM refunds r
                WHERE r.order_id = o.id AND r.state = 'open')
            AND NOT EXISTS (SELECT 1 FROM credit_entries e
                WHERE e.order_id = o.id AND e.reason IN ('late', 'overpaid'))""",
}
