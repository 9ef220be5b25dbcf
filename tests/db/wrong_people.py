"""What no database may accept of bans, credit by hand, notes and tags."""

from models.base import EPOCH, MILLISECOND
from tests.db.shop import NOW

AT = (NOW - EPOCH) // MILLISECOND
NOT_SAID = "guard: a ban is what the audit says"
UNBOOKED = "guard: credit by hand is what the audit says"
CREDIT = (
    "INSERT INTO credit_entries (user_id, order_id, amount, currency, reason, dedup_key,"
    " created_at) VALUES ({user}, {order}, {amount}, 'USD', '{reason}', '{key}', {at})"
)
GRANT = {"user": 8, "order": "NULL", "amount": 500, "reason": "granted"}
GRANT |= {"key": "by-hand:1", "at": AT}
NOTE = (
    "INSERT INTO person_notes (user_id, author, sealed, at)"
    " SELECT {user}, '{author}', sealed, {at} FROM drafts"
)
WRITTEN = {"user": 7, "author": "admin:1", "at": AT}

PEOPLE = {
    "come as banned": (
        "INSERT INTO users (id, name, language, banned_at, created_at)"
        " VALUES (99, 'Zed', 'en', 5, 0)",
        "guard: nobody comes as banned",
    ),
    "ban without a word": ("UPDATE users SET banned_at = 5 WHERE id = 1", NOT_SAID),
    "ban since another time": ("UPDATE users SET banned_at = banned_at + 1 WHERE id = 8", NOT_SAID),
    "let somebody in without a word": ("UPDATE users SET banned_at = NULL WHERE id = 8", NOT_SAID),
    "ban oneself": (f"UPDATE users SET banned_at = {AT} WHERE id = 7", NOT_SAID),
    "ban who works for the shop": (
        f"UPDATE users SET banned_at = {AT} WHERE id = 2",
        "guard: nobody is banned who works for the shop",
    ),
    "hire who is banned": (
        "INSERT INTO roles (user_id, role, granted_by, granted_at)"
        f" VALUES (8, 'stock', 'admin:1', {AT})",
        "guard: nobody works for the shop who is banned",
    ),
    "tell of a ban that is none": (
        "UPDATE users SET ban_told_at = 1 WHERE id = 1",
        "told_of_a_ban",
    ),
    "give credit without a word": (CREDIT.format(**GRANT | {"user": 1, "key": "x"}), UNBOOKED),
    "give more credit than was said": (CREDIT.format(**GRANT | {"amount": 501}), UNBOOKED),
    "give credit by another key": (CREDIT.format(**GRANT | {"key": "by-hand:9"}), UNBOOKED),
    "give credit at another time": (CREDIT.format(**GRANT | {"at": 5}), UNBOOKED),
    "give credit by hand for an order": (CREDIT.format(**GRANT | {"order": 2}), UNBOOKED),
    "give the same credit twice": (CREDIT.format(**GRANT), ""),
    "take what is not there": (
        CREDIT.format(
            **GRANT | {"user": 7, "amount": -1, "reason": "deducted", "key": "by-hand:2"}
        ),
        "guard: a credit balance is never negative",
    ),
    "note without a word": (
        NOTE.format(**WRITTEN | {"user": 1}),
        "guard: a note is in the audit",
    ),
    "note in another's name": (
        NOTE.format(**WRITTEN | {"user": 8, "author": "admin:2"}),
        "guard: a note is in the audit",
    ),
    "note too much": (NOTE.format(**WRITTEN), "guard: a person has 20 notes at most"),
    "rewrite a note": (
        "UPDATE person_notes SET author = 'admin:2'",
        "guard: a note is never changed",
    ),
    "lose a note": ("DELETE FROM person_notes", "guard: a note is taken away in the audit"),
    "make one tag more": (
        "INSERT INTO tags (name) VALUES ('new')",
        "guard: a shop has 50 tags at most",
    ),
    "name no tag": ("UPDATE tags SET name = '' WHERE id = 1", "ck_tags_name_bounded"),
    "name two tags alike": ("UPDATE tags SET name = 'tag 2' WHERE id = 1", ""),
    "tag too much": (
        "INSERT INTO person_tags (user_id, tag_id) VALUES (7, 50)",
        "guard: a person has 10 tags at most",
    ),
    "lose a tag that is used": ("DELETE FROM tags WHERE id = 1", ""),
}
