"""Writes about questions, the admins' group and complaints that every database must refuse."""

COMPLAINT = (
    "INSERT INTO complaints (order_id, unit_id, message_id, asked_at, state)"
    " VALUES ({order}, {unit}, 1, 0, '{state}')"
)
GOOD = {"order": 2, "unit": 1, "state": "asked"}
HAS = "guard: who complains of a good has it"
ONCE = "guard: a complaint is decided once"
GROUP = "INSERT INTO admin_groups (id, chat_id, language, why) VALUES ({id}, {chat}, 'en', {why})"
TOPIC = "INSERT INTO topics (user_id, chat_id, thread_id) VALUES ({user}, -1, {thread})"
TAKE = "INSERT INTO taken_orders (order_id, taken_by, taken_at) VALUES ({order}, {by}, 0)"
NEEDS = "guard: only what needs somebody is taken"


def complaint(**changed: object) -> str:
    return COMPLAINT.format(**GOOD | changed)


def group(**changed: object) -> str:
    return GROUP.format(**{"id": 1, "chat": -5, "why": "NULL"} | changed)


def topic(**changed: object) -> str:
    return TOPIC.format(**{"user": 1, "thread": 5} | changed)


SUPPORT = {
    "complain of a good twice": (complaint(), ""),
    "complain of what one has not got": (complaint(unit=2), HAS),
    "complain of another order's good": (complaint(order=1), HAS),
    "complain and be right at once": (complaint(state="refused"), HAS),
    "decide nothing": ("UPDATE complaints SET state = 'x'", ""),
    "grant what was not replaced": (
        "UPDATE complaints SET state = 'granted', decided_by = 'admin:1', decided_at = 1",
        "guard: what is granted was replaced",
    ),
    "refuse without a reason": (
        "UPDATE complaints SET state = 'refused', decided_by = 'admin:1', decided_at = 1",
        "refused_for_a_reason",
    ),
    "refuse as nobody": (
        "UPDATE complaints SET state = 'refused', decided_at = 1, reason_chat = 1,"
        " reason_message = 1",
        "decided_by_somebody",
    ),
    "refuse at no time": (
        "UPDATE complaints SET state = 'refused', decided_by = 'admin:1', reason_chat = 1,"
        " reason_message = 1",
        "decided_at_a_time",
    ),
    "hand a complaint to another": ("UPDATE complaints SET order_id = 1", ONCE),
    "delete a complaint": ("DELETE FROM complaints", "guard: a complaint is never deleted"),
    "take a question that is answered": (
        "UPDATE threads SET state = 'answered', taken_by = 1, taken_at = 1",
        "taken_while_open",
    ),
    "take a question at no time": ("UPDATE threads SET taken_by = 1", "taken_at_a_time"),
    "half answer a question": ("UPDATE threads SET state = 'half'", "state_known"),
    "connect a second group": (group(id=2), "one_alone"),
    "connect a person": (group(chat=5), "chat_of_many"),
    "lose a group somehow": (group(why="'x'"), "why_known"),
    "put somebody into General": (topic(thread=1), "not_general"),
    "write into nobody's topic": (topic(user=999), ""),
    "take an order that waits for its customer": (TAKE.format(order=1, by=1), NEEDS),
    "take an order that there is not": (TAKE.format(order=999, by=1), ""),
    "hand what somebody took to another order": ("UPDATE taken_orders SET order_id = 1", NEEDS),
    "take an order as nobody": (TAKE.format(order=2, by="NULL"), ""),
    "take an order as a stranger": (TAKE.format(order=2, by=999), ""),
    "take an order twice": (TAKE.format(order=2, by=1) + ", (2, 2, 0)", ""),
}
