"""Start, home, help, language."""

from dataclasses import replace

from handlers import callbacks as on
from handlers.commands import CommandMenu
from handlers.press import Press, Routes, Typed
from handlers.user.linked import Links
from handlers.user.menu import Menu
from handlers.views import home as views
from services.people.user import UserService
from services.running.shop import Shop
from utils.l10n import Translators


class HomeDesk:
    def __init__(
        self,
        users: UserService,
        menu: Menu,
        commands: CommandMenu,
        links: Links,
        shop: Shop,
        translators: Translators,
    ) -> None:
        self._users = users
        self._menu = menu
        self._commands = commands
        self._links = links
        self._shop = shop
        self._translators = translators

    def routes(self) -> Routes:
        return Routes(
            commands={
                "start": self.start,
                "help": self.help_command,
                "language": self.language_command,
            },
            buttons={
                on.Home: self.home,
                on.Help: self.help,
                on.Languages: self.languages,
                on.SetLanguage: self.speak,
            },
        )

    async def start(self, typed: Typed) -> None:
        """Greets, or opens what the link is of; what else follows is ignored."""
        who, person = typed.who, typed.message.from_user
        name, username = (person.full_name, person.username) if person else ("", None)
        user = await self._users.register(who.id, name, username, None)
        if screen := await self._links.opened(who, typed.subject):
            await typed.say(screen)
            await self._commands.offer(who)
            return
        greeting = who.t("greeting", shop=self._shop.name, name=user.name)
        await typed.say(await self._menu.home(who, greeting))
        await self._commands.offer(who)

    async def home(self, press: Press[on.Home]) -> None:
        await press.show(await self._menu.home(press.who))

    async def help_command(self, typed: Typed) -> None:
        await typed.say(views.help_page(typed.who.t, self._shop.timeout_minutes))

    async def help(self, press: Press[on.Help]) -> None:
        await press.show(views.help_page(press.who.t, self._shop.timeout_minutes))

    async def language_command(self, typed: Typed) -> None:
        await typed.say(views.languages(typed.who.t, self._translators.languages))

    async def languages(self, press: Press[on.Languages]) -> None:
        await press.show(views.languages(press.who.t, self._translators.languages))

    async def speak(self, press: Press[on.SetLanguage]) -> None:
        language = await self._users.speak(press.who.id, press.action.language)
        who = replace(press.who, t=self._translators(language))
        await press.show(await self._menu.home(who, who.t("language-set")))
        await self._commands.chosen(who)
