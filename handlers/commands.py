"""The menu of commands that Telegram shows beside the text field, in the reader's language."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat

from handlers.press import Visitor
from models.permission import Permission
from models.user import User
from services.people.role import RoleService
from services.people.user import UserService
from utils.l10n import Translator, Translators

logger = logging.getLogger(__name__)
FOR_ALL = (
    *("start", "stock", "search", "order", "account", "refund", "transfer", "support"),
    *("refill", "leaderboard"),
    *("language", "stop", "terms", "help"),
)
"""`/skip` stands beside what can be skipped."""
FOR_ADMINS = {
    Permission.SEE: ("admin",),
    Permission.SHELVES: ("goods", "stock-staff"),
    Permission.TALK: ("reviews",),
    Permission.TRUST: ("approvals",),
    Permission.SETTINGS: ("version",),
}
"""What else is offered, by the right that it needs; `stock-staff`: /stock in other words."""
SWITCHED = frozenset({"transfer", "refill", "reviews", "approvals", "leaderboard"})
"""Offered only where the shop has switched on what they are about."""


async def nothing_more() -> Collection[str]:
    return ()


class CommandMenu:
    """An admin's has more, and a chosen language counts. `default`: for apps in other languages;
    `on`: what of `SWITCHED` the settings have switched on; `live`: what is switched on in the chat.
    """

    def __init__(
        self,
        roles: RoleService,
        users: UserService,
        translators: Translators,
        default: str,
        on: Collection[str] = (),
        live: Callable[[], Awaitable[Collection[str]]] = nothing_more,
    ) -> None:
        self._roles = roles
        self._users = users
        self._translators = translators
        self._default = default
        self._off = SWITCHED.difference(on)
        self._live = live

    async def publish(self, bot: Bot, admins: Iterable[int]) -> None:
        """For everybody by the language of their app, and for these admins; not vital."""
        for_all = await self._there(FOR_ALL)
        try:
            await bot.set_my_commands(_commands(self._translators(self._default), for_all))
            for language in self._translators.languages:
                code, t = language.partition("-")[0], self._translators(language)
                await bot.set_my_commands(_commands(t, for_all), language_code=code)
        except TelegramAPIError as error:
            logger.warning("the command menu was not updated: %s", error)
        for admin in admins:
            if user := await self._users.find(admin):
                await self.offer(Visitor(user, self._translators(user.language), bot))

    async def offer(self, who: Visitor) -> None:
        """After /start: admins find theirs at once, not only after a restart of the shop."""
        if more := await self._more(who):
            await self._set(who, (*await self._there(FOR_ALL), *more))

    async def chosen(self, who: Visitor) -> None:
        """After a language was chosen: it need not be that of the app."""
        await self._set(who, (*await self._there(FOR_ALL), *await self._more(who)))

    async def _there(self, names: Iterable[str]) -> tuple[str, ...]:
        off = self._off.difference(await self._live())
        return tuple(name for name in names if name not in off)

    async def _more(self, who: Visitor) -> tuple[str, ...]:
        rights = (await self._roles.of(who.id)).rights
        return await self._there(
            name for right in FOR_ADMINS if right in rights for name in FOR_ADMINS[right]
        )

    async def renew(self, bot: Bot, user: User) -> None:
        """After somebody's role was changed: what they are offered is what they may."""
        await self.chosen(Visitor(user, self._translators(user.language), bot))

    async def _set(self, who: Visitor, names: tuple[str, ...]) -> None:
        """Not vital: everything works without the menu."""
        try:
            scope = BotCommandScopeChat(chat_id=who.id)
            await who.bot.set_my_commands(_commands(who.t, names), scope=scope)
        except TelegramAPIError as error:
            logger.warning("the command menu of %s was not updated: %s", who.id, error)


def _commands(t: Translator, names: tuple[str, ...]) -> list[BotCommand]:
    """The last of two that are written alike counts."""
    told = {name.partition("-")[0]: t(f"command-{name}") for name in names}
    return [BotCommand(command=word, description=text) for word, text in told.items()]
