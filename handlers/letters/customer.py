"""What customers hear about their orders."""

from handlers.deliver import send_goods
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import invoice as views
from handlers.views import refund as refund_views
from handlers.views.screen import Screen
from models.credit import CreditReason
from models.invoice import InvoiceState
from models.order import OrderStatus
from models.product import ProductKind
from services.running.notification import Event
from services.running.outbox import Delivered
from utils.assets import ASSETS
from utils.money import format_money
from utils.qr import png
from utils.uri import format_units, payment_uri


async def invoice(letter: Letter) -> Delivered:
    """The invoice message: sent once, edited ever after.

    After a part payment the QR code asks for the rest; otherwise the words alone change.
    """
    if letter.order.order.replaced_by:  # its message has gone: that one's stands there
        raise NoLongerTrue
    draft = letter.draft(views.invoice(letter.t, letter.order), _qr(letter))
    partial = letter.bill.state is InvoiceState.PARTIAL
    return await letter.keep(f"invoice:{letter.bill.order_id}", draft, picture=partial)


def _qr(letter: Letter) -> bytes:
    bill = letter.bill
    missing = max(bill.due - bill.seen, 0) or bill.due
    label, network = f"{letter.desk.shop_name} #{bill.order_id}", letter.desk.network
    return png(payment_uri(bill.asset, bill.address.address, missing, label, network=network))


async def reminder(letter: Letter) -> Delivered:
    """Only while the customer can still do something about it."""
    card = letter.order
    if letter.bill.state not in views.OPEN:
        raise NoLongerTrue
    until = card.order.expires_at
    text = letter.t(
        "reminder",
        order=str(card.order.id),
        absolute=views.absolute(until),
        relative=views.relative(until),
    )
    return await letter.say(Screen(text, [[views.order_link(letter.t, card.order.id)]]))


async def goods(letter: Letter) -> Delivered:
    order = letter.order.order
    units = await letter.desk.orders.goods(order.id, owner=order.user_id)
    if not units:
        raise NoLongerTrue
    protect = letter.desk.protect_goods
    return await send_goods(letter.chat, letter.t, order.id, units, protect=protect)


async def paid(letter: Letter) -> Delivered:
    ships = any(line.kind is ProductKind.PHYSICAL for line in letter.order.order.lines)
    return await _about_order(letter, "paid-physical" if ships else "paid-digital")


async def partial(letter: Letter) -> Delivered:
    """What is still missing, as it is now."""
    bill = letter.bill
    if bill.state is not InvoiceState.PARTIAL:
        raise NoLongerTrue
    text = letter.t("partial", order=str(bill.order_id), **views.amounts(bill))
    return await letter.say(Screen(text, [[views.order_link(letter.t, bill.order_id)]]))


async def credited(letter: Letter) -> Delivered:
    order = letter.order.order
    amount = format_money(int(letter.args["amount"]), order.currency, letter.t.language)
    late = letter.args["reason"] == CreditReason.LATE
    key = f"credited-{letter.args['reason']}"
    if late and order.replaced_by:
        text = letter.t("credited-replaced", code=order.code, new=order.replaced_by, amount=amount)
        return await letter.say(Screen(text))
    return await letter.say(Screen(letter.t(key, order=str(order.id), amount=amount)))


async def refund(letter: Letter) -> Delivered:
    """Set aside, on its way, final, or given back."""
    order, args = letter.order.order, letter.args
    text = letter.t(
        letter.event,
        order=str(order.id),
        amount=format_money(int(args["amount"]), order.currency, letter.t.language),
        asset=args["asset"],
        units=format_units(int(args["units"]), ASSETS[args["asset"]].decimals),
        txid=args["txid"],
        final=args["final"],
    )
    return await letter.say(Screen(text))


async def refund_ask(letter: Letter) -> Delivered:
    bill = letter.bill
    return await letter.say(refund_views.ask(letter.t, bill.order_id, bill.asset))


async def expired(letter: Letter) -> Delivered:
    """By what was seen: nothing, something that no block has taken, or too little."""
    money = letter.order.money
    if letter.order.order.status is not OrderStatus.EXPIRED or money is None:
        raise NoLongerTrue
    if not money.ever_seen:
        return await _about_order(letter, letter.event)
    key = "expired-unconfirmed" if money.in_no_block else "expired-partial"
    key = key if money.seen else "expired-vanished"
    return await _about_order(letter, key, **views.amounts(letter.bill))


async def honoured(letter: Letter) -> Delivered:
    return await _about_order(letter, letter.event, **letter.charged(letter.args))


async def cancelled(letter: Letter) -> Delivered:
    """By whom, and by the shop with its reason."""
    card = letter.order
    if card.order.status is not OrderStatus.CANCELLED:
        raise NoLongerTrue
    if not card.cancelled_by_shop:
        return await _about_order(letter, letter.event)
    if card.reason is None:
        return await _about_order(letter, "cancelled-by-shop")
    return await _about_order(letter, "cancelled-by-shop-reason", reason=card.reason)


async def simple(letter: Letter) -> Delivered:
    return await _about_order(letter, letter.event)


async def _about_order(letter: Letter, key: str, **facts: str | int) -> Delivered:
    order_id = letter.order.order.id
    text = letter.t(key, order=str(order_id), **facts)
    return await letter.say(Screen(text, [[views.order_link(letter.t, order_id)]]))


WRITERS: dict[str, Writer] = {
    Event.INVOICE: invoice,
    Event.REMINDER: reminder,
    Event.GOODS: goods,
    Event.PAID: paid,
    Event.PARTIAL: partial,
    Event.SHIPPED: simple,
    Event.EXPIRED: expired,
    Event.CANCELLED: cancelled,
    Event.CREDITED: credited,
    Event.HONOURED: honoured,
    Event.REFUND_ASK: refund_ask,
    Event.REFUNDING: refund,
    Event.REFUNDED: refund,
    Event.REFUND_BACK: refund,
    Event.UNITS_MISSING: simple,
}
