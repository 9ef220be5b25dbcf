"""The ways to pay as an owner sees and sets them."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.types import InlineKeyboardButton

from handlers import method_callbacks as on
from handlers.callbacks import AdminSources
from handlers.views.paying import SIGNS
from handlers.views.screen import Screen, button, column, dated, lines, paragraphs
from models.method_errors import MethodBarred
from services.money.methods import seal_of
from services.money.tariff import Method
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money, minor_digits

EXAMPLES = (5, 20, 100, 1000)
"""Whole units of the currency that a fee is shown of."""


class Part(StrEnum):
    """What is typed of a way to pay."""

    FEE = "fee"
    LEAST = "least"
    MOST = "most"


@dated
def listed(t: Translator, methods: Sequence[Method]) -> Screen:
    """In the order in which customers see them."""
    buttons = column(button(_label(t, each), on.OpenMethod(code=each.code)) for each in methods)
    closed = not any(each.active for each in methods)
    return Screen(
        paragraphs(t("methods"), t("methods-closed") if closed else None),
        [*buttons, [button(t("button-back"), AdminSources())]],
    )


def _label(t: Translator, method: Method) -> str:
    state = "on" if method.active else "off"
    fee = method.formula.text if method.formula else ""
    names = {"sign": SIGNS.get(method.code, "🪙"), "name": _name(method.code)}
    return t("button-method", **names, state=state, priced="yes" if fee else "no", fee=fee)


def _name(code: str) -> str:
    return ASSETS[code].name if code in ASSETS else code


@dated
def method(t: Translator, of: Method, currency: str, *, first: bool) -> Screen:
    """How it is set, with what it costs of some sums. `first`: nothing stands before it."""
    toggle = on.ToggleMethod(code=of.code, on=int(not of.active), seen=seal_of(of))
    return Screen(
        paragraphs(
            t("method-card", name=_name(of.code), state="on" if of.active else "off"),
            _fee(t, of, currency),
            _limits(t, of, currency),
        ),
        [
            *column(_ask(t, of, part) for part in Part),
            [] if first else [button(t("button-method-up"), on.RaiseMethod(code=of.code))],
            [button(t("button-method-off" if of.active else "button-method-on"), toggle)],
            [button(t("button-back"), on.Methods())],
        ],
    )


def _ask(t: Translator, of: Method, part: Part) -> InlineKeyboardButton:
    return button(t("button-method-part", part=part), on.AskMethod(code=of.code, part=part))


def _fee(t: Translator, of: Method, currency: str) -> str:
    if of.formula is None:
        return t("method-free")
    sums = [whole * 10 ** minor_digits(currency) for whole in EXAMPLES]
    examples = [_example(t, of, currency, each) for each in sums]
    return lines(t("method-fee", formula=of.formula.text), *examples)


def _example(t: Translator, of: Method, currency: str, sum_: int) -> str:
    amount = format_money(sum_, currency, t.language)
    try:
        fee = format_money(of.fee(sum_, currency), currency, t.language)
    except MethodBarred:
        return t("method-example-none", amount=amount)
    return t("method-example", amount=amount, fee=fee)


def _limits(t: Translator, of: Method, currency: str) -> str | None:
    bounds = ((of.least, "method-least"), (of.most, "method-most"))
    told = [
        t(key, amount=format_money(bound, currency, t.language)) for bound, key in bounds if bound
    ]
    return lines(*told) if told else None


def ask(t: Translator, of: Method, part: Part) -> Screen:
    back = button(t("button-back"), on.OpenMethod(code=of.code))
    return Screen(t("ask-method", part=part, name=_name(of.code)), [[back]])
