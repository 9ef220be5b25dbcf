"""Messages to those who asked to be told of a product."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import OpenVariant
from handlers.shelf_callbacks import Want
from handlers.views.screen import Screen, button, cut, cut_words, paragraphs, plain
from models.demand import WishKind
from models.product import Variant
from services.goods.product import ProductCard
from utils.l10n import Translator
from utils.money import format_money

TITLE, TEXT = 128, 400
"""UTF-16 units, so that it fits below a photo."""


def back(t: Translator, currency: str, card: ProductCard, choice: Variant) -> Screen:
    if not choice.available:
        again = Want(variant_id=choice.id, kind=WishKind.BACK.value, on=1)
        label = t("button-want", kind=WishKind.BACK.value)
        return Screen(t("wish-gone-again", name=choice.title), [[button(label, again)]])
    price = format_money(card.price(choice).now, currency, t.language)
    text = t("wish-back", name=choice.title, price=price)
    return Screen(text, [[_look(t, choice)]])


def cheaper(t: Translator, currency: str, card: ProductCard, choice: Variant, seen: int) -> Screen:
    """`seen`: what it cost when they asked. It may have risen again before this is read."""
    now = card.price(choice).now
    key = "wish-cheaper" if now < seen else "wish-was-cheaper"
    before, price = (format_money(minor, currency, t.language) for minor in (seen, now))
    text = t(key, name=choice.title, price=price, before=before)
    return Screen(text, [[_look(t, choice)]])


def restock(t: Translator, currency: str, card: ProductCard, choice: Variant, bot: str) -> Screen:
    """A post for everybody. How many there are is not said: it stays, and they are sold."""
    price = card.price(choice)
    now, full = (format_money(minor, currency, t.language) for minor in (price.now, price.full))
    reduced = "yes" if price.is_reduced else "no"
    text = paragraphs(
        t("restock-post", name=cut(choice.title, TITLE), price=now, full=full, reduced=reduced),
        cut_words(choice.product.description, TEXT)
        and t("quoted", text=cut_words(choice.product.description, TEXT)),
    )
    link = f"https://t.me/{bot}?start=p_{choice.product_id}"
    buy = InlineKeyboardButton(text=plain(t("button-buy")), url=link)
    return Screen(text, [[buy]] if bot else [])


def _look(t: Translator, choice: Variant) -> InlineKeyboardButton:
    return button(t("button-look"), OpenVariant(variant_id=choice.id, quantity=1), style="primary")
