"""How goods came and went: batches and undoing one, movements, what runs low, and the table."""

from handlers import goods_callbacks as on
from handlers.admin.shelves import Shelves
from handlers.press import Press, Routes, Visitor
from handlers.sending import Chat, Draft
from handlers.views import batch as views
from handlers.views import keeping as shelf_views
from handlers.views.screen import Screen
from models.permission import Permission
from services.goods.batch import BatchService
from services.goods.dashboard import DashboardService, Few
from services.goods.removal import RemovalService
from services.goods.report import table


class BatchDesk:
    def __init__(
        self,
        shelves: Shelves,
        dashboard: DashboardService,
        batches: BatchService,
        removal: RemovalService,
    ) -> None:
        self._shelves = shelves
        self._dashboard = dashboard
        self._batches = batches
        self._removal = removal

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Batches: self.listed,
                on.OpenBatch: self.card,
                on.UndoBatch: self.undo,
                on.Movements: self.movements,
                on.FewGoods: self.few,
                on.ExportStock: self.export,
            },
            needs=Permission.SHELVES,
            apart={on.UndoBatch: Permission.GOODS},
        )

    async def listed(self, press: Press[on.Batches]) -> None:
        variant_id, page = press.action.variant_id, press.action.page
        variant = await self._shelves.variant(variant_id)
        rows = await self._batches.of(variant_id, page)
        await press.show(views.batches(press.who.t, variant, page, rows))

    async def card(self, press: Press[on.OpenBatch]) -> None:
        await press.show(await self._card(press.who, press.action.batch_id))

    async def _card(self, who: Visitor, batch_id: int) -> Screen:
        found = await self._batches.card(batch_id)
        return views.batch(who.t, found, await self._shelves.named(found.batch.actor))

    async def undo(self, press: Press[on.UndoBatch]) -> None:
        """What is left of it, as its button said; sold or held, it is refused."""
        who, batch_id = press.who, press.action.batch_id
        await self._batches.undo(batch_id, actor=who.as_admin)
        await press.show(await self._card(who, batch_id), who.t("undone-toast"))

    async def movements(self, press: Press[on.Movements]) -> None:
        variant_id, page = press.action.variant_id, press.action.page
        variant = await self._shelves.variant(variant_id)
        rows = await self._removal.movements(variant_id, page)
        await press.show(views.movements(press.who.t, variant, page, rows))

    async def few(self, press: Press[on.FewGoods]) -> None:
        which = Few.LOW if press.action.which == Few.LOW else Few.SOLD_OUT
        rows = await self._dashboard.few(which, press.action.page)
        await press.show(shelf_views.few(press.who.t, which, press.action.page, rows))

    async def export(self, press: Press[on.ExportStock]) -> None:
        """Figures as a table; what the goods are stands in none."""
        await press.toast()
        await send_table(press.who, self._dashboard, self._shelves.currency)


async def send_table(who: Visitor, dashboard: DashboardService, currency: str) -> None:
    content = await table(dashboard, currency)
    caption = who.t("stock-table")
    draft = Draft(Screen(caption), caption, file=("stock.csv", content), long=True)
    await Chat(who.bot, who.id).send(draft)
