"""Owners set the ways to pay: on or off, their order, what they cost and for which sums."""

from typing import Any

from handlers import method_callbacks as on
from handlers.admin.goods_command import Shown
from handlers.admin.numbering import Misused
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import method as views
from handlers.views.method import Part
from handlers.views.screen import Screen
from models.errors import NotFound
from models.permission import Permission
from models.stock_errors import ChangedMeanwhile
from services.money.methods import MethodService, seal_of
from services.people.user import UserService

COLUMN = {Part.FEE: "formula", Part.LEAST: "least", Part.MOST: "most"}


class MethodDesk:
    def __init__(self, methods: MethodService, users: UserService) -> None:
        self._methods = methods
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            commands={"setformula": Shown("setformula", self._set_formula).open},
            buttons={
                on.Methods: self.listed,
                on.OpenMethod: self.open,
                on.ToggleMethod: self.toggle,
                on.RaiseMethod: self.move_up,
                on.AskMethod: self.ask,
            },
            typed={"method": self.typed},
            needs=Permission.METHODS,
        )

    async def listed(self, press: Press[on.Methods]) -> None:
        await press.show(views.listed(press.who.t, await self._methods.listed()))

    async def open(self, press: Press[on.OpenMethod]) -> None:
        await press.show(await self._card(press.who, press.action.code))

    async def toggle(self, press: Press[on.ToggleMethod]) -> None:
        """Who comes second sees what was set, and is told."""
        row, who = press.action, press.who
        toast = who.t("method-on-toast" if row.on else "method-off-toast")
        values = {"active": bool(row.on)}
        try:
            await self._methods.change(row.code, values, seen=row.seen, actor=who.as_admin)
        except ChangedMeanwhile as refusal:
            toast = who.t(refusal.key, **refusal.fields)
        await press.show(await self._card(who, row.code), toast)

    async def move_up(self, press: Press[on.RaiseMethod]) -> None:
        await self._methods.move_up(press.action.code, actor=press.who.as_admin)
        await press.show(views.listed(press.who.t, await self._methods.listed()))

    async def ask(self, press: Press[on.AskMethod]) -> None:
        part, who = _part(press.action.part), press.who
        row = await self._methods.method(press.action.code)
        await self._users.expect(who.id, f"method:{part}:{row.code}:{seal_of(row)}")
        await press.show(views.ask(who.t, row, part))

    async def typed(self, typed: Typed) -> None:
        """Raises FormulaWrong, BadPrice, LimitsCrossed: asked again. And ChangedMeanwhile."""
        name, code, seen = typed.subject.split(":")
        values = self._values(_part(name), typed.text)
        await self._methods.change(code, values, seen=seen, actor=typed.who.as_admin)
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._card(typed.who, code))

    def _values(self, part: Part, text: str) -> dict[str, Any]:
        read = self._methods.formula if part is Part.FEE else self._methods.amount
        return {COLUMN[part]: read(text)}

    async def _set_formula(self, typed: Typed) -> None:
        """`BTC 1.5% + 0.30`; a dash for no fee."""
        code, _, text = typed.subject.strip().partition(" ")
        if not text.strip():
            raise Misused
        row = await self._methods.method(code.upper())
        values = self._values(Part.FEE, text)
        await self._methods.change(row.code, values, seen=None, actor=typed.who.as_admin)
        await typed.say(await self._card(typed.who, row.code))

    async def _card(self, who: Visitor, code: str) -> Screen:
        """Raises NotFound."""
        methods = await self._methods.listed()
        at = next((at for at, each in enumerate(methods) if each.code == code), None)
        if at is None:
            raise NotFound
        return views.method(who.t, methods[at], self._methods.currency, first=at == 0)


def _part(name: str) -> Part:
    """Callback data is forged until it is looked at. Raises NotFound."""
    if name not in set(Part):
        raise NotFound
    return Part(name)
