"""The screens of the shelves with the longest legal contents, measured as Telegram measures."""

from datetime import UTC, datetime
from types import ModuleType
from typing import cast

import pytest

from handlers.shipping_callbacks import SetShipping
from handlers.views import asking, batch, keeping, newgoods, removal, shipping, stock, wall
from handlers.views.screen import Screen
from models.discount import Discount, DiscountKind
from models.order import OrderLine
from models.product import LONGEST_NOTE, Category, Product, ProductKind, Variant
from models.question import LONGEST_QUESTION, MOST_QUESTIONS
from models.shipping import HEAVIEST, MOST_OPTIONS, ShippingOption
from models.stock import Batch, MovementKind, SharedGood, StockMovement, StockUnit
from repositories.batch import Hold
from services.goods.batch import BatchCard
from services.goods.dashboard import CategorySheet, Few, Figures, ProductSheet
from services.goods.discount import PAGE as PAGE_OF_DISCOUNTS
from services.goods.discount import Discounts, Owner
from services.goods.gallery import Gallery, Photo
from services.goods.intake import Delivery, Judged, Says, Verdict
from services.goods.keeping import Field, Moved
from services.goods.removal import Shelf
from services.goods.sketch import Sketch
from services.goods.wall import Place, Wall
from services.sale.replacement import SoldUnit
from tests.handlers.conftest import TEXTS
from tests.handlers.test_view_limits import GLYPHS, check

BIG, MANY, NOW = 2**62, 30, datetime(2026, 1, 1, tzinfo=UTC)
VIEWS = (asking, batch, keeping, newgoods, removal, shipping, stock, wall)
PARTS = {"sort_row", "back_to", "asked", "delivered", "discount", "replacing"}


class Longest:
    def __init__(self, glyph: str, kind: ProductKind) -> None:
        self.glyph = glyph
        self.kind = kind

    def text(self, length: int) -> str:
        return (self.glyph * length)[:length]

    def product(self, number: int = 0) -> Product:
        return Product(
            id=BIG + number,
            category_id=BIG,
            name=self.text(64),
            description=self.text(1500),
            note=self.text(LONGEST_NOTE),
            kind=self.kind,
            active=False,
        )

    def variant(self, number: int = 0) -> Variant:
        whole = {"stock_quantity": 10**9, "reserved_quantity": 10**6, "received_quantity": 10**9}
        row = Variant(id=BIG + number, product_id=BIG, name=self.text(64), price=10**9, **whole)
        row.product, row.low_at, row.active, row.endless = self.product(), 10**6, True, False
        row.sold_quantity, row.removed_quantity = 10**6, 10**6
        return row

    def category(self, number: int = 0) -> Category:
        return Category(
            id=BIG + number, name=self.text(64), total=10**6, active=True, parent_id=BIG
        )

    def way(self, number: int) -> ShippingOption:
        row = ShippingOption(id=2**31 - 1 - number, name=self.text(64), price=10**10)
        row.up_to, row.step, row.step_price, row.active = HEAVIEST, HEAVIEST, 10**10, False
        return row

    def batch(self) -> Batch:
        row = Batch(id=BIG, variant_id=BIG, quantity=10**6, cost=10**12, currency="USD")
        row.note, row.supplier, row.actor = self.text(200), self.text(200), "admin:1"
        row.created_at = NOW
        return row


def screens(world: Longest, language: str) -> dict[str, Screen]:
    return {**shelves(world, language), **stocked(world, language), **hung(world, language)}


def hung(world: Longest, language: str) -> dict[str, Screen]:
    """Photos and discounts."""
    t, place = TEXTS(language), Place(Moved.PRODUCT, BIG)
    gallery = cast(Gallery, None)
    photos = [Photo(gallery, BIG + n, "0" * 64, None) for n in range(10)]
    found = Wall(place, world.text(64), photos)
    rows = [
        Discount(id=BIG, product_id=BIG, kind=DiscountKind.FIXED, amount=10**12, starts_at=NOW)
        for _ in range(MANY)
    ]
    for row in rows:
        row.ends_at = NOW
    of = (Owner(of_category=False, row_id=BIG), world.text(64), NOW)
    offs = Discounts(*of, rows[:PAGE_OF_DISCOUNTS], 5, more=True)
    return {
        "wall": wall.wall(t, found, 5),
        "wall none": wall.wall(t, Wall(place, world.text(64)), 0),
        "ask_photo": wall.ask_photo(t, found, BIG),
        "ask_take_photo": wall.ask_take_photo(t, found, 5),
        "discounts": wall.discounts(t, offs, "USD"),
        "discount begun": wall.discounts(t, offs, "USD", BIG),
        "ask_discount": wall.ask_discount(t, offs),
        "ask_end_discount": wall.ask_end_discount(t, Discounts(*of, rows[:1]), "USD"),
    }


def shelves(world: Longest, language: str) -> dict[str, Screen]:
    t, variant = TEXTS(language), world.variant()
    rows = [world.category(n) for n in range(MANY)]
    products = [world.product(n) for n in range(MANY)]
    beside = [BIG - 1, BIG, BIG + 1]
    variants = [world.variant(n) for n in range(MANY)]
    asked = [world.text(LONGEST_QUESTION)] * MOST_QUESTIONS
    sheet = ProductSheet(world.product(), world.category(), variants, beside, asked)
    ways = [world.way(n) for n in range(MOST_OPTIONS)]
    typed = SetShipping(
        option_id=2**31 - 1, price=10**10, step=HEAVIEST, step_price=10**10, seen="x" * 8
    )
    sketch = Sketch(world.text(64), 10**9, world.text(1500))
    moving = newgoods.Moving(Field.CATEGORY_HOME, BIG, BIG, 5, "12345678")
    return {
        "home": keeping.home(t, 3, rows),
        "category": keeping.category(t, CategorySheet(world.category(), rows, products, beside), 3),
        "product": keeping.product(t, sheet, "USD"),
        "few": keeping.few(t, Few.LOW, 3, variants),
        "usage": keeping.usage(t, "discat", NOW, world.text(200)),
        "ask": keeping.ask(t, Field.TEXT, BIG, world.text(1500)),
        "check_price": keeping.check_price(t, variant, 10**9, "USD"),
        "new_category": newgoods.new_category(t, BIG),
        "new_product": newgoods.new_product(t, BIG),
        "new_variant": newgoods.new_variant(t, sheet),
        "check_product": newgoods.check_product(t, world.category(), sketch, "USD", "x" * 12),
        "choose_shelf": newgoods.choose_shelf(
            t, sketch, "USD", newgoods.Place(rows, "x" * 12, world.category(), 5)
        ),
        "choose_home": newgoods.choose_home(t, moving, rows),
        "questions": asking.questions(t, world.product(), asked),
        "options": shipping.options(t, ways, "USD"),
        "option": shipping.option(t, ways[1], ways, "USD"),
        "ask_new": shipping.ask_new(t),
        "check": shipping.check(t, ways[0], typed, "USD"),
        **{f"ask {part}": shipping.ask(t, ways[0], part) for part in shipping.Part},
        "ask question": asking.ask(t, world.product(), asked[0]),
    }


def stocked(world: Longest, language: str) -> dict[str, Screen]:
    t, variant = TEXTS(language), world.variant()
    holds = [Hold(BIG, "WWWWW", 10**6, NOW) for _ in range(MANY)]
    shelf, good = Shelf(variant, holds), SharedGood(id=BIG, variant_id=BIG)
    verdicts = [Verdict(n, says, n) for says in Says for n in range(MANY)]
    judged = Judged(tuple(verdicts), ("x",) * MANY, (b"x",) * MANY)
    delivery = Delivery(world.text(200), world.text(200), 10**12)
    found = BatchCard(world.batch(), 10**6, 0, 10**6, 10**9)
    moves = [
        StockMovement(kind=MovementKind.REMOVED, quantity=10**6, reason=world.text(200))
        for _ in range(MANY)
    ]
    for move in moves:
        move.created_at = NOW
    line = OrderLine(title=f"{world.text(64)}, {world.text(64)}")
    sold = SoldUnit(StockUnit(id=BIG, slot=998), line, 10**6, 10**3)
    names = [(world.text(120), [*Says][n % len(Says)]) for n in range(MANY)]
    seal, reason = "x" * 12, world.text(200)
    return {
        "low": stock.low(t, variant),
        "card": stock.card(t, Figures(variant, holds), "USD", good),
        "ask_goods": stock.ask_goods(t, variant),
        "verdict": stock.verdict(t, variant, judged, delivery, "USD"),
        "files": stock.files(t, variant, names, seal, delivery, "USD"),
        "ask_note": stock.ask_note(t, BIG),
        "ask_post": stock.ask_post(t, variant, "x" * 12),
        "adding": stock.adding(t, 20_000),
        "added": stock.added(t, world.batch()),
        "batches": batch.batches(t, variant, 3, [found] * MANY),
        "batch": batch.batch(t, found, world.text(128)),
        "movements": batch.movements(t, variant, 3, moves),
        "ask_count": removal.ask_count(t, shelf),
        "check_count": removal.check_count(t, shelf, -(10**6), reason, seal),
        "ask_take": removal.ask_take(t, shelf),
        "check_take": removal.check_take(t, shelf, 10**6, reason, seal),
        "ask_share": removal.ask_share(t, variant, good),
        "check_share": removal.check_share(t, variant, world.text(3000), BIG, seal),
        "ask_cap": removal.ask_cap(t, variant),
        "sold": removal.sold(t, "WWWWW", BIG, [sold] * MANY),
        "ask_replace": removal.ask_replace(t, sold, BIG),
        "check_replace": removal.check_replace(t, BIG, BIG, reason, seal),
    }


@pytest.mark.parametrize("kind", ProductKind)
@pytest.mark.parametrize("language", sorted(TEXTS.languages))
@pytest.mark.parametrize("glyph", GLYPHS)
def test_every_screen_fits(glyph: str, language: str, kind: ProductKind) -> None:
    for name, screen in screens(Longest(glyph, kind), language).items():
        check(name, screen)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_no_view_is_forgotten(view: ModuleType) -> None:
    public = {
        name
        for name, item in vars(view).items()
        if callable(item) and getattr(item, "__module__", "") == view.__name__
        if name[0].islower() and name[0] != "_"
    }
    assert public - PARTS <= set(screens(Longest("x", ProductKind.DIGITAL), "en"))
