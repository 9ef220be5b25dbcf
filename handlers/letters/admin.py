"""What admins hear; each notice leads to its order's card."""

from contextlib import suppress

from aiogram.exceptions import TelegramBadRequest

from handlers.letters.base import Letter, Sent, Writer
from handlers.views import admin as views
from handlers.views.screen import Screen
from models.order import OrderStatus
from services.running.notification import Event
from utils.money import format_money


async def notice(letter: Letter) -> Sent:
    return await letter.say(views.notice(letter.t, letter.event, letter.order))


async def paid(letter: Letter) -> Sent:
    """With the key at hand: behind a button, in the message, or not at all, as the shop is set."""
    card, wallets = letter.order, letter.desk.wallets
    ships = card.order.status is OrderStatus.PAID
    key = "admin-paid-ship" if ships else letter.event
    reveal = card.invoice is not None and wallets.shows_keys and not wallets.shows_inline
    return await letter.say(views.notice(letter.t, key, card, reveal=reveal))


async def honoured(letter: Letter) -> Sent:
    return await letter.say(views.notice(letter.t, letter.event, letter.order, letter.charged()))


async def key(letter: Letter) -> Sent:
    """`ADMIN_KEY_DELIVERY=inline`: the spoiler, as protected content."""
    order_id = letter.order.order.id
    secret = letter.desk.wallets.private_key(letter.bill.address)
    text = views.key(letter.t, "key-inline", order_id, secret)
    sent = await letter.desk.bot.send_message(letter.chat_id, text, protect_content=True)
    return Sent(sent.message_id)


async def credited(letter: Letter) -> Sent:
    currency = letter.order.order.currency
    amount = format_money(int(letter.args["amount"]), currency, letter.t.language)
    facts = {"amount": amount, "reason": letter.args["reason"]}
    screen = views.notice(letter.t, letter.event, letter.order, facts)
    choices = views.decisions(letter.t, letter.order)
    return await letter.say(Screen(screen.text, [*screen.rows, *choices]))


async def review(letter: Letter) -> Sent:
    reason = letter.t(f"review-{letter.args['reason']}")
    facts = {"reason": reason}
    return await letter.say(views.notice(letter.t, letter.event, letter.order, facts))


async def alert(letter: Letter) -> Sent:
    args = {name: letter.args[name] for name in ("asset", "reason")}
    return await letter.say(Screen(letter.t(f"alert-{letter.args['topic']}", **args)))


async def erase(letter: Letter) -> Sent:
    """Delete a message of ours; one that is gone already is what we wanted."""
    message_id = int(letter.args["message_id"])
    with suppress(TelegramBadRequest):
        await letter.desk.bot.delete_message(letter.chat_id, message_id)
    return Sent(None)


WRITERS: dict[str, Writer] = {
    Event.ADMIN_PLACED: notice,
    Event.ADMIN_PAID: paid,
    Event.ADMIN_HONOURED: honoured,
    Event.ADMIN_KEY: key,
    Event.ADMIN_SHIPPED: notice,
    Event.ADMIN_EXPIRED: notice,
    Event.ADMIN_CANCELLED: notice,
    Event.ADMIN_VANISHED: notice,
    Event.ADMIN_CREDITED: credited,
    Event.ADMIN_REFUND_ADDRESS: notice,
    Event.ADMIN_REVIEW: review,
    Event.ADMIN_ALERT: alert,
    Event.ERASE: erase,
}
