"""Owners and managers choose which news of the shop goes to whom, and when it is quiet; owners
alone what groups hear of.
"""

from enum import StrEnum
from typing import TypeVar

from handlers import notice_callbacks as on
from handlers.press import Press, Routes, Typed
from handlers.views import notice as views
from handlers.views.notice_group import groups
from models.errors import NotFound
from models.notice import Destination, Kind, Told
from models.notice_errors import NoticeChanged, NoticeFixed
from models.permission import Permission, Role
from services.people.user import UserService
from services.running.noticing import NoticeService

Member = TypeVar("Member", bound=StrEnum)


class NoticeDesk:
    def __init__(self, notices: NoticeService, users: UserService) -> None:
        self._notices = notices
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Notices: self.listed,
                on.OpenNotice: self.open,
                on.ChooseNotice: self.choose,
                on.ChooseGroups: self.choose_groups,
                on.AskHours: self.ask_hours,
            },
            typed={"notice-hours": self.hours},
            needs=Permission.SETTINGS,
            apart={on.ChooseGroups: Permission.ROLES},
        )

    async def listed(self, press: Press[on.Notices]) -> None:
        await press.show(views.matrix(press.who.t, await self._notices.manner()))

    async def open(self, press: Press[on.OpenNotice]) -> None:
        kind = _one(Kind, press.action.kind)
        await press.show(views.kind_card(press.who.t, await self._notices.manner(), kind))

    async def choose(self, press: Press[on.ChooseNotice]) -> None:
        await self._choose(press, _one(Role, press.action.role))

    async def choose_groups(self, press: Press[on.ChooseGroups]) -> None:
        await self._choose(press, Destination.GROUP)

    async def _choose(
        self, press: Press[on.ChooseNotice] | Press[on.ChooseGroups], to: Role | Destination
    ) -> None:
        """Who comes second sees what was chosen, and is told."""
        row, t = press.action, press.who.t
        kind, told, seen = _one(Kind, row.kind), _one(Told, row.told), _one(Told, row.seen)
        toast = t("notice-chosen-toast")
        try:
            await self._notices.choose(kind, to, told, seen=seen, actor=press.who.as_admin)
        except (NoticeChanged, NoticeFixed) as refusal:
            toast = t(refusal.key)
        await press.show(views.kind_card(t, await self._notices.manner(), kind), toast)

    async def ask_hours(self, press: Press[on.AskHours]) -> None:
        await self._users.expect(press.who.id, "notice-hours")
        await press.show(views.ask_hours(press.who.t))

    async def hours(self, typed: Typed) -> None:
        """Raises BadHours: asked again."""
        await self._notices.hours(typed.text, actor=typed.who.as_admin)
        await self._users.expect(typed.who.id, None)
        await typed.say(views.matrix(typed.who.t, await self._notices.manner()))


class NoticeGroupDesk:
    """Which groups hear of the shop: a list, with a button that takes each off. They are added in
    the group itself.
    """

    def __init__(self, notices: NoticeService) -> None:
        self._notices = notices

    def routes(self) -> Routes:
        return Routes(
            buttons={on.NoticeGroups: self.listed, on.TakeOff: self.take_off},
            commands={"whitelist": self.typed, "rm": self.typed},
            needs=Permission.ROLES,
        )

    async def listed(self, press: Press[on.NoticeGroups]) -> None:
        await press.show(groups(press.who.t, await self._notices.groups.all()))

    async def typed(self, typed: Typed) -> None:
        await typed.say(groups(typed.who.t, await self._notices.groups.all()))

    async def take_off(self, press: Press[on.TakeOff]) -> None:
        """Who comes second sees that it is done."""
        t = press.who.t
        done = await self._notices.groups.remove(press.action.chat, by=press.who.id)
        toast = t("notice-group-off-toast" if done else "notice-group-was-off-toast")
        await press.show(groups(t, await self._notices.groups.all()), toast)


def _one(members: type[Member], name: str) -> Member:
    """Callback data is forged until it is looked at. Raises NotFound."""
    if name not in set(members):
        raise NotFound
    return members(name)
