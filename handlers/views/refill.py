"""Buying store credit: how much, and with which coin."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.account_callbacks import OpenAccount
from handlers.callbacks import Home
from handlers.refill_callbacks import Refill, RefillSum, RefillWith
from handlers.views.checkout import Bill, summary
from handlers.views.contents import worded
from handlers.views.paying import coin_label, fees_note, missing_note, rest_in
from handlers.views.screen import Screen, button, column, dated, paragraphs
from models.order import Order
from models.refill_errors import RefillAlreadyOpen
from services.sale.offer import Offer
from services.sale.refill import RefillTerms
from utils.l10n import Translator
from utils.money import format_money

START = "refill_"
"""What a link begins with, after `?start=`: the person and the sum follow."""


def choose_sum(t: Translator, terms: RefillTerms) -> Screen:
    """What it is, and sums that take one press; any other is typed."""

    def money(minor: int) -> str:
        return format_money(minor, terms.currency, t.language)

    text = t("refill", least=money(max(1, terms.least)), most=money(terms.most))
    sums = [button(money(minor), RefillSum(amount=minor)) for minor in terms.quick]
    pairs = [sums[start : start + 2] for start in range(0, len(sums), 2)]
    return Screen(text, [*pairs, [button(t("button-back"), OpenAccount())]])


@dated
def choose_coin(t: Translator, bill: Bill, offers: list[Offer], missing: list[str]) -> Screen:
    """The sum again, and each coin with what it takes of it."""
    text = paragraphs(
        t("refill-changed") if bill.changed else None,
        t("refill-how"),
        *summary(t, bill),
        _how(t, offers, missing),
        fees_note(t, bill.currency, offers),
        missing_note(t, offers, missing),
    )
    back = [button(t("button-refill-other"), Refill()), button(t("button-home"), Home())]
    return Screen(text, [*column(_way(t, bill, offer) for offer in offers), back])


def _how(t: Translator, offers: list[Offer], missing: Sequence[str]) -> str:
    if offers:
        return t("choose-coin-how" if rest_in(offers) else "refill-unfit")
    return t("refill-none" if missing else "refill-coins-off")


def _way(t: Translator, bill: Bill, offer: Offer) -> InlineKeyboardButton:
    pay = RefillWith(asset=offer.asset, amount=bill.quote.refill, seal=bill.seal)
    return button(coin_label(t, offer, bill.currency), pay)


def placed(t: Translator, order: Order) -> Screen:
    return Screen(t(worded(order, "placed"), code=order.code), _home(t))


@dated
def in_the_way(t: Translator, refusal: RefillAlreadyOpen) -> Screen:
    return Screen(t(refusal.key, **refusal.fields), _home(t))


def _home(t: Translator) -> list[list[InlineKeyboardButton]]:
    return [[button(t("button-home"), Home())]]
