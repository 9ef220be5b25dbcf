"""Writes about groups that hear of the shop that every database must refuse."""

GROUP = (
    "INSERT INTO notice_groups (id, chat_id, thread_id, title, language, why)"
    " VALUES ({id}, {chat}, {thread}, {title}, 'en', {why})"
)
RULE = "INSERT INTO notice_rules (kind, destination, told) VALUES ('{kind}', 'group', '{told}')"
SECRET = (
    "INSERT INTO outbox (dedup_key, event, chat_id, args, importance, status, due_at, attempts,"
    " created_at) VALUES ('to many', '{event}', {chat}, '{{}}', 1, 'pending', 0, 0, 0)"
)
PERSON = "guard: keys and goods go to a person"


def group(**changed: object) -> str:
    good = {"id": 1, "chat": -5, "thread": "NULL", "title": "'Team'", "why": "NULL"}
    return GROUP.format(**good | changed)


NOTICES = {
    "have a sixth group hear": (group(id=6), "bounded"),
    "have a person hear as a group": (group(chat=5), "chat_of_many"),
    "write into the topic that has no number": (group(thread=1), "not_general"),
    "call a group by a book": (group(title=f"'{'x' * 65}'"), "title_bounded"),
    "be silent somehow": (group(why="'x'"), "why_known"),
    "hear in one group twice": (f"{group()}, (2, -5, NULL, 'Team', 'en', NULL)", ""),
    "gather for a group": (RULE.format(kind="started", told="digest"), "groups_at_once"),
    "tell a group of a key": (RULE.format(kind="key", told="now"), "groups_hear"),
    "queue a key for a group": (SECRET.format(event="admin-key", chat=-5), PERSON),
    "queue goods for a group": (SECRET.format(event="goods", chat=-5), PERSON),
    "hand goods on to a group": ("UPDATE outbox SET chat_id = -5, event = 'goods'", PERSON),
}
