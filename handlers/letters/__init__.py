"""Finds the writer of an event and lets it write."""

from handlers.letters import admin, customer, talk
from handlers.letters.base import Desk, Letter, Sent, Writer
from models.outbox import OutboxMessage

WRITERS: dict[str, Writer] = {**customer.WRITERS, **admin.WRITERS, **talk.WRITERS}


async def send(desk: Desk, message: OutboxMessage) -> Sent:
    """Send one message of the outbox; raises NoLongerTrue, and what Telegram raises."""
    user = await desk.users.find(message.chat_id)
    t = desk.translators(user.language if user else "")
    card = await desk.orders.card(message.order_id) if message.order_id else None
    letter = Letter(desk, message.event, message.chat_id, t, message.args, card)
    return await WRITERS[message.event](letter)
