"""The lists of orders that admins have open, as they are now: whether a button or the shop asks."""

from dataclasses import dataclass

from handlers.views import worklist as views
from handlers.views.screen import Follows, Screen
from models.opened import Face
from models.order import Listed
from services.people.review import ReviewService
from services.running.health import HealthService
from services.running.setting_aside import SetAsideService
from services.sale.doubt import DoubtService
from services.sale.order import PAGE, OrderService
from services.sale.support import Support
from utils.l10n import Translator


@dataclass(frozen=True, slots=True)
class Waiting:
    """What else than orders may wait for a person."""

    health: HealthService
    set_aside: SetAsideService
    support: Support
    doubts: DoubtService
    reviews: ReviewService

    async def todo(self, orders: OrderService) -> views.Todo:
        to_ship, to_decide = await orders.tasks()
        return views.Todo(
            to_ship,
            to_decide,
            refunds=len(await orders.listed(Listed.REFUND, 0)),
            failed=bool(await self.set_aside.failed()),
            unanswered=(await self.support.threads.open()).count,
            well=not self.health.problems(),
            unread=bool(await self.reviews.waiting()),
            doubted=(await self.doubts.standing()).waits,
            complaints=(await self.support.complaints.asked())[1],
        )


@dataclass(frozen=True, slots=True)
class Lists:
    orders: OrderService
    waiting: Waiting

    async def draw(self, t: Translator, what: Follows) -> Screen:
        """What an open list says now."""
        if what.face is Face.WORK:
            return await self.work(t)
        name, _, page = what.spot.partition(":")
        return await self.listed(t, Listed(name), int(page))

    async def work(self, t: Translator) -> Screen:
        todo = await self.waiting.todo(self.orders)
        return views.work(t, todo, await self.orders.listed(Listed.OPEN, 0))

    async def listed(self, t: Translator, which: Listed, page: int) -> Screen:
        """The last page where there are not so many any more: they end while it is open."""
        rows, count = await self.orders.listed(which, page), await self.orders.counted(which)
        if page and count and not rows:
            page = (count - 1) // PAGE
            rows = await self.orders.listed(which, page)
        return views.listed(t, which, page, rows, count)
