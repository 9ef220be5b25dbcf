"""Finds the writer of an event and lets it write."""

from handlers.letters import (
    admin,
    complaint,
    customer,
    digest,
    gift,
    goods,
    group,
    held,
    invoice,
    notice_group,
    opened,
    people,
    review,
    role,
    stock,
    switch,
    taken,
    talk,
    topic,
)
from handlers.letters.base import Desk, Letter, NoLongerTrue, Unwritable, Writer
from models.notice import KIND_OF
from models.outbox import Damaged, OutboxMessage
from models.permission import Permission
from services.running.notification import NEEDS, Event
from services.running.outbox import Delivered
from utils.sealing import Unsealable

WRITERS: dict[str, Writer] = {
    **customer.WRITERS,
    **invoice.WRITERS,
    **switch.WRITERS,
    **admin.WRITERS,
    **opened.WRITERS,
    **taken.WRITERS,
    **stock.WRITERS,
    **talk.WRITERS,
    **complaint.WRITERS,
    **topic.WRITERS,
    **goods.WRITERS,
    **group.WRITERS,
    **role.WRITERS,
    **review.WRITERS,
    **held.WRITERS,
    **notice_group.WRITERS,
    **gift.WRITERS,
    **people.WRITERS,
    **digest.WRITERS,
}
UNWANTED = frozenset({Event.BACK, Event.CHEAPER, Event.GROUP})
"""What is no matter of an order or of money: nobody hears it who may not use the shop."""


async def send(desk: Desk, message: OutboxMessage) -> Delivered:
    """Send one message of the outbox.

    Raises NoLongerTrue, Unwritable for a row that can never be sent, and what Telegram raises.
    """
    writer = WRITERS.get(message.event)
    if writer is None or isinstance(message.args, Damaged):
        raise Unwritable("unknown event" if writer is None else "its arguments cannot be read")
    if message.chat_id < 0 and message.event in KIND_OF:
        return await notice_group.told(desk, message)
    needs = NEEDS.get(Event(message.event))
    rights = None if needs is None else (await desk.roles.of(message.chat_id)).rights
    if rights is not None and needs not in rights:
        if message.event == Event.ADMIN_OPENED:
            await desk.board.forget(message.chat_id, int(message.args["message_id"]))
        raise NoLongerTrue  # they might when it was written: who was dismissed hears nothing more
    try:
        return await writer(await _letter(desk, message, rights))
    except Unsealable:
        raise Unwritable("a sealed value does not open: damaged, or another SECRET_KEY") from None


async def _letter(
    desk: Desk, message: OutboxMessage, rights: frozenset[Permission] | None
) -> Letter:
    user = await desk.users.find(message.chat_id)
    t = desk.translators(user.language if user else "")
    if user and user.banned_at is not None and message.event in UNWANTED:
        raise NoLongerTrue
    card = await desk.orders.card(message.order_id) if message.order_id else None
    return Letter(desk, message, t, card, user.group_id if user else None, rights)
