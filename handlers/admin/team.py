"""Owners and who works for them: roles are given, with an end if wanted, and taken away."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from aiogram.types import Message

from handlers import team_callbacks as on
from handlers.admin.pointing import pointed
from handlers.commands import CommandMenu
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import team as views
from handlers.views.screen import Screen
from models.base import EPOCH
from models.errors import ShopError
from models.permission import RIGHTS, Permission, Role
from models.role_errors import BadEnd, PersonNotFound, RoleChanged
from services.people.team import Member, TeamService
from services.people.until import parse_end
from services.people.user import UserService

MOST_DAYS = 5 * 366


class TeamDesk:
    def __init__(self, team: TeamService, users: UserService, commands: CommandMenu) -> None:
        self._team = team
        self._users = users
        self._commands = commands

    def routes(self) -> Routes:
        return Routes(
            commands={"addadmin": self.add_by_command, "rmadmin": self.take_by_command},
            buttons={
                on.OpenTeam: self.listed,
                on.AddMember: self.ask_person,
                on.OpenMember: self.card,
                on.ChooseRole: self.ask_end,
                on.TypeEnd: self.type_end,
                on.GiveFor: self.give_for,
                on.GiveUntil: self.give_until,
                on.AskTake: self.ask_take,
                on.TakeRole: self.take,
            },
            typed={"team-who": self.named, "team-end": self.ended},
            sent=frozenset({"team-who"}),
            needs=Permission.ROLES,
        )

    async def listed(self, press: Press[on.OpenTeam]) -> None:
        await press.show(views.team(press.who.t, await self._team.listed()))

    async def ask_person(self, press: Press[on.AddMember]) -> None:
        await self._users.expect(press.who.id, "team-who")
        await press.show(views.ask_person(press.who.t))

    async def named(self, typed: Typed) -> None:
        """A forwarded message of theirs, a shared contact, @name, number or a code."""
        found = await self._sent(typed.message)
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._card(typed.who, found))

    async def _sent(self, message: Message) -> Member:
        """Raises PersonNotFound, PersonHidden."""
        number = pointed(message)
        return await (self._team.member(number) if number else self._team.find(message.text or ""))

    async def card(self, press: Press[on.OpenMember]) -> None:
        await press.show(await self._card(press.who, await self._team.member(press.action.user_id)))

    async def _card(self, who: Visitor, found: Member) -> Screen:
        grant = found.grant
        by = await self._named(grant.granted_by) if grant else ""
        is_own = found.user.id == who.id
        gives = [] if is_own else [role for role in Role if RIGHTS[role] <= who.position.rights]
        return views.member(who.t, found, by, self._team.now(), gives)

    async def _named(self, actor: str) -> str:
        number = actor.partition(":")[2]
        user = await self._users.find(int(number)) if number.isdigit() else None
        return user.name if user else actor

    async def ask_end(self, press: Press[on.ChooseRole]) -> None:
        found = await self._seen(press.action.user_id, press.action.seen)
        await press.show(views.ask_end(press.who.t, found, _role(press.action.role)))

    async def type_end(self, press: Press[on.TypeEnd]) -> None:
        row = press.action
        await self._seen(row.user_id, row.seen)
        topic = f"team-end:{row.user_id}:{_role(row.role)}:{row.seen}"
        await self._users.expect(press.who.id, topic)
        await press.show(views.type_end(press.who.t, row.user_id))

    async def ended(self, typed: Typed) -> None:
        """Shown before it counts."""
        user_id, role, seen = typed.subject.split(":")
        ends_at = parse_end(typed.text, self._team.now())
        found = await self._seen(int(user_id), seen)
        await typed.say(views.check_end(typed.who.t, found, _role(role), ends_at))

    async def give_for(self, press: Press[on.GiveFor]) -> None:
        row = press.action
        if row.days > MOST_DAYS:
            raise BadEnd
        ends_at = self._team.now() + timedelta(days=row.days) if row.days else None
        work = self._team.give(
            row.user_id, _role(row.role), ends_at, seen=row.seen, admin=press.who.id
        )
        await self._act(press, row.user_id, work, "role-given-toast")

    async def give_until(self, press: Press[on.GiveUntil]) -> None:
        row = press.action
        if row.minute > MOST_MINUTES:
            raise BadEnd
        ends_at = EPOCH + timedelta(minutes=row.minute)
        work = self._team.give(
            row.user_id, _role(row.role), ends_at, seen=row.seen, admin=press.who.id
        )
        await self._act(press, row.user_id, work, "role-given-toast")

    async def ask_take(self, press: Press[on.AskTake]) -> None:
        found = await self._seen(press.action.user_id, press.action.seen)
        await press.show(await self._ask_take(press.who, found))

    async def _ask_take(self, who: Visitor, found: Member) -> Screen:
        if found.grant is None or found.by_settings:
            return await self._card(who, found)
        return views.ask_take(who.t, found, found.grant)

    async def take(self, press: Press[on.TakeRole]) -> None:
        row = press.action
        work = self._team.take(row.user_id, seen=row.seen, admin=press.who.id)
        await self._act(press, row.user_id, work, "role-taken-toast")

    async def _seen(self, user_id: int, seen: str) -> Member:
        """Raises RoleChanged: it is another one by now."""
        found = await self._team.member(user_id)
        if found.seen != seen:
            raise RoleChanged
        return found

    async def _act(
        self, press: Press[Any], user_id: int, work: Awaitable[Member], toast: str
    ) -> None:
        """Who comes second sees the card as it is, and is told."""
        who = press.who
        try:
            done = await work
        except RoleChanged as refusal:
            await press.tell(who.t(refusal.key))
            await press.show(await self._card(who, await self._team.member(user_id)))
            return
        await press.show(await self._card(who, done), who.t(toast, name=done.user.name))
        await self._commands.renew(who.bot, done.user)

    async def add_by_command(self, typed: Typed) -> None:
        """`/addadmin @bob`, `/addadmin 7001 stock`, `/addadmin 7001 stock 30`."""
        person, *rest = typed.subject.split() or [""]
        await self._by_command(typed, "addadmin", self._asked_to_add(typed, person, rest))

    async def _asked_to_add(self, typed: Typed, person: str, rest: list[str]) -> Screen:
        """Raises Misused: an example is shown."""
        if not person:
            raise Misused
        found, who = await self._team.find(person), typed.who
        role = _role_in(who, rest[0]) if rest else None
        if role is None or found.by_settings:
            return await self._card(who, found)
        if len(rest) == 1:
            return views.ask_end(who.t, found, role)
        ends_at = parse_end(" ".join(rest[1:]), self._team.now())
        return views.check_end(who.t, found, role, ends_at)

    async def take_by_command(self, typed: Typed) -> None:
        """`/rmadmin @bob`: asked first."""
        await self._by_command(typed, "rmadmin", self._asked_to_take(typed))

    async def _asked_to_take(self, typed: Typed) -> Screen:
        words = typed.subject.split()
        if len(words) != 1:
            raise Misused
        return await self._ask_take(typed.who, await self._team.find(words[0]))

    async def _by_command(self, typed: Typed, name: str, screen: Awaitable[Screen]) -> None:
        t = typed.who.t
        try:
            shown = await screen
        except Misused:
            shown = views.usage(t, name)
        except (PersonNotFound, BadEnd) as refusal:
            shown = views.usage(t, name, t(refusal.key, **refusal.fields))
        await typed.say(shown)


MOST_MINUTES = 10**8
"""Since 1970: no date is later."""


class Misused(ShopError):
    """It is not written like this: an example is shown."""

    key = "not-understood"


def _role(name: str) -> Role:
    """Of a button. Raises PersonNotFound for what no button of ours says."""
    if name not in set(Role):
        raise PersonNotFound
    return Role(name)


def _role_in(who: Visitor, word: str) -> Role:
    """In English or in the reader's language. Raises Misused."""
    for role in Role:
        if word.casefold() in (role.value, views.role_name(who.t, role).casefold()):
            return role
    raise Misused
