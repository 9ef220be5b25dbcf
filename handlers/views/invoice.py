"""An order's one message: what to pay, where, until when, and what became of it.

At most 1,024 long, since it is the caption of a QR code while it asks for money.
"""

from aiogram.types import InlineKeyboardButton

from handlers.account_callbacks import Receipt
from handlers.callbacks import (
    CancelNow,
    CancelOrder,
    CheckPayment,
    Home,
    KeepOrder,
    OpenOrder,
    OrderAgain,
    OrderNotes,
    OtherCoin,
    ShowGoods,
    TalkToUs,
)
from handlers.order_callbacks import Correct
from handlers.refill_callbacks import RefillSum
from handlers.review_callbacks import RateOrder
from handlers.support_callbacks import AskReplacement
from handlers.views.contents import contents, worded
from handlers.views.moments import absolute, left
from handlers.views.paying import fee_of
from handlers.views.screen import (
    CAPTION_LIMIT,
    Rows,
    Screen,
    bounded,
    button,
    copy_button,
    cut,
    fits,
    lines,
    one_line,
    paragraphs,
)
from handlers.views.standing import Standing, coins, sentences
from handlers.views.voucher import voucher_of
from models.invoice import WATCHED, Invoice, InvoiceState
from models.order import MOST_SWITCHES, Order, OrderStatus
from services.sale.parcel import may_correct
from services.sale.waiting import minutes
from utils.assets import ASSETS
from utils.l10n import Html, Translator
from utils.money import format_money, minor_digits
from utils.uri import format_units

SHOWN_LINES = 4
TITLE = 32
SHIP_TO = 60
"""UTF-16 units of a title in a line, and of the address."""


def invoice(t: Translator, of: Standing, delivery: str | None = None) -> Screen:
    """The card of an order; only as long as it is payable does it name an address. Of its lines so
    many are named as leave room for what must be said.
    """
    texts = (_text(t, of, delivery, shown) for shown in range(SHOWN_LINES, 0, -1))
    text = next((text for text in texts if fits(text, CAPTION_LIMIT)), _text(t, of, None, 0))
    return Screen(text, _rows(t, of))


def _text(t: Translator, of: Standing, delivery: str | None, shown: int) -> str:
    order, where = of.order, cut(one_line(delivery or ""), SHIP_TO)
    ship_to = t("invoice-ship", delivery=where) if where else ""
    said = _asking(t, of, of.invoice) if of.invoice and of.asks else [lines(*sentences(t, of))]
    return paragraphs(
        t(worded(order, "invoice-head"), code=order.code, total=_money(t, order.total, order)),
        lines(
            *contents(t, order, shown, TITLE),
            *_changes(t, order, shown),
            voucher_of(t, order),
            _shipping(t, order),
            fee_of(t, order, of.invoice),
            ship_to,
            *_credit(t, of),
        ),
        *said,
    )


def _shipping(t: Translator, order: Order) -> str | None:
    if order.shipping_name is None:
        return None
    name = cut(order.shipping_name, TITLE)
    return t("shipping-line", name=name, price=_money(t, order.shipping, order))


def _credit(t: Translator, of: Standing) -> list[str]:
    """What store credit pays, and what is left to pay; where it is once the order has ended. Of a
    replaced one it went on to the order that took its place.
    """
    order = of.order
    if not order.credit_used or order.replaced_by:
        return []
    back = of.ended or order.status is OrderStatus.REFUNDED
    key = "invoice-credit-back" if back else "invoice-credit"
    used = t(key, used=_money(t, order.credit_used, order))
    return [used, t("invoice-rest", rest=_money(t, order.to_pay, order))] if of.unpaid else [used]


def _changes(t: Translator, order: Order, most: int) -> list[str]:
    told = [
        t("invoice-change", name=cut(title, TITLE), wanted=wanted, got=got)
        for title, wanted, got in order.changes.get("lines", [])
    ]
    return bounded(t, told, most)


def _asking(t: Translator, of: Standing, bill: Invoice) -> list[str]:
    """What to send, where, until when, and what then."""
    asset = ASSETS[bill.asset]
    network = t("invoice-network", asset=asset.symbol, network=asset.network)
    until = of.order.expires_at
    held = worded(of.order, "invoice-deadline")
    deadline = t(held, absolute=absolute(until), relative=left(t, until, of.now))
    return [*_pay(t, of, bill), lines(network, deadline, _then(t, of, bill)), _what_if(t, of)]


def price_of(t: Translator, bill: Invoice, currency: str) -> str:
    """What one whole coin was reckoned at."""
    return format_money(int(bill.rate.scaleb(minor_digits(currency))), currency, t.language)


def _pay(t: Translator, of: Standing, bill: Invoice) -> list[str]:
    where, facts = bill.address.address, coins(of)
    if bill.state is InvoiceState.PARTIAL:
        return [lines(*sentences(t, of), t("invoice-same-address", address=where))]
    vanished = sentences(t, of) if of.money and of.money.ever_seen else []
    rate = price_of(t, bill, of.order.currency)
    said = {"asset": bill.asset, "address": where, "rate": rate}
    if of.order.rate_until is None:
        return [*vanished, t("invoice-pay", amount=facts["due"], **said)]
    fixed = absolute(of.order.rate_until)
    over = "yes" if of.now >= of.order.rate_until else "no"
    return [
        *vanished,
        t("invoice-pay-moved", amount=facts["missing"], fixed=fixed, over=over, **said),
    ]


def _then(t: Translator, of: Standing, bill: Invoice) -> str:
    return t(
        "invoice-then",
        finality=ASSETS[bill.asset].finality,
        required=bill.confirmations_required,
        minutes=minutes(bill.asset, bill.confirmations_required),
        goods=of.kinds,
    )


def _what_if(t: Translator, of: Standing) -> str:
    """What is missing is said already once something was sent."""
    return t("invoice-what-if", days=WATCHED.days, sent="yes" if of.seen else "no")


def _rows(t: Translator, of: Standing) -> Rows:
    order_id = of.order.id
    check = CheckPayment(order_id=order_id)
    home = button(t("button-home"), Home())
    help_ = button(t("button-talk"), TalkToUs())
    read, correct = _read(t, of), _correct(t, of)
    if of.invoice and of.asks:
        return [*_copies(t, of, of.invoice), *_acts(t, of), correct, read]
    if of.unpaid:
        return [[button(t("button-check"), check)], correct, read, [help_, home]]
    if of.ended:
        return [*ended(t, of.order), read, [home]]
    digital = any(not line.kind.is_shipped for line in of.order.lines)
    goods = [button(t("button-goods"), ShowGoods(order_id=order_id))] if digital else []
    more = [*_rate(t, of.order), _receipt(t, of), *(_wrong(t, of) if digital else [])]
    return [goods, correct, read, more, [_again(t, of.order, None)], [help_, home]]


def _rate(t: Translator, order: Order) -> list[InlineKeyboardButton]:
    """Once everything has come."""
    if order.status is not OrderStatus.SHIPPED or order.refill:
        return []
    return [button(t("button-rate"), RateOrder(order_id=order.id))]


def _wrong(t: Translator, of: Standing) -> list[InlineKeyboardButton]:
    """As long as it may be said."""
    if not of.may_complain:
        return []
    return [button(t("button-complain"), AskReplacement(order_id=of.order.id))]


def _receipt(t: Translator, of: Standing) -> InlineKeyboardButton:
    return button(t("button-receipt"), Receipt(order_id=of.order.id))


def _correct(t: Translator, of: Standing) -> list[InlineKeyboardButton]:
    """The address, until its parcel is on its way."""
    if not may_correct(of.order):
        return []
    return [button(t("button-correct"), Correct(order_id=of.order.id))]


def _read(t: Translator, of: Standing) -> list[InlineKeyboardButton]:
    """Delivery notes and answers, where there are any."""
    if not of.told:
        return []
    return [button(t("button-order-notes"), OrderNotes(order_id=of.order.id, page=0))]


def _acts(t: Translator, of: Standing) -> Rows:
    """Cancelling is offered as long as nothing was seen, and asks first."""
    order_id = of.order.id
    check = button(t("button-check"), CheckPayment(order_id=order_id))
    if of.seen:
        return [[check, button(t("button-talk"), TalkToUs())]]
    cancel = button(t("button-cancel-order"), CancelOrder(order_id=order_id))
    return [[check, *_other_coin(t, of)], [cancel]]


def _other_coin(t: Translator, of: Standing) -> list[InlineKeyboardButton]:
    """The last one of a chain is to be paid as it is, and so is the shop's only one."""
    if of.order.switches == MOST_SWITCHES or of.only_coin:
        return []
    ask = OtherCoin(order_id=of.order.id, credit=1)  # ticked, as at checkout
    return [button(t("button-other-coin"), ask)]


def _copies(t: Translator, of: Standing, bill: Invoice) -> list[list[InlineKeyboardButton]]:
    missing = of.money.missing if of.money else 0
    amount = format_units(missing, ASSETS[bill.asset].decimals)
    label = t("button-copy-amount", amount=amount, asset=bill.asset)
    address = copy_button(t("button-copy-address"), bill.address.address, style="primary")
    return [[address], [copy_button(label, amount)]]


def ask_cancel(t: Translator, order: Order) -> Screen:
    yes = button(t("button-cancel-yes"), CancelNow(order_id=order.id), style="danger")
    no = button(t("button-cancel-no"), KeepOrder())
    return Screen(t(worded(order, "ask-cancel-order"), code=order.code), [[yes, no]])


def order_link(t: Translator, order: Order) -> InlineKeyboardButton:
    return button(t("button-order", code=order.code), OpenOrder(order_id=order.id))


def ended(t: Translator, order: Order) -> Rows:
    """Below the news that an order has ended; of a replaced one, the goods are another's."""
    paid = button(t("button-already-paid"), CheckPayment(order_id=order.id))
    talk = button(t("button-talk"), TalkToUs())
    return [[] if order.replaced_by else [_again(t, order, "primary")], [paid], [talk]]


def _again(t: Translator, order: Order, style: str | None) -> InlineKeyboardButton:
    """The same goods into the cart, at what they cost now; or the same sum."""
    again = RefillSum(amount=order.refill) if order.refill else OrderAgain(order_id=order.id)
    return button(t(worded(order, "button-order-again")), again, style=style)


def reminder(t: Translator, of: Standing) -> Screen:
    """With what is still missing, if some of it was seen."""
    until = of.order.expires_at
    text = t(
        worded(of.order, "reminder"),
        code=of.order.code,
        absolute=absolute(until),
        relative=left(t, until, of.now),
    )
    said = sentences(t, of) if of.seen else []
    return Screen(lines(text, *said), [[order_link(t, of.order)]])


def news(t: Translator, of: Standing, rows: Rows | None = None) -> Screen:
    """Of an order, in the words of its card."""
    said = Html(lines(*sentences(t, of)))
    text = t("about-order", code=of.order.code, said=said)
    return Screen(text, rows or [[order_link(t, of.order)]])


def _money(t: Translator, minor: int, order: Order) -> str:
    return format_money(minor, order.currency, t.language)


def amounts(bill: Invoice) -> dict[str, str | int]:
    """Of a bill alone: seen and missing in coins, confirmations so far."""
    decimals = ASSETS[bill.asset].decimals
    return {
        "asset": bill.asset,
        "seen": format_units(bill.seen, decimals),
        "missing": format_units(max(0, bill.due - bill.seen), decimals),
        "depth": min(bill.confirmations, bill.confirmations_required),
        "required": bill.confirmations_required,
    }
