"""What customers hear about their orders besides the order's own message."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import noting
from handlers.deliver import Giving
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.noting import Told, digital, is_more, pages, say_next
from handlers.parcel import Progress
from handlers.views import invoice as views
from handlers.views import refund as refund_views
from handlers.views.contents import refilled, worded
from handlers.views.moments import absolute
from handlers.views.screen import Screen, cut, lines
from handlers.views.standing import OPEN, Standing
from models.invoice import InvoiceState
from models.order import BOUGHT, OrderStatus
from services.running.notification import Event
from services.running.outbox import Delivered
from services.sale.lifecycle import REMIND_BEFORE
from services.sale.reading import DeliveryNote
from utils.assets import ASSETS
from utils.money import format_money
from utils.uri import format_units

TITLE = 128
"""UTF-16 units of what a good is called."""


async def reminder(letter: Letter) -> Delivered:
    """Only while the customer can still do something about it; taken back afterwards."""
    of = letter.standing
    late = of.order.expires_at - of.now > 2 * REMIND_BEFORE  # it was given more time since
    if not of.unpaid or of.state not in OPEN or late:
        raise NoLongerTrue
    return await _keep(letter, "reminder", views.reminder(letter.t, of))


async def extended(letter: Letter) -> Delivered:
    """How long it has now, and what of it is fixed."""
    of = letter.standing
    if not of.unpaid or of.order.rate_until is None:
        raise NoLongerTrue
    until, fixed = absolute(of.order.expires_at), absolute(of.order.rate_until)
    return await _about_order(letter, worded(of.order, letter.event), until=until, fixed=fixed)


async def partial(letter: Letter) -> Delivered:
    """What is still missing, as it is now."""
    of = letter.standing
    if not of.unpaid or of.state is not InvoiceState.PARTIAL:
        raise NoLongerTrue
    return await _keep(letter, "partial", views.news(letter.t, of))


async def seen(letter: Letter) -> Delivered:
    """Money on its way, in time or late: said once, and taken back when it is counted."""
    of = letter.standing
    if not of.under_way:
        raise NoLongerTrue
    await letter.take_back(f"ended:{of.order.id}")  # which said that nothing had come
    return await _keep(letter, "seen", views.news(letter.t, of))


async def _keep(letter: Letter, kind: str, screen: Screen) -> Delivered:
    return await letter.keep(f"{kind}:{letter.order.order.id}", letter.draft(screen))


async def goods(letter: Letter) -> Delivered:
    """The next message of them: how far it has come is noted after each."""
    order, desk = letter.order.order, letter.desk
    handout = desk.orders.handout
    given = await handout.given(order.id, owner=order.user_id)
    notes = pages(letter.t, digital(await _notes(letter)))
    giving = Giving(
        letter.chat,
        letter.t,
        order.code,
        handout,
        desk.protect_goods,
        notes,
        letter.message.attempts,
    )
    sent = await giving.next(given, Progress.of(letter.args, given.mark))
    if sent is None:
        raise NoLongerTrue
    return sent


async def _notes(letter: Letter) -> Sequence[DeliveryNote]:
    """As they are now."""
    order = letter.order.order
    return await letter.desk.orders.reading.notes(order.id, owner=order.user_id)


async def shipped(letter: Letter) -> Delivered:
    """With what its products say about themselves, and noted page by page as goods are."""
    order, t, args = letter.order.order, letter.t, letter.args
    told = Told(int(args.get("said", "0")), "apart" in args)
    notes = noting.shipped(await _notes(letter))
    number = t("tracking", number=order.tracking) if order.tracking else None
    head = lines(t(letter.event, code=order.code), number)
    found = pages(t, notes, above=head)
    if not is_more(found, told):  # a note was shortened meanwhile
        return Delivered(None)
    rows = [] if told.count else [[views.order_link(t, order)]]
    sent, told = await say_next(letter.chat, t, found, told, rows, leads=True)
    more = {"said": str(told.count)} | ({"apart": "1"} if told.apart else {})
    return replace(sent, more=more if is_more(found, told) else None)


async def number(letter: Letter) -> Delivered:
    """The number as it is now."""
    if letter.order.order.tracking is None:
        raise NoLongerTrue
    return await _about_order(letter, letter.event, number=letter.order.order.tracking)


async def unit_replaced(letter: Letter) -> Delivered:
    """Before the goods as they are now."""
    return await _about_order(letter, letter.event, title=cut(letter.args["title"], TITLE))


async def paid(letter: Letter) -> Delivered:
    if letter.standing.order.status is OrderStatus.REFUNDED:
        raise NoLongerTrue
    amount = refilled(letter.t, letter.order.order)
    return await _about_order(letter, f"paid-{_goods(letter.standing)}", amount=amount)


def _goods(of: Standing) -> str:
    if of.unfilled:
        return "unfilled"
    return of.kinds


async def credited(letter: Letter) -> Delivered:
    order = letter.order.order
    amount = format_money(int(letter.args["amount"]), order.currency, letter.t.language)
    if owed := letter.args.get("owed"):
        held = format_money(int(owed), order.currency, letter.t.language)
        return await _about_order(letter, "credited-owed", amount=amount, owed=held)
    facts = {"amount": amount, "came": letter.came, "new": order.replaced_by or ""}
    return await _about_order(letter, f"credited-{letter.credit(letter.args)}", **facts)


async def order_refunded(letter: Letter) -> Delivered:
    """As store credit, or as coins that are set aside; some of it may make up for lost coins."""
    order, args = letter.order.order, letter.args
    amount, sent = int(args["amount"]), int(args["sent"])
    facts = {"amount": amount, "sent": sent, "credit": amount - sent, "owed": int(args["owed"])}
    said = {
        name: format_money(minor, order.currency, letter.t.language)
        for name, minor in facts.items()
    }
    how = "sent" if sent == amount else "both" if sent else "credit"
    owes = "yes" if facts["owed"] else "no"
    return await _about_order(letter, letter.event, how=how, owes=owes, **said)


async def refund(letter: Letter) -> Delivered:
    """Set aside, on its way, final, or given back."""
    order, args = letter.order.order, letter.args
    text = letter.t(
        letter.event,
        code=order.code,
        amount=format_money(int(args["amount"]), order.currency, letter.t.language),
        asset=args["asset"],
        units=format_units(int(args["units"]), ASSETS[args["asset"]].decimals),
        txid=args["txid"],
        final=args["final"],
    )
    return await letter.say(Screen(text, [[views.order_link(letter.t, order)]]))


async def refund_ask(letter: Letter) -> Delivered:
    """Unless all that could go back was given back otherwise meanwhile."""
    bought = letter.order.order.status in BOUGHT and not letter.order.order.refill
    if not bought and letter.order.credited <= 0:
        raise NoLongerTrue
    return await letter.say(refund_views.ask(letter.t, letter.order.order, letter.bill.asset))


async def expired(letter: Letter) -> Delivered:
    """With what became of the money; better news that has overtaken it is told instead."""
    of = letter.standing
    if of.order.status is not OrderStatus.EXPIRED:
        raise NoLongerTrue
    return await _ended(letter, of)


async def _ended(letter: Letter, of: Standing) -> Delivered:
    return await _keep(letter, "ended", views.news(letter.t, of, views.ended(letter.t, of.order)))


async def cancelled(letter: Letter) -> Delivered:
    """By the shop; who cancelled it themselves has seen it happen."""
    of = letter.standing
    if of.order.status is not OrderStatus.CANCELLED or of.order.given_up_at is not None:
        raise NoLongerTrue
    return await _ended(letter, of)


async def honoured(letter: Letter) -> Delivered:
    """The store credit that it used before is spent again beside the money that came late."""
    order = letter.order.order
    if order.status is OrderStatus.REFUNDED:
        raise NoLongerTrue
    spent = int(letter.args["charged"]) + order.credit_used
    charged = format_money(spent, order.currency, letter.t.language)
    facts = {"came": letter.came, "goods": _goods(letter.standing), "charged": charged}
    return await _about_order(letter, letter.event, **facts)


async def units_missing(letter: Letter) -> Delivered:
    if letter.order.order.status is OrderStatus.REFUNDED:
        raise NoLongerTrue
    return await _about_order(letter, letter.event)


async def _about_order(letter: Letter, key: str, **facts: str | int) -> Delivered:
    order = letter.order.order
    text = letter.t(key, code=order.code, **facts)
    return await letter.say(Screen(text, [[views.order_link(letter.t, order)]]))


WRITERS: dict[str, Writer] = {
    Event.REMINDER: reminder,
    Event.EXTENDED: extended,
    Event.TRACKED: number,
    Event.ORDER_REFUNDED: order_refunded,
    Event.SEEN: seen,
    Event.GOODS: goods,
    Event.GOODS_AGAIN: goods,
    Event.PAID: paid,
    Event.PARTIAL: partial,
    Event.SHIPPED: shipped,
    Event.EXPIRED: expired,
    Event.CANCELLED: cancelled,
    Event.CREDITED: credited,
    Event.HONOURED: honoured,
    Event.REFUND_ASK: refund_ask,
    Event.REFUNDING: refund,
    Event.REFUNDED: refund,
    Event.REFUND_BACK: refund,
    Event.UNITS_MISSING: units_missing,
    Event.UNIT_REPLACED: unit_replaced,
}
