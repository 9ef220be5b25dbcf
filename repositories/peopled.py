"""What must be true of what is done with people: bans, credit by hand, notes."""

PEOPLED = {
    "I34 a ban is what the audit says": """
        SELECT u.id, u.banned_at FROM users u WHERE u.banned_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM audit a
            WHERE a.id = (
                    SELECT max(b.id) FROM audit b
                    WHERE b.subject = 'ban:' || CAST(u.id AS TEXT)
                )
                AND a.action = 'person.banned' AND a.at = u.banned_at)""",
    "I34 nobody works for the shop who is banned": """
        SELECT u.id, r.role FROM users u JOIN roles r ON r.user_id = u.id
        WHERE u.banned_at IS NOT NULL""",
    "I35 credit by hand stands in the audit": """
        SELECT c.id, c.amount FROM credit_entries c
        WHERE c.reason IN ('granted', 'deducted') AND (c.order_id IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM audit a
            WHERE a.subject = 'credit:' || CAST(c.user_id AS TEXT)
                AND a.action = 'credit.adjusted' AND a.at = c.created_at
                AND a.details LIKE '{"amount": ' || CAST(c.amount AS TEXT) || ', "currency": "'
                    || c.currency || '", "key": "' || c.dedup_key || '", %'))""",
    "I36 a note stands in the audit": """
        SELECT n.id, n.author FROM person_notes n WHERE NOT EXISTS (
            SELECT 1 FROM audit a
            WHERE a.subject = 'note:' || CAST(n.user_id AS TEXT) AND a.action = 'note.added'
                AND a.at = n.at AND a.actor = n.author)""",
    "I36 a person has so many notes and tags at most": """
        SELECT u.id FROM users u
        WHERE (SELECT count(*) FROM person_notes n WHERE n.user_id = u.id) > 20
            OR (SELECT count(*) FROM person_tags g WHERE g.user_id = u.id) > 10""",
}
