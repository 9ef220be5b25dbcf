"""A sold good that does not work: its customer gets another, and both stay on record."""

from handlers import goods_callbacks as on
from handlers.admin.shelves import Shelves
from handlers.admin.staged import Stage, Staged
from handlers.press import Press, Routes, Typed
from handlers.views import keeping
from handlers.views import removal as views
from models.errors import OrderNotFound
from models.permission import Permission
from models.stock_errors import ChangedMeanwhile, StagedGone, UnitNotFound
from services.goods.removal import valid_reason
from services.people.user import UserService
from services.sale.order import OrderService
from services.sale.replacement import ReplacementService
from services.sale.search import SearchService

SWAP = "swap"


class ReplaceDesk:
    def __init__(
        self,
        shelves: Shelves,
        orders: OrderService,
        search: SearchService,
        replacing: ReplacementService,
        users: UserService,
        stage: Stage,
    ) -> None:
        self._shelves = shelves
        self._orders = orders
        self._search = search
        self._replacing = replacing
        self._users = users
        self._stage = stage

    def routes(self) -> Routes:
        return Routes(
            commands={"editsold": self.open},
            buttons={
                on.SoldUnits: self.listed,
                on.ReplaceUnit: self.ask,
                on.ReplaceNow: self.replace,
            },
            typed={"goods-swap": self.reason},
            needs=Permission.ORDERS,
        )

    async def open(self, typed: Typed) -> None:
        """`/editsold K7Q2M`."""
        found = await self._search.find(typed.subject)
        if len(found) != 1:
            told = typed.who.t(OrderNotFound.key) if typed.subject.strip() else None
            today = typed.message.date
            await typed.say(keeping.usage(typed.who.t, "editsold", today, told))
            return
        rows = await self._replacing.sold(found[0].id)
        await typed.say(views.sold(typed.who.t, found[0].code, found[0].id, rows))

    async def listed(self, press: Press[on.SoldUnits]) -> None:
        order_id = press.action.order_id
        [code] = (await self._orders.codes([order_id])).values() or [""]
        if not code:
            raise OrderNotFound
        rows = await self._replacing.sold(order_id)
        await press.show(views.sold(press.who.t, code, order_id, rows))

    async def ask(self, press: Press[on.ReplaceUnit]) -> None:
        order_id, unit_id = press.action.order_id, press.action.unit_id
        rows = await self._replacing.sold(order_id)
        found = next((row for row in rows if row.unit.id == unit_id), None)
        if found is None:
            raise UnitNotFound
        await self._users.expect(press.who.id, f"goods-swap:{unit_id}:{order_id}")
        await press.show(views.ask_replace(press.who.t, found, order_id))

    async def reason(self, typed: Typed) -> None:
        """Shown before it counts: a good goes to the customer with it."""
        unit_id, order_id = map(int, typed.subject.split(":"))
        reason = valid_reason(typed.text)
        staged = await self._stage.put(typed.who.id, Staged(unit_id, SWAP, reason), typed.note)
        await typed.say(views.check_replace(typed.who.t, unit_id, order_id, reason, staged.seal))

    async def replace(self, press: Press[on.ReplaceNow]) -> None:
        who, row = press.who, press.action
        staged = await self._stage.find(who.id, row.unit_id, SWAP)
        if staged is None or staged.seal != row.seal:
            raise StagedGone
        await self._stage.clear(who.id)
        try:
            order = await self._replacing.replace(row.unit_id, staged.body, actor=who.as_admin)
        except ChangedMeanwhile as error:
            await press.tell(await self._shelves.told(who, error))
            return
        rows = await self._replacing.sold(order.id)
        screen = views.sold(who.t, order.code, order.id, rows)
        await press.show(screen, who.t("replaced-toast", code=order.code))
