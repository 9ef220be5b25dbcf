"""A voucher as who uses it sees it."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import OpenCart
from handlers.views.screen import Screen, button
from handlers.voucher_callbacks import AskVoucher, DropVoucher
from models.order import Order
from services.sale.quote import Quote
from services.sale.voucher import Entered
from utils.l10n import Translator
from utils.money import format_money

START = "v_"
"""What a link begins with, after `?start=`."""


def voucher_line(t: Translator, currency: str, quote: Quote) -> str | None:
    """What it takes off, or why it takes nothing off."""
    if quote.voucher is None:
        return None
    if quote.off:
        return t("voucher-line", off=format_money(quote.off, currency, t.language))
    missing = format_money(quote.voucher.missing, currency, t.language)
    return t("voucher-lack", why=str(quote.voucher.lack), missing=missing)


def voucher_of(t: Translator, order: Order) -> str | None:
    """What it took off an order."""
    if not order.discount:
        return None
    return t("voucher-line", off=format_money(order.discount, order.currency, t.language))


def voucher_button(t: Translator, quote: Quote) -> list[InlineKeyboardButton]:
    """To name a code, or to go on without the one that is there."""
    if quote.voucher is not None:
        return [button(t("button-voucher-off"), DropVoucher())]
    return [button(t("button-voucher"), AskVoucher())]


def ask(t: Translator) -> Screen:
    return Screen(t("ask-voucher"), [[button(t("button-back-to-cart"), OpenCart())]])


def credited(t: Translator, found: Entered) -> str:
    amount = format_money(found.credit, found.currency, t.language)
    return t("voucher-credited", amount=amount, again="yes" if found.again else "no")
