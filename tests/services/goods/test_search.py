"""Search alike on every database: slips, case, accents, signs, and what nobody should type."""

import time

from models.product import Category, Product, ProductKind, Variant
from services.goods.finding import MOST_FOUND, Finder, distance, fold
from tests.services.conftest import ShopWorld

GOODS = {
    "Star Sailor": "A quiet game about steering a small ship.",
    "Deep Lantern": "Dive, map, come back up.",
    "Käse & Brot": "Für Liebhaber.",
    "Straße nach Süden": "Hörbuch",
    "Café crème": "x",
    "100% Cotton Shirt": "soft",
    "مصباح": "lamp",
    "灯": "lamp",
    'O\'Neill "Quoted" Board': "waves",
}


async def stocked(world: ShopWorld, goods: dict[str, str] = GOODS) -> Finder:
    async with world.uow() as uow:
        category = Category(name="all")
        await uow.products.add(category)
        for name, description in goods.items():
            product = Product(category_id=category.id, name=name, description=description)
            product.kind = ProductKind.PHYSICAL
            await uow.products.add(product)
            await uow.products.add(Variant(product_id=product.id, name="", price=100))
    return Finder(world.uow, world.clock)


MEANT = [
    ("star sailor", "Star Sailor"),
    ("SAILOR", "Star Sailor"),
    ("sailer", "Star Sailor"),
    ("satr sailor", "Star Sailor"),
    ("sailor star", "Star Sailor"),
    ("lantren", "Deep Lantern"),
    ("lanter", "Deep Lantern"),
    ("kase", "Käse & Brot"),
    ("KÄSE", "Käse & Brot"),
    ("käze brot", "Käse & Brot"),
    ("strasse", "Straße nach Süden"),
    ("suden", "Straße nach Süden"),
    ("cafe creme", "Café crème"),
    ("cotton", "100% Cotton Shirt"),
    ("100%", "100% Cotton Shirt"),
    ("مصباح", "مصباح"),
    ("灯", "灯"),
    ("o'neill", 'O\'Neill "Quoted" Board'),
    ('"quoted"', 'O\'Neill "Quoted" Board'),
    ("steering ship", "Star Sailor"),
    ("3", "Käse & Brot"),
    ("#3", "Käse & Brot"),
]
NOTHING = [
    *("", " ", "%", "%%%", "_", "___", '"', '""', "'", "';--", "*", "NEAR(", "AND", "\\", "🚀"),
    *("🚀🚀🚀", "\u202e", "\x00", "name:x", "-x", "NOT NOT NOT", "999999999999999999999", "()"),
    "I paid and nothing came",
    "z" * 5_000,
    "%" * 5_000,
    '" NOT "' * 1_000,
    "\u0301" * 100,
]


async def test_what_is_meant_is_found_first(world: ShopWorld) -> None:
    finder = await stocked(world)
    for words, first in MEANT:
        found = await finder.find(words)
        assert found, words
        assert found[0].name == first, words


async def test_what_means_nothing_finds_nothing(world: ShopWorld) -> None:
    finder = await stocked(world)
    for words in NOTHING:
        assert await finder.find(words) == [], words


async def test_a_long_text_is_looked_for_by_its_beginning(world: ShopWorld) -> None:
    found = await (await stocked(world)).find("sailor " + " " * 60 + "x" * 5_000)
    assert [one.name for one in found] == ["Star Sailor"]


async def test_the_index_follows_renaming_and_archiving(world: ShopWorld) -> None:
    finder = await stocked(world)
    async with world.uow() as uow:
        product = await uow.session.get_one(Product, 1)
        product.name, product.description = "Moon Walker", "Another thing"
        gone = await uow.session.get_one(Product, 2)
        gone.active = False
    assert await finder.find("sailor") == []
    assert await finder.find("lantern") == []
    assert [one.name for one in await finder.find("wlaker")] == ["Moon Walker"]


async def test_only_so_many_are_found(world: ShopWorld) -> None:
    finder = await stocked(world, {f"Candle {n}": "" for n in range(30)})
    assert len(await finder.find("candle")) == MOST_FOUND


async def test_a_search_among_thousands_is_quick(world: ShopWorld) -> None:
    """Generous here; `python -m bench shelves` measures."""
    words = ("Amber", "Brass", "Cedar", "Dusty", "Ember", "Frost", "Grain")
    things = ("Lamp", "Mug", "Board", "Key", "Book", "Chair", "Clock")
    goods = {
        f"{a} {b} {n}": f"{a} {b} for every day" for n in range(20) for a in words for b in things
    }
    finder, took = await stocked(world, goods), []
    for typed in ("ambre lamp", "frost clok", "nothing at all", "brass", "cedar bord 7"):
        begun = time.perf_counter()
        await finder.find(typed)
        took.append(time.perf_counter() - begun)
    assert sorted(took)[2] < 0.2


def test_letters_are_compared_as_people_slip() -> None:
    assert fold("Straße ÄÉ") == "strasse ae"
    for one, other, far in (
        ("sailor", "sailor", 0),
        ("sailor", "sailer", 1),
        ("sailor", "sialor", 1),
        ("sailor", "salor", 1),
        ("sailor", "sailors", 1),
        ("sailor", "tailer", 2),
    ):
        assert distance(one, other, 2) == far
    assert distance("abcdef", "uvwxyz", 2) == 3
