"""The shelves as who keeps them sees them: categories, products, and what can be done with them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers import goods_callbacks as on
from handlers import group_callbacks as groups
from handlers import shipping_callbacks as ways
from handlers import wall_callbacks as walls
from handlers.callbacks import AdminOrders
from handlers.method_callbacks import Methods
from handlers.numbered import category_no, product_no, version_no
from handlers.people_callbacks import OpenPeople
from handlers.views.order import pages
from handlers.views.screen import (
    Screen,
    button,
    column,
    cut,
    dated,
    lines,
    named,
    one_line,
    paragraphs,
)
from models.crowd import People
from models.product import Category, Product, Variant
from services.goods.dashboard import PAGE, CategorySheet, Few, ProductSheet
from services.goods.keeping import Field, Moved, seal
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
NOTE = 120
TEXT = 600
"""UTF-16 units of a name, and of a description where it is repeated."""
SHOWN_VARIANTS = 20
NUMBERED = frozenset(
    {
        *("addstock", "del", "delstock", "delallstock", "editid", "editcategory"),
        *("disc", "discat", "stock"),
    }
)
"""Commands that name something by its number."""
PEOPLE = ("button-people", OpenPeople(which=People.NEWEST))
HOMES: Mapping[str, tuple[str, CallbackData]] = {
    "priceress": ("button-groups", groups.Groups()),
    "addreseller": PEOPLE,
    "rmress": PEOPLE,
    "setformula": ("button-methods", Methods()),
    "editsold": ("button-shop", AdminOrders(page=0)),
}
"""Commands that are not about goods alone: where who may use them finds the same by hand."""
Row = list[InlineKeyboardButton]


@dated
def home(t: Translator, page: int, rows: Sequence[Category]) -> Screen:
    """The categories at the entrance, and the ways on; one row more when there is a next page."""
    turns = pages(t, page, len(rows) > PAGE, lambda n: on.GoodsHome(page=n))
    return Screen(
        paragraphs(t("goods-home"), None if rows else t("goods-home-none")),
        [
            *column(_category(t, row) for row in rows[:PAGE]),
            turns,
            [button(t("button-new-category"), on.NewShelf(category_id=0))],
            [
                button(t("button-low"), on.FewGoods(which=Few.LOW, page=0)),
                button(t("button-sold-out"), on.FewGoods(which=Few.SOLD_OUT, page=0)),
            ],
            [
                button(t("button-export-stock"), on.ExportStock()),
                button(t("button-shipping"), ways.Shipping()),
            ],
            [button(t("button-groups"), groups.Groups())],
            [
                button(t("button-back"), AdminOrders(page=0)),
            ],
        ],
    )


def _category(t: Translator, row: Category) -> InlineKeyboardButton:
    state = _state(row.active)
    label = named(t, "keep-category-button", row.name, count=row.total, state=state)
    return button(label, on.OpenShelf(category_id=row.id, page=0))


def _state(active: bool) -> str:
    return "on" if active else "off"


@dated
def category(t: Translator, sheet: CategorySheet, page: int) -> Screen:
    """What is inside of it: categories first, then products."""
    row = sheet.category
    shown = [*(_category(t, each) for each in sheet.within), *_products(t, sheet.products)]
    turns = pages(t, page, len(shown) > PAGE, lambda n: on.OpenShelf(category_id=row.id, page=n))
    facts = {"name": cut(row.name, NAME), "count": row.total, "number": category_no(row.id)}
    text = paragraphs(
        t("keep-category-card", **facts),
        None if row.active else t("category-archived"),
        None if shown else t("category-empty"),
    )
    above = (
        on.OpenShelf(category_id=row.parent_id, page=0) if row.parent_id else on.GoodsHome(page=0)
    )
    return Screen(
        text,
        [
            *column(shown[:PAGE]),
            turns,
            [
                button(t("button-new-product"), on.NewGoods(category_id=row.id)),
                button(t("button-new-category"), on.NewShelf(category_id=row.id)),
            ],
            [
                _edit(t, "name", Field.CATEGORY_NAME, row.id),
                _move(t, Field.CATEGORY_HOME, row.id),
            ],
            [
                button(t("button-photo"), walls.ShowPhoto(of_category=1, row_id=row.id, number=0)),
                button(t("button-discounts"), walls.ListDiscounts(of_category=1, row_id=row.id)),
            ],
            sort_row(t, Moved.CATEGORY, row.id, sheet.beside),
            [
                _toggle(t, Field.CATEGORY_SHOWN, row.id, row.active),
                button(t("button-back"), above),
            ],
        ],
    )


def _products(t: Translator, rows: Sequence[Product]) -> list[InlineKeyboardButton]:
    return [
        button(
            t("keep-product-button", name=row.name, state=_state(row.active)),
            on.OpenGoods(product_id=row.id),
        )
        for row in rows
    ]


def _edit(t: Translator, what: str, field: Field, row_id: int) -> InlineKeyboardButton:
    return button(t("button-edit", what=what), on.EditField(field=field, row_id=row_id))


def _move(t: Translator, field: Field, row_id: int) -> InlineKeyboardButton:
    return button(t("button-move"), on.ChooseHome(field=field, row_id=row_id, at=0, page=0))


def _toggle(t: Translator, field: Field, row_id: int, active: bool) -> InlineKeyboardButton:
    key = "button-archive" if active else "button-restore"
    to = on.Toggle(field=field, row_id=row_id, on=int(not active), seen=seal(active))
    return button(t(key), to)


def sort_row(t: Translator, which: Moved, row_id: int, beside: Sequence[int]) -> Row:
    """As far as it can go; the seal says which order was shown."""
    if len(beside) < 2 or row_id not in beside:
        return []
    seen, at = seal(list(beside)), list(beside).index(row_id)
    up = on.Reorder(which=which, row_id=row_id, down=0, seen=seen)
    down = on.Reorder(which=which, row_id=row_id, down=1, seen=seen)
    return [
        *([button(t("button-up"), up)] if at > 0 else []),
        *([button(t("button-down"), down)] if at < len(beside) - 1 else []),
    ]


@dated
def product(t: Translator, sheet: ProductSheet, currency: str) -> Screen:
    row = sheet.product
    name = cut(row.name, NAME)
    text = paragraphs(
        t("keep-product-card", name=name, number=product_no(row.id), kind=row.kind.value),
        cut(row.description, TEXT) and t("quoted", text=cut(row.description, TEXT)),
        None if row.active else t("product-archived"),
        lines(
            t("keep-note", note=cut(one_line(row.note), NOTE)) if row.note else None,
            t("keep-questions", count=len(sheet.questions)) if sheet.questions else None,
        ),
        lines(*(_variant(t, each, currency) for each in sheet.variants[:SHOWN_VARIANTS])),
    )
    return Screen(
        text,
        [
            *column(_stock(t, each, currency) for each in sheet.variants[:SHOWN_VARIANTS]),
            [
                _edit(t, "name", Field.NAME, row.id),
                _edit(t, "text", Field.TEXT, row.id),
                button(t("button-photo"), walls.ShowPhoto(of_category=0, row_id=row.id, number=0)),
            ],
            [
                button(t("button-new-variant"), on.NewVariant(product_id=row.id)),
                button(t("button-discounts"), walls.ListDiscounts(of_category=0, row_id=row.id)),
            ],
            [
                _edit(t, "note", Field.NOTE, row.id),
                button(t("button-questions"), ways.Questions(product_id=row.id)),
            ],
            [_move(t, Field.HOME, row.id), _toggle(t, Field.SHOWN, row.id, row.active)],
            sort_row(t, Moved.PRODUCT, row.id, sheet.beside),
            [
                button(t("button-as-customer"), on.TheirView(product_id=row.id)),
                button(t("button-back"), on.OpenShelf(category_id=sheet.category.id, page=0)),
            ],
        ],
    )


def _facts(t: Translator, row: Variant, currency: str) -> dict[str, str]:
    return {
        "name": cut(row.name or row.product.name, NAME),
        "price": format_money(row.price, currency, t.language),
        "left": "∞" if row.endless else str(row.available),
        "state": _state(row.active),
    }


def _variant(t: Translator, row: Variant, currency: str) -> str:
    return t("variant-line", number=version_no(row.id), **_facts(t, row, currency))


def _stock(t: Translator, row: Variant, currency: str) -> InlineKeyboardButton:
    label = named(t, "keep-variant-button", **_facts(t, row, currency))
    return button(label, on.OpenStock(variant_id=row.id))


@dated
def few(t: Translator, which: Few, page: int, rows: Sequence[Variant]) -> Screen:
    """What is to be restocked."""
    turns = pages(t, page, len(rows) > PAGE, lambda n: on.FewGoods(which=which, page=n))
    buttons = [
        button(
            named(t, "few-button", row.title, "title", left=str(row.available)),
            on.OpenStock(variant_id=row.id),
        )
        for row in rows[:PAGE]
    ]
    text = paragraphs(t("few", which=which.value), None if rows else t("few-none"))
    other = Few.SOLD_OUT if which is Few.LOW else Few.LOW
    below = [
        button(
            t("button-low" if other is Few.LOW else "button-sold-out"),
            on.FewGoods(which=other, page=0),
        ),
        button(t("button-back"), on.GoodsHome(page=0)),
    ]
    return Screen(text, [*column(buttons), turns, below])


def usage(t: Translator, command: str, today: datetime, told: str | None = None) -> Screen:
    """How a command is written, below what was wrong with it; with days that can be typed."""
    days = {"first": today + timedelta(days=1), "last": today + timedelta(days=24)}
    written = t(f"usage-{command}", **{name: f"{day:%Y-%m-%d}" for name, day in days.items()})
    text = paragraphs(told, written, t("usage-numbers") if command in NUMBERED else None)
    key, place = HOMES.get(command, ("button-goods-home", on.GoodsHome(page=0)))
    return Screen(text, [[button(t(key), place)]])


@dated
def ask(t: Translator, field: Field, row_id: int, now: str) -> Screen:
    """What it is now, and what to type."""
    text = paragraphs(
        t("ask-field", field=field.value), t("field-now", now=cut(now, TEXT)) if now else None
    )
    return Screen(text, [[button(t("button-back"), back_to(field, row_id))]])


def back_to(field: Field, row_id: int) -> on.OpenShelf | on.OpenGoods | on.OpenStock:
    if field.of == "category":
        return on.OpenShelf(category_id=row_id, page=0)
    if field.of == "product":
        return on.OpenGoods(product_id=row_id)
    return on.OpenStock(variant_id=row_id)


@dated
def check_price(t: Translator, row: Variant, price: int, currency: str) -> Screen:
    """Typed, and shown before it counts."""
    before, after = (format_money(each, currency, t.language) for each in (row.price, price))
    yes = on.SetPrice(variant_id=row.id, price=price, seen=seal(row.price))
    return Screen(
        t("check-price", title=cut(row.title, 2 * NAME), before=before, after=after),
        [
            [button(t("button-set-price", price=after), yes, "success")],
            [button(t("button-back"), on.OpenStock(variant_id=row.id))],
        ],
    )
