"""The card of a product: photo, words, versions, price, what is left, and how many to take."""

from dataclasses import dataclass, replace

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks import (
    AddToCart,
    OpenCart,
    OpenCategory,
    OpenProduct,
    OpenVariant,
    ProductPage,
    TypeQuantity,
)
from handlers.goods_callbacks import OpenGoods
from handlers.review_callbacks import Reviews
from handlers.shelf_callbacks import CardPhoto, Want, WholeText
from handlers.views.order import pages
from handlers.views.review import rating
from handlers.views.screen import (
    CAPTION_ROOM,
    TEXT_ROOM,
    Photo,
    Screen,
    button,
    column,
    copy_button,
    cut,
    lines,
    named,
    page_of,
    paragraphs,
    units,
    visible,
)
from models.demand import WishKind
from models.product import Variant
from services.goods.product import ProductCard
from services.running.shop import Shop
from services.sale.cart import MAX_QUANTITY
from utils.l10n import Html, Translator
from utils.money import format_money

STEPS = (2, 5, 10)
"""Besides one at a time."""
FEW = 5
"""Pieces from which on a shop that tells no numbers says that there are enough."""


@dataclass(frozen=True, slots=True)
class Showing:
    """`link`: opens this card from anywhere; `number`: of the photo that is shown, from 0.

    `keeps`: whoever looks keeps the shelves; `back`: where they came from, if not from a shelf.
    """

    shop: Shop
    card: ProductCard
    link: str = ""
    number: int = 0
    keeps: bool = False
    back: CallbackData | None = None

    @property
    def photo(self) -> Photo | None:
        photos = self.card.photos
        return photos[self.number % len(photos)] if photos else None

    @property
    def limit(self) -> int:
        return CAPTION_ROOM if self.photo else TEXT_ROOM


def product(t: Translator, of: Showing, page: int = 0) -> Screen:
    """The choice between versions; a product with one goes straight to it."""
    card = of.card
    if len(card.variants) == 1:
        return variant(t, of, card.variants[0], 1)
    shown, page, more = page_of(card.variants, page)
    rows = column(_variant_button(t, of, choice) for choice in shown)
    turns = pages(t, page, more, lambda n: ProductPage(product_id=card.product.id, page=n))
    facts = lines(rating(t, card.product), t("product-choose"))
    text, whole = _words(t, of, card.product.name, facts)
    back = of.back or OpenCategory(category_id=card.product.category_id)
    share = _share(t, of, whole=whole)
    return Screen(text, [*rows, turns, share, _keep(t, of), _footer(t, back)], of.photo)


def _variant_button(t: Translator, of: Showing, choice: Variant) -> InlineKeyboardButton:
    price = format_money(of.card.price(choice).now, of.shop.currency, t.language)
    key = "variant-button" if choice.available else "variant-button-sold-out"
    label = named(t, key, choice.name, price=price)
    return button(label, OpenVariant(variant_id=choice.id, quantity=1))


def variant(t: Translator, of: Showing, choice: Variant, quantity: int) -> Screen:
    """One version with its price, what is left, and a quantity to step through."""
    card, most = of.card, min(choice.available, MAX_QUANTITY)
    chosen = max(1, min(quantity, most))
    facts = lines(_price(t, of, choice), left(t, of.shop, choice), rating(t, card.product))
    text, whole = _words(t, of, choice.title, facts)
    several = len(card.variants) > 1
    category = OpenCategory(category_id=card.product.category_id)
    back = OpenProduct(product_id=card.product.id) if several else category
    rows = [
        _photos(of, choice, chosen),
        *(_buy_rows(t, of, choice, chosen, most) if most else []),
        [_want(t, of, choice)],
        _share(t, of, whole=whole),
        _keep(t, of),
        _footer(t, of.back or back),
    ]
    return Screen(text, rows, of.photo)


def _words(t: Translator, of: Showing, title: str, facts: str) -> tuple[str, bool]:
    """The card's text, and whether all of the description is in it."""
    key = "card-name-linked" if of.link else "card-name"
    name = t(key, name=title, link=of.link)
    room = of.limit - units(visible(f"{name}{facts}")) - 8
    description = cut(of.card.product.description, max(1, room))
    told = t("card-description", description=description) if description else None
    return paragraphs(name, told, facts), description == of.card.product.description


def _price(t: Translator, of: Showing, choice: Variant) -> str:
    price = of.card.price(choice)
    now, full = (
        format_money(minor, of.shop.currency, t.language) for minor in (price.now, price.full)
    )
    if not price.is_reduced:
        return t("card-price", price=now)
    return t("card-price-reduced", price=now, full=full)


def left(t: Translator, shop: Shop, choice: Variant) -> str:
    """The number, or only whether there are many, as the shop likes it; of what never runs out
    there is none.
    """
    available = choice.available
    if not available or (shop.exact_stock and not choice.endless):
        return t("card-left", left=available)
    return t("card-left-few" if available <= FEW else "card-left-many")


def _photos(of: Showing, choice: Variant, chosen: int) -> list[InlineKeyboardButton]:
    """[◀] [2/3] [▶], round and round."""
    count = len(of.card.photos)
    if count < 2:
        return []

    def to(number: int) -> CallbackData:
        return CardPhoto(variant_id=choice.id, quantity=chosen, number=number % count)

    here = of.number % count
    return [
        button("◀", to(here - 1)),
        button(f"{here + 1}/{count}", to(here)),
        button("▶", to(here + 1)),
    ]


def _buy_rows(
    t: Translator, of: Showing, choice: Variant, chosen: int, most: int
) -> list[list[InlineKeyboardButton]]:
    def to(quantity: int) -> CallbackData:
        return OpenVariant(variant_id=choice.id, quantity=max(1, min(most, quantity)))

    typing = TypeQuantity(variant_id=choice.id, quantity=chosen)
    cost = format_money(of.card.price(choice).now * chosen, of.shop.currency, t.language)
    add = AddToCart(variant_id=choice.id, quantity=chosen)
    steps = [
        button(t("button-less-quantity"), to(chosen - 1)),
        button(t("button-quantity", quantity=chosen), typing),
        button(t("button-more-quantity"), to(chosen + 1)),
    ]
    leaps = [
        button(t("button-many-more", count=step), to(chosen + step))
        for step in STEPS
        if chosen + step <= most
    ]
    return [
        steps if most > 1 else [],
        leaps,
        [button(t("button-type-quantity"), typing)] if most > 1 else [],
        [button(t("button-add", quantity=chosen, price=cost), add, style="success")],
    ]


def _want(t: Translator, of: Showing, choice: Variant) -> InlineKeyboardButton:
    """What is sold out may come back; what is there may get cheaper."""
    kind = WishKind.CHEAPER if choice.available else WishKind.BACK
    waits = kind in of.card.wishes
    label = t("button-unwant" if waits else "button-want", kind=kind.value)
    return button(label, Want(variant_id=choice.id, kind=kind.value, on=0 if waits else 1))


def _share(t: Translator, of: Showing, *, whole: bool) -> list[InlineKeyboardButton]:
    copy = [copy_button(t("button-copy-link"), of.link)] if of.link else []
    text = WholeText(product_id=of.card.product.id)
    return [*copy, *([] if whole else [button(t("button-whole-text"), text)]), *_reviews(t, of)]


def _reviews(t: Translator, of: Showing) -> list[InlineKeyboardButton]:
    """What others say, where somebody does."""
    product = of.card.product
    if not product.rated:
        return []
    every = Reviews(product_id=product.id, before=0)
    return [button(t("button-reviews", count=product.rated), every)]


def _keep(t: Translator, of: Showing) -> list[InlineKeyboardButton]:
    """From any card to the same one at the shelves, for who keeps them."""
    if not of.keeps:
        return []
    return [button(t("button-keep-product"), OpenGoods(product_id=of.card.product.id))]


def whole_text(t: Translator, card: ProductCard) -> Screen:
    name, description = card.product.name, card.product.description
    room = TEXT_ROOM - units(name) - 8
    text = paragraphs(
        t("card-name", name=name), t("card-description", description=cut(description, room))
    )
    back = OpenProduct(product_id=card.product.id)
    return Screen(text, [[button(t("button-product"), back)]])


def type_quantity(t: Translator, of: Showing, choice: Variant, quantity: int) -> Screen:
    """With the true maximum, and the way back to where one came from."""
    text = t("type-quantity", name=choice.title, maximum=min(choice.available, MAX_QUANTITY))
    back = OpenVariant(variant_id=choice.id, quantity=quantity)
    return Screen(text, [[button(t("button-back"), back)]], of.photo)


def shared(t: Translator, of: Showing) -> Html:
    """What an inline result posts in somebody else's chat."""
    card = replace(of, number=0)
    cheapest = min(card.card.variants, key=lambda one: card.card.price(one).now)
    key = "card-name-linked" if of.link else "card-name"
    name = t(key, name=card.card.product.name, link=of.link)
    description = cut(card.card.product.description, CAPTION_ROOM // 2)
    told = t("card-description", description=description) if description else None
    facts = lines(_price(t, card, cheapest), rating(t, card.card.product))
    return Html(paragraphs(name, told, facts))


def _footer(t: Translator, back: CallbackData) -> list[InlineKeyboardButton]:
    return [button(t("button-back"), back), button(t("button-cart"), OpenCart())]
