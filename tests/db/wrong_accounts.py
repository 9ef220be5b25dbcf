"""Statements about public ids, texts and erasing that no database may accept."""

OPEN_OR_STAFF = "guard: nobody is erased while orders are open or they work here"
NOT_NEXT = "guard: a text is the next version, and the audit says so"
ERASURE = (
    "INSERT INTO erasures (user_id, asked_at, due_at, done_at) VALUES ({user}, 5, {due}, {done})"
)
TEXT = (
    "INSERT INTO shop_texts (words, language, version, body, written_by, at) SELECT 'terms',"
    " 'en', {version}, {body}, written_by, {at} FROM shop_texts WHERE version = 2"
)
NOT_BEST = "guard: who is erased is not among the best"
LATER = "(SELECT ranked_at + 5 FROM accounts WHERE user_id = 10)"
ACCOUNTS = {
    "show somebody among the best unasked": (
        "INSERT INTO accounts (user_id, public_id, ranked_at) VALUES (2, '23456789E', 5)",
        "guard: nobody is among the best before they say so",
    ),
    "name who is hidden": (
        "UPDATE accounts SET ranked_named = 1 WHERE user_id = 1",
        "ck_accounts_named_where_ranked",
    ),
    "show who had themselves erased": (
        "UPDATE accounts SET ranked_at = 5 WHERE user_id = 9",
        NOT_BEST,
    ),
    "erase who is shown among the best": (
        f"INSERT INTO erasures (user_id, asked_at, due_at) VALUES (10, {LATER}, {LATER})",
        NOT_BEST,
    ),
    "erase who is shown among the best anew": (
        "UPDATE erasures SET asked_at = asked_at + 5, due_at = due_at + 5, done_at = NULL",
        NOT_BEST,
    ),
    "give somebody another public id": (
        "UPDATE accounts SET public_id = '23456789B'",
        "guard: a public id stays with its person",
    ),
    "hand a public id on": ("UPDATE accounts SET user_id = 2", ""),
    "take a public id away": ("DELETE FROM accounts", "guard: a public id stays with its person"),
    "give two people one public id": (
        "INSERT INTO accounts (user_id, public_id) SELECT 2, public_id FROM accounts",
        "",
    ),
    "give a short public id": (
        "INSERT INTO accounts (user_id, public_id) VALUES (2, '234')",
        "ck_accounts_public_id_whole",
    ),
    "tell what nobody asks": (
        "UPDATE profile_details SET detail = 'income'",
        "ck_profile_details_detail_known",
    ),
    "erase whose order is open": (ERASURE.format(user=1, due=5, done="NULL"), OPEN_OR_STAFF),
    "erase who works for the shop": (ERASURE.format(user=2, due=5, done="NULL"), OPEN_OR_STAFF),
    "erase before it is asked": (
        ERASURE.format(user=4, due=4, done="NULL"),
        "",
    ),
    "say that it is erased from the beginning": (
        ERASURE.format(user=4, due=5, done=5),
        "",
    ),
    "forget that somebody was erased": (
        "DELETE FROM erasures",
        "guard: what is erased stays erased",
    ),
    "erase once more what is erased": (
        "UPDATE erasures SET done_at = done_at + 1",
        "guard: it is erased when nothing is left",
    ),
    "mean somebody else": ("UPDATE erasures SET user_id = 3", ""),
    "mean less than was asked": ("UPDATE erasures SET asked_at = asked_at - 1", OPEN_OR_STAFF),
    "erase an answer that nobody had erased": (
        "UPDATE answers SET sealed = (SELECT sealed FROM drafts)",
        "guard: an answer is never changed",
    ),
    "write over a text": (
        "UPDATE shop_texts SET body = 'other'",
        "guard: what a text said is never changed",
    ),
    "forget a text": ("DELETE FROM shop_texts", "guard: what a text said is never changed"),
    "leave out a version": (TEXT.format(version=4, body="'x'", at=0), NOT_NEXT),
    "write a text without a word in the audit": (
        TEXT.format(version=3, body="'x'", at=0),
        NOT_NEXT,
    ),
    "write an empty text": (TEXT.format(version=3, body="''", at="at"), ""),
}
