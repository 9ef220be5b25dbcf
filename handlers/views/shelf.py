"""Screens of the shelves: the entrance, categories, lists, numbers, and what was found."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks import Catalogue, CataloguePage, Home, OpenCart, OpenCategory, OpenProduct
from handlers.shelf_callbacks import AskThis, Everything, Numbers, Shelf
from handlers.views.order import pages
from handlers.views.screen import Rows, Screen, button, column, cut, named, paragraphs
from models.shelf import Branch, Sort
from services.goods.product import Row
from services.goods.product import Shelf as Shown
from utils.l10n import Translator
from utils.money import format_money

LABEL = 36
"""UTF-16 units of a name on a button, so that the price beside it is seen."""
NAME = 48
"""UTF-16 units of a name in a list of numbers."""
WORDS = 64
"""UTF-16 units of what was looked for."""
BUTTONS = {
    (False, False): "product-button",
    (False, True): "product-button-reduced",
    (True, False): "product-button-from",
    (True, True): "product-button-from-reduced",
}
"""By whether there are several prices, and whether the lowest is reduced."""
PER_ROW = 6
"""Numbers beside each other."""
SORTS = (Sort.NEW, Sort.PRICE, Sort.POPULAR)


def entrance(t: Translator, shown: Shown) -> Screen:
    """The outermost categories, and what is not in one alone."""
    if not (shown.branches or shown.page):
        return Screen(t("catalogue-empty"), [_footer(t, Home())])
    lists = [
        [_all(t, Sort.BEST)] if shown.has_best else [],
        [_all(t, Sort.NEW), button(t("button-numbers"), Numbers(page=0))],
    ]
    turns = pages(t, shown.page, shown.more, lambda n: CataloguePage(page=n))
    rows = [*_branches(t, shown.branches), turns, *lists, _footer(t, Home())]
    return Screen(t("catalogue"), rows)


def _all(t: Translator, sort: Sort) -> InlineKeyboardButton:
    return button(t("button-all", sort=sort.value), Everything(sort=sort.value, page=0))


def _branches(t: Translator, branches: Sequence[Branch]) -> Rows:
    return column(
        button(
            named(t, "category-button", one.name, count=one.total),
            OpenCategory(category_id=one.id),
        )
        for one in branches
    )


def shelf(t: Translator, currency: str, shown: Shown) -> Screen:
    """What is in a category: others first, then products."""
    here, name = shown.path[-1]

    def turn(sort: Sort, page: int) -> CallbackData:
        return Shelf(category_id=here, sort=sort.value, page=page)

    around = " › ".join(cut(outer, LABEL) for _, outer in shown.path[:-1][-2:])
    text = paragraphs(t("category-path", path=around) if around else None, t("category", name=name))
    parent = shown.parent_id
    back = Catalogue() if parent is None else OpenCategory(category_id=parent)
    rows = [*_branches(t, shown.branches), *_list(t, currency, shown, turn), _footer(t, back)]
    return Screen(text, rows, shown.photo)


def everything(t: Translator, currency: str, shown: Shown) -> Screen:
    """All products in one list, or the best sellers."""

    def turn(sort: Sort, page: int) -> CallbackData:
        return Everything(sort=sort.value, page=page)

    key = "list-empty" if not shown.rows else "list-best" if shown.sort is Sort.BEST else "list-all"
    return Screen(t(key), [*_list(t, currency, shown, turn), _footer(t, Catalogue())])


def _list(
    t: Translator, currency: str, shown: Shown, turn: Callable[[Sort, int], CallbackData]
) -> Rows:
    """Products, the next page, and other orders of the same list."""
    turns = pages(t, shown.page, shown.more, lambda n: turn(shown.sort, n))
    several = len(shown.rows) > 1 or shown.page
    sorts = [_sort(t, shown.sort, one, turn) for one in SORTS]
    return [*_products(t, currency, shown.rows), turns, sorts if several else []]


def _sort(
    t: Translator, now: Sort, sort: Sort, turn: Callable[[Sort, int], CallbackData]
) -> InlineKeyboardButton:
    """The one that holds is marked, and leads back to the shop's own order."""
    label = t("button-sort", sort=sort.value)
    if sort is now:
        return button(t("button-sorted", label=label), turn(Sort.OWN, 0))
    return button(label, turn(sort, 0))


def _products(t: Translator, currency: str, rows: Sequence[Row]) -> Rows:
    return column(button(label(t, currency, row), OpenProduct(product_id=row.id)) for row in rows)


def label(t: Translator, currency: str, row: Row) -> str:
    """`Star Sailor · from $14.50`."""
    if not row.available:
        return named(t, "product-button-sold-out", row.name)
    price = format_money(row.price.now, currency, t.language)
    return named(t, BUTTONS[row.several, row.price.is_reduced], row.name, price=price)


def numbers(t: Translator, currency: str, shown: Shown) -> Screen:
    """Number by number with its product, and the numbers to press."""
    if not shown.rows:
        return Screen(t("list-empty"), [_footer(t, Catalogue())])
    told = "\n".join(
        t("number-line", number=str(row.id), product=label(t, currency, row)) for row in shown.rows
    )
    keys = [button(str(row.id), OpenProduct(product_id=row.id)) for row in shown.rows]
    grid = [keys[start : start + PER_ROW] for start in range(0, len(keys), PER_ROW)]
    turns = pages(t, shown.page, shown.more, lambda n: Numbers(page=n))
    return Screen(paragraphs(t("numbers"), told), [*grid, turns, _footer(t, Catalogue())])


def found(
    t: Translator, currency: str, words: str, rows: Sequence[Row], ask: tuple[int, int] | None
) -> Screen:
    """`ask`: number and date of the message, if it may have been meant for the shop."""
    text = t("search-found", words=cut(words, WORDS))
    meant = [_ask(t, *ask)] if ask else []
    return Screen(text, [*_products(t, currency, rows), meant, _footer(t, Catalogue())])


def found_nothing(t: Translator, words: str, ask: tuple[int, int] | None) -> Screen:
    meant = [_ask(t, *ask)] if ask else []
    return Screen(t("search-nothing", words=cut(words, WORDS)), [meant, _footer(t, Catalogue())])


def _ask(t: Translator, message_id: int, at: int) -> InlineKeyboardButton:
    return button(t("button-ask-this"), AskThis(message_id=message_id, at=at))


def how_to_search(t: Translator) -> Screen:
    return Screen(t("search-how"), [_footer(t, Catalogue())])


def _footer(t: Translator, back: CallbackData) -> list[InlineKeyboardButton]:
    return [button(t("button-back"), back), button(t("button-cart"), OpenCart())]
