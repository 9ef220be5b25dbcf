"""The ways to ship: added, named, priced, switched on and off, and put in order."""

from collections.abc import Awaitable
from typing import Any

from handlers import shipping_callbacks as ways
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import shipping as views
from handlers.views.screen import Screen
from handlers.views.shipping import Part
from models.errors import NotFound
from models.permission import Permission
from models.shipping import HEAVIEST, LEAST_STEP, ShippingOption
from models.stock_errors import ChangedMeanwhile
from services.goods.shipping import ShippingService, postage_price, seal_of
from services.people.user import UserService


class ShippingDesk:
    def __init__(self, shipping: ShippingService, users: UserService) -> None:
        self._shipping = shipping
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                ways.Shipping: self.home,
                ways.NewShipping: self.ask_new,
                ways.OpenShipping: self.open,
                ways.EditShipping: self.ask,
                ways.SetShipping: self.set,
                ways.ToggleShipping: self.toggle,
                ways.ReorderShipping: self.reorder,
            },
            typed={"goods-ship-new": self.new, "goods-ship": self.edited},
            needs=Permission.GOODS,
        )

    async def home(self, press: Press[ways.Shipping]) -> None:
        rows = await self._shipping.listed()
        await press.show(views.options(press.who.t, rows, self._shipping.currency))

    async def ask_new(self, press: Press[ways.NewShipping]) -> None:
        await self._users.expect(press.who.id, "goods-ship-new")
        await press.show(views.ask_new(press.who.t))

    async def new(self, typed: Typed) -> None:
        """`name / price`; it is not on offer before a button says so."""
        made = await self._shipping.add(typed.text, actor=typed.who.as_admin)
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._card(typed.who, made.id))

    async def open(self, press: Press[ways.OpenShipping]) -> None:
        await press.show(await self._card(press.who, press.action.option_id))

    async def ask(self, press: Press[ways.EditShipping]) -> None:
        part, who = _part(press.action.part), press.who
        row = await self._shipping.get(press.action.option_id)
        await self._users.expect(who.id, f"goods-ship:{part}:{row.id}:{seal_of(row)}")
        await press.show(views.ask(who.t, row, part))

    async def edited(self, typed: Typed) -> None:
        """What costs money is shown again, and counts by a button."""
        name, number, seen = typed.subject.split(":")
        part, row = _part(name), await self._shipping.get(int(number))
        if part in (Part.PRICE, Part.STEP):
            wanted = self._wanted(part, row, typed.text, seen)
            await typed.say(views.check(typed.who.t, row, wanted, self._shipping.currency))
            return
        values = {"name": typed.text} if part is Part.NAME else self._shipping.limit(typed.text)
        actor = typed.who.as_admin
        try:
            await self._shipping.change(row.id, values, seen=seen, actor=actor)
        except ChangedMeanwhile as error:
            await typed.say(Screen(typed.who.t(error.key, **error.fields)))
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._card(typed.who, row.id))

    def _wanted(self, part: Part, row: ShippingOption, text: str, seen: str) -> ways.SetShipping:
        price, step, more = row.price, row.step, row.step_price
        if part is Part.PRICE:
            price = postage_price(text, self._shipping.currency)
        else:
            steps = self._shipping.steps(text)
            step, more = steps["step"], steps["step_price"]
        return ways.SetShipping(
            option_id=row.id, price=price, step=step or 0, step_price=more, seen=seen
        )

    async def set(self, press: Press[ways.SetShipping]) -> None:
        row = press.action
        if row.step and not LEAST_STEP <= row.step <= HEAVIEST:
            raise NotFound
        more = {"step": row.step or None, "step_price": row.step_price if row.step else 0}
        await self._change(press, {"price": row.price, **more}, "price-set-toast")

    async def toggle(self, press: Press[ways.ToggleShipping]) -> None:
        toast = "shipping-on-toast" if press.action.on else "shipping-off-toast"
        await self._change(press, {"active": bool(press.action.on)}, toast)

    async def _change(
        self, press: Press[ways.SetShipping] | Press[ways.ToggleShipping], values: Any, toast: str
    ) -> None:
        row = press.action
        work = self._shipping.change(row.option_id, values, seen=row.seen, actor=press.who.as_admin)
        await self._act(press, work, row.option_id, toast)

    async def reorder(self, press: Press[ways.ReorderShipping]) -> None:
        row, steps = press.action, 1 if press.action.down else -1
        work = self._shipping.reorder(row.option_id, steps, seen=row.seen, actor=press.who.as_admin)
        await self._act(press, work, row.option_id, "moved-toast")

    async def _act(
        self, press: Press[Any], work: Awaitable[None], option_id: int, toast: str
    ) -> None:
        """Do it; who comes second reads that, and sees it as it is."""
        who = press.who
        try:
            await work
        except ChangedMeanwhile as error:
            await press.tell(who.t(error.key, **error.fields))
            await press.show(await self._card(who, option_id))
        else:
            await press.show(await self._card(who, option_id), who.t(toast))

    async def _card(self, who: Visitor, option_id: int) -> Screen:
        """Raises NotFound."""
        rows = await self._shipping.listed()
        row = next((each for each in rows if each.id == option_id), None)
        if row is None:
            raise NotFound
        return views.option(who.t, row, rows, self._shipping.currency)


def _part(name: str) -> Part:
    """Callback data is forged until it is looked at. Raises NotFound."""
    if name not in set(Part):
        raise NotFound
    return Part(name)
