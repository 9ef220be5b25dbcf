"""What an admin is shown before something is given away that cannot be taken back."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import AdminOrder, CancelAnyway, HonourNow, Vouch
from handlers.views.screen import Screen, button
from models.errors import PaymentUnconfirmed
from services.money.decision import Offer
from services.money.settlement import SINGLE_SOURCE
from services.sale.order import OrderCard
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units


def ask_honour(t: Translator, order_id: int, offer: Offer) -> Screen:
    """Received against the price, before anything is given away."""

    def said(amount: int) -> str:
        return format_money(amount, offer.currency, t.language)

    text = t(
        "ask-honour",
        order=str(order_id),
        received=said(offer.received),
        price=said(offer.price),
        percent=offer.percent,
        given=said(offer.given_away),
    )
    confirm = HonourNow(order_id=order_id, received=offer.received, price=offer.price)
    go = button(t("button-honour-now", given=said(offer.given_away)), confirm, style="success")
    return Screen(text, [[go], [button(t("button-back"), AdminOrder(order_id=order_id))]])


def ask_cancel(t: Translator, order_id: int, seen: PaymentUnconfirmed) -> Screen:
    """Money was seen that is in no block."""
    go = button(t("button-cancel-anyway"), CancelAnyway(order_id=order_id), style="danger")
    back = button(t("button-back"), AdminOrder(order_id=order_id))
    return Screen(t("ask-cancel", order=str(order_id), **seen.fields), [[go], [back]])


def vouching(t: Translator, card: OrderCard) -> list[InlineKeyboardButton]:
    """For what one source alone tells: believe in just the sum that stands on the card."""
    if card.order.needs_review != SINGLE_SOURCE or card.money is None or card.invoice is None:
        return []
    asset, units = ASSETS[card.invoice.asset], card.money.seen
    amount = format_units(units, asset.decimals)
    text = t("button-vouch", amount=amount, asset=asset.symbol)
    return [button(text, Vouch(order_id=card.order.id, units=units))]
