"""Groups of customers as who keeps the shelves sees them."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.types import InlineKeyboardButton

from handlers import goods_callbacks as on
from handlers import group_callbacks as groups
from handlers.admin_callbacks import OpenPerson
from handlers.views.order import pages
from handlers.views.screen import Screen, button, column, cut, dated, named, paragraphs
from models.group import CustomerGroup
from models.product import Variant
from services.sale.group import GroupCard, GroupRow, seal_of
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
"""UTF-16 units."""


class Part(StrEnum):
    """What is typed of a group."""

    NAME = "name"
    PERCENT = "percent"
    TURNOVER = "turnover"


@dated
def listed(t: Translator, rows: Sequence[CustomerGroup]) -> Screen:
    buttons = column(button(_label(t, row), groups.OpenGroup(group_id=row.id)) for row in rows)
    return Screen(
        paragraphs(t("groups-home"), None if rows else t("groups-none")),
        [
            *buttons,
            [button(t("button-new-group"), groups.NewGroup())],
            [button(t("button-back"), on.GoodsHome(page=0))],
        ],
    )


def _label(t: Translator, row: CustomerGroup) -> str:
    state = "on" if row.active else "off"
    return named(t, "group-button", row.name, percent=row.percent, state=state)


@dated
def group(t: Translator, card: GroupCard, currency: str) -> Screen:
    row = card.group
    key, toggled = ("button-group-off", 0) if row.active else ("button-group-on", 1)
    toggle = groups.ToggleGroup(group_id=row.id, on=toggled, seen=seal_of(row))
    edits = [
        button(t("button-edit-group", part=part), groups.EditGroup(group_id=row.id, part=part))
        for part in Part
    ]
    prices = column(_price(t, row.id, each, currency) for each in card.rows)
    turn = pages(t, card.page, card.more, lambda n: groups.OpenGroup(group_id=row.id, page=n))
    return Screen(
        paragraphs(
            t("group-card", name=cut(row.name, NAME), percent=row.percent),
            _enters(t, row, currency),
            None if row.active else t("group-off"),
            t("group-prices") if card.rows else t("group-prices-none"),
        ),
        [
            *prices,
            turn,
            [button(t("button-group-price"), groups.AskGroupPrice(group_id=row.id, variant_id=0))],
            edits,
            [button(t(key), toggle)],
            [button(t("button-back"), groups.Groups())],
        ],
    )


def _enters(t: Translator, row: CustomerGroup, currency: str) -> str:
    if row.turnover is None:
        return t("group-by-hand")
    return t("group-by-turnover", turnover=format_money(row.turnover, currency, t.language))


def _price(t: Translator, group_id: int, row: GroupRow, currency: str) -> InlineKeyboardButton:
    facts = {
        "price": format_money(row.price, currency, t.language),
        "full": format_money(row.full, currency, t.language),
    }
    wanted = groups.AskGroupPrice(group_id=group_id, variant_id=row.variant.id)
    return button(named(t, "group-price-button", row.variant.title, "title", **facts), wanted)


def ask_new(t: Translator) -> Screen:
    return Screen(t("ask-group-new"), [[button(t("button-back"), groups.Groups())]])


def ask(t: Translator, row: CustomerGroup, part: Part) -> Screen:
    return Screen(t("ask-group", part=part, name=cut(row.name, NAME)), [[_back(t, row)]])


def ask_price(t: Translator, row: CustomerGroup, variant: Variant | None) -> Screen:
    """Of one version, or of one that is named with it."""
    name = cut(row.name, NAME)
    if variant is None:
        return Screen(t("ask-group-prices", name=name), [[_back(t, row)]])
    title = cut(variant.title, NAME)
    return Screen(t("ask-group-price", name=name, title=title), [[_back(t, row)]])


def _back(t: Translator, row: CustomerGroup) -> InlineKeyboardButton:
    return button(t("button-back"), groups.OpenGroup(group_id=row.id))


@dated
def choose(
    t: Translator, name: str, now: int | None, rows: Sequence[CustomerGroup], where: tuple[int, int]
) -> Screen:
    """`now`: the group they are in; `where`: (person, the order their card was opened from)."""
    user_id, order_id = where
    ways = [
        button(
            t("group-choice", name=cut(row.name, NAME), here="yes" if row.id == now else "no"),
            groups.PutIntoGroup(user_id=user_id, order_id=order_id, group_id=row.id),
        )
        for row in rows
        if row.active or row.id == now
    ]
    none = groups.PutIntoGroup(user_id=user_id, order_id=order_id, group_id=0)
    return Screen(
        paragraphs(
            t("choose-group", name=cut(name, NAME)), None if rows else t("choose-group-none")
        ),
        [
            *column(ways),
            [button(t("button-no-group"), none)] if rows else [],
            [button(t("button-back"), OpenPerson(user_id=user_id, order_id=order_id))],
        ],
    )
