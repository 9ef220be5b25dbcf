"""What must be true of credit that is passed on, of vouchers, and of what two had to agree to."""

from repositories.vouched import VOUCHED

PASSED = VOUCHED | {
    "I30 a link is open, or its sum went one way": """
        SELECT g.id, g.state, g.amount FROM gifts g
        LEFT JOIN credit_entries c ON c.id = g.entry_id AND c.reason = 'gifted'
            AND c.amount = -g.amount AND c.user_id = g.giver_id AND c.currency = g.currency
        LEFT JOIN credit_entries e ON e.id = g.end_id AND e.amount = g.amount
            AND e.currency = g.currency
            AND ((g.state = 'claimed' AND e.reason = 'gift_claimed' AND e.user_id = g.claimer_id)
                OR (g.state = 'returned' AND e.reason = 'gift_back' AND e.user_id = g.giver_id))
        WHERE c.id IS NULL OR (g.state = 'open') <> (e.id IS NULL)""",
    "I30 what was passed on went through a link": """
        SELECT id, reason, amount FROM credit_entries
        WHERE (reason = 'gifted' AND id NOT IN (SELECT entry_id FROM gifts))
            OR (reason IN ('gift_claimed', 'gift_back')
                AND id NOT IN (SELECT end_id FROM gifts WHERE end_id IS NOT NULL))""",
    "I31 what two agreed to stands in the audit log": """
        SELECT a.id, a.decided_by FROM approvals a
        WHERE a.state = 'approved' AND NOT EXISTS (
            SELECT 1 FROM audit u WHERE u.subject = 'approval:' || CAST(a.id AS TEXT)
                AND u.action = 'approval.approved'
                AND u.actor = 'admin:' || CAST(a.decided_by AS TEXT))""",
}
