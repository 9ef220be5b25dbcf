"""Who may not do what they try hears so, and the audit; also when the right goes while they act."""

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from handlers.press import Fallback, Press, Typed
from handlers.views.team import no_right, refused
from models.permission import Permission
from models.role_errors import RightLost
from services.people.role import RoleService


class Rights:
    def __init__(self, roles: RoleService) -> None:
        self._roles = roles

    @contextmanager
    def acting(
        self, said: Press[Any] | Typed, what: str, needs: Permission | None
    ) -> Iterator[None]:
        """What is written in here is undone when the right is gone by then. Raises RightLost."""
        if needs is None:
            yield
            return
        with self._roles.acting(said.who.id, what, needs):
            yield

    async def kept(self, said: Press[Any] | Typed, work: Awaitable[None]) -> None:
        """What was undone is refused as what was never begun."""
        try:
            await work
        except RightLost as lost:
            who = replace(said.who, position=await self._roles.of(said.who.id))
            await self.refuse(replace(said, who=who), lost.what, lost.needs)

    async def refuse(self, said: Press[Any] | Typed, what: str, needs: Permission | None) -> None:
        """One clear sentence, and a line in the audit."""
        who = said.who
        if needs is not None:
            await self._roles.refused(who.id, what, needs)
        if isinstance(said, Press):
            await said.tell(no_right(who.t, who.position))
        else:
            await said.say(refused(who.t, who.position))


class Speech:
    """What is said beside questions: of who answers for the shop it may be for a customer."""

    def __init__(self, fallback: Fallback, rights: Rights) -> None:
        self._fallback = fallback
        self._rights = rights

    async def follows(self, typed: Typed) -> bool:
        with self._rights.acting(typed, "album", _needed(typed)):
            return await self._fallback.follows(typed)

    async def followed(self, typed: Typed) -> bool:
        with self._rights.acting(typed, "edit", _needed(typed)):
            return await self._fallback.followed(typed)

    async def said(self, typed: Typed) -> None:
        with self._rights.acting(typed, "reply", _needed(typed)):
            await self._fallback.said(typed)


def _needed(typed: Typed) -> Permission | None:
    return Permission.TALK if typed.who.shop else None
