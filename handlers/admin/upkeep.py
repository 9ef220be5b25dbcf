"""What works and what does not, messages that were set aside, and people who wait for an answer."""

from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers.lists import Waiting
from handlers.notice_callbacks import PutAside
from handlers.press import Press, Routes, Visitor
from handlers.views import upkeep as views
from handlers.views.screen import Screen
from models.permission import Permission
from services.sale.order import OrderService


class UpkeepDesk:
    def __init__(
        self,
        waiting: Waiting,
        orders: OrderService,
    ) -> None:
        self._health = waiting.health
        self._failed = waiting.set_aside
        self._threads = waiting.support.threads
        self._doubts = waiting.doubts
        self._orders = orders

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.AdminSources: self.state,
                act.FailedMessages: self.failed,
                act.SendAgain: self.again,
                PutAside: self.put_aside,
            },
            needs=Permission.ORDERS,
            apart={on.AdminSources: Permission.SEE},
        )

    async def state(self, press: Press[on.AdminSources]) -> None:
        shop = views.State(
            self._health.problems(),
            self._health.sources(),
            self._health.exchanges(),
            await self._failed.failed(),
            (await self._threads.open()).count,
            doubted=(await self._doubts.standing()).waits,
        )
        await press.show(views.state(press.who.t, shop))

    async def failed(self, press: Press[act.FailedMessages]) -> None:
        await press.show(await self._set_aside(press.who))

    async def again(self, press: Press[act.SendAgain]) -> None:
        """Queued; what is refused once more comes back here."""
        who = press.who
        done = await self._failed.resend(press.action.message_id)
        toast = who.t("sent-again-toast" if done else "not-set-aside-toast")
        await press.show(await self._set_aside(who), toast)

    async def put_aside(self, press: Press[PutAside]) -> None:
        """Seen to by other means: it is listed no more."""
        who = press.who
        done = await self._failed.settle(press.action.message_id)
        toast = who.t("message-done-toast" if done else "not-set-aside-toast")
        await press.show(await self._set_aside(who), toast)

    async def _set_aside(self, who: Visitor) -> Screen:
        rows = await self._failed.failed()
        codes = await self._orders.codes([row.order_id for row in rows if row.order_id])
        return views.failed(who.t, rows, codes)
