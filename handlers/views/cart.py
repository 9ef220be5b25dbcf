"""Screens of the cart."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import (
    Catalogue,
    ChangeLine,
    Checkout,
    ClearCart,
    EmptyCart,
    Home,
    OpenCart,
    OpenLine,
    OpenOrder,
    OpenVariant,
)
from handlers.views.screen import Screen, button, column, cut, lines, paragraphs, units
from handlers.views.voucher import voucher_button, voucher_line
from services.goods.postage import Fitting
from services.sale.quote import Quote, QuoteLine
from utils.l10n import Html, Translator
from utils.money import format_money

TITLE = 64
"""UTF-16 units of a title in a line."""
NARROW = 8
"""UTF-16 units of a label that has two neighbours."""
MANY = 99
STEPPERS = 3
"""Lines with buttons of their own; with more, each opens its own screen: Check out stays near."""


def cart(t: Translator, currency: str, quote: Quote) -> Screen:
    """Every line with what stock can serve of it now, and its total."""
    if not quote.all_lines:
        return Screen(
            paragraphs(t("cart-empty"), voucher_line(t, currency, quote)),
            [[button(t("button-catalogue"), Catalogue())], voucher_button(t, quote), [_home(t)]],
        )
    text = paragraphs(t("cart"), lines_of(t, currency, quote), _sums(t, currency, quote))
    numbered = list(enumerate(quote.all_lines, 1))
    if len(numbered) <= STEPPERS:
        rows = [_stepper(t, number, line) for number, line in numbered]
    else:
        rows = column(_opener(t, number, line) for number, line in numbered)
    return Screen(text, [*rows, *_exits(t, quote)])


def _sums(t: Translator, currency: str, quote: Quote) -> str | None:
    """What it comes to, with shipping as far as that is known."""
    if not quote.lines and quote.order:
        return None
    by, total = quote.postage, format_money(quote.total, currency, t.language)
    off = voucher_line(t, currency, quote)
    if by.blocked:
        return lines(
            off,
            t("cart-total-unshipped", total=total),
            t("error-nothing-ships", weight=by.weight),
        )
    if by.is_open:
        least = format_money(min(each.price for each in by.fitting), currency, t.language)
        unshipped = t("cart-total-unshipped", total=total)
        return lines(off, unshipped, t("cart-shipping-from", price=least))
    shipping = shipping_line(t, currency, by.chosen) if by.chosen else None
    return lines(off, shipping, t("cart-total", total=total))


def shipping_line(t: Translator, currency: str, by: Fitting) -> str:
    price = format_money(by.price, currency, t.language)
    return t("shipping-line", name=cut(by.name, TITLE), price=price)


def lines_of(t: Translator, currency: str, quote: Quote, title: int = TITLE) -> str:
    """Numbered, as the buttons name them; `title`: UTF-16 units of each title."""
    return "\n".join(
        t("cart-numbered", number=number, line=_line(t, currency, quote, line, title))
        for number, line in enumerate(quote.all_lines, 1)
    )


def _line(t: Translator, currency: str, quote: Quote, line: QuoteLine, title: int = TITLE) -> str:
    """With what an open order has of it already: that is neither sold out nor on sale again."""
    if quote.order is None or not line.held:
        return _wanted(t, currency, line, title)
    facts = {"name": cut(line.title, title), "quantity": line.held, "code": quote.order[1]}
    if not line.wanted:
        return t("cart-line-held", **facts)
    return Html(lines(_wanted(t, currency, line, title), t("cart-held", **facts)))


def _wanted(t: Translator, currency: str, line: QuoteLine, title: int) -> str:
    if not line.quantity:
        return t("cart-line-gone", name=cut(line.title, title))
    said = t(
        "cart-line-reduced" if line.reduced else "cart-line",
        name=cut(line.title, title),
        quantity=line.quantity,
        wanted=line.wanted,
        total=format_money(line.total, currency, t.language),
    )
    return Html(lines(said, _moved(t, currency, line)))


def _moved(t: Translator, currency: str, line: QuoteLine) -> str | None:
    """What one cost when it was put in, if that has changed since."""
    if line.moved_from is None:
        return None
    return t("cart-moved", before=format_money(line.moved_from, currency, t.language))


def _stepper(t: Translator, number: int, line: QuoteLine) -> list[InlineKeyboardButton]:
    """[−] [1 · 2 of 5] [+]: the steps start from what can be had."""
    fewer = [] if line.held and not line.wanted else [_fewer(t, line)]
    return [*fewer, _opener(t, number, line, short=True), *_more(t, line)]


def _fewer(t: Translator, line: QuoteLine) -> InlineKeyboardButton:
    fewer = ChangeLine(variant_id=line.variant_id, quantity=max(0, line.quantity - 1))
    return button(t("button-less-quantity" if line.quantity > 1 else "button-remove"), fewer)


def _more(t: Translator, line: QuoteLine) -> list[InlineKeyboardButton]:
    """One too many is refused with what is left; of what is gone nothing is offered."""
    more = ChangeLine(variant_id=line.variant_id, quantity=line.quantity + 1)
    return [button(t("button-more-quantity"), more)] if line.available else []


def _opener(
    t: Translator, number: int, line: QuoteLine, *, short: bool = False
) -> InlineKeyboardButton:
    key = "button-line" if line.available else "button-line-gone"
    if line.held and not line.wanted:
        key = "button-line-held"
    most = str(line.available) if line.available < MANY else f"{MANY}+"
    label = t(key, number=number, quantity=line.quantity, available=most)
    if short and line.available and units(label) > NARROW:
        label = t("button-line-many", number=number, quantity=line.quantity)
    if not short:
        label = t("button-line-named", line=label, name=cut(line.title, TITLE))
    return button(label, OpenLine(variant_id=line.variant_id))


def _exits(t: Translator, quote: Quote) -> list[list[InlineKeyboardButton]]:
    checkout = (
        [button(t("button-checkout"), Checkout(credit=1), style="success")]
        if quote.lines and not quote.postage.blocked
        else []
    )
    return [
        checkout,
        voucher_button(t, quote),
        _order(t, quote),
        [button(t("button-continue"), Catalogue())],
        [button(t("button-clear"), ClearCart()), _home(t)],
    ]


def _order(t: Translator, quote: Quote) -> list[InlineKeyboardButton]:
    """The way to what is ordered already."""
    if quote.order is None:
        return []
    order_id, code = quote.order
    return [button(t("button-order", code=code), OpenOrder(order_id=order_id))]


def line_screen(t: Translator, currency: str, quote: Quote, variant_id: int) -> Screen:
    """One line with its steps; the whole cart once the line is gone."""
    number, line = next(
        (
            (number, line)
            for number, line in enumerate(quote.all_lines, 1)
            if line.variant_id == variant_id
        ),
        (0, None),
    )
    if line is None:
        return cart(t, currency, quote)
    product = button(t("button-product"), OpenVariant(variant_id=variant_id, quantity=1))
    return Screen(
        paragraphs(t("cart"), _line(t, currency, quote, line)),
        [
            _stepper(t, number, line),
            [button(t("button-back-to-cart"), OpenCart()), *([product] if line.available else [])],
        ],
    )


def empty_question(t: Translator, quote: Quote) -> Screen:
    return Screen(
        t("cart-empty-question", count=quote.pieces),
        [
            [button(t("button-empty"), EmptyCart(), style="danger")],
            [button(t("button-keep-cart"), OpenCart())],
        ],
    )


def _home(t: Translator) -> InlineKeyboardButton:
    return button(t("button-home"), Home())
