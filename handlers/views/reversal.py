"""What refunding a paid order gives back, and what becomes of its goods, before it is done."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import AdminOrder
from handlers.order_callbacks import (
    AskOrderAddress,
    CreditOrder,
    RefundOrder,
    SendOrder,
    TypeOrderAddress,
)
from handlers.views.screen import Rows, Screen, button, dated, lines, paragraphs
from handlers.views.talk import way_out
from models.order import Order
from services.money.reversible import Reversal
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units


@dated
def ask(t: Translator, of: Reversal, *, back: bool) -> Screen:
    placed, amount = of.order, of.shares.amount
    facts = {"amount": _money(t, placed, amount), "total": _money(t, placed, placed.total)}
    text = paragraphs(
        t("reverse", code=placed.code, **facts),
        lines(*_parts(t, of)),
        lines(*_goods(t, of, back=back)),
        t("reverse-where-confirmed", address=of.address) if _sends(of) and of.address else None,
        t("reverse-final"),
    )
    flag = int(back)
    credit = CreditOrder(order_id=placed.id, amount=amount, back=flag, seen=of.mark)
    return Screen(
        text,
        [
            _turn(t, of, back=back),
            [button(t("button-reverse-credit", amount=facts["amount"]), credit, style="danger")],
            *_sending(t, of, flag),
            [button(t("button-back"), AdminOrder(order_id=placed.id))],
        ],
    )


def _parts(t: Translator, of: Reversal) -> list[str]:
    """Of what it is made, where that is not plain."""
    shares, placed = of.shares, of.order
    said: list[str] = []
    if shares.credit:
        said.append(t("reverse-credit", amount=_money(t, placed, shares.credit)))
    if shares.late:
        said.append(t("reverse-late", amount=_money(t, placed, shares.late)))
    if shares.coins and of.asset:
        units = format_units(shares.units, ASSETS[of.asset].decimals)
        amount = _money(t, placed, shares.coins)
        said.append(t("reverse-coins", amount=amount, units=units, asset=of.asset))
    return said


def _goods(t: Translator, of: Reversal, *, back: bool) -> list[str]:
    goods = of.goods
    kept = [t("reverse-kept", count=goods.kept)] if goods.kept else []
    shelf = [t("reverse-undelivered", count=goods.undelivered)] if goods.undelivered else []
    back_ = "yes" if back else "no"
    pieces = [t("reverse-pieces", count=goods.pieces, back=back_)] if goods.pieces else []
    return [*kept, *shelf, *pieces]


def _turn(t: Translator, of: Reversal, *, back: bool) -> list[InlineKeyboardButton]:
    if not of.goods.pieces:
        return []
    label = t("button-reverse-stay" if back else "button-reverse-shelve")
    return [button(label, RefundOrder(order_id=of.order.id, back=int(not back)))]


def _sends(of: Reversal) -> bool:
    return of.asset is not None and of.shares.from_chain > 0


def _sending(t: Translator, of: Reversal, back: int) -> Rows:
    """As coins: to where the customer confirmed, or to where the admin says."""
    if not _sends(of):
        return []
    order_id, amount = of.order.id, of.shares.amount
    sent = _money(t, of.order, of.shares.from_chain)
    go = button(
        t("button-reverse-send", amount=sent, asset=of.asset or ""),
        SendOrder(order_id=order_id, amount=amount, back=back, seen=of.mark),
        style="danger",
    )
    typed = TypeOrderAddress(order_id=order_id, amount=amount, back=back, seen=of.mark)
    type_ = button(t("button-reverse-type", asset=of.asset or ""), typed)
    ask_ = button(t("button-refund-ask"), AskOrderAddress(order_id=order_id, back=back))
    return [[go] if of.address else [], [type_], [ask_]]


def type_address(t: Translator, placed: Order, asset: str) -> Screen:
    network = ASSETS[asset].network
    return Screen(t("reverse-type", code=placed.code, asset=asset, network=network), way_out(t))


def _money(t: Translator, placed: Order, minor: int) -> str:
    return format_money(minor, placed.currency, t.language)
