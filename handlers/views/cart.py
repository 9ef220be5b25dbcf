"""Screens of the cart and the way to the till."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import (
    Catalogue,
    ChangeLine,
    Checkout,
    ClearCart,
    Home,
    OpenCart,
    OpenVariant,
    PayWith,
)
from handlers.views.screen import Screen, button, column, cut, paragraphs
from services.sale.cart import MAX_QUANTITY
from services.sale.quote import Quote, QuoteLine
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money

CREDIT = "CREDIT"
"""What stands for a coin when store credit pays for everything."""
LABEL = 30
TITLE = 64
"""UTF-16 units of a title on a button, and in a line."""


def cart(t: Translator, currency: str, quote: Quote) -> Screen:
    """Every line with what stock can serve of it now, and its total."""
    if not quote.all_lines:
        return Screen(t("cart-empty"), [[button(t("button-catalogue"), Catalogue())], [_home(t)]])
    total = format_money(quote.total, currency, t.language)
    text = paragraphs(
        t("cart"),
        "\n".join(_line(t, currency, line) for line in quote.all_lines),
        t("cart-total", total=total),
    )
    return Screen(text, [*(_stepper(t, line) for line in quote.all_lines), *_exits(t, quote)])


def _line(t: Translator, currency: str, line: QuoteLine) -> str:
    if not line.quantity:
        return t("cart-line-gone", name=cut(line.title, TITLE))
    return t(
        "cart-line-reduced" if line.reduced else "cart-line",
        name=cut(line.title, TITLE),
        quantity=line.quantity,
        wanted=line.wanted,
        total=format_money(line.total, currency, t.language),
    )


def _stepper(t: Translator, line: QuoteLine) -> list[InlineKeyboardButton]:
    fewer = ChangeLine(variant_id=line.variant_id, quantity=line.wanted - 1)
    more = ChangeLine(variant_id=line.variant_id, quantity=min(MAX_QUANTITY, line.wanted + 1))
    label = t("button-line", quantity=line.wanted, name=cut(line.title, LABEL))
    return [
        button(t("button-less-quantity"), fewer),
        button(label, OpenVariant(variant_id=line.variant_id, quantity=1)),
        button(t("button-more-quantity"), more),
    ]


def _exits(t: Translator, quote: Quote) -> list[list[InlineKeyboardButton]]:
    checkout = (
        [button(t("button-checkout"), Checkout(credit=0), style="success")] if quote.lines else []
    )
    return [
        checkout,
        [button(t("button-continue"), Catalogue()), button(t("button-clear"), ClearCart())],
        [_home(t)],
    ]


@dataclass(frozen=True, slots=True)
class Funds:
    """What can be paid with: coins, coins without a price right now, store credit (minor units)."""

    assets: list[str]
    missing: list[str]
    credit: int = 0
    use_credit: bool = False


def choose_coin(t: Translator, currency: str, quote: Quote, funds: Funds) -> Screen:
    """The total, what store credit takes off it, and the coins for the rest."""
    used = min(funds.credit, quote.total) if funds.use_credit else 0
    text = paragraphs(
        t("choose-coin", total=format_money(quote.total, currency, t.language)),
        t("choose-coin-credit", used=format_money(used, currency, t.language)) if used else None,
        _rest(t, currency, quote.total - used, funds),
        _missing(t, funds),
    )
    back = [button(t("button-back"), OpenCart())]
    return Screen(text, [*_ways(t, currency, quote, funds, used), back])


def _missing(t: Translator, funds: Funds) -> str | None:
    """Said so that nobody looks for them."""
    names = ", ".join(ASSETS[asset].name for asset in funds.missing)
    return t("choose-coin-missing", coins=names) if names and funds.assets else None


def _rest(t: Translator, currency: str, rest: int, funds: Funds) -> str:
    if not rest:
        return t("choose-credit-only")
    if not funds.assets:
        return t("choose-coin-none")
    return t("choose-coin-how", rest=format_money(rest, currency, t.language))


def _ways(
    t: Translator, currency: str, quote: Quote, funds: Funds, used: int
) -> list[list[InlineKeyboardButton]]:
    if used and used == quote.total:
        pay = PayWith(asset=CREDIT, credit=1)
        coins = [[button(t("button-pay-credit"), pay, style="success")]]
    else:
        coins = column(
            button(
                t("button-coin", name=ASSETS[asset].name, asset=asset),
                PayWith(asset=asset, credit=int(bool(used))),
            )
            for asset in funds.assets
        )
    return [*coins, *_credit_switch(t, currency, funds)]


def _credit_switch(t: Translator, currency: str, funds: Funds) -> list[list[InlineKeyboardButton]]:
    if not funds.credit:
        return []
    if funds.use_credit:
        return [[button(t("button-spare-credit"), Checkout(credit=0))]]
    label = t("button-use-credit", credit=format_money(funds.credit, currency, t.language))
    return [[button(label, Checkout(credit=1))]]


def type_delivery(t: Translator) -> Screen:
    return Screen(t("type-delivery"), [[button(t("button-back"), OpenCart())]])


def placed(t: Translator, order_id: int) -> Screen:
    return Screen(t("placed", order=str(order_id)), [[_home(t)]])


def _home(t: Translator) -> InlineKeyboardButton:
    return button(t("button-home"), Home())
