"""Shelves of which something is in doubt, or gone, since the database was restored (ADR 25, 30)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.demand import WishKind
from models.errors import BadQuantity, NothingLeft, ProductNotFound
from models.order import OrderStatus
from models.product import ProductKind, Variant
from models.stock import UnitStatus
from models.stock_errors import BatchTouched, NoneToReplace, NothingNew, StockHeld
from services.goods.catalogue import CatalogueSpec
from services.goods.dashboard import Few
from services.goods.demand import DemandService
from services.goods.files import Content
from services.goods.filing import Incoming
from services.goods.intake import Delivery, Says
from services.goods.loader import Loader
from services.goods.price import Price
from services.goods.product import ProductService
from services.goods.unit import digest, sealed_unit
from services.running.notification import Event
from services.running.reasons import STOCK_DOUBTED
from tests.services.conftest import ShopWorld
from tests.services.goods.test_intake import ADMIN, add, few, lines, set_low, settle


async def doubt(world: ShopWorld) -> None:
    """Nobody can tell what this database missed."""
    async with world.uow() as uow:
        await uow.tallies.begin("t", "missing")
        await uow.products.doubt(world.clock())


async def gone(
    world: ShopWorld, variant: int, *numbers: int | str, order: int | None = None
) -> None:
    """These of its keys were delivered in a time that is lost."""
    async with world.uow() as uow:
        for number in numbers:
            payload = number if isinstance(number, str) else f"KEY-{variant}-{number}"
            await uow.stock.mark_gone(digest(world.sealer, payload), order)


async def is_doubted(world: ShopWorld, variant: int) -> bool:
    return (await world.shelves.figures(variant)).variant.doubted_at is not None


async def choices(world: ShopWorld, variant: int) -> tuple[int, int]:
    """(choices of its product, products on sale in its category)"""
    query = text(
        "SELECT p.choices, c.total FROM variants v JOIN products p ON p.id = v.product_id"
        " JOIN categories c ON c.id = p.category_id WHERE v.id = :id"
    )
    async with world.uow.read() as uow:
        row = (await uow.session.execute(query, {"id": variant})).one()
        return row[0], row[1]


async def status(world: ShopWorld, variant: int, payload: str) -> str:
    mark = digest(world.sealer, payload)
    query = text("SELECT status FROM stock_units WHERE digest = :mark AND variant_id = :id")
    async with world.uow.read() as uow:
        found = await uow.session.execute(query, {"mark": mark, "id": variant})
        return " ".join(sorted(row[0] for row in found))


async def rounds(world: ShopWorld) -> None:
    service = DemandService(world.uow, world.clock, world.notifications)
    while await service.round() == 0:
        pass


async def test_what_is_in_doubt_is_no_choice_until_it_is_released(world: ShopWorld) -> None:
    first, mugs = await world.variant(2), await world.variant(2, ProductKind.PHYSICAL)
    sheet = (await world.shelves.figures(first)).variant
    other = await world.keeping.add_variant(sheet.product_id, "other", 900, actor=ADMIN)
    assert await choices(world, first) == (2, 2)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [first])
    assert await choices(world, first) == (1, 2)
    await doubt(world)
    assert [await choices(world, one) for one in (first, mugs)] == [(0, 0), (0, 0)]
    await world.doubts.release(other.id, ADMIN)
    assert await choices(world, first) == (1, 1)
    await world.doubts.release(None, ADMIN)
    assert [await choices(world, one) for one in (first, mugs)] == [(2, 2), (1, 2)]


async def test_whatever_way_goods_come_in_they_are_in_doubt_too(world: ShopWorld) -> None:
    """Lines, files, and a catalogue; pieces are counted by whoever says so."""
    typed, filed = await world.variant(0), await world.variant(0)
    mugs = await world.variant(1, ProductKind.PHYSICAL)
    await doubt(world)
    async with world.uow() as uow:
        await uow.products.trust(None)  # the tally alone says that it is in doubt
    await add(world, typed, "one", "two")
    await world.filing.add(
        filed, [Incoming("a.txt", "text/plain", b"abc")], Delivery(), actor=ADMIN
    )
    await world.removal.move(mugs, 3, "came", seen=1, actor=ADMIN)
    spec = {"name": "loaded", "kind": "digital", "variant": [{"price": "5", "units": ["three"]}]}
    category = {"name": "new", "product": [spec]}
    loader = Loader(world.uow, world.clock, world.sealer, "USD")
    await loader.apply(CatalogueSpec.model_validate({"category": [category]}), keep=True)
    async with world.uow.read() as uow:
        doubted = {row.id for row in await uow.products.doubted()}
        everything = {row.id for row in await uow.keeping.all_variants()}
    assert doubted == everything - {mugs}
    await world.customer()
    await world.carts.add(100, typed, 1)
    with pytest.raises(NothingLeft):
        await world.till.place(100, "BTC")
    await world.doubts.release(None, ADMIN)
    await add(world, typed, "four")
    assert not await is_doubted(world, typed)


async def test_who_waits_hears_once_a_person_says_that_it_is_there(world: ShopWorld) -> None:
    keys, mugs = await world.variant(2), await world.variant(1, ProductKind.PHYSICAL)
    await world.removal.move(mugs, -1, "broken", seen=1, actor=ADMIN)
    await doubt(world)
    await world.customer()
    demand = DemandService(world.uow, world.clock, world.notifications)
    for one in (keys, mugs):
        variant = (await world.shelves.figures(one)).variant
        await demand.wish(100, variant, WishKind.BACK, Price(1000, 1000))
    await add(world, keys, "more")
    await world.removal.move(mugs, 3, "counted", seen=0, actor=ADMIN)
    await rounds(world)
    assert Event.BACK not in await world.events(100)
    await world.doubts.release(mugs, ADMIN)
    await rounds(world)
    assert (await world.events(100)).count(Event.BACK) == 1
    await world.doubts.release(None, ADMIN)
    await rounds(world)
    await rounds(world)
    assert (await world.events(100)).count(Event.BACK) == 2


async def test_a_batch_of_which_something_is_gone_is_not_undone(world: ShopWorld) -> None:
    variant = await world.variant(0)
    batch = await add(world, variant, "a", "b", "c")
    await gone(world, variant, "b")
    card = await world.batches.card(batch.id)
    assert (card.left, card.sold, card.removed, card.can_be_undone) == (2, 1, 0, False)
    with pytest.raises(BatchTouched):
        await world.batches.undo(batch.id, actor=ADMIN)
    assert await status(world, variant, "a") == UnitStatus.AVAILABLE


async def test_what_was_undone_and_sold_since_does_not_come_again(world: ShopWorld) -> None:
    """The backup knows it as undone; it came in again, and was sold, in the time that is lost."""
    variant = await world.variant(0)
    batch = await add(world, variant, "a")
    await world.batches.undo(batch.id, actor=ADMIN)
    await gone(world, variant, "a")
    assert await world.violations() == []
    assert [one.says for one in (await world.intake.judge(lines("a"))).verdicts] == [Says.KNOWN]


async def test_what_is_gone_lies_on_no_shelf(world: ShopWorld) -> None:
    """It is warned of, listed as sold out, and nobody takes what orders hold instead of it."""
    order = await world.order(quantity=2, stock=5)
    variant = await world.variant_of(order)
    await set_low(world, variant, 3)
    assert await few(world, "low") == []
    await gone(world, variant, 4)
    assert await few(world, "low") == []
    await gone(world, variant, 2, 3)
    assert await few(world, "low") == await few(world, "out") == [variant]
    await rounds(world)
    await rounds(world)
    assert (await world.events(1)).count(Event.ADMIN_LOW_STOCK) == 1
    with pytest.raises(StockHeld):
        await world.removal.take(variant, 1, "x", seen=5, actor=ADMIN)
    for way in ("removed", "undone"):
        with pytest.raises(IntegrityError, match=r"what orders hold|undone_with_a_batch"):
            await moved(world, variant, f"SET status = '{way}'")
    await settle(world, order)
    assert (await world.events(1)).count(Event.ADMIN_LOW_STOCK) == 1
    await add(world, variant, "w", "x", "y", "z")
    world.clock.advance(seconds=1)
    await world.removal.take(variant, 1, "x", seen=7, actor=ADMIN)
    assert (await world.events(1)).count(Event.ADMIN_LOW_STOCK) == 2


async def moved(world: ShopWorld, variant: int, change: str) -> None:
    async with world.uow() as uow:
        where = f"WHERE variant_id = {variant} AND status = 'available'"
        await uow.session.execute(text(f"UPDATE stock_units {change} {where}"))


async def test_a_double_that_orders_hold_beside_what_is_gone_stays(world: ShopWorld) -> None:
    order = await world.order(quantity=1, stock=2)
    variant = await world.variant_of(order)
    await gone(world, variant, 1)
    async with world.uow() as uow:
        [left] = await uow.batches.newest_available(variant, 5)
        assert await uow.stock.take_off([left]) == 1
    await settle(world, order)
    assert await world.orders.goods(order, owner=100)


async def test_a_good_that_was_replaced_in_a_lost_time_is_replaced_by_the_same(
    world: ShopWorld,
) -> None:
    """Its customer has it already: not one more, also while the rest is in doubt."""
    order = await world.order(stock=4)
    variant = await world.variant_of(order)
    await settle(world, order)
    await gone(world, variant, 2, order=order)
    await gone(world, variant, 3)
    [sold] = await world.replacing.sold(order)
    assert sold.spare == 1
    await doubt(world)
    assert [one.spare for one in await world.replacing.sold(order)] == [1]
    await world.replacing.replace(sold.unit.id, "broken", actor=ADMIN)
    assert await status(world, variant, f"KEY-{variant}-2") == UnitStatus.SOLD
    assert await status(world, variant, f"KEY-{variant}-0") == UnitStatus.REPLACED
    [second] = await world.replacing.sold(order)
    with pytest.raises(NoneToReplace):  # in doubt
        await world.replacing.replace(second.unit.id, "broken", actor=ADMIN)
    await world.doubts.release(None, ADMIN)
    await world.replacing.replace(second.unit.id, "broken", actor=ADMIN)
    assert await status(world, variant, f"KEY-{variant}-1") == UnitStatus.SOLD
    assert await status(world, variant, f"KEY-{variant}-2") == UnitStatus.REPLACED
    [third] = await world.replacing.sold(order)
    with pytest.raises(NoneToReplace):  # what is left is gone, and not theirs
        await world.replacing.replace(third.unit.id, "broken", actor=ADMIN)


async def test_what_orders_hold_beside_what_is_gone_replaces_nothing(world: ShopWorld) -> None:
    order = await world.order(stock=3)
    variant = await world.variant_of(order)
    await settle(world, order)
    await world.customer(101)
    await world.carts.add(101, variant, 1)
    other = await world.till.place(101, "BTC")
    await gone(world, variant, 2)
    [sold] = await world.replacing.sold(order)
    with pytest.raises(NoneToReplace):
        await world.replacing.replace(sold.unit.id, "broken", actor=ADMIN)
    with pytest.raises(IntegrityError, match="what orders hold is not taken away"):
        await swapped_by_hand(world, sold.unit.id)
    await settle(world, other)
    assert await world.orders.goods(other, owner=101)


async def swapped_by_hand(world: ShopWorld, unit: int) -> None:
    async with world.uow() as uow:
        old = await uow.batches.unit(unit)
        assert old is not None
        new = await uow.batches.first_available(old.variant_id)
        assert new is not None
        old.status = UnitStatus.REPLACED
        await uow.flush()
        new.status, new.order_line_id, new.slot = UnitStatus.SOLD, old.order_line_id, old.slot
        new.replaces_id = old.id


async def shared(world: ShopWorld, *, endless: bool) -> int:
    variant = await world.variant(0, ProductKind.SHARED)
    await world.sharing.put(variant, Content(text="guide"), seen=0, actor=ADMIN)
    if endless:
        await world.sharing.make_endless(variant, seen=await world.limit(variant), actor=ADMIN)
    else:
        await world.sharing.cap(variant, 3, seen=await world.limit(variant), actor=ADMIN)
    return variant


async def test_what_is_endless_is_never_in_doubt_and_what_is_capped_is(world: ShopWorld) -> None:
    guide, course = await shared(world, endless=True), await shared(world, endless=False)
    await doubt(world)
    assert [await is_doubted(world, one) for one in (guide, course)] == [False, True]
    await world.customer()
    await world.carts.add(100, guide, 1)
    order = await world.till.place(100, "BTC")
    await settle(world, order)
    assert (await world.load(order)).needs_review is None
    await world.sharing.make_endless(course, seen=await world.limit(course), actor=ADMIN)
    assert not await is_doubted(world, course)
    assert await few(world, Few.SOLD_OUT) == []


async def test_nobody_is_told_how_much_is_left_of_what_is_endless(world: ShopWorld) -> None:
    guide = await shared(world, endless=True)
    await world.customer()
    await world.carts.take(100, guide, 999)
    with pytest.raises(BadQuantity):
        await world.carts.take(100, guide, 1)


async def test_files_that_are_gone_are_known(world: ShopWorld) -> None:
    variant = await world.variant(0)
    file = Incoming("a.txt", "text/plain", b"abc")
    await world.filing.add(variant, [file], Delivery(), actor=ADMIN)
    async with world.uow() as uow:
        unit = await uow.batches.first_available(variant)
        assert unit is not None
        await uow.stock.mark_gone(unit.digest, None)
    with pytest.raises(NothingNew):
        await world.filing.add(variant, [file], Delivery(), actor=ADMIN)
    assert await few(world, "out") == [variant]


async def test_what_lacks_in_one_version_hides_no_other(world: ShopWorld) -> None:
    """An order holds what is gone: a list shows what is left of the rest, and takes none of it."""
    order = await world.order(quantity=2, stock=2)
    variant = await world.variant_of(order)
    sheet = (await world.shelves.figures(variant)).variant
    other = await world.keeping.add_variant(sheet.product_id, "other", 900, actor=ADMIN)
    await add(world, other.id, "one")
    await gone(world, variant, 0, 1)
    async with world.uow.read() as uow:
        offers = await uow.shelves.offers([sheet.product_id])
    assert sorted(left for *_, left in offers) == [0, 1]


async def test_a_decision_knows_what_never_runs_out(world: ShopWorld) -> None:
    guide = await shared(world, endless=True)
    await world.customer()
    await world.carts.add(100, guide, 2)
    order = await world.till.place(100, "BTC")
    async with world.uow.read() as uow:
        assert [row[1:] for row in await uow.stock.left_for(order)] == [(2, None)]


@pytest.mark.parametrize("endless", [True, False])
async def test_an_order_of_both_waits_for_its_keys_alone(
    world: ShopWorld, *, endless: bool
) -> None:
    """What is shared can be given twice: it is delivered, and the order is done with its keys."""
    keys, guide = await world.variant(2), await shared(world, endless=endless)
    await world.customer()
    for one in (keys, guide):
        await world.carts.add(100, one, 1)
    order = await world.till.place(100, "BTC")
    await doubt(world)
    await settle(world, order)
    assert (await world.load(order)).needs_review == STOCK_DOUBTED
    assert [text for _, text in await world.orders.goods(order, owner=100)] == ["guide"]
    await world.doubts.release(None, ADMIN)
    row = await world.load(order)
    assert (row.needs_review, row.status) == (None, OrderStatus.SHIPPED)
    assert len(await world.orders.goods(order, owner=100)) == 2


async def test_a_choice_in_doubt_is_not_to_be_had_although_another_on_its_card_is(
    world: ShopWorld,
) -> None:
    """An old button, and a letter to who waits for it, hear that it is not sold."""
    sure = await world.variant(2)
    async with world.uow() as uow:
        other = Variant(product_id=1, name="large", price=2000)
        await uow.products.add(other)
        await uow.stock.add_unit(sealed_unit(world.sealer, other.id, "KEY-L", world.clock()))
    products = ProductService(world.uow, world.clock)
    assert (await products.of_variant(other.id))[1].id == other.id
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [other.id])
    with pytest.raises(ProductNotFound):
        await products.of_variant(other.id)
    assert (await products.of_variant(sure))[1].id == sure
