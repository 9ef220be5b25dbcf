"""What happened that somebody hears of, and who that is."""

from collections.abc import Mapping
from enum import StrEnum

from models.opened import REDRAW
from models.permission import Permission
from models.taken import TAKEN
from repositories.noticed import HELD


class Event(StrEnum):
    """What happened; `handlers/notifier.py` knows the words for each."""

    INVOICE = "invoice"
    """The order's message says what is true now, where it stands."""
    INVOICE_BELOW = "invoice-below"
    """The same, moved below everything else."""
    SEEN = "seen"
    """Money on its way; taken back once it is counted."""
    REMINDER = "reminder"
    GOODS = "goods"
    GOODS_AGAIN = "goods-again"
    """Because the customer asked for them: not arriving, they are no matter of the order."""
    PAID = "paid"
    PARTIAL = "partial"
    SHIPPED = "shipped"
    TRACKED = "tracked"
    """The number of a parcel that is on its way."""
    EXTENDED = "extended"
    """The shop gave it more time."""
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    CREDITED = "credited"
    HONOURED = "honoured"
    ORDER_REFUNDED = "order-refunded"
    """What was paid for it is its customer's again."""
    REFUND_ASK = "refund-ask"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    REFUND_BACK = "refund-back"
    UNITS_MISSING = "units-missing"
    UNIT_REPLACED = "unit-replaced"
    """The shop exchanged a good of theirs; the goods follow."""
    RESTOCK = "restock"
    """A post in the shop's channel."""
    ADMIN_PLACED = "admin-placed"
    ADMIN_PAID = "admin-paid"
    ADMIN_HONOURED = "admin-honoured"
    ADMIN_KEY = "admin-key"
    ADMIN_SHIPPED = "admin-shipped"
    ADMIN_EXPIRED = "admin-expired"
    ADMIN_CANCELLED = "admin-cancelled"
    ADMIN_REPLACED = "admin-replaced"
    ADMIN_READDRESSED = "admin-readdressed"
    ADMIN_EXTENDED = "admin-extended"
    ADMIN_BY_HAND = "admin-by-hand"
    """A person took it for paid."""
    ADMIN_REFUNDED = "admin-refunded"
    ADMIN_REFUND_ADDRESS = "admin-refund-address"
    ADMIN_CREDITED = "admin-credited"
    ADMIN_VANISHED = "admin-vanished"
    ADMIN_REVIEW = "admin-review"
    ADMIN_ARRIVED = "admin-arrived"
    """Goods of which they heard that they did not reach their customer."""
    ADMIN_NOTE = "admin-note"
    """Telegram refused a delivery note; the goods went without it."""
    ADMIN_ALERT = "admin-alert"
    ADMIN_OUTAGE = "admin-outage"
    ADMIN_UNDELIVERED = "admin-undelivered"
    ADMIN_LOW_STOCK = "admin-low-stock"
    """Goods run low: once per crossing."""
    ADMIN_QUESTION = "admin-question"
    ADMIN_ANSWERED = "admin-answered"
    ADMIN_THREAD = "admin-thread"
    """Somebody takes a question, or it is over: what admins have of it says so."""
    ADMIN_GROUP = "admin-group"
    """The shop cannot write into the admins' group any more, or can again."""
    ADMIN_NOTICE_GROUP = "admin-notice-group"
    """A group that hears of the shop cannot be written to, can again, or is none any more."""
    ADMIN_COMPLAINT = "admin-complaint"
    """A customer asks for another good, or that was decided: one message says how it stands."""
    COMPLAINT_REFUSED = "complaint-refused"
    TOPIC_QUESTION = "topic-question"
    """What a customer wrote, into their topic of the admins' group."""
    TOPIC_ANSWERED = "topic-answered"
    """What was answered elsewhere."""
    TOPIC_PANEL = "topic-panel"
    ADMIN_GONE = "admin-gone"
    """One of them hears nothing any more, to the others."""
    ADMIN_OPENED = REDRAW
    """A card that an admin has open says what is true now; queued by whatever changes its order."""
    ADMIN_TAKEN = TAKEN
    """Somebody took an order or has seen to it: what admins have of it says so; queued by whatever
    does that.
    """
    ADMIN_UNHEARD = "admin-unheard"
    """An answer that its customer does not get for now, to the admin who wrote it."""
    ADMIN_RATED = "admin-rated"
    """A review has words that nobody has read."""
    ADMIN_ROLE = "admin-role"
    """Somebody was given a role, or has one no more."""
    ROLE = "role"
    """The same, to whom it concerns."""
    HELD = HELD
    """Everything that was held back until now."""
    ANSWER = "answer"
    BACK = "back"
    CHEAPER = "cheaper"
    ERASE = "erase"
    RATE = "rate"
    """What do they think of what they bought?"""
    REVIEW_REPLY = "review-reply"
    """The shop answered their review."""
    CREDIT_ADJUSTED = "credit-adjusted"
    """Somebody gave them store credit, or took some."""
    ADMIN_ADJUSTED = "admin-adjusted"
    GROUP = "group"
    """They came into a group of customers, or out of it."""
    GIFT = "gift"
    """Credit that they passed on was taken, or is theirs again."""
    ADMIN_DIGEST = "admin-digest"
    """What the day before came to."""
    ADMIN_APPROVAL = "admin-approval"
    """Something waits for a second owner, or was decided: one message says how it stands."""
    APPROVAL = "approval"
    """What became of it, to who asked for it."""


NEEDS: Mapping[Event, Permission] = {
    **dict.fromkeys(
        (
            *(Event.ADMIN_PLACED, Event.ADMIN_PAID, Event.ADMIN_HONOURED, Event.ADMIN_SHIPPED),
            *(Event.ADMIN_EXPIRED, Event.ADMIN_CANCELLED, Event.ADMIN_REPLACED),
            *(Event.ADMIN_VANISHED, Event.ADMIN_REVIEW, Event.ADMIN_UNDELIVERED),
            *(Event.ADMIN_READDRESSED, Event.ADMIN_EXTENDED, Event.ADMIN_BY_HAND),
            *(Event.ADMIN_REFUNDED, Event.ADMIN_ARRIVED, Event.ADMIN_NOTE, Event.ADMIN_TAKEN),
        ),
        Permission.ORDERS,
    ),
    Event.ADMIN_REFUND_ADDRESS: Permission.MONEY,
    Event.ADMIN_CREDITED: Permission.MONEY,
    Event.ADMIN_ADJUSTED: Permission.MONEY,
    Event.ADMIN_KEY: Permission.KEYS,
    Event.ADMIN_LOW_STOCK: Permission.GOODS,
    Event.ADMIN_QUESTION: Permission.TALK,
    Event.ADMIN_ANSWERED: Permission.TALK,
    Event.ADMIN_THREAD: Permission.TALK,
    Event.ADMIN_GROUP: Permission.SETTINGS,
    Event.ADMIN_COMPLAINT: Permission.ORDERS,
    Event.ADMIN_UNHEARD: Permission.TALK,
    Event.ADMIN_RATED: Permission.TALK,
    Event.ADMIN_ALERT: Permission.SETTINGS,
    Event.ADMIN_OUTAGE: Permission.SETTINGS,
    Event.ADMIN_ROLE: Permission.ROLES,
    Event.ADMIN_GONE: Permission.ROLES,
    Event.ADMIN_NOTICE_GROUP: Permission.ROLES,
    Event.ADMIN_OPENED: Permission.SEE,
    Event.ADMIN_DIGEST: Permission.NUMBERS,
    Event.ADMIN_APPROVAL: Permission.TRUST,
}
"""Who hears of something is who may act on it: asked when it is written, and when it is sent."""
