"""A weekend in which admins rearrange the whole shop while customers buy, pay and cancel."""

import asyncio
import os
from collections.abc import Iterable, Sequence

import pytest

from models.demand import WishKind
from models.discount import DiscountKind
from models.order import OrderStatus
from models.product import ProductKind
from models.stock_errors import ChangedMeanwhile
from services.goods.demand import DemandService
from services.goods.discount import DiscountService, NewDiscount, owner_of, seal_of
from services.goods.files import Content
from services.goods.filing import Incoming
from services.goods.intake import Delivery
from services.goods.lines import read
from services.goods.product import ProductService
from tests.services.conftest import ShopWorld
from tests.services.storm import AT_ONCE, CUSTOMERS, FIRST, LEVERS, Storm

SEEDS = [int(seed) for seed in os.environ.get("STOCK_SEEDS", "1").split(",")]
STEPS = int(os.environ.get("STOCK_STEPS", "40"))
STOCK = {
    "add": 8,
    "file": 3,
    "undo": 4,
    "take": 4,
    "take_these": 2,
    "replace": 5,
    "move": 3,
    "share": 2,
    "cap": 2,
    "doubt": 2,
    "release": 6,
    "begin": 2,
    "end": 2,
    "archive": 3,
    "wish": 4,
    "round": 4,
}
SOLD = (OrderStatus.PAID, OrderStatus.SHIPPED)


class StockStorm(Storm):
    async def open(self) -> None:
        await super().open()
        self.digital = self.variants[:2]
        self.mugs = self.variants[2]
        self.shared = await self.world.variant(0, ProductKind.SHARED, 700)
        self.variants.append(self.shared)
        self.numbers = iter(range(10**6))
        self.discounts: list[int] = []
        await self._share()
        await self._cap()

    async def step(self) -> None:
        both = LEVERS | STOCK
        await self._at_once(self.dice.choices(list(both), list(both.values()), k=AT_ONCE))

    async def make_up(self) -> None:
        """What chance has left out; what it needs (a batch, a sale) is there by now, or comes."""
        await self.world.doubts.release(None, "admin:1")
        for variant in self.variants:
            await self._set_active(variant, active=True)
        await self._at_once([*sorted(self.missing()), "add", "buy", "pay", "mine", "look"])

    def missing(self) -> set[str]:
        return {lever for lever in STOCK if not self.said[lever]} - {"take_these"}

    async def _at_once(self, levers: Iterable[str]) -> None:
        await asyncio.gather(*(self._pull(lever) for lever in levers))
        self.world.clock.advance(seconds=self.dice.choice((5, 60, 600, 1_500)))
        self.world.chain.down = self.world.ether.down = False
        await self.world.rates.refresh()

    async def calm(self) -> None:
        await self.world.doubts.release(None, "admin:1")
        await super().calm()
        await self.world.doubts.release(None, "admin:1")

    def _texts(self, count: int) -> list[str]:
        return [f"STORM-{next(self.numbers)}" for _ in range(count)]

    async def _add(self) -> None:
        lines = read("\n".join(self._texts(self.dice.randint(1, 4))))
        if self.dice.random() < 0.3:
            lines = read("STORM-0\nSTORM-1")
        shelves = self.dice.sample(self.digital, self.dice.randint(1, 2))
        seal = (await self.world.intake.judge(lines)).seal(shelves[0])
        await self.world.intake.add(shelves[0], lines, Delivery(), seal=seal, actor="admin:1")

    async def _file(self) -> None:
        name = f"{self.dice.randrange(20)}.txt"
        file = Incoming(name, "text/plain", name.encode())
        shelf = self.dice.choice(self.digital)
        await self.world.filing.add(shelf, [file], Delivery(), actor="admin:2")

    async def _undo(self) -> bool:
        cards = await self.world.batches.of(self.dice.choice(self.digital), 0)
        if not cards:
            return False
        await self.world.batches.undo(self.dice.choice(cards).batch.id, actor="admin:1")
        return True

    async def _seen(self, variant: int) -> int:
        return (await self.world.removal.shelf(variant)).variant.stock_quantity

    async def _take(self) -> None:
        shelf = self.dice.choice(self.digital)
        seen = await self._seen(shelf)
        await self.world.removal.take(shelf, 1, "broken", seen=seen, actor="admin:1")

    async def _take_these(self) -> None:
        shelf = self.dice.choice(self.digital)
        lines = read("STORM-1\nSTORM-2\nSTORM-3")
        seen = await self._seen(shelf)
        await self.world.removal.take_these(shelf, lines, "bad", seen=seen, actor="admin:2")

    async def _replace(self) -> bool:
        sold = [o for o in self.orders if (await self.world.load(o)).status in SOLD]
        units = [u for o in sold[-8:] for u in await self.world.replacing.sold(o)]
        if not units:
            return False
        unit = self.dice.choice(units).unit.id
        await self.world.replacing.replace(unit, "broken", actor="admin:2")
        return True

    async def _move(self) -> None:
        seen, pieces = await self._seen(self.mugs), self.dice.choice((-5, -1, 1, 5))
        await self.world.removal.move(self.mugs, pieces, "count", seen=seen, actor="admin:1")

    async def _share(self) -> None:
        now = await self.world.sharing.now(self.shared)
        content = Content(text=f"link {next(self.numbers)}")
        seen = now.id if now else 0
        await self.world.sharing.put(self.shared, content, seen=seen, actor="admin:1")

    async def _cap(self) -> None:
        pieces, seen = self.dice.choice((3, 50)), await self.world.limit(self.shared)
        await self.world.sharing.cap(self.shared, pieces, seen=seen, actor="admin:1")

    async def _doubt(self) -> None:
        async with self.world.uow() as uow:
            await uow.products.doubt(self.world.clock(), [self.dice.choice(self.variants)])

    async def _release(self) -> None:
        what: Sequence[int | None] = (*self.variants, None)
        await self.world.doubts.release(self.dice.choice(what), "admin:2")

    async def _begin(self) -> None:
        world, kind = self.world, self.dice.choice(list(DiscountKind))
        async with world.uow.read() as uow:
            variant = await uow.batches.variant(self.dice.choice(self.variants))
        assert variant is not None
        amount = self.dice.randint(1, 90)
        new = NewDiscount(kind, amount, product_id=variant.product_id)
        self.discounts.append(await DiscountService(world.uow, world.clock).begin(new, "admin:1"))

    async def _end(self) -> bool:
        if not self.discounts:
            return False
        async with self.world.uow.read() as uow:
            row = await uow.discounts.find(self.dice.choice(self.discounts))
        if row is None:
            return False
        service, of = DiscountService(self.world.uow, self.world.clock), owner_of(row)
        try:
            await service.end(of, row.id, seen=seal_of(row), actor="admin:1")
        except ChangedMeanwhile:
            return False
        return True

    async def _archive(self) -> None:
        await self._set_active(self.dice.choice(self.variants), active=self.dice.random() < 0.7)

    async def _set_active(self, shelf: int, *, active: bool) -> None:
        async with self.world.uow() as uow:
            variant = await uow.batches.variant(shelf)
            assert variant is not None
            await uow.keeping.set_product(variant.product_id, active=active)

    async def _wish(self) -> None:
        world, user = self.world, FIRST + self.dice.randrange(CUSTOMERS)
        card, choice = await ProductService(world.uow, world.clock).of_variant(
            self.dice.choice(self.variants)
        )
        kind = self.dice.choice(list(WishKind))
        await DemandService(world.uow, world.clock, world.notifications).wish(
            user, choice, kind, card.price(choice)
        )

    async def _round(self) -> None:
        await DemandService(self.world.uow, self.world.clock, self.world.notifications).round()


async def story(world: ShopWorld, order_id: int) -> str:
    """What became of an order: chance has no second go at it."""
    order = await world.load(order_id)
    async with world.uow.read() as uow:
        acts = [(e.actor, e.action, e.details) for e in await uow.audit.of_order(order_id)]
    return f"{order_id} {order.status} {[(li.kind, li.quantity) for li in order.lines]} {acts}"


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_weekend_of_rearranging(world: ShopWorld, seed: int) -> None:
    """Nothing fails but by refusal; the books stay right; what is paid is delivered."""
    storm = StockStorm(world, seed)
    await storm.open()
    for step in range(STEPS):
        await storm.step()
        if step % 5 == 0:
            assert await world.violations() == []
    for _ in range(STEPS):
        if storm.missing():
            await storm.make_up()
    await storm.calm()
    assert await world.violations() == []
    assert not storm.missing(), storm.said
    for order_id in storm.orders:
        order = await world.load(order_id)
        digital = sum(li.quantity for li in order.lines if li.kind is ProductKind.DIGITAL)
        if order.status in SOLD and order.needs_review is None:
            given = len(await world.replacing.sold(order_id))
            assert given == digital, await story(world, order_id)
