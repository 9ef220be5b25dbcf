"""Loading a catalogue: the difference first, then all of it or nothing, and twice is once."""

from pathlib import Path

import pytest
from sqlalchemy import text

from models.product import ProductKind
from models.stock import UNIT, shared_binding, unit_binding
from services.goods import catalogue as catalogue_file
from services.goods.catalogue import BadCatalogue, CatalogueSpec, read
from services.goods.files import Content
from services.goods.loader import Loader, Plan
from services.goods.sketch import Sketch
from services.goods.unit import BY_SHOP, MARKED, Doubles, mark_units
from tests.services.conftest import ShopWorld
from utils.refusal import CommandRefused

DEMO = Path(__file__).parents[3] / "demo" / "catalogue.toml"


def loader(world: ShopWorld, currency: str = "USD") -> Loader:
    return Loader(world.uow, world.clock, world.sealer, currency)


def catalogue(price: str = "24.90", stock: int | None = 9, **more: object) -> CatalogueSpec:
    """One game with two keys, and mugs."""
    game = {"price": price, "units": more.get("units", ["A", "B"])}
    products: list[object] = [
        {"name": more.get("name", "Star"), "kind": "digital", "variant": [game]},
        {"name": "Mug", "kind": "physical", "variant": [{"price": "5", "stock": stock}]},
    ]
    if "description" in more:
        products[0] |= {"description": more["description"]}  # type: ignore[operator]
    return CatalogueSpec.model_validate({"category": [{"name": "All", "product": products}]})


async def on_sale(world: ShopWorld) -> dict[str, tuple[int, int]]:
    """Price and stock of all that customers see."""
    async with world.uow.read() as uow:
        rows = [
            row for cat in await uow.products.all_categories()
            for row in await uow.products.variants_in(cat.id)
        ]  # fmt: skip
    return {row.title: (row.price, row.stock_quantity) for row in rows}


async def test_the_demo_loads_once(world: ShopWorld) -> None:
    spec = read(DEMO, "USD")
    plan = await loader(world).apply(spec)
    assert sum(row.fresh for row in plan.rows) > 20
    assert not plan.asks
    assert (await loader(world).plan(spec)).empty
    async with world.uow.read() as uow:
        assert len(await uow.products.all_categories()) == 4


async def test_what_is_shared_is_set_once(world: ShopWorld) -> None:
    """Without limit, sealed, and never over what a person has set since."""
    spec = read(DEMO, "USD")
    assert {product.kind for _, product, _ in spec.rows()} == set(ProductKind)
    await loader(world).apply(spec)
    async with world.uow.read() as uow:
        rows = await uow.session.execute(
            text("SELECT s.variant_id, s.sealed, v.endless FROM shared_goods s"
                 " JOIN variants v ON v.id = s.variant_id")
        )  # fmt: skip
        [(variant, sealed, endless)] = rows
    assert endless
    assert b"LANTERN" in world.sealer.open(sealed, bound_to=shared_binding(variant))
    assert b"LANTERN" not in sealed
    good = await world.sharing.now(variant)
    assert good
    await world.sharing.put(variant, Content("newer"), seen=good.id, actor="admin:1")
    await loader(world).apply(spec)
    newer = await world.sharing.now(variant)
    assert newer
    assert newer.id > good.id
    assert await world.violations() == []


@pytest.mark.parametrize(("currency", "price"), [("USD", 2490), ("JPY", 3735)])
async def test_the_demo_fits_every_currency(world: ShopWorld, currency: str, price: int) -> None:
    await loader(world, currency).load_if_empty(DEMO)
    assert (await on_sale(world))["Star Sailor"] == (price, 12)


async def test_it_is_loaded_only_into_an_empty_shop(world: ShopWorld) -> None:
    await world.variant(1)
    await loader(world).load_if_empty(DEMO)
    async with world.uow.read() as uow:
        assert len(await uow.products.all_categories()) == 1


async def test_a_corrected_file_corrects_the_shop(world: ShopWorld) -> None:
    await loader(world).apply(catalogue())
    corrected = catalogue("19.90", 50, units=["A", "B", "C", "C"], description="Quiet.")
    plan = await loader(world).plan(corrected)
    assert await on_sale(world) == {"Star": (2490, 2), "Mug": (500, 9)}
    star, mug = plan.rows
    assert (star.price, star.fresh, star.known) == ((2490, 1990), 1, 3)
    assert (mug.price, mug.stock) == (None, (9, 50))
    assert (plan.texts, plan.absent, plan.asks) == (("All / Star",), (), True)
    assert await loader(world).apply(corrected, agreed=plan) == plan
    assert await on_sale(world) == {"Star": (1990, 3), "Mug": (500, 50)}
    assert (await loader(world).plan(corrected)).empty
    async with world.uow.read() as uow:
        rows = await uow.session.execute(text("SELECT kind, quantity, reason FROM stock_movements"))
        assert [tuple(row) for row in rows][-1] == ("received", 41, "catalogue")


async def test_what_the_file_does_not_say_stays(world: ShopWorld) -> None:
    await loader(world).apply(catalogue(description="Quiet."))
    assert (await loader(world).plan(catalogue(stock=None))).empty
    less = await loader(world).apply(catalogue(stock=4))
    assert less.rows[1].stock == (9, 4)
    assert (await on_sale(world))["Mug"] == (500, 4)


async def test_what_is_left_out_is_hidden_when_asked_and_comes_back(world: ShopWorld) -> None:
    await loader(world).apply(catalogue())
    alone = catalogue()
    alone = alone.model_copy(
        update={"category": (alone.category[0].model_copy(update={
            "product": alone.category[0].product[:1]}),)}
    )  # fmt: skip
    assert (await loader(world).plan(alone)).absent == ("All / Mug",)
    await loader(world).apply(alone)
    assert "Mug" in await on_sale(world)
    plan = await loader(world).apply(alone, hide=True)
    assert (plan.absent, plan.asks) == (("All / Mug",), True)
    assert set(await on_sale(world)) == {"Star"}
    assert (await loader(world).plan(alone, hide=True)).empty
    back = await loader(world).apply(catalogue())
    assert [row.shown for row in back.rows] == [False, True]
    assert set(await on_sale(world)) == {"Star", "Mug"}


async def test_stock_is_never_set_below_what_orders_hold(world: ShopWorld) -> None:
    await loader(world).apply(catalogue())
    async with world.uow.read() as uow:
        [mug] = [row for row in await uow.products.all_variants() if row.title == "Mug"]
    await world.customer()
    await world.carts.add(100, mug.id, 5)
    await world.till.place(100, "BTC", delivery="a street")
    with pytest.raises(BadCatalogue, match="All / Mug: stock 4 is less than the 5 that open"):
        await loader(world).apply(catalogue(stock=4))
    await loader(world).apply(catalogue(stock=5))
    assert (await on_sale(world))["Mug"] == (500, 5)


async def test_what_was_agreed_on_is_what_is_done(world: ShopWorld) -> None:
    await loader(world).apply(catalogue())
    agreed: Plan = await loader(world).plan(catalogue("19.90"))
    await loader(world).apply(catalogue("22.00"))
    with pytest.raises(CommandRefused, match="has changed since you were asked"):
        await loader(world).apply(catalogue("19.90"), agreed=agreed)
    assert (await on_sale(world))["Star"] == (2200, 2)


async def test_a_sold_key_is_not_sold_again_under_a_corrected_name(world: ShopWorld) -> None:
    """A unit is one in the whole shop, whatever it hangs under."""
    await loader(world).apply(catalogue(name="Satr"))
    plan = await loader(world).apply(catalogue(name="Star"))
    assert (plan.rows[0].title, plan.rows[0].fresh, plan.rows[0].known) == ("All / Star", 0, 2)
    shelves = await on_sale(world)
    assert (shelves["Satr"][1], shelves["Star"][1]) == (2, 0)


SPELLINGS = {
    "space": ("AAAA-BBBB", "AAAA-BBBB "),
    "newline": ("AAAA-BBBB", "AAAA-BBBB\n"),
    "crlf": ("user:a\npass:b", "user:a\r\npass:b"),
    "composed": ("caf\u00e9", "cafe\u0301"),
    "mark of the file": ("AAAA-BBBB", "\ufeffAAAA-BBBB"),
    "indented": ("user:a\npass:b", "  user:a\n\tpass:b"),
    "two blanks": ("AAAA BBBB", "AAAA  BBBB"),
    "hard space": ("AAAA BBBB", "AAAA\u00a0BBBB"),
    "unseen": ("AAAA-BBBB", "AAAA\u200b-BBBB\u200d"),
    "soft hyphen": ("AAAABBBB", "AAAA\u00adBBBB"),
    "typographic": ("AAAA-BBBB", "AAAA\u2013BBBB"),
    "wide": ("AAAA-1", "\uff21\uff21\uff21\uff21-\uff11"),
}


@pytest.mark.parametrize(("first", "again"), SPELLINGS.values(), ids=SPELLINGS)
async def test_a_key_in_another_spelling_is_the_same(
    world: ShopWorld, first: str, again: str
) -> None:
    for one, other in ((first, again), (again, first)):
        await loader(world).apply(catalogue(units=[one]))
        plan = await loader(world).plan(catalogue(units=[one, other, other]))
        assert (plan.rows[0].fresh, plan.rows[0].known) == (0, 3)


async def test_what_differs_is_another_key(world: ShopWorld) -> None:
    """Letter case, order, and letters of other alphabets."""
    keys = ["Ab-1", "ab-1", "AB-1", "1-Ab", "Ab1", "A b-1", "\u0410b-1"]
    assert (await loader(world).apply(catalogue(units=keys))).rows[0].fresh == len(keys)


async def test_it_is_delivered_as_it_was_loaded(world: ShopWorld) -> None:
    """But for what files put around it."""
    payload = "user:  caf\u0065\u0301\r\n pass:\u00a0x"
    await loader(world).apply(catalogue(units=[f"\ufeff{payload} \r\n"]))
    async with world.uow.read() as uow:
        found = await uow.session.execute(text("SELECT variant_id, sealed FROM stock_units"))
        [(variant, sealed)] = found.all()
    assert world.sealer.open(sealed, bound_to=unit_binding(variant)).decode() == payload


@pytest.mark.parametrize("blank", [" ", "\n", "\ufeff", "\u200b\u200d", "\u3164"])
def test_a_good_of_which_nothing_is_seen_is_a_mistake(tmp_path: Path, blank: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(variant(f'price = "1"\nunits = ["A", "{blank}"]'.replace('\n"', '\\n"')))
    with pytest.raises(BadCatalogue, match="shows nothing"):
        read(path, "USD")


async def test_spellings_that_an_older_release_let_in_are_taken_off(world: ShopWorld) -> None:
    """Also when the one that stays gets the digest that another one has until then."""
    await loader(world).apply(catalogue(units=["K", "L"]))
    async with world.database.unguarded() as uow:
        rows = await uow.session.execute(text("SELECT id, variant_id FROM stock_units ORDER BY id"))
        (first, shelf), (second, _) = rows.all()
        for number, payload in ((first, "K \n"), (second, "K")):
            raw = {
                "id": number,
                "s": world.sealer.seal(payload.encode(), bound_to=unit_binding(shelf)),
                "d": world.sealer.digest(payload.encode(), bound_to=UNIT),
            }
            await uow.session.execute(RAW, raw)
        await uow.vault.state(MARKED, "by shop")
    assert await mark_units(world.database, world.sealer) == Doubles(taken_off=1)
    assert (await on_sale(world))["Star"] == (2490, 1)
    assert (await loader(world).plan(catalogue(units=["K"]))).rows[0].fresh == 0


RAW = text("UPDATE stock_units SET sealed = :s, digest = :d WHERE id = :id")


def pieces(*rows: tuple[str, str, str, int]) -> CatalogueSpec:
    """Physical products: (category, product, variant, stock)"""
    categories: dict[str, dict[str, list[object]]] = {}
    for category, product, name, stock in rows:
        home = categories.setdefault(category, {}).setdefault(product, [])
        home.append({"name": name, "price": "5", "stock": stock})
    return CatalogueSpec.model_validate(
        {
            "category": [
                {
                    "name": category,
                    "product": [
                        {"name": name, "kind": "physical", "variant": variants}
                        for name, variants in products.items()
                    ],
                }
                for category, products in categories.items()
            ]
        }
    )


async def counted(world: ShopWorld) -> dict[str, int]:
    return {title: stock for title, (_, stock) in (await on_sale(world)).items()}


MUGS = ("All", "Mgu", "", 3)
RENAMED = {
    "corrected": [("All", "Mug", "", 3)],
    "moved": [("Kitchen", "Mgu", "", 3)],
    "other blanks": [("All", "Mgu ", "", 3)],
    "beside another": [("All", "Mug", "", 3), ("All", "Poster", "", 1)],
}


@pytest.mark.parametrize("rows", RENAMED.values(), ids=RENAMED)
@pytest.mark.parametrize("others", [(), (("Home", "Lamp", "", 2),)])
async def test_what_is_called_otherwise_is_not_counted_twice(
    world: ShopWorld,
    rows: list[tuple[str, str, str, int]],
    others: tuple[tuple[str, str, str, int], ...],
) -> None:
    await loader(world).apply(pieces(MUGS, *others))
    spec = pieces(*rows, *others)
    plan = await loader(world).plan(spec)
    assert plan.asks
    assert [old for old, _ in plan.renamed] == ["All / Mgu"]
    assert not plan.unclear
    await loader(world).apply(spec, agreed=plan)
    assert await counted(world) == {name: n for _, name, _, n in (*rows, *others)}
    assert (await loader(world).plan(spec)).empty


async def test_a_renamed_product_keeps_what_orders_hold(world: ShopWorld) -> None:
    await loader(world).apply(pieces(MUGS))
    async with world.uow.read() as uow:
        [mug] = await uow.products.all_variants()
    await world.customer()
    await world.carts.add(100, mug.id, 1)
    await world.till.place(100, "BTC", "Elm Street 13")
    await loader(world).apply(pieces(("All", "Mug", "", 3)))
    assert await world.stock(mug.id) == (3, 1)


async def test_a_variant_is_renamed_with_its_stock(world: ShopWorld) -> None:
    await loader(world).apply(pieces(("All", "Shirt", "Lrage", 3), ("All", "Shirt", "Small", 2)))
    spec = pieces(("All", "Shirt", "Large", 3), ("All", "Shirt", "Small", 2))
    assert (await loader(world).apply(spec)).renamed == (
        ("All / Shirt / Lrage", "All / Shirt / Large"),
    )
    assert await counted(world) == {"Shirt, Large": 3, "Shirt, Small": 2}


async def test_a_product_is_moved_and_its_variant_corrected(world: ShopWorld) -> None:
    await loader(world).apply(pieces(("All", "Shirt", "Lrage", 3)))
    await loader(world).apply(pieces(("Clothes", "Shirt", "Large", 4)))
    assert await counted(world) == {"Shirt, Large": 4}


UNCLEAR = {
    "another name": [("All", "Cup", "", 3)],
    "another name elsewhere": [("Kitchen", "Mug", "", 3)],
    "two that it may be": [("All", "Mgu 1", "", 3), ("All", "Mgu 2", "", 3)],
    "a variant now": [("All", "Mgu", "Blue", 2), ("All", "Mgu", "Red", 1)],
}


@pytest.mark.parametrize("rows", UNCLEAR.values(), ids=UNCLEAR)
async def test_what_may_be_counted_twice_is_for_a_person_to_say(
    world: ShopWorld, rows: list[tuple[str, str, str, int]]
) -> None:
    await loader(world).apply(pieces(MUGS))
    spec = pieces(*rows)
    plan = await loader(world).plan(spec)
    assert len(plan.unclear) == 1 + len(rows)
    with pytest.raises(CommandRefused, match="--hide-missing"):
        await loader(world).apply(spec)
    assert await counted(world) == {"Mgu": 3}
    await loader(world).apply(spec, hide=True)
    assert sum((await counted(world)).values()) == sum(row[3] for row in rows)
    assert (await loader(world).plan(spec)).empty


async def test_a_name_that_two_categories_have_is_for_another_file(world: ShopWorld) -> None:
    """In the chat they are made under different parents; this file knows names alone."""
    await loader(world).apply(pieces(("All", "Mug", "", 5)))
    async with world.uow.read() as uow:
        [home] = await uow.products.all_categories()
    await world.keeping.add_category("Games", home.id, actor="admin:1")
    inner = await world.keeping.add_category("All", home.id, actor="admin:1")
    same = Sketch("Mug", 500, "")
    await world.keeping.add_product(inner.id, same, ProductKind.PHYSICAL, actor="admin:1")
    with pytest.raises(BadCatalogue, match="All: the shop has several categories of this name"):
        await loader(world).apply(pieces(("All", "Mug", "", 7)))
    with pytest.raises(BadCatalogue, match="several categories"):
        await loader(world).apply(pieces(("Games", "Cup", "", 7)), hide=True)
    await loader(world).apply(pieces(("Games", "Cup", "", 7)), keep=True)


async def test_what_is_all_there_stays_when_a_person_says_so(world: ShopWorld) -> None:
    await loader(world).apply(pieces(MUGS))
    plan = await loader(world).apply(pieces(("All", "Mug", "", 3)), keep=True)
    assert (plan.renamed, plan.unclear) == ((), ())
    assert await counted(world) == {"Mgu": 3, "Mug": 3}


async def test_what_orders_hold_is_not_exchanged_for_something_new(world: ShopWorld) -> None:
    await loader(world).apply(pieces(MUGS))
    async with world.uow.read() as uow:
        [mug] = await uow.products.all_variants()
    await world.customer()
    await world.carts.add(100, mug.id, 1)
    await world.till.place(100, "BTC", "Elm Street 13")
    with pytest.raises(BadCatalogue, match="open orders hold 1 of it"):
        await loader(world).apply(pieces(("All", "Cup", "", 3)), hide=True)


async def twins(world: ShopWorld) -> int:
    """The shelf of a second variant, with the same goods as an older release took them for new."""
    second = await world.variant(0)
    async with world.database.unguarded() as uow:
        rows = await uow.session.execute(text("SELECT id, variant_id, sealed FROM stock_units"))
        for number, variant, sealed in rows.all():
            plain = world.sealer.open(sealed, bound_to=unit_binding(variant))
            old = world.sealer.digest(plain, bound_to=unit_binding(variant))
            mark = text("UPDATE stock_units SET digest = :old WHERE id = :id")
            await uow.session.execute(mark, {"old": old, "id": number})
            twin = {
                "v": second,
                "s": world.sealer.seal(plain, bound_to=unit_binding(second)),
                "d": world.sealer.digest(plain, bound_to=unit_binding(second)),
            }
            await uow.session.execute(TWIN, twin)
        await uow.session.execute(COUNTED, {"v": second})
    return second


async def test_goods_of_before_are_told_apart_by_what_they_are(world: ShopWorld) -> None:
    """An older release digested them by shelf: after the upgrade each is on sale once."""
    await loader(world).apply(catalogue(name="Satr"))
    await twins(world)
    assert await mark_units(world.database, world.sealer) == Doubles(taken_off=2)
    assert await mark_units(world.database, world.sealer) == Doubles()
    assert sum(stock for _, stock in (await on_sale(world)).values()) == 2 + 9
    async with world.uow.read() as uow:
        assert await uow.vault.fact(MARKED) == BY_SHOP
        known = await uow.stock.known([world.sealer.digest(b"A", bound_to=UNIT)])
    assert len(known) == 1


async def test_a_double_that_an_order_holds_is_taken_off_when_it_is_free(world: ShopWorld) -> None:
    await loader(world).apply(catalogue(name="Satr"))
    second = await twins(world)
    await world.customer()
    await world.carts.add(100, second, 1)
    order = await world.till.place(100, "BTC")
    assert await mark_units(world.database, world.sealer) == Doubles(taken_off=1, held=1)
    await world.orders.cancel(order, actor="user:100", owner=100)
    assert await mark_units(world.database, world.sealer) == Doubles(taken_off=2)
    assert await mark_units(world.database, world.sealer) == Doubles()


TWIN = text(
    "INSERT INTO stock_units (variant_id, sealed, digest, status, created_at)"
    " VALUES (:v, :s, :d, 'available', 0)"
)
COUNTED = text("UPDATE variants SET received_quantity = 2, stock_quantity = 2 WHERE id = :v")


PRODUCT = '[[category]]\nname = "c"\n[[category.product]]\nname = "p"\nkind = "{kind}"\n'
VARIANT = "[[category.product.variant]]\n{rest}\n"


def variant(rest: str, kind: str = "digital") -> str:
    return PRODUCT.format(kind=kind) + VARIANT.format(rest=rest)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[[category", "is not TOML"),
        ('[[category]]\nname = ""', "name must not be empty"),
        (PRODUCT.format(kind="digital"), "c / p: variant is missing"),
        (variant('price = "1"', kind="magic"), "c / p: kind is digital, shared or physical"),
        (variant('price = "0"'), "price must be more than 0"),
        (variant('price = "x"'), "price is a number such as 12.50"),
        (variant("price = nan"), "price is a number such as 12.50"),
        (variant('price = "1"\nstock = 3'), "c / p: digital products list their units"),
        (variant('price = "1"\nshared = "x"'), "only a shared product has one text"),
        (variant('price = "1"\nshared = " "', kind="shared"), "shared"),
        (variant('price = "1"\nstock = 3', kind="shared"), "one text for all"),
        (variant('price = "1"\nstok = 3', kind="physical"), "stok is no word of a catalogue"),
        (variant('price = "12.999"'), "c / p: price 12.999 does not fit: USD has 2 decimals"),
        (variant('name = "Gold"\nprice = 0.001'), "c / p / Gold: price 0.001 does not fit"),
        (variant('price = "1"') + VARIANT.format(rest='price = "2"'), "stands there twice"),
        (variant('price = "1"') * 2, "c: stands there twice"),
        (variant('price = "1"\nstock = 1.5', kind="physical"), "stock is a whole number"),
        ("colour = 1", "colour is no word of a catalogue"),
        (variant('price = "1"\nstock = true', kind="physical"), "stock is a whole number"),
        (variant("price = true"), "price is a number such as 12.50"),
        ("a = " + "[" * 5000, "nested too deep"),
        ("a = " + "1" * 5000, "too many digits"),
        ("a = 1e9999999999999999999", "a is no word of a catalogue"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_where(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=word) as refusal:
        read(path, "USD")
    assert "Input" not in str(refusal.value)


NAMED = (
    '[[category]]\nname = "{category}"\n[[category.product]]\nname = "{product}"\n'
    'kind = "digital"\n[[category.product.variant]]\nname = "{variant}"\nprice = "1"\n'
    'units = ["{unit}"]\n'
)
GOOD_NAMES = {"category": "Games", "product": "Star", "variant": "Gold", "unit": "KEY"}
UNREADABLE = (" ", "\\t", "\\u200b", "\\u3164", "\\u202e", "Star\\u202eyek", "a\\u0000b", "a\\nb")
NOTHING = (" ", "\\n", "\\u200b", "\\u0000", "a\\u0000", "\\u2060\\ufe0f", "\\u0301")


def named(tmp_path: Path, **changes: str) -> CatalogueSpec:
    path = tmp_path / "c.toml"
    path.write_text(NAMED.format(**GOOD_NAMES | changes), encoding="utf-8")
    return read(path, "USD")


@pytest.mark.parametrize("where", ["category", "product", "variant"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_a_name_that_nobody_can_read_is_a_mistake(tmp_path: Path, where: str, name: str) -> None:
    """A button of nothing stops the screen that it is on; PostgreSQL keeps no character 0."""
    with pytest.raises(BadCatalogue, match=r"name (shows nothing|is one line)"):
        named(tmp_path, **{where: name})


@pytest.mark.parametrize("unit", NOTHING)
def test_a_good_that_nobody_can_see_is_a_mistake(tmp_path: Path, unit: str) -> None:
    with pytest.raises(BadCatalogue, match=r"units 1 (shows nothing|has signs)"):
        named(tmp_path, unit=unit)


@pytest.mark.parametrize(
    "name",
    [
        "\u05e9\u05dc\u05d5\u05dd",
        "\U0001f469\u200d\U0001f680",
        "1\ufe0f\u20e3",
        "\u0645\u06cc\u200c\u062e",
    ],
)
def test_names_of_every_writing_are_taken(tmp_path: Path, name: str) -> None:
    spec = named(tmp_path, product=name, variant="", unit="user: a\\n\\tpass: b")
    assert spec.category[0].product[0].name == name


def test_a_wrong_price_is_one_mistake(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(variant('price = "x"'), encoding="utf-8")
    with pytest.raises(BadCatalogue) as refusal:
        read(path, "USD")
    assert "must not be empty" not in str(refusal.value)
    path.write_text(PRODUCT.format(kind="digital") + "variant = []", encoding="utf-8")
    with pytest.raises(BadCatalogue, match="variant must not be empty"):
        read(path, "USD")


def test_a_file_that_is_too_long_is_not_loaded_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(variant('price = "1"'), encoding="utf-8")
    monkeypatch.setattr(catalogue_file, "LARGEST", path.stat().st_size)
    read(path, "USD")
    with path.open("a") as file:
        file.write("#")
    with pytest.raises(BadCatalogue, match="divide it"):
        read(path, "USD")


def test_a_price_in_yen_has_no_decimals(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(variant('price = "24.90"'), encoding="utf-8")
    with pytest.raises(BadCatalogue, match="JPY has no decimals"):
        read(path, "JPY")
    path.write_text(variant('price = "24.00"'), encoding="utf-8")
    assert next(read(path, "JPY").rows())[2].minor("JPY") == 24


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadCatalogue, match="cannot be read: No such file"):
        read(tmp_path / "none.toml", "USD")
    with pytest.raises(BadCatalogue, match="cannot be read: Is a directory"):
        read(tmp_path, "USD")


async def test_a_product_keeps_its_kind(world: ShopWorld) -> None:
    await loader(world).apply(catalogue())
    data = catalogue().model_dump()
    data["category"][0]["product"][1].update(kind=ProductKind.DIGITAL)
    data["category"][0]["product"][1]["variant"][0]["stock"] = None
    with pytest.raises(BadCatalogue, match="All / Mug: is physical in the shop"):
        await loader(world).plan(CatalogueSpec.model_validate(data))


async def test_goods_are_sealed_at_rest(world: ShopWorld) -> None:
    await loader(world).load_if_empty(DEMO)
    async with world.uow.read() as uow:
        [first, *_] = await uow.products.variants_in(1)
        assert first.stock_quantity == 12
    if world.database.backend.__class__.__name__ == "Sqlite":
        paths = Path(world.database.backend.path).parent.glob("shop.db*")  # type: ignore[union-attr]
        assert not any(b"STAR-7F3K" in path.read_bytes() for path in paths)
