"""The main menu with what is going on: shown by every desk that leads there."""

from handlers.press import Visitor
from handlers.views import home as views
from handlers.views.screen import Screen
from models.permission import Permission
from services.money.gift import GiftService
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.cart import CartService
from services.sale.order import OrderService
from utils.clock import Clock


class Menu:
    def __init__(
        self,
        users: UserService,
        carts: CartService,
        orders: OrderService,
        shop: Shop,
        clock: Clock,
        gifts: GiftService,
    ) -> None:
        self._users = users
        self._carts = carts
        self._orders = orders
        self._shop = shop
        self._clock = clock
        self._gifts = gifts

    async def home(self, who: Visitor, note: str | None = None) -> Screen:
        """`note`, already translated, comes first."""
        credit = await self._users.credit(who.id, self._shop.currency)
        facts = views.Facts(
            shop=self._shop.name,
            currency=self._shop.currency,
            now=self._clock(),
            cart=await self._carts.show(who.id),
            credit=credit,
            gifts=await self._gifts.is_offered(who.id, credit),
            underway=await self._orders.underway(who.id),
            tasks=await self._tasks(who),
            shelves=who.may(Permission.SHELVES),
        )
        return views.home(who.t, facts, note)

    async def _tasks(self, who: Visitor) -> tuple[int, int] | None:
        if not who.may(Permission.SEE):
            return None
        return await self._orders.tasks()

    async def codes(self, who: Visitor) -> list[str]:
        """Of the orders that are under way."""
        underway = await self._orders.underway(who.id)
        first = [underway.unpaid] if underway.unpaid else []
        return [order.code for order in (*first, *underway.packing)]
