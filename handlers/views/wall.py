"""Photos and discounts of a product or a category, for who keeps the shelves."""

from datetime import timedelta

from aiogram.types import InlineKeyboardButton

from handlers import goods_callbacks as on
from handlers import wall_callbacks as walls
from handlers.numbered import category_no, product_no
from handlers.views.keeping import NAME
from handlers.views.moments import local
from handlers.views.order import pages
from handlers.views.screen import Screen, button, column, cut, dated, lines, paragraphs
from models.discount import Discount, DiscountKind
from services.goods.discount import Discounts, Owner, seal_of
from services.goods.keeping import Moved
from services.goods.wall import Place, Wall
from utils.l10n import Html, Translator
from utils.money import format_money


@dated
def wall(t: Translator, found: Wall, number: int) -> Screen:
    """One photo, its neighbours, and what can be done with it."""
    if not found.photos:
        text = t("wall-none", name=cut(found.name, NAME))
        return Screen(
            text, [[button(t("button-photo-add"), _ask(found, 0))], _back(t, found.place)]
        )
    number = max(0, min(number, len(found.photos) - 1))
    facts = {"number": str(number + 1), "count": len(found.photos)}
    text = t("wall", name=cut(found.name, NAME), **facts)
    return Screen(text, _rows(t, found, number), found.photos[number])


def _rows(t: Translator, found: Wall, number: int) -> list[list[InlineKeyboardButton]]:
    place, media_id = found.place, found.ids[number]
    about = {**_of(place), "media_id": media_id, "seen": found.seen}
    last = len(found.photos) - 1
    turn = {
        label: walls.ShowPhoto(**_of(place), number=to)
        for label, to, there in (
            ("button-less", number - 1, number > 0),
            ("button-more", number + 1, number < last),
        )
        if there
    }
    move = {"row_id": place.row_id, "media_id": media_id, "seen": found.seen}
    shift = {
        label: walls.MovePhoto(**move, later=later)
        for label, later, there in (
            ("button-photo-earlier", 0, number > 0),
            ("button-photo-later", 1, number < last),
        )
        if there
    }
    full = len(found.photos) >= place.most
    return [
        [button(t(label), to) for label, to in turn.items()],
        [button(t(label), to) for label, to in shift.items()],
        [
            button(t("button-photo-replace"), _ask(found, media_id)),
            button(t("button-photo-remove"), walls.TakePhoto(**about)),
        ],
        [] if full else [button(t("button-photo-add"), _ask(found, 0))],
        _back(t, place),
    ]


def _ask(found: Wall, media_id: int) -> walls.AskPhoto:
    return walls.AskPhoto(**_of(found.place), media_id=media_id, seen=found.seen)


def _of(place: Place) -> dict[str, int]:
    return {"of_category": int(place.which is Moved.CATEGORY), "row_id": place.row_id}


def _back(t: Translator, place: Place) -> list[InlineKeyboardButton]:
    if place.which is Moved.CATEGORY:
        return [button(t("button-back"), on.OpenShelf(category_id=place.row_id, page=0))]
    return [button(t("button-back"), on.OpenGoods(product_id=place.row_id))]


def ask_photo(t: Translator, found: Wall, media_id: int) -> Screen:
    instead = "yes" if media_id else "no"
    text = t("ask-wall-photo", name=cut(found.name, NAME), instead=instead)
    number = found.ids.index(media_id) if media_id in found.ids else 0
    back = walls.ShowPhoto(**_of(found.place), number=number)
    return Screen(text, [[button(t("button-back"), back)]])


def ask_take_photo(t: Translator, found: Wall, number: int) -> Screen:
    place, media_id = found.place, found.ids[number]
    yes = walls.TakePhotoNow(**_of(place), media_id=media_id, seen=found.seen)
    back = walls.ShowPhoto(**_of(place), number=number)
    text = t("ask-take-photo", number=str(number + 1), name=cut(found.name, NAME))
    return Screen(
        text,
        [[button(t("button-photo-take"), yes, "danger")], [button(t("button-back"), back)]],
        found.photos[number],
    )


@dated
def discounts(t: Translator, found: Discounts, currency: str, begun: int = 0) -> Screen:
    """What is taken off now or later, each with the button that ends it. `begun`: the newest."""
    new = next((row for row in found.rows if row.id == begun), None)
    told = [discount(t, row, found, currency) for row in found.rows]
    text = paragraphs(
        t("discount-begun", line=discount(t, new, found, currency)) if new else None,
        t("discounts", name=cut(found.name, NAME), kind=_kind(found.owner)),
        lines(*told) or t("discounts-none"),
        t("discounts-how", kind=_kind(found.owner), number=_number(found.owner)),
    )
    ends = [
        button(
            t("button-end-discount", what=_what(t, row, currency)),
            walls.EndDiscount(**_about(found.owner), discount_id=row.id, seen=seal_of(row)),
        )
        for row in found.rows
    ]
    about = _about(found.owner)
    turns = pages(t, found.page, found.more, lambda n: walls.ListDiscounts(**about, page=n))
    add = [button(t("button-new-discount"), walls.NewDiscount(**about))]
    return Screen(text, [*column(ends), turns, add, _home(t, found.owner)])


def ask_discount(t: Translator, found: Discounts) -> Screen:
    """How much, and from when to when, with days that can be typed as they stand."""
    first, last = (found.now + timedelta(days=days) for days in (1, 24))
    days = {"first": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}
    text = t("ask-discount", name=cut(found.name, NAME), kind=_kind(found.owner), **days)
    return Screen(text, [[button(t("button-back"), walls.ListDiscounts(**_about(found.owner)))]])


def _number(owner: Owner) -> str:
    return category_no(owner.row_id) if owner.of_category else product_no(owner.row_id)


def _kind(owner: Owner) -> str:
    return "category" if owner.of_category else "product"


def _about(owner: Owner) -> dict[str, int]:
    return {"of_category": int(owner.of_category), "row_id": owner.row_id}


def _home(t: Translator, owner: Owner) -> list[InlineKeyboardButton]:
    if owner.of_category:
        return [button(t("button-back"), on.OpenShelf(category_id=owner.row_id, page=0))]
    return [button(t("button-back"), on.OpenGoods(product_id=owner.row_id))]


def discount(t: Translator, row: Discount, found: Discounts, currency: str) -> Html:
    return t(
        "discount-line",
        what=_what(t, row, currency),
        state="on" if row.starts_at <= found.now else "later",
        starts=local(row.starts_at),
        until="date" if row.ends_at else "open",
        ends=local(row.ends_at or row.starts_at),
    )


def _what(t: Translator, row: Discount, currency: str) -> str:
    if row.kind is DiscountKind.PERCENT:
        return f"{row.amount} %"
    return format_money(row.amount, currency, t.language)


@dated
def ask_end_discount(t: Translator, found: Discounts, currency: str) -> Screen:
    """With what follows: it ends at once, or never begins."""
    [row] = found.rows
    yes = walls.EndDiscountNow(**_about(found.owner), discount_id=row.id, seen=seal_of(row))
    text = paragraphs(
        t("ask-end-discount", name=cut(found.name, NAME)),
        discount(t, row, found, currency),
        t("end-discount-then", state="on" if row.starts_at <= found.now else "later"),
    )
    back = walls.ListDiscounts(**_about(found.owner))
    return Screen(
        text,
        [
            [button(t("button-end-discount-now"), yes, "danger")],
            [button(t("button-back"), back)],
        ],
    )
