"""Screens of the cart and the way to the till."""

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
from handlers.views.screen import Screen, button, column, paragraphs
from services.cart import MAX_QUANTITY
from services.quote import Quote, QuoteLine
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money

LABEL = 30
TITLE = 64


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
        return t("cart-line-gone", name=line.title[:TITLE])
    return t(
        "cart-line-reduced" if line.reduced else "cart-line",
        name=line.title[:TITLE],
        quantity=line.quantity,
        wanted=line.wanted,
        total=format_money(line.total, currency, t.language),
    )


def _stepper(t: Translator, line: QuoteLine) -> list[InlineKeyboardButton]:
    fewer = ChangeLine(variant_id=line.variant_id, quantity=line.wanted - 1)
    more = ChangeLine(variant_id=line.variant_id, quantity=min(MAX_QUANTITY, line.wanted + 1))
    label = t("button-line", quantity=line.wanted, name=line.title[:LABEL])
    return [
        button(t("button-less-quantity"), fewer),
        button(label, OpenVariant(variant_id=line.variant_id, quantity=1)),
        button(t("button-more-quantity"), more),
    ]


def _exits(t: Translator, quote: Quote) -> list[list[InlineKeyboardButton]]:
    checkout = [button(t("button-checkout"), Checkout(), style="success")] if quote.lines else []
    return [
        checkout,
        [button(t("button-continue"), Catalogue()), button(t("button-clear"), ClearCart())],
        [_home(t)],
    ]


def choose_coin(
    t: Translator, currency: str, quote: Quote, assets: list[str], missing: list[str]
) -> Screen:
    """`missing`: the coins that cannot be priced right now, said so that nobody looks for them."""
    total = format_money(quote.total, currency, t.language)
    names = ", ".join(ASSETS[asset].name for asset in missing)
    text = paragraphs(
        t("choose-coin", total=total) if assets else t("choose-coin-none"),
        t("choose-coin-missing", coins=names) if assets and missing else None,
    )
    coins = column(
        button(t("button-coin", name=ASSETS[asset].name, asset=asset), PayWith(asset=asset))
        for asset in assets
    )
    return Screen(text, [*coins, [button(t("button-back"), OpenCart())]])


def type_delivery(t: Translator) -> Screen:
    return Screen(t("type-delivery"), [[button(t("button-back"), OpenCart())]])


def placed(t: Translator, order_id: int) -> Screen:
    return Screen(t("placed", order=str(order_id)), [[_home(t)]])


def _home(t: Translator) -> InlineKeyboardButton:
    return button(t("button-home"), Home())
