"""Loading a catalogue: the difference first, then all of it or nothing, and twice is once."""

from pathlib import Path

import pytest
from sqlalchemy import text

from models.product import ProductKind
from models.stock import UNIT, unit_binding
from services.goods.catalogue import BadCatalogue, CatalogueSpec, read
from services.goods.loader import Loader, Plan
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
        (variant('price = "1"\nstok = 3', kind="physical"), "stok is no word of a catalogue"),
        (variant('price = "12.999"'), "c / p: price 12.999 does not fit: USD has 2 decimals"),
        (variant('name = "Gold"\nprice = 0.001'), "c / p / Gold: price 0.001 does not fit"),
        (variant('price = "1"') + VARIANT.format(rest='price = "2"'), "stands there twice"),
        (variant('price = "1"') * 2, "c: stands there twice"),
        (variant('price = "1"\nstock = 1.5', kind="physical"), "stock is a whole number"),
        ("colour = 1", "colour is no word of a catalogue"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_where(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=word) as refusal:
        read(path, "USD")
    assert "Input" not in str(refusal.value)


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
