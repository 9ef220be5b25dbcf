"""What follows by itself: prices that begin and end, what is popular, and who waits and is told.

Each round does a bounded piece, in one transaction per kind; what is left comes in the next.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.base import EPOCH
from models.demand import DAYS, Arrival, Wish, WishKind
from models.goods_errors import TooManyWishes
from models.product import Variant
from services.goods.low import tell_low
from services.goods.price import Price, prices_of
from services.running.notification import Event, Notifications
from utils.clock import Clock

PIECE = 100
"""Products, days or people of one round."""
PER_UNIT = 2
"""People who are told for each piece that came: not everybody who is told buys."""
SLACK = timedelta(seconds=1)
"""Readings that differ by less are of the same clock."""
MOST_WISHES = 50
"""Of one person."""


class DemandService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self._latest: datetime | None = None

    async def round(self) -> float | None:
        """One piece of everything; 0 when there may be more at once."""
        parts = (self._reprice, self._count, self._forget, self._serve, self._warn)
        busy = [await part(self._clock()) for part in parts]
        return 0 if any(busy) else None

    async def _heal(self, now: datetime) -> None:
        """At the start, and when the clock was set back: by a clock that ran ahead, a discount
        that holds was over, and nobody looks again.
        """
        latest, self._latest = self._latest, now
        if latest is None or now < latest - SLACK:
            async with self._uow() as uow:
                await uow.discounts.all_due()

    async def wish(self, user_id: int, variant: Variant, kind: WishKind, price: Price) -> None:
        """At the end of the queue; who stands in it stays where they are. Raises TooManyWishes."""
        wish = Wish(user_id=user_id, variant_id=variant.id, kind=kind, created_at=self._clock())
        wish.price = price.now if kind is WishKind.CHEAPER else None
        async with self._uow() as uow:
            await uow.users.lock(user_id)
            if await uow.demand.count_wishes(user_id) >= MOST_WISHES:
                raise TooManyWishes(MOST_WISHES)
            await uow.demand.wish(wish)

    async def unwish(self, user_id: int, variant_id: int, kind: WishKind) -> None:
        async with self._uow() as uow:
            await uow.demand.unwish(user_id, variant_id, kind)

    async def _reprice(self, now: datetime) -> bool:
        """Where a price or a discount changed, began or ended: the order of lists, and who waits
        for a lower price. A product is done once nobody more is to be told.
        """
        await self._heal(now)
        async with self._uow() as uow:
            due = await uow.demand.due(now, PIECE)
            ids = [product_id for product_id, _ in due]
            if not ids:
                return False
            prices, rows, left = await prices_of(uow, ids, now), dict[int, int](), set[int]()
            for variant_id, product_id, full in await uow.demand.prices(ids):
                cost = prices.reduce(product_id, variant_id, full).now
                rows[product_id] = min(cost, rows.get(product_id, cost))
                if await self._tell_cheaper(uow, variant_id, cost):
                    left.add(product_id)
            done = [(i, rows.get(i, 0), EPOCH if i in left else prices.next_change(i)) for i in ids]
            await uow.demand.priced(done)
        return len(ids) == PIECE or bool(left)

    async def _tell_cheaper(self, uow: UnitOfWork, variant_id: int, cost: int) -> bool:
        """Whether there may be more of them."""
        wishes = await uow.demand.dearer(variant_id, cost, PIECE)
        await self._tell(uow, wishes, Event.CHEAPER)
        return len(wishes) == PIECE

    async def _serve(self, _now: datetime) -> bool:
        """As many people as pieces came times PER_UNIT, and no more than what is left allows."""
        async with self._uow() as uow:
            arrivals = await uow.demand.arrivals(PIECE)
            more = [await self._tell_back(uow, arrival) for arrival in arrivals]
        return len(arrivals) == PIECE or any(more)

    async def _warn(self, _now: datetime) -> bool:
        """What runs low by a way that told nobody: an import, or a restored database."""
        async with self._uow() as uow:
            low = await uow.batches.untold(PIECE)
            await tell_low(uow, self._notify, low)
        return len(low) == PIECE

    async def _tell_back(self, uow: UnitOfWork, arrival: Arrival) -> bool:
        """Whether there are more to be told than one round tells."""
        variant = await uow.products.find_variant(arrival.variant_id)
        free = min(arrival.units, variant.available if variant else 0)
        wishes = await uow.demand.waiting(arrival.variant_id, min(free * PER_UNIT, PIECE))
        await self._tell(uow, wishes, Event.BACK)
        if len(wishes) == PIECE and free * PER_UNIT > PIECE:
            arrival.units = free - PIECE // PER_UNIT
            await uow.flush()
            return True
        await uow.demand.served(arrival)
        return False

    async def _tell(self, uow: UnitOfWork, wishes: Sequence[Wish], event: Event) -> None:
        """Once: the wish goes with the message that grants it."""
        if not wishes:
            return
        for wish in wishes:
            args = {"variant": str(wish.variant_id), "topic": f"wish:{wish.id}"}
            args |= {"price": str(wish.price)} if wish.price else {}
            self._notify.person(uow, event, wish.user_id, args)
        await uow.demand.fulfil(wishes)

    async def _count(self, _now: datetime) -> bool:
        """What was sold since becomes part of what is popular."""
        async with self._uow() as uow:
            days = await uow.demand.uncounted(PIECE)
            moved: dict[int, int] = {}
            for day in days:
                moved[day.variant_id] = moved.get(day.variant_id, 0) + day.units - day.counted
                day.counted = day.units
            await uow.flush()
            await uow.demand.count_sold(moved)
        return len(days) == PIECE

    async def _forget(self, now: datetime) -> bool:
        """Days that are too old count no more."""
        async with self._uow() as uow:
            days = await uow.demand.before((now - EPOCH) // timedelta(days=1) - DAYS, PIECE)
            moved: dict[int, int] = {}
            for day in days:
                moved[day.variant_id] = moved.get(day.variant_id, 0) - day.counted
            await uow.demand.count_sold(moved)
            await uow.demand.drop(days)
        return len(days) == PIECE
