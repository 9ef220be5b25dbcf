"""What is new on the shelves, as it was typed, and finding a place for something."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import goods_callbacks as on
from handlers.views.keeping import NAME, TEXT, back_to
from handlers.views.order import pages
from handlers.views.screen import Screen, button, column, cut, paragraphs
from models.product import Category, ProductKind
from services.goods.dashboard import PAGE, ProductSheet
from services.goods.keeping import Field
from services.goods.sketch import Sketch
from utils.l10n import Translator
from utils.money import format_money


def new_category(t: Translator, category_id: int) -> Screen:
    back = on.OpenShelf(category_id=category_id, page=0) if category_id else on.GoodsHome(page=0)
    return Screen(t("new-category"), [[button(t("button-back"), back)]])


def new_product(t: Translator, category_id: int) -> Screen:
    back = on.OpenShelf(category_id=category_id, page=0)
    return Screen(t("new-product"), [[button(t("button-back"), back)]])


def new_variant(t: Translator, sheet: ProductSheet) -> Screen:
    name = cut(sheet.product.name, NAME)
    back = on.OpenGoods(product_id=sheet.product.id)
    return Screen(t("new-variant", name=name), [[button(t("button-back"), back)]])


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """Telegram's own copy of what was sent with a product; the shop keeps none of it yet."""

    file_id: str

    async def content(self) -> bytes | None:
        return None

    async def sent(self, bot_id: int, file_id: str) -> None:
        pass


def check_product(
    t: Translator, home: Category, sketch: Sketch, currency: str, sealed: str, photo: str = ""
) -> Screen:
    """As customers will see it, and where it will stand; its kind makes it. `photo`: Telegram's
    name for the first of it.
    """
    category_id = home.id
    kinds = [
        [
            button(
                t("button-create", kind=kind.value),
                on.CreateGoods(category_id=category_id, kind=kind, seal=sealed),
            )
        ]
        for kind in ProductKind
    ]
    other = [button(t("button-other-shelf"), on.ChooseShelf(category_id=0, seal=sealed))]
    back = [button(t("button-back"), on.OpenShelf(category_id=category_id, page=0))]
    where = t("check-product-home", name=cut(home.name, NAME))
    text = paragraphs(_card(t, sketch, currency), where)
    return Screen(text, [*kinds, other, back], SentPhoto(photo) if photo else None)


def _card(t: Translator, sketch: Sketch, currency: str) -> str:
    price = format_money(sketch.price, currency, t.language)
    text = cut(sketch.text, TEXT)
    return paragraphs(
        t("card-name", name=sketch.name),
        t("card-description", description=text) if text else None,
        t("card-price", price=price),
    )


def _sketch(t: Translator, sketch: Sketch, currency: str) -> str:
    price = format_money(sketch.price, currency, t.language)
    text = t("quoted", text=cut(sketch.text, TEXT)) if sketch.text else None
    return paragraphs(t("check-product", name=cut(sketch.name, NAME), price=price), text)


@dataclass(frozen=True, slots=True)
class Place:
    """A category that is looked into, for a place of something new; None: the entrance."""

    rows: Sequence[Category]
    seal: str
    at: Category | None = None
    page: int = 0

    def look(self, category_id: int, page: int = 0) -> on.ChooseShelf:
        return on.ChooseShelf(category_id=category_id, seal=self.seal, page=page)


def choose_shelf(t: Translator, sketch: Sketch, currency: str, place: Place) -> Screen:
    """Of a product that was sent by itself: in which category, however deep?"""
    rows, at = place.rows, place.at
    inner = [button(t("category-pick", name=row.name), place.look(row.id)) for row in rows[:PAGE]]
    here_id = at.id if at else 0
    turns = pages(t, place.page, len(rows) > PAGE, lambda n: place.look(here_id, n))
    here = (
        [button(t("button-put-in", name=at.name), on.PickShelf(category_id=at.id, seal=place.seal))]
        if at
        else []
    )
    back = button(t("button-back"), place.look(at.parent_id or 0) if at else on.GoodsHome(page=0))
    asked = t("choose-shelf") if rows or at else t("choose-shelf-none")
    text = paragraphs(_sketch(t, sketch, currency), asked)
    return Screen(text, [*column(inner), turns, here, [back]])


@dataclass(frozen=True, slots=True)
class Moving:
    """What is moved, and into which category one looks (0: the entrance) to find it a place."""

    field: Field
    row_id: int
    at: int = 0
    page: int = 0
    seen: str = ""

    def look(self, at: int, page: int) -> on.ChooseHome:
        return on.ChooseHome(field=self.field, row_id=self.row_id, at=at, page=page)


def choose_home(t: Translator, moving: Moving, rows: Sequence[Category]) -> Screen:
    """Look into categories, and put it into the one that is looked into."""
    at, field, row_id = moving.at, moving.field, moving.row_id
    inner = [
        button(t("category-pick", name=row.name), moving.look(row.id, 0)) for row in rows[:PAGE]
    ]
    turns = pages(t, moving.page, len(rows) > PAGE, lambda n: moving.look(at, n))
    here = on.PutInto(field=field, row_id=row_id, into=at, seen=moving.seen)
    may = at or field is Field.CATEGORY_HOME
    put = [button(t("button-put-here", at="inside" if at else "entrance"), here)] if may else []
    back = [button(t("button-back"), back_to(field, row_id))]
    return Screen(t("choose-home"), [*column(inner), turns, put, back])
