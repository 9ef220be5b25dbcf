"""Screens of the catalogue."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks import (
    AddToCart,
    Catalogue,
    CataloguePage,
    CategoryPage,
    Home,
    OpenCart,
    OpenCategory,
    OpenProduct,
    OpenVariant,
    ProductPage,
    TypeQuantity,
)
from handlers.views.order import pages
from handlers.views.screen import Screen, button, column, cut, page_of
from models.product import Category, Variant
from services.goods.product import ProductCard
from services.sale.cart import MAX_QUANTITY
from utils.l10n import Translator
from utils.money import format_money

LABEL = 36
"""UTF-16 units of a name on a button, so that the price beside it is seen."""


def catalogue(t: Translator, categories: Sequence[tuple[Category, int]], page: int = 0) -> Screen:
    shown, page, more = page_of(categories, page)
    rows = column(
        button(_category_label(t, c, n), OpenCategory(category_id=c.id)) for c, n in shown
    )
    title = t("catalogue") if categories else t("catalogue-empty")
    turns = pages(t, page, more, lambda n: CataloguePage(page=n))
    return Screen(title, [*rows, turns, _footer(t, Home())])


def _category_label(t: Translator, category: Category, count: int) -> str:
    return t("category-button", name=cut(category.name, LABEL), count=count)


def category(
    t: Translator, currency: str, name: str, cards: list[ProductCard], page: int = 0
) -> Screen:
    shown, page, more = page_of(cards, page)
    rows = column(
        button(_product_label(t, currency, card), OpenProduct(product_id=card.product.id))
        for card in shown
    )
    here = cards[0].product.category_id if cards else 0
    turns = pages(t, page, more, lambda n: CategoryPage(category_id=here, page=n))
    return Screen(t("category", name=name), [*rows, turns, _footer(t, Catalogue())])


def _product_label(t: Translator, currency: str, card: ProductCard) -> str:
    price = format_money(card.from_price, currency, t.language)
    if not card.available:
        return t("product-button-sold-out", name=cut(card.product.name, LABEL))
    key = "product-button" if len(card.variants) == 1 else "product-button-from"
    return t(key, name=cut(card.product.name, LABEL), price=price)


def product(t: Translator, currency: str, card: ProductCard, page: int = 0) -> Screen:
    """The choice between versions; a product with one goes straight to it."""
    if len(card.variants) == 1:
        return variant(t, currency, card.variants[0], 1)
    shown, page, more = page_of(card.variants, page)
    rows = column(_variant_button(t, currency, choice) for choice in shown)
    turns = pages(t, page, more, lambda n: ProductPage(product_id=card.product.id, page=n))
    text = t("product", name=card.product.name, description=card.product.description)
    back = OpenCategory(category_id=card.product.category_id)
    return Screen(f"{text}\n\n{t('product-choose')}", [*rows, turns, _footer(t, back)])


def _variant_button(t: Translator, currency: str, choice: Variant) -> InlineKeyboardButton:
    price = format_money(choice.price, currency, t.language)
    key = "variant-button" if choice.available else "variant-button-sold-out"
    label = t(key, name=cut(choice.name, LABEL), price=price)
    return button(label, OpenVariant(variant_id=choice.id, quantity=1))


def variant(
    t: Translator, currency: str, choice: Variant, quantity: int, *, several: bool = False
) -> Screen:
    """One version with its price, what is left, and a quantity to step through.

    `several`: the product has others, and Back leads to them.
    """
    text = t(
        "variant",
        name=choice.title,
        description=choice.product.description,
        price=format_money(choice.price, currency, t.language),
        left=choice.available,
    )
    most = min(choice.available, MAX_QUANTITY)
    chosen = max(1, min(quantity, most))
    rows = _buy_rows(t, currency, choice, chosen, most) if most else []
    category = OpenCategory(category_id=choice.product.category_id)
    back = OpenProduct(product_id=choice.product_id) if several else category
    return Screen(text, [*rows, _footer(t, back)])


def _buy_rows(
    t: Translator, currency: str, choice: Variant, chosen: int, most: int
) -> list[list[InlineKeyboardButton]]:
    fewer = OpenVariant(variant_id=choice.id, quantity=max(1, chosen - 1))
    more = OpenVariant(variant_id=choice.id, quantity=min(most, chosen + 1))
    typing = TypeQuantity(variant_id=choice.id, quantity=chosen)
    price = format_money(choice.price * chosen, currency, t.language)
    add = AddToCart(variant_id=choice.id, quantity=chosen)
    steps = [
        button(t("button-less-quantity"), fewer),
        button(t("button-quantity", quantity=chosen), typing),
        button(t("button-more-quantity"), more),
    ]
    return [
        steps if most > 1 else [],
        [button(t("button-type-quantity"), typing)] if most > 1 else [],
        [button(t("button-add", quantity=chosen, price=price), add, style="success")],
    ]


def type_quantity(t: Translator, choice: Variant, quantity: int) -> Screen:
    """With the true maximum, and the way back to where one came from."""
    text = t("type-quantity", name=choice.title, maximum=min(choice.available, MAX_QUANTITY))
    back = OpenVariant(variant_id=choice.id, quantity=quantity)
    return Screen(text, [[button(t("button-back"), back)]])


def _footer(t: Translator, back: CallbackData) -> list[InlineKeyboardButton]:
    return [button(t("button-back"), back), button(t("button-cart"), OpenCart())]
