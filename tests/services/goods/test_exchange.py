"""A catalogue file comes back exactly, says what is wrong where, and changes all or nothing."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.product import ProductKind
from services.goods.demand import DemandService
from services.goods.exchange import FORMAT, from_csv, from_json, to_csv, to_json
from services.goods.keeping import Field, seal
from services.goods.sheet import (
    BadExchange,
    Catalogue,
    CategoryRow,
    ProductRow,
    ShippingRow,
    VariantRow,
    joined,
    parted,
)
from services.goods.transfer import TransferService
from services.running.notification import Event
from tests.services.conftest import ShopWorld
from utils.printable import is_clean, is_seen
from utils.refusal import CommandRefused

ADMIN = "admin:1"


def cleaned(text: str) -> str:
    """What may be a name, with every sign that is hard to write down."""
    visible = "".join(letter for letter in text if letter.isprintable())
    return " ".join(visible.split())[:64].strip()


letters = st.one_of(st.sampled_from(" /\\,;\"'=+-@|"), st.characters(exclude_categories=["Cs"]))
names = st.text(letters, min_size=1, max_size=20).map(cleaned).filter(is_seen)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
notes = texts.map(lambda text: "".join(filter(is_clean, text)))


@st.composite
def ways(draw: st.DrawFn) -> tuple[ShippingRow, ...]:
    found = []
    for name in draw(st.lists(names, max_size=3, unique=True)):
        step = draw(st.none() | st.integers(10, 10_000_000))
        more = draw(st.integers(0, 10**9)) if step else 0
        limit, price = draw(st.none() | st.integers(1, 10_000_000)), draw(st.integers(0, 10**9))
        found.append(ShippingRow(name, price, limit, step, more, draw(st.booleans())))
    return tuple(found)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    paths: list[tuple[str, ...]] = []
    for _ in range(draw(st.integers(0, 4))):
        above = draw(st.sampled_from([(), *paths]))
        path = (*above, draw(names))
        if path not in paths:
            paths.append(path)
    products: dict[tuple[tuple[str, ...], str], ProductRow] = {}
    variants: dict[tuple[tuple[str, ...], str, str], VariantRow] = {}
    for _ in range(draw(st.integers(0, 4)) if paths else 0):
        path, name = draw(st.sampled_from(paths)), draw(names)
        if (path, name) in products:
            continue
        kind = draw(st.sampled_from(list(ProductKind)))
        asked = tuple(draw(st.lists(names, max_size=3)))
        facts = (kind, draw(texts), draw(st.booleans()), draw(notes), asked)
        products[path, name] = ProductRow(path, name, *facts)
        for own in draw(st.lists(st.just("") | names, max_size=3, unique=True)):
            counted = st.integers(0, 1_000_000) if kind is ProductKind.PHYSICAL else st.none()
            low = st.none() | st.integers(0, 1_000_000)
            price, active = draw(st.integers(1, 10**9)), draw(st.booleans())
            grams = draw(st.integers(0, 1_000_000)) if kind is ProductKind.PHYSICAL else 0
            row = VariantRow(path, name, own, price, active, draw(low), draw(counted), grams)
            variants[path, name, own] = row
    rows = tuple(CategoryRow(path, draw(st.booleans())) for path in paths)
    listed = [v for key in products for v in variants.values() if (v.path, v.product) == key]
    return Catalogue("USD", rows, tuple(products.values()), tuple(listed), draw(ways()))


@given(catalogues())
@settings(max_examples=150, deadline=None)
def test_what_is_written_comes_back_exactly(catalogue: Catalogue) -> None:
    """With every sign that a name may have: commas, quotes, slashes, formulas, line ends."""
    assert from_json(to_json(catalogue), "USD") == catalogue
    assert from_csv(to_csv(catalogue), "USD") == catalogue


@given(st.lists(names, min_size=1, max_size=4))
def test_a_path_comes_back(path: list[str]) -> None:
    assert parted(joined(tuple(path))) == tuple(path)


def test_no_cell_is_a_formula() -> None:
    row = CategoryRow(("=HYPERLINK(1)",))
    table = to_csv(Catalogue("USD", (row,))).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table
    assert from_csv(table.encode(), "USD").categories == (row,)


def service(world: ShopWorld) -> TransferService:
    return TransferService(world.uow, world.clock, "USD")


SAMPLE = Catalogue(
    "USD",
    (CategoryRow(("Cups",)), CategoryRow(("Cups", "Old"), active=False), CategoryRow(("Games",))),
    (
        ProductRow(
            *(("Cups",), "Mug", ProductKind.PHYSICAL, "Holds 0.3 l", True),
            note="Hot water first.\nThen tea.",
            questions=("Which name?", "Which colour?"),
        ),
        ProductRow(("Cups", "Old"), "Jug", ProductKind.PHYSICAL, "", active=False),
        ProductRow(("Games",), "Key", ProductKind.DIGITAL),
        ProductRow(("Games",), "Guide", ProductKind.SHARED),
    ),
    (
        VariantRow(("Cups",), "Mug", "blue", 1250, low_at=3, stock=7, weight=400),
        VariantRow(("Cups",), "Mug", "red", 1300, active=False, stock=0),
        VariantRow(("Cups", "Old"), "Jug", "", 900, stock=1),
        VariantRow(("Games",), "Key", "", 2490),
        VariantRow(("Games",), "Guide", "", 500, low_at=0),
    ),
    (
        ShippingRow("Parcel", 490, up_to=5000, step=1000, step_price=150),
        ShippingRow("Pick up", 0, active=False),
    ),
)


async def test_a_shop_comes_back_exactly(world: ShopWorld) -> None:
    changes = await service(world).plan(SAMPLE)
    assert {change.field for change in changes} == {""}
    await service(world).take_in(SAMPLE, changes)
    assert await service(world).export() == SAMPLE
    assert await service(world).plan(SAMPLE) == []


async def test_only_what_differs_changes_and_is_on_record(world: ShopWorld) -> None:
    await service(world).take_in(SAMPLE, await service(world).plan(SAMPLE))
    whole = json.loads(to_json(SAMPLE))
    whole["products"][0]["variants"][0] |= {"price": "14.00", "stock": 9}
    changed = from_json(json.dumps(whole).encode(), "USD")
    changes = await service(world).plan(changed)
    assert [(c.title, c.field, c.before, c.after) for c in changes] == [
        ("Cups / Mug / blue", "price", 1250, 1400),
        ("Cups / Mug / blue", "stock_quantity", 7, 9),
    ]
    await service(world).take_in(changed, changes)
    assert await service(world).export() == changed


async def test_what_changed_since_it_was_shown_is_not_overwritten(world: ShopWorld) -> None:
    await service(world).take_in(SAMPLE, await service(world).plan(SAMPLE))
    [mug, *_] = (await world.shelves.category(1, 0)).products
    variant = (await world.shelves.product(mug.id)).variants[0].id
    await world.keeping.change(Field.PRICE, variant, 1, seen=seal(1250), actor=ADMIN)
    shown = await service(world).plan(SAMPLE)
    await world.keeping.change(Field.PRICE, variant, 2, seen=seal(1), actor=ADMIN)
    with pytest.raises(CommandRefused, match="has changed"):
        await service(world).take_in(SAMPLE, shown)
    assert await world.keeping.value(Field.PRICE, variant) == 2


def counted(*rows: tuple[str, int | None]) -> Catalogue:
    """A file with these physical products, and so many pieces of each."""
    home = ("Cups",)
    products = tuple(ProductRow(home, name, ProductKind.PHYSICAL) for name, _ in rows)
    variants = tuple(VariantRow(home, name, "", 900, stock=stock) for name, stock in rows)
    return Catalogue("USD", (CategoryRow(home),), products, variants)


async def take_in(world: ShopWorld, wanted: Catalogue, *, keep: bool = False) -> None:
    await service(world).take_in(wanted, await service(world).plan(wanted), keep=keep)


@pytest.mark.parametrize(
    ("wanted", "is_clear"),
    [
        *[(counted(("Beaker", 5)), False), (counted(("Beaker", None)), True)],
        *[(counted(("Beaker", 5), ("Mug", 0)), True), (counted(("Mug", 7)), True)],
        (counted(("Beaker", 5), ("Mug", None)), True),
    ],
)
async def test_pieces_under_another_name_are_not_counted_twice(
    world: ShopWorld, wanted: Catalogue, *, is_clear: bool
) -> None:
    """ADR 25, for these files too: a person says that all of it is there, or what is not."""
    await take_in(world, counted(("Mug", 5)))
    if is_clear:
        await take_in(world, wanted)
        return
    before = await service(world).export()
    with pytest.raises(CommandRefused, match=r"counted twice(?s:.*)Cups / Mug: has pieces"):
        await take_in(world, wanted)
    assert await service(world).export() == before
    await take_in(world, wanted, keep=True)
    assert {row.stock for row in (await service(world).export()).variants} == {5}


async def test_an_import_that_leaves_few_is_told_of(world: ShopWorld) -> None:
    """Not by the import, which has nobody to tell: by the loop that comes after it."""
    full = counted(("Mug", 5))
    await take_in(world, replace(full, variants=(replace(full.variants[0], low_at=3),)))
    few = counted(("Mug", 2))
    await take_in(world, replace(few, variants=(replace(few.variants[0], low_at=3),)))
    demand = DemandService(world.uow, world.clock, world.notifications)
    for _ in range(2):
        await demand.round()
        assert (await world.events(1)).count(Event.ADMIN_LOW_STOCK) == 1


async def test_what_cannot_be_changes_nothing(world: ShopWorld) -> None:
    """A kind that changes, stock that orders hold: nothing of the file is taken in."""
    mugs = await world.variant(5, ProductKind.PHYSICAL)
    await world.customer()
    await world.carts.add(100, mugs, 3)
    await world.till.place(100, "BTC", "Harbour Street 1")
    before = await service(world).export()
    row = before.variants[0]
    less = VariantRow(row.path, row.product, row.name, row.price, stock=2)
    product = before.products[0]
    other = ProductRow(product.path, product.name, ProductKind.SHARED)
    with pytest.raises(BadExchange, match="orders hold 3, more than 2"):
        await service(world).plan(Catalogue("USD", before.categories, before.products, (less,)))
    with pytest.raises(BadExchange, match="keeps its kind"):
        await service(world).plan(Catalogue("USD", before.categories, (other,)))
    assert await service(world).export() == before


HEAD = "row,category,product,variant,kind,text,price,currency,on_sale,warn_at,stock\n"
MUG = "category,Cups,,,,,,,,,\nproduct,Cups,Mug,,physical,,,,,,\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("variant,Cups,Mug,,,,1e3,USD,,,\n", "row 4, price: is to be written out"),
        ("variant,Cups,Mug,,,,-1,USD,,,\n", "row 4, price: is negative"),
        ("variant,Cups,Mug,,,,0,USD,,,\n", "row 4, price: is nothing"),
        ("variant,Cups,Mug,,,,5,EUR,,,\n", "row 4, currency: is not USD"),
        ("variant,Cups,Mug,,,,5,USD,maybe,,\n", "row 4, on_sale: is yes or no"),
        ("variant,Cups,Mug,,,,5,USD,,-1,\n", "row 4, warn_at: is a whole number"),
        ("variant,Cups,Mug,,,,5,USD,,,2.5\n", "row 4, stock: is a whole number"),
        ("variant,Cups,Cup,,,,5,USD,,,\n", "Cups / Cup: the product is not in the file"),
        ("product,Cups,Mug,,physical,,,,,,\n", "row 4, product: stands there twice"),
        ("product,Cups,Two,,gas,,,,,,\n", "row 4, kind: is digital, shared or physical"),
        ("product,Pots,Pot,,physical,,,,,,\n", "Pots / Pot: its category is not in the file"),
        (f"product,Cups,{'n' * 300},,physical,,,,,,\n", "row 4, product: has more than 64"),
        ("nonsense,Cups,,,,,,,,,\n", "row 4, row: is category, product, variant or shipping"),
        ("category,Cups / In / Deep,,,,,,,,,\n", "the category around it is not in the file"),
        ("category,Pots,,,,,,,,,,more\n", "row 4, row: has more than belongs there"),
        ('category,"Cups\n', "a quote is not closed"),
    ],
)
def test_a_table_that_is_wrong_says_where(rows: str, told: str) -> None:
    with pytest.raises(BadExchange, match=told.replace(".", r"\.")):
        from_csv((HEAD + MUG + rows).encode(), "USD")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"{", "line 1, column 2: it is not JSON"),
        (b"[]", "it is no catalogue"),
        (b'{"format": "holdfast-catalogue", "version": 9}', "its version is not 1"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b"1" * 5000 + b"]", "a number in it is too long"),
        (b"\xff", "row 1, byte 1: it is no UTF-8"),
        (
            json.dumps({"format": FORMAT, "version": 1, "products": {}}).encode(),
            "products: is a list",
        ),
        (
            json.dumps({"format": FORMAT, "version": 1, "products": [3]}).encode(),
            r"products\[0\], row: has more",
        ),
        (
            json.dumps({"format": FORMAT, "version": 1, "categories": [{"path": [1]}]}).encode(),
            r"categories\[0\], category: is not what a catalogue has there",
        ),
    ],
)
def test_json_of_the_wrong_shape_says_where(raw: bytes, told: str) -> None:
    with pytest.raises(BadExchange, match=told):
        from_json(raw, "USD")


def test_a_table_of_another_separator_is_read() -> None:
    table = (HEAD + MUG).replace(",", ";")
    assert from_csv(table.encode(), "USD").products[0].name == "Mug"


OLD = """{"format": "holdfast-catalogue", "version": 1, "currency": "USD",
 "categories": [{"path": ["Cups"], "on_sale": true}],
 "products": [{"category": ["Cups"], "name": "Mug", "kind": "physical", "text": "Holds 0.3 l",
  "on_sale": true, "variants": [{"name": "blue", "price": "12.50", "on_sale": true, "warn_at": 3,
   "stock": 7}]}]}"""


async def test_what_a_file_does_not_say_stays(world: ShopWorld) -> None:
    """One that an older release wrote knows neither weights nor notes, questions and shipping."""
    await service(world).take_in(SAMPLE, await service(world).plan(SAMPLE))
    null = OLD.replace('"stock": 7', '"stock": 7, "weight": null')
    for file in (OLD, null.replace('"on_sale": true, "v', '"note": null, "questions": null, "v')):
        assert await service(world).plan(from_json(file.encode(), "USD")) == []


async def test_notes_questions_and_shipping_change_by_a_file(world: ShopWorld) -> None:
    await service(world).take_in(SAMPLE, await service(world).plan(SAMPLE))
    whole = json.loads(to_json(SAMPLE))
    whole["products"][0] |= {"note": "", "questions": ["Which colour?"]}
    whole["shipping"][0] |= {"price": "5.90", "step": None, "step_price": None}
    wanted = from_json(json.dumps(whole).encode(), "USD")
    changes = await service(world).plan(wanted)
    assert [(each.title, each.field, each.after) for each in changes] == [
        ("Cups / Mug", "note", ""),
        ("Cups / Mug", "questions", ["Which colour?"]),
        ("shipping: Parcel", "price", 590),
        ("shipping: Parcel", "step", None),
        ("shipping: Parcel", "step_price", 0),
    ]
    await service(world).take_in(wanted, changes)
    assert await service(world).export() == wanted


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"questions": ["a", "b", "c", "d"]}, "question_4: is no column"),
        ({"questions": ["x" * 201]}, "question_1: has more than 200 characters"),
        ({"questions": [7]}, "question_1: is not what a catalogue has there"),
        ({"questions": "Why?"}, "questions: is no column"),
        ({"questions": ["Why?\n"]}, "question_1: has blanks or signs"),
        ({"note": "x" * 1001}, "note: has more than 1000 characters"),
        ({"note": "\x00"}, "note: has signs in it that are no text"),
    ],
)
def test_what_cannot_be_asked_or_noted_is_named(change: dict[str, object], told: str) -> None:
    whole = json.loads(to_json(SAMPLE))
    whole["products"][0] |= change
    with pytest.raises(BadExchange) as refusal:
        from_json(json.dumps(whole).encode(), "USD")
    assert f"products[0], {told}" in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"price": "-1"}, "price: is negative"),
        ({"price": ""}, "price: is missing"),
        ({"name": "Pick up"}, "shipping: stands there twice"),
        ({"up_to": 0}, "up_to: is a whole number from 1 to 10000000"),
        ({"step": 9}, "step: is a whole number from 10 to 10000000"),
        ({"step": None}, "step_price: is the price of a step, and there is none"),
        ({"step_price": "1e3"}, "step_price: is to be written out"),
    ],
)
def test_what_is_no_way_to_ship_is_named(change: dict[str, object], told: str) -> None:
    whole = json.loads(to_json(SAMPLE))
    whole["shipping"][0] |= change
    with pytest.raises(BadExchange, match=told):
        from_json(json.dumps(whole).encode(), "USD")


@pytest.mark.parametrize(
    ("weight", "told"), [(5, "is stated of physical goods alone"), ("x", "is a whole number")]
)
def test_only_what_is_shipped_has_a_weight(weight: object, told: str) -> None:
    whole = json.loads(to_json(SAMPLE))
    whole["products"][2]["variants"][0] |= {"weight": weight}
    with pytest.raises(BadExchange, match=f"weight: {told}"):
        from_json(json.dumps(whole).encode(), "USD")
