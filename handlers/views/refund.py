"""Refunds on screen: what goes back, where to, and how far it is."""

from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import RefundCode
from handlers.callbacks import (
    AdminOrder,
    AskRefundAddress,
    ConfirmRefundAddress,
    GiveRefundAddress,
    OpenRefund,
    TypeRefund,
    WithdrawRefund,
)
from handlers.views.moments import local
from handlers.views.screen import (
    Follows,
    Screen,
    button,
    copy_button,
    cut,
    dated,
    lines,
    paragraphs,
)
from handlers.views.talk import way_out
from models.opened import Face
from models.order import Order
from models.refund import Refund, RefundState
from services.money.destination import Destination
from services.money.refund import RefundCard
from services.money.refundable import RefundOffer
from services.sale.order import OrderCard
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units

SHOWN_REFUNDS = 5
SHOWN_EARLIER = 3
NAME = 64
"""UTF-16 units of a person's name."""


def is_under_way(refund: Refund) -> bool:
    return refund.state in (RefundState.OPEN, RefundState.SENT)


@dated
def offer(t: Translator, placed: Order, what: RefundOffer, place: Destination | None) -> Screen:
    """What can go back, before anything is set aside; a typed address is an answer too."""
    order_id = placed.id
    follows = Follows(order_id, Face.REFUND)
    said = {"amount": format_money(what.amount, what.currency, t.language)}
    facts = said | _coins(what.asset, what.units)
    head = t("refund-offer", code=placed.code, **facts)
    ask = button(t("button-refund-ask"), AskRefundAddress(order_id=order_id))
    if what.address is not None:
        text = t("refund-where-confirmed", address=what.address)
        action = OpenRefund(order_id=order_id, amount=what.amount)
        go = button(t("button-refund-open", **said), action, style="success")
        rows = [[go], [ask], [_back(t, order_id)]]
        return Screen(paragraphs(head, text), rows, follows=follows)
    text = t("refund-where-asked") if place else t("refund-where-unasked")
    return Screen(paragraphs(head, text), [[ask], [_back(t, order_id)]], follows=follows)


@dated
def under_way(t: Translator, code: str, card: RefundCard, by: str) -> Screen:
    """The credit is set aside: what to send and where, or what the chain says of it.

    `by`: who opened it.
    """
    refund, follows = card.refund, Follows(card.refund.order_id, Face.REFUND)
    facts = _facts(t, refund) | {"code": code, "by": cut(by, NAME)}
    if refund.state is RefundState.OPEN:
        text = paragraphs(
            t("refund-open", address=card.address, at=local(refund.opened_at), **facts),
            _earlier(t, card),
            t("refund-lost") if card.lost else None,
        )
        code_button = button(
            t("button-refund-code"), RefundCode(order_id=refund.order_id, refund_id=refund.id)
        )
        rows = [*_copies(t, card), [code_button], [_withdraw(t, refund)]]
        return Screen(text, [*rows, [_back(t, refund.order_id)]], follows=follows)
    text = t("refund-sent", txid=refund.txid or "", **facts)
    refresh = button(t("button-refresh"), TypeRefund(order_id=refund.order_id))
    return Screen(text, [[refresh], [_back(t, refund.order_id)]], follows=follows)


def _earlier(t: Translator, card: RefundCard) -> str | None:
    """What was named before, the newest of it: sending again may pay twice."""
    if not card.earlier:
        return None
    shown = "\n".join(card.earlier[-SHOWN_EARLIER:])
    return t("refund-earlier", txids=shown)


@dated
def picture(t: Translator, code: str, card: RefundCard) -> Screen:
    """What stands below the QR code."""
    text = t("refund-code", code=code, address=card.address, **_facts(t, card.refund))
    return Screen(text, _copies(t, card))


def _copies(t: Translator, card: RefundCard) -> list[list[InlineKeyboardButton]]:
    coins = _coins(card.refund.asset, card.refund.units)
    amount = t("button-copy-amount", amount=coins["units"], asset=coins["asset"])
    where = copy_button(t("button-copy-address"), card.address)
    return [[where], [copy_button(amount, coins["units"])]]


def _withdraw(t: Translator, refund: Refund) -> InlineKeyboardButton:
    action = WithdrawRefund(order_id=refund.order_id, refund_id=refund.id)
    return button(t("button-refund-withdraw"), action, style="danger")


def history(t: Translator, card: OrderCard) -> str | None:
    """The newest refunds of an order, one line each."""
    if not card.refunds:
        return None
    return lines(
        *(
            t("admin-card-refund", state=refund.state.value, **_facts(t, refund))
            for refund in card.refunds[-SHOWN_REFUNDS:]
        )
    )


def ask(t: Translator, order: Order, asset: str) -> Screen:
    """The customer is asked where to."""
    give = button(t("button-refund-give"), GiveRefundAddress(order_id=order.id), style="success")
    return Screen(t("refund-ask", code=order.code, asset=asset), [[give]])


def type_address(t: Translator, code: str, asset: str) -> Screen:
    text = t("refund-type-address", code=code, asset=asset, network=ASSETS[asset].network)
    return Screen(text, way_out(t))


def check_address(t: Translator, order_id: int, place: Destination) -> Screen:
    """As it was understood; only this one can be confirmed."""
    yes = ConfirmRefundAddress(order_id=order_id, version=place.version)
    again = button(t("button-refund-again"), GiveRefundAddress(order_id=order_id))
    rows = [[button(t("button-refund-confirm"), yes, style="success")], [again]]
    text = t("refund-check-address", asset=place.asset, address=place.address or "")
    return Screen(text, rows)


def _facts(t: Translator, refund: Refund) -> dict[str, str]:
    amount = format_money(refund.amount, refund.currency, t.language)
    return {"amount": amount} | _coins(refund.asset, refund.units)


def _coins(asset: str, units: int) -> dict[str, str]:
    return {"asset": asset, "units": format_units(units, ASSETS[asset].decimals)}


def _back(t: Translator, order_id: int) -> InlineKeyboardButton:
    return button(t("button-back"), AdminOrder(order_id=order_id))
