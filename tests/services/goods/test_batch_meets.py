"""A batch meets two admins, a restored backup, and goods that are gone."""

import asyncio

import pytest
from sqlalchemy import text

from models.errors import ShopError
from models.stock_errors import BatchTouched, ChangedMeanwhile
from services.goods.intake import Delivery
from services.goods.unit import MARKED, mark_units
from services.running.reasons import STOCK_DOUBTED
from tests.services.conftest import ShopWorld
from tests.services.goods.test_intake import ADMIN, add, audited, lines


async def test_two_admins_undo_one_batch_once(world: ShopWorld) -> None:
    variant = await world.variant(0)
    for turn in range(5):
        batch = await add(world, variant, f"A{turn}", f"B{turn}")
        acts = [world.batches.undo(batch.id, actor=f"admin:{n}") for n in (1, 2)]
        done = await asyncio.gather(*acts, return_exceptions=True)
        refused = [each for each in done if isinstance(each, BaseException)]
        assert [type(each) for each in refused] == [BatchTouched], done
    assert len(await audited(world, "batch.undone")) == 5


async def test_a_batch_of_which_something_is_gone_is_not_undone(world: ShopWorld) -> None:
    variant = await world.variant(0)
    batch = await add(world, variant, "A", "B")
    async with world.uow() as uow:
        digest = await uow.session.scalar(text("SELECT digest FROM stock_units"))
        await uow.stock.mark_gone(digest, None)
    assert not (await world.batches.card(batch.id)).can_be_undone
    with pytest.raises(BatchTouched):
        await world.batches.undo(batch.id, actor=ADMIN)


async def test_one_list_on_two_shelves_at_once_is_refused_in_words(world: ShopWorld) -> None:
    first, second = await world.variant(0), await world.variant(0)
    for turn in range(5):
        found = lines(f"A{turn}", f"B{turn}")
        judged = await world.intake.judge(found)
        acts = [
            world.intake.add(each, found, Delivery(), seal=judged.seal(each), actor=ADMIN)
            for each in (first, second)
        ]
        done = await asyncio.gather(*acts, return_exceptions=True)
        refused = [each for each in done if isinstance(each, BaseException)]
        assert [type(each) for each in refused] == [ChangedMeanwhile], done


async def test_what_was_undone_and_came_again_is_no_double(world: ShopWorld) -> None:
    """Digests are made anew: what is undone takes no good off the shelf."""
    variant = await world.variant(0)
    batch = await add(world, variant, "A", "B")
    await world.batches.undo(batch.id, actor=ADMIN)
    await add(world, variant, "A", "B")
    async with world.database.unguarded() as uow:
        await uow.session.execute(text("DELETE FROM facts WHERE name = :n"), {"n": MARKED})
    await mark_units(world.database, world.sealer)
    assert await world.stock(variant) == (2, 0)


async def test_a_damaged_good_holds_up_no_start(world: ShopWorld) -> None:
    """The others are told apart; it is named by the doctor, as before."""
    variant = await world.variant(0)
    await add(world, variant, "A", "B")
    async with world.database.unguarded() as uow:
        await uow.session.execute(text("DELETE FROM facts WHERE name = :n"), {"n": MARKED})
        query = text(
            "UPDATE stock_units SET sealed = :s WHERE id = (SELECT min(id) FROM stock_units)"
        )
        await uow.session.execute(query, {"s": b"\x00" * 40})
    for _ in range(2):
        await mark_units(world.database, world.sealer)
        assert await world.stock(variant) == (2, 0)
    again = await world.intake.judge(lines("A", "B"))
    assert len(again.fresh) == 1


async def test_replacing_takes_nothing_that_is_owed(world: ShopWorld) -> None:
    """One order waits for its good, as it was in doubt; a release is under way."""
    order = await world.order(stock=2)
    variant = await world.variant_of(order)
    await world.pay(order)
    world.chain.mine(6)
    await world.payments.scan("BTC")
    second = await world.customer(101)
    await world.carts.add(second, variant, 1)
    waits = await world.till.place(second, "BTC")
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [variant])
    await world.pay(waits)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert (await world.load(waits)).needs_review == STOCK_DOUBTED
    async with world.uow() as uow:
        await uow.products.trust(variant)
    [sold] = await world.replacing.sold(order)
    with pytest.raises(ShopError):
        await world.replacing.replace(sold.unit.id, "broken", actor=ADMIN)
