"""What who keeps the shelves asks: cards, batches, movements, and what of a list is known."""

from bench.moment import Question, Scene
from db import UnitOfWork

PAGE = 9
DIGITAL, PHYSICAL = 1, 4


async def card(uow: UnitOfWork, _scene: Scene) -> object:
    await uow.batches.variant(DIGITAL)
    return await uow.batches.holds(DIGITAL, PAGE)


async def batches(uow: UnitOfWork, _scene: Scene) -> object:
    rows = await uow.batches.of(DIGITAL, PAGE, 0)
    return await uow.batches.counts([row.id for row in rows] or [1])


async def sold(uow: UnitOfWork, scene: Scene) -> object:
    """The goods of an old order, units and what is shared, and who changed a variant last."""
    await uow.stock.units_of(scene.old)
    await uow.batches.shared_of(scene.old)
    await uow.batches.replaced_in(2 * scene.old, 0)
    return await uow.audit.last_about("variant:1")


async def known(uow: UnitOfWork, _scene: Scene) -> object:
    digests = [bytes([number]) for number in range(100)]
    await uow.stock.known(digests)
    return await uow.batches.available_like(DIGITAL, digests)


async def wall(uow: UnitOfWork, scene: Scene) -> object:
    """What hangs at a product, and what is taken off its price."""
    await uow.shelves.photos(1, 0)
    await uow.discounts.own(scene.now, 50, category_id=1)
    return await uow.discounts.own(scene.now, 50, product_id=1)


async def posted(uow: UnitOfWork, _scene: Scene) -> object:
    return await uow.audit.was_done("variant:1", "restock.posted", "once", "1:a")


STOCKROOM: dict[str, Question] = {
    "stock: a variant": card,
    "stock: its batches": batches,
    "stock: its movements": lambda uow, _: uow.batches.movements(PHYSICAL, PAGE, 0),
    "stock: what would be taken away": lambda uow, _: uow.batches.newest_available(DIGITAL, PAGE),
    "stock: what runs low": lambda uow, _: uow.keeping.low(PAGE, 0),
    "stock: what was sold": sold,
    "stock: what went to an order already": lambda uow, _: uow.batches.kept_for(1, DIGITAL),
    "stock: what of a list is known": known,
    "stock: photos and discounts": wall,
    "stock: what is shared": lambda uow, _: uow.batches.shared(DIGITAL),
    "stock: whether a post was answered": posted,
}
LOW: dict[str, Question] = {
    "stock: what has become low": lambda uow, _: uow.batches.newly_low([DIGITAL, PHYSICAL]),
}
