"""The screens of the shelves that several desks show, and how the second of two admins is told."""

from collections.abc import Awaitable
from typing import Any

from handlers.press import Press, Typed, Visitor
from handlers.views import keeping as views
from handlers.views import stock as stock_views
from handlers.views.screen import Screen
from models.permission import Permission
from models.product import ProductKind, Variant
from models.stock_errors import ChangedMeanwhile
from services.goods.dashboard import DashboardService
from services.goods.files import SharingService
from services.goods.keeping import Field
from services.people.user import UserService
from utils.money import format_money

INSIDE = "goods-in"
"""What waits while a category is looked into: a photo with a product is meant for it."""


class Shelves:
    def __init__(
        self,
        dashboard: DashboardService,
        sharing: SharingService,
        users: UserService,
        currency: str,
        *,
        posts: bool = False,
    ) -> None:
        """`posts`: there is a channel to post to."""
        self._dashboard = dashboard
        self._sharing = sharing
        self._users = users
        self.currency = currency
        self._posts = posts

    async def home(self, who: Visitor, page: int = 0) -> Screen:
        return views.home(who.t, page, await self._dashboard.entrance(page))

    async def category(self, who: Visitor, category_id: int, page: int = 0) -> Screen:
        """Raises ProductNotFound."""
        sheet = await self._dashboard.category(category_id, page)
        await self._look_into(who, category_id)
        return views.category(who.t, sheet, page)

    async def _look_into(self, who: Visitor, category_id: int) -> None:
        """What is sent next stands in it, if it is a product; who only looks sends none."""
        if who.may(Permission.GOODS):
            await self._users.expect(who.id, f"{INSIDE}:{category_id}")

    async def product(self, who: Visitor, product_id: int) -> Screen:
        """Raises ProductNotFound."""
        sheet = await self._dashboard.product(product_id)
        await self._look_into(who, sheet.category.id)
        return views.product(who.t, sheet, self.currency)

    async def variant(self, variant_id: int) -> Variant:
        """Raises ProductNotFound."""
        return (await self._dashboard.figures(variant_id)).variant

    async def stock(self, who: Visitor, variant_id: int) -> Screen:
        figures = await self._dashboard.figures(variant_id)
        is_shared = figures.variant.product.kind is ProductKind.SHARED
        shared = await self._sharing.now(variant_id) if is_shared else None
        return stock_views.card(who.t, figures, self.currency, shared, posts=self._posts)

    async def of(self, who: Visitor, field: Field, row_id: int) -> Screen:
        """The screen that a field stands on."""
        if field.of == "category":
            return await self.category(who, row_id)
        if field.of == "product":
            return await self.product(who, row_id)
        return await self.stock(who, row_id)

    async def told(self, who: Visitor, error: ChangedMeanwhile) -> str:
        """What it is now, and who made it so."""
        now: object = error.now
        if error.field in (Field.PRICE, Field.COST) and isinstance(now, int):
            now = format_money(now, self.currency, who.t.language)
        name = await self.named(error.by)
        known = "yes" if name else "no"
        facts = {"field": error.field, "now": str(now), "name": name, "known": known}
        return who.t("error-changed-meanwhile", **facts)

    async def named(self, actor: str) -> str:
        """Of an actor in the audit, the name; what it is when it is nobody."""
        number = actor.partition(":")[2]
        user = await self._users.find(int(number)) if number.isdigit() else None
        return user.name if user else actor

    async def act(
        self, press: Press[Any], work: Awaitable[object], then: Awaitable[Screen], toast: str
    ) -> None:
        """Do it, and show `then`; who comes second reads what has changed, and sees it."""
        told: str = press.who.t(toast)
        try:
            await work
        except ChangedMeanwhile as error:
            told = await self.told(press.who, error)
            await press.tell(told)
            await press.show(await then)
            return
        except BaseException:
            _drop(then)
            raise
        await press.show(await then, told)

    async def typed(
        self, typed: Typed, work: Awaitable[object], then: Awaitable[Screen], at: int = 0
    ) -> None:
        """The same for something typed; the question is answered either way. `at`: the message that
        asked, which becomes the card again.
        """
        try:
            await work
        except ChangedMeanwhile as error:
            await typed.say(Screen(await self.told(typed.who, error)))
        except BaseException:
            _drop(then)
            raise
        await self._users.expect(typed.who.id, None)
        await typed.show(await then, at)


def _drop(work: Awaitable[Any]) -> None:
    """What was prepared and is not needed."""
    close = getattr(work, "close", None)
    if close:
        close()
