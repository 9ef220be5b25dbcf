"""The ways to ship as who keeps the shelves sees them."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.types import InlineKeyboardButton

from handlers import goods_callbacks as on
from handlers import shipping_callbacks as ways
from handlers.views.screen import Screen, button, column, cut, dated, named, paragraphs
from models.shipping import ShippingOption
from services.goods.keeping import seal
from services.goods.shipping import seal_of
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
"""UTF-16 units."""


class Part(StrEnum):
    """What is typed of an option."""

    NAME = "name"
    PRICE = "price"
    LIMIT = "limit"
    STEP = "step"


@dated
def options(t: Translator, rows: Sequence[ShippingOption], currency: str) -> Screen:
    text = paragraphs(t("shipping-home"), None if rows else t("shipping-none"))
    return Screen(
        text,
        [
            *column(
                button(
                    named(t, "shipping-button", **_facts(t, row, currency)),
                    ways.OpenShipping(option_id=row.id),
                )
                for row in rows
            ),
            [button(t("button-new-shipping"), ways.NewShipping())],
            [button(t("button-back"), on.GoodsHome(page=0))],
        ],
    )


def _facts(t: Translator, row: ShippingOption, currency: str) -> dict[str, str]:
    return {
        "name": cut(row.name, NAME),
        "price": format_money(row.price, currency, t.language),
        "state": "on" if row.active else "off",
    }


@dated
def option(
    t: Translator, row: ShippingOption, rows: Sequence[ShippingOption], currency: str
) -> Screen:
    """One of them, and what can be changed. `rows`: all, in their order."""
    key, seen = "button-shipping-off" if row.active else "button-shipping-on", seal_of(row)
    toggle = ways.ToggleShipping(option_id=row.id, on=int(not row.active), seen=seen)
    edits = [
        button(t("button-edit-shipping", part=part), ways.EditShipping(option_id=row.id, part=part))
        for part in Part
    ]
    order = [each.id for each in rows]
    at, sealed = order.index(row.id), seal(order)
    up = ways.ReorderShipping(option_id=row.id, down=0, seen=sealed)
    down = ways.ReorderShipping(option_id=row.id, down=1, seen=sealed)
    return Screen(
        paragraphs(t("shipping-card", **_facts(t, row, currency)), _carries(t, row, currency)),
        [
            edits[:2],
            edits[2:],
            [button(t(key), toggle)],
            [
                *([button(t("button-up"), up)] if at else []),
                *([button(t("button-down"), down)] if at < len(order) - 1 else []),
            ],
            [button(t("button-back"), ways.Shipping())],
        ],
    )


def _carries(t: Translator, row: ShippingOption, currency: str) -> str:
    """Up to which weight, and what more of it costs."""
    limit = t("shipping-limit", limit=row.up_to) if row.up_to else t("shipping-unlimited")
    return paragraphs(limit, _steps(t, row.step or 0, row.step_price, currency))


def _steps(t: Translator, step: int, step_price: int, currency: str) -> str:
    """`step`: grams, 0 for one price."""
    if not step:
        return t("shipping-flat")
    price = format_money(step_price, currency, t.language)
    return t("shipping-step", step=step, price=price)


def ask_new(t: Translator) -> Screen:
    return Screen(t("ask-shipping-new"), [[button(t("button-back"), ways.Shipping())]])


def ask(t: Translator, row: ShippingOption, part: Part) -> Screen:
    text = t("ask-shipping", part=part, name=cut(row.name, NAME))
    return Screen(text, [[_back(t, row)]])


def check(t: Translator, row: ShippingOption, wanted: ways.SetShipping, currency: str) -> Screen:
    """Typed, and shown before it counts."""
    price = format_money(wanted.price, currency, t.language)
    return Screen(
        paragraphs(
            t("check-shipping", name=cut(row.name, NAME), price=price),
            _steps(t, wanted.step, wanted.step_price, currency),
        ),
        [[button(t("button-shipping-set"), wanted, "success")], [_back(t, row)]],
    )


def _back(t: Translator, row: ShippingOption) -> InlineKeyboardButton:
    return button(t("button-back"), ways.OpenShipping(option_id=row.id))
