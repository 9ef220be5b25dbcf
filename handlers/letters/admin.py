"""What admins hear: one notice per order that grows, alarms, keys, and what is erased again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from aiogram.exceptions import TelegramAPIError, TelegramBadRequest

from handlers.answers import Verdict, verdict
from handlers.letters.base import Letter, NoLongerTrue, Unwritable, Writer
from handlers.sending import Draft
from handlers.views import admin as views
from handlers.views import alarm
from handlers.views import key as keys
from handlers.views.contents import how, worded
from handlers.views.moments import local
from handlers.views.screen import Screen, cut
from models.credit import CreditReason
from models.order import OrderStatus
from models.outbox import Damaged, OutboxMessage
from models.permission import Permission
from models.post import Post
from services.running.notification import Event
from services.running.outbox import Delivered
from utils.money import format_money

NAME = 64
"""UTF-16 units of an admin's name."""
NEVER_THERE = ("not found", "message_id_invalid", "not specified")
"""Words of a refusal to delete that say that there is nothing to delete."""


async def notice(letter: Letter) -> Delivered:
    """The order's one notice with what happened last on top; only what calls for an act rings.

    What an admin did is no news to them: their notice is changed, if there is one, without a sound.
    """
    screen = await _screen(letter)
    subject = f"notice:{letter.order.order.id}"
    own = letter.args.get("actor") == f"admin:{letter.message.chat_id}"
    if own and await letter.desk.outbox.post(letter.message.chat_id, subject) is None:
        raise NoLongerTrue
    if _calls(letter) and not own:
        return await _ring(letter, subject, letter.draft(screen))
    return await letter.keep(subject, letter.draft(screen, silent=True))


async def _screen(letter: Letter) -> Screen:
    """What happened to the order up to this message, and who sees to it."""
    order_id, reader = letter.order.order.id, letter.message.chat_id
    said = await letter.desk.outbox.about(letter.message, order_id)
    rows = [row for row in reversed(said) if row.event in LINES]
    told = [row for row in rows if not isinstance(row.args, Damaged)]
    names = await _names(letter, told)
    lines = [_line(letter, row.event, row.args, names) for row in told]
    hands = await letter.desk.orders.taking.of(order_id, reader)
    known = TELLS_WHO.get(hands.act or "") in {row.event for row in told}
    card = replace(letter.order, hands=hands.without(told=known))
    reveal = await _reveals(letter, told[0].event if told else "")
    return views.notice(letter.t, card, lines, reveal=reveal)


async def again(letter: Letter) -> Draft:
    """The notice without anything new; empty when nobody remembers what happened."""
    return letter.draft(await _screen(letter), silent=True)


async def _names(letter: Letter, rows: Sequence[OutboxMessage]) -> dict[str, str]:
    """Of each actor, how they are called."""
    found: dict[str, str] = {}
    for actor in {str(row.args.get("actor", "")) for row in rows}:
        number = actor.partition(":")[2]
        user = await letter.desk.users.find(int(number)) if number.isdigit() else None
        found[actor] = cut(user.name, NAME) if user else number
    return found


async def _reveals(letter: Letter, newest: str) -> bool:
    """Whether the key button is offered: as the shop is set, and to whom it is open, now."""
    wallets, reader = letter.desk.wallets, letter.message.chat_id
    if newest != Event.ADMIN_PAID or not wallets.shows_keys or wallets.shows_inline:
        return False
    return await letter.desk.roles.may(reader, Permission.KEYS)


def _calls(letter: Letter) -> bool:
    if letter.event in (Event.ADMIN_PAID, Event.ADMIN_HONOURED, Event.ADMIN_READDRESSED):
        return letter.order.order.status is OrderStatus.PAID
    if letter.event == Event.ADMIN_CREDITED and letter.order.order.refill:
        return letter.args["reason"] == CreditReason.SUSPENDED  # the rest is what it was for
    return letter.event in CALLS


async def _ring(letter: Letter, subject: str, draft: Draft) -> Delivered:
    """An edit makes no sound: a new message takes the place of the old one."""
    old = await letter.desk.outbox.post(letter.message.chat_id, subject)
    sent = await letter.chat.send(draft)
    if old is not None and old.bot_id in (0, letter.desk.bot.id):
        with suppress(TelegramAPIError):  # it says when that was, and the new one says more
            await _withdraw(letter, old)
    return replace(sent, subject=subject)


async def _withdraw(letter: Letter, old: Post) -> None:
    """Where it cannot be deleted any more, nothing is left of what it said."""
    if not await letter.remove(old.message_id):
        text = letter.t("invoice-moved", code=letter.order.order.code)
        await letter.chat.edit(old, letter.draft(Screen(text)))


def _line(letter: Letter, event: str, args: dict[str, str], names: Mapping[str, str]) -> str:
    key, actor = event, args.get("actor", "")
    facts = {"by": actor.partition(":")[0] or "nobody", "who": names.get(actor, "")}
    if event == Event.ADMIN_PAID and how(letter.order.order) == "ship":
        key = "admin-paid-ship"
    elif event == Event.ADMIN_CREDITED:
        facts |= _sum(letter, args) | {"reason": letter.credit(args), "came": letter.came}
    elif event == Event.ADMIN_HONOURED:
        facts |= {**letter.charged(args), "how": how(letter.order.order)}
    elif event == Event.ADMIN_REPLACED:
        facts |= {"new": args["code"]}
    else:
        facts |= _acted(letter, event, args)
    return views.event(letter.t, key, letter.order, facts)


def _acted(letter: Letter, event: str, args: dict[str, str]) -> dict[str, str]:
    """What an act of a person, or a wish for one, has to say besides who it was."""
    if event == Event.ADMIN_REFUNDED:
        return _sum(letter, args)
    if event == Event.ADMIN_EXTENDED:
        return {"until": local(datetime.fromisoformat(args["until"]))}
    if event == Event.ADMIN_REVIEW:
        return {"reason": _why(letter, args)}
    return {"detail": args["detail"]} if event == Event.ADMIN_NOTE else {}


def _sum(letter: Letter, args: dict[str, str]) -> dict[str, str]:
    currency = letter.order.order.currency
    return {"amount": format_money(int(args["amount"]), currency, letter.t.language)}


def _why(letter: Letter, args: dict[str, str]) -> str:
    key = worded(letter.order.order, f"review-{args['reason']}")
    reason = letter.t(key, came=letter.came)
    detail = args.get("detail")
    return letter.t("review-detail", reason=reason, detail=detail) if detail else reason


async def key(letter: Letter) -> Delivered:
    """`ADMIN_KEY_DELIVERY=inline`: under a spoiler, if the shop is still set so when it is sent."""
    if not letter.desk.wallets.shows_inline:
        raise NoLongerTrue
    secret = letter.desk.wallets.private_key(letter.bill.address)
    screen = keys.key(letter.t, "key-inline", letter.order.order.code, secret)
    return await letter.chat.send(letter.draft(screen, silent=True))


async def alert(letter: Letter) -> Delivered:
    return await letter.say(alarm.alert(letter.t, letter.args))


async def outage(letter: Letter) -> Delivered:
    """One message per outage: sent when it begins, edited as it spreads, green when it is over."""
    state = await letter.desk.health.outage()
    if state is None or str(state.number) != letter.args["number"]:
        raise NoLongerTrue
    named = [what.partition(":")[2] for what in state.problems if what.startswith("order:")]
    codes = await letter.desk.orders.codes([int(each) for each in named if each.isdigit()])
    draft = letter.draft(alarm.outage(letter.t, state, codes))
    return await letter.keep(f"outage:{state.number}", draft)


async def undelivered(letter: Letter) -> Delivered:
    """What was set aside in these seconds, by name and with the reason."""
    since, until = letter.times("since", "until")
    rows = await letter.desk.set_aside.failed(since, until)
    if not rows:
        raise NoLongerTrue
    codes = await letter.desk.orders.codes([row.order_id for row in rows if row.order_id])
    return await letter.say(alarm.undelivered(letter.t, rows, codes))


async def erase(letter: Letter) -> Delivered:
    """Delete a message of ours; one that is gone already is what we wanted.

    Telegram deletes for 48 hours only, and lets a bot edit its messages for ever.
    """
    bot, chat_id = letter.desk.bot, letter.message.chat_id
    message_id, whose = int(letter.args["message_id"]), int(letter.args.get("bot_id", 0))
    if whose not in (0, bot.id):
        raise Unwritable("another bot showed a key in this chat: delete that message by hand")
    try:
        await bot.delete_message(chat_id, message_id)
    except TelegramBadRequest as error:
        if verdict(error) is not Verdict.MESSAGE_GONE:
            raise
        if not any(word in error.message.lower() for word in NEVER_THERE):
            await _blank(letter, message_id)
    return Delivered(None)


async def _blank(letter: Letter, message_id: int) -> None:
    """Without the text and without its copy button."""
    try:
        text, chat_id = letter.t("key-gone"), letter.message.chat_id
        await letter.desk.bot.edit_message_text(text, chat_id=chat_id, message_id=message_id)
    except TelegramBadRequest as error:
        gone = any(word in error.message.lower() for word in NEVER_THERE)
        if not gone and verdict(error) is not Verdict.UNCHANGED:
            raise


LINES = {
    Event.ADMIN_PLACED,
    Event.ADMIN_PAID,
    Event.ADMIN_HONOURED,
    Event.ADMIN_SHIPPED,
    Event.ADMIN_EXPIRED,
    Event.ADMIN_CANCELLED,
    Event.ADMIN_REPLACED,
    Event.ADMIN_VANISHED,
    Event.ADMIN_CREDITED,
    Event.ADMIN_REFUND_ADDRESS,
    Event.ADMIN_REVIEW,
    Event.ADMIN_ARRIVED,
    Event.ADMIN_NOTE,
    Event.ADMIN_REFUNDED,
    Event.ADMIN_EXTENDED,
    Event.ADMIN_READDRESSED,
    Event.ADMIN_BY_HAND,
}
CALLS = {
    Event.ADMIN_VANISHED,
    Event.ADMIN_CREDITED,
    Event.ADMIN_REFUND_ADDRESS,
    Event.ADMIN_REVIEW,
    Event.ADMIN_NOTE,
}
"""What an admin must decide on; a paid order calls when it is to be shipped."""

TELLS_WHO = {
    "order.shipped": Event.ADMIN_SHIPPED,
    "order.cancelled": Event.ADMIN_CANCELLED,
    "order.refunded": Event.ADMIN_REFUNDED,
    "order.expired": Event.ADMIN_EXPIRED,
    "order.extended": Event.ADMIN_EXTENDED,
    "payment.by-hand": Event.ADMIN_BY_HAND,
    "credit.honoured": Event.ADMIN_HONOURED,
}
"""By what a person did, the line that says so, and who it was."""

WRITERS: dict[str, Writer] = {
    **dict.fromkeys(LINES, notice),
    Event.ADMIN_KEY: key,
    Event.ADMIN_ALERT: alert,
    Event.ADMIN_OUTAGE: outage,
    Event.ADMIN_UNDELIVERED: undelivered,
    Event.ERASE: erase,
}
