"""Owners and managers choose which news of the shop goes to whom, and when it is quiet."""

from enum import StrEnum
from typing import TypeVar

from handlers import notice_callbacks as on
from handlers.press import Press, Routes, Typed
from handlers.views import notice as views
from models.errors import NotFound
from models.notice import Kind, Told
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
                on.AskHours: self.ask_hours,
            },
            typed={"notice-hours": self.hours},
            needs=Permission.SETTINGS,
        )

    async def listed(self, press: Press[on.Notices]) -> None:
        await press.show(views.matrix(press.who.t, await self._notices.manner()))

    async def open(self, press: Press[on.OpenNotice]) -> None:
        kind = _one(Kind, press.action.kind)
        await press.show(views.kind_card(press.who.t, await self._notices.manner(), kind))

    async def choose(self, press: Press[on.ChooseNotice]) -> None:
        """Who comes second sees what was chosen, and is told."""
        row, t = press.action, press.who.t
        kind, role = _one(Kind, row.kind), _one(Role, row.role)
        told, seen = _one(Told, row.told), _one(Told, row.seen)
        toast = t("notice-chosen-toast")
        try:
            await self._notices.choose(kind, role, told, seen=seen, actor=press.who.as_admin)
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


def _one(members: type[Member], name: str) -> Member:
    """Callback data is forged until it is looked at. Raises NotFound."""
    if name not in set(members):
        raise NotFound
    return members(name)
