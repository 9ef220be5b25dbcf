"""The coins that an order can be paid with: amounts, waiting times, what each costs on top."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import PayWith
from handlers.views.screen import button, lines
from models.invoice import Invoice
from models.method_errors import MethodBarred
from models.order import Order
from services.sale.offer import Offer
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units

SIGNS = {"BTC": "₿", "LTC": "Ł", "ETH": "Ξ", "SOL": "◎"}


def fees_note(t: Translator, currency: str, offers: list[Offer]) -> str | None:
    """What each coin costs on top; the amounts on the buttons contain it."""
    paid = [
        fee_line(t, offer.asset, format_money(offer.fee, currency, t.language))
        for offer in offers
        if offer.fee
    ]
    return lines(t("choose-coin-fees"), *paid) if paid else None


def fee_line(t: Translator, asset: str, price: str) -> str:
    return t("fee-line", coin=ASSETS[asset].name, price=price)


def fee_of(t: Translator, order: Order, bill: Invoice | None) -> str | None:
    """What the way to pay cost of an order."""
    if not order.fee or bill is None:
        return None
    return fee_line(t, bill.asset, format_money(order.fee, order.currency, t.language))


def paid_by(t: Translator, order: Order, bill: Invoice | None) -> str:
    """What an order was or is to be paid with, in a word."""
    if bill is not None:
        return bill.asset
    return t("store-credit" if order.total else "by-voucher")


def missing_note(t: Translator, offers: list[Offer], missing: list[str]) -> str | None:
    """Said so that nobody looks for them."""
    names = ", ".join(ASSETS[asset].name for asset in missing)
    return t("choose-coin-missing", coins=names) if names and offers else None


def _limit(t: Translator, barred: MethodBarred, currency: str) -> str:
    return format_money(barred.limit, currency, t.language) if barred.limit else ""


def coin_label(t: Translator, offer: Offer, currency: str) -> str:
    asset, sign = ASSETS[offer.asset], SIGNS.get(offer.asset, "🪙")
    if offer.barred is not None:
        why = t("coin-barred", why=offer.barred.key, limit=_limit(t, offer.barred, currency))
        return t("button-coin-barred", sign=sign, asset=asset.symbol, why=why)
    if offer.units is None:
        return t("button-coin-too-small", sign=sign, asset=asset.symbol)
    amount = format_units(offer.units, asset.decimals)
    wait = t("wait", minutes=offer.minutes)
    return t("button-coin", sign=sign, asset=asset.symbol, amount=amount, wait=wait)


def rest_in(offers: list[Offer]) -> Offer | None:
    """The coin that one press pays the rest with: the first that it is not too small for."""
    return next((offer for offer in offers if offer.units is not None), None)


def pay_rest(t: Translator, missing: str, offer: Offer, pay: PayWith) -> InlineKeyboardButton:
    """Credit is short: the sum that is `missing`, and the coins that are exactly it."""
    asset, sign = ASSETS[offer.asset], SIGNS.get(offer.asset, "🪙")
    coins = format_units(offer.units or 0, asset.decimals)
    label = t("button-pay-rest", rest=missing, sign=sign, asset=asset.symbol, amount=coins)
    return button(label, pay, style="success")
