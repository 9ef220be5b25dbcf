"""Another coin for an order that waits for its payment."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import Home, KeepCoin, OpenOrder, OtherCoin, SwitchCoin
from handlers.coins import CREDIT
from handlers.views.checkout import Bill, summary
from handlers.views.contents import worded
from handlers.views.moments import absolute, left
from handlers.views.paying import coin_label, fees_note, missing_note
from handlers.views.screen import Screen, button, column, dated, paragraphs
from models.order import Order
from services.sale.offer import Offer
from services.sale.switch import Switchable
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money


@dated
def choose(
    t: Translator, now: Switchable, bill: Bill, offers: list[Offer], missing: list[str]
) -> Screen:
    """The order again, what stays as it is, and the other coins with amounts and waiting times."""
    others = [offer for offer in offers if offer.asset != now.asset]
    unpriced = [asset for asset in missing if asset != now.asset]
    text = paragraphs(
        t("other-coin-changed") if bill.changed else None,
        t("other-coin", code=now.order.code),
        *summary(t, bill),
        _how(t, now, bill, others, unpriced),
        fees_note(t, bill.currency, others),
        missing_note(t, others, unpriced),
    )
    keep = button(t("button-keep-coin", coin=ASSETS[now.asset].name), KeepCoin())
    return Screen(text, [*_ways(t, now.order, bill, others), _credit(t, now, bill), [keep]])


def _how(
    t: Translator, now: Switchable, bill: Bill, others: list[Offer], unpriced: list[str]
) -> str:
    if not bill.to_pay:
        return t("other-coin-credit", coin=ASSETS[now.asset].name)
    if not others:
        return t("other-coin-none" if unpriced else "other-coin-only")
    until = now.order.expires_at
    return t(
        worded(now.order, "other-coin-how"),
        absolute=absolute(until),
        relative=left(t, until, now.at),
        coin=ASSETS[now.asset].name,
        left=now.left,
    )


def _ways(
    t: Translator, order: Order, bill: Bill, others: list[Offer]
) -> list[list[InlineKeyboardButton]]:
    credit = int(bill.used > 0)

    def to(asset: str) -> SwitchCoin:
        return SwitchCoin(order_id=order.id, asset=asset, credit=credit, seal=bill.seal)

    if not bill.to_pay:
        return [[button(t("button-pay-credit"), to(CREDIT), style="success")]]
    return column(button(coin_label(t, offer, bill.currency), to(offer.asset)) for offer in others)


def _credit(t: Translator, now: Switchable, bill: Bill) -> list[InlineKeyboardButton]:
    """Ticked: the order takes it; one tap changes that."""
    if not bill.balance:
        return []
    usable = format_money(now.credit(use=True), bill.currency, t.language)
    key = "button-credit-on" if bill.used else "button-credit-off"
    again = OtherCoin(order_id=now.order.id, credit=int(not bill.used))
    return [button(t(key, credit=usable), again)]


def switched(t: Translator, old: Order, new: Order) -> Screen:
    """What became of the old one, and that nothing is to be sent to its address any more."""
    paid = not new.to_pay
    key = "switched-paid" if paid else "switched"
    look = button(t("button-my-order", code=new.code), OpenOrder(order_id=new.id))
    rows = [[look] if paid else [], [button(t("button-home"), Home())]]
    return Screen(t(key, old=old.code, code=new.code), rows)
