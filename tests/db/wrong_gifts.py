"""Wrong writes about credit that is passed on, and about what two have to agree to.

Link 1 of Eve (5) waits, Bob (2) took 2, and 3 came back. Approval 1 of Bob waits, Ann agreed to 2.
"""

ENTRY = (
    "INSERT INTO credit_entries (user_id, amount, currency, reason, dedup_key, created_at)"
    " VALUES ({user}, {amount}, 'USD', '{reason}', '{key}', 0)"
)
GIFT = (
    "INSERT INTO gifts (giver_id, number, digest, amount, currency, state, entry_id, created_at,"
    " expires_at) SELECT {giver}, {number}, replace(digest, '1', '{number}'), {amount}, currency,"
    " 'open', {entry}, created_at, expires_at FROM gifts WHERE id = 1"
)
APPROVAL = (
    "INSERT INTO approvals (act, subject, amount, currency, args, asked_by, asked_at, until, state,"
    " decided_by, decided_at) VALUES ('balance', '{subject}', 9, 'USD', '{{}}', 2, 0, 5, '{state}',"
    " {by}, {at})"
)
WENT = "guard: what comes through a link is what went into it, once"
ONCE = "guard: a link stays what it is, and ends once"
ENDS = "guard: a link ends with its sum given to one of two"
STARTS = "guard: a link starts with its sum taken from its giver"
DECIDED = "guard: what was asked for stays what it is, and is decided once"
IN_AUDIT = "guard: who agreed stands in the audit, within the time"
PASSED = {
    "take from a link that nobody made": (
        ENTRY.format(user=2, amount=10, reason="gift_claimed", key="gift:9:end"),
        WENT,
    ),
    "take more from a link than went in": (
        ENTRY.format(user=2, amount=11, reason="gift_claimed", key="gift:1:end"),
        WENT,
    ),
    "take from one's own link": (
        ENTRY.format(user=5, amount=10, reason="gift_claimed", key="gift:1:end"),
        WENT,
    ),
    "give a link back to somebody else": (
        ENTRY.format(user=2, amount=10, reason="gift_back", key="gift:1:end"),
        WENT,
    ),
    "take from a link that was taken": (
        ENTRY.format(user=2, amount=10, reason="gift_claimed", key="gift:2:end"),
        WENT,
    ),
    "pass on more than there is": (
        ENTRY.format(user=5, amount=-9999, reason="gifted", key="n"),
        "guard: a credit balance is never negative",
    ),
    "make a link of nothing": (
        GIFT.format(giver=5, number=4, amount=10, entry="(SELECT min(id) FROM credit_entries)"),
        STARTS,
    ),
    "make a link of somebody else's credit": (
        GIFT.format(
            giver=2, number=4, amount=10, entry="(SELECT entry_id FROM gifts WHERE id = 1)"
        ),
        STARTS,
    ),
    "make a link of more than was taken": (
        GIFT.format(
            giver=5, number=4, amount=11, entry="(SELECT entry_id FROM gifts WHERE id = 1)"
        ),
        STARTS,
    ),
    "make two links of one entry": (
        GIFT.format(
            giver=5, number=4, amount=10, entry="(SELECT entry_id FROM gifts WHERE id = 1)"
        ),
        "",
    ),
    "raise a link": ("UPDATE gifts SET amount = 11 WHERE id = 1", ONCE),
    "let a link live for longer": (
        "UPDATE gifts SET expires_at = expires_at + 1 WHERE id = 1",
        ONCE,
    ),
    "open a link again": (
        "UPDATE gifts SET state = 'open', end_id = NULL, ended_at = NULL, claimer_id = NULL"
        " WHERE id = 2",
        ONCE,
    ),
    "take a link back that was taken": (
        "UPDATE gifts SET state = 'returned', claimer_id = NULL, why = 'giver' WHERE id = 2",
        ONCE,
    ),
    "take a link without its sum": (
        "UPDATE gifts SET state = 'claimed', claimer_id = 2, ended_at = 0,"
        " end_id = (SELECT min(id) FROM credit_entries) WHERE id = 1",
        ENDS,
    ),
    "end a link with another one's sum": (
        "UPDATE gifts SET state = 'claimed', claimer_id = 2, ended_at = 0,"
        " end_id = (SELECT end_id FROM gifts WHERE id = 2) WHERE id = 1",
        ENDS,
    ),
    "take one's own link": (
        "UPDATE gifts SET state = 'claimed', claimer_id = 5, ended_at = 0, end_id = 1 WHERE id = 1",
        "",
    ),
    "delete a link": ("DELETE FROM gifts WHERE id = 3", "guard: a link is never deleted"),
    "ask for what was decided": (
        APPROVAL.format(subject="new", state="refused", by=1, at=1),
        "guard: what a second owner is asked for is open",
    ),
    "ask for the same twice": (
        APPROVAL.format(subject="user:1", state="open", by="NULL", at="NULL"),
        "",
    ),
    "agree to one's own": (
        "UPDATE approvals SET state = 'refused', decided_by = 2, decided_at = 0 WHERE id = 1",
        "",
    ),
    "agree, and tell nobody": (
        "UPDATE approvals SET state = 'approved', decided_by = 1, decided_at = asked_at"
        " WHERE id = 1",
        IN_AUDIT,
    ),
    "ask for more than was asked for": ("UPDATE approvals SET amount = 10 WHERE id = 1", DECIDED),
    "decide twice": (
        "UPDATE approvals SET state = 'refused' WHERE id = 2",
        DECIDED,
    ),
    "forget what was asked for": (
        "DELETE FROM approvals WHERE id = 1",
        "guard: what was asked for is never deleted",
    ),
    "overtake without a reason": (
        "UPDATE approvals SET state = 'overtaken', decided_at = 0 WHERE id = 1",
        "",
    ),
}
