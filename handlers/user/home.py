"""Start, home, help, language."""

from dataclasses import dataclass, replace

from handlers import callbacks as on
from handlers.commands import CommandMenu
from handlers.press import Press, Routes, Typed, Visitor
from handlers.user.account import topic_of
from handlers.user.linked import Links
from handlers.user.menu import Menu
from handlers.views import home as views
from handlers.views.account import ask_detail
from handlers.views.screen import Screen
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.account import Accounts
from utils.l10n import Translators


@dataclass(frozen=True, slots=True)
class House:
    """What the shop is called, which languages it speaks, and whom it knows."""

    shop: Shop
    texts: Translators
    accounts: Accounts


class HomeDesk:
    def __init__(
        self,
        users: UserService,
        menu: Menu,
        commands: CommandMenu,
        links: Links,
        house: House,
    ) -> None:
        self._users = users
        self._menu = menu
        self._commands = commands
        self._links = links
        self._shop, self._translators, self._accounts = house.shop, house.texts, house.accounts

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
        await self._welcome(typed)
        await self._commands.offer(who)

    async def _welcome(self, typed: Typed) -> None:
        """What a newcomer is asked stands below the menu, and is in nobody's way."""
        who = typed.who
        if detail := await self._accounts.profiles.welcome(who.id):
            await self._users.expect(who.id, topic_of(detail, newcomer=True))
            await typed.say(ask_detail(who.t, detail, self._shop.name, newcomer=True))

    async def home(self, press: Press[on.Home]) -> None:
        await press.show(await self._menu.home(press.who))

    async def help_command(self, typed: Typed) -> None:
        await typed.say(await self._help(typed.who))

    async def help(self, press: Press[on.Help]) -> None:
        await press.show(await self._help(press.who))

    async def _help(self, who: Visitor) -> Screen:
        own = await self._accounts.texts.help(who.t.language)
        return views.help_page(who.t, self._shop.timeout_minutes, own)

    async def language_command(self, typed: Typed) -> None:
        await typed.say(views.languages(typed.who.t, self._translators.languages))

    async def languages(self, press: Press[on.Languages]) -> None:
        await press.show(views.languages(press.who.t, self._translators.languages))

    async def speak(self, press: Press[on.SetLanguage]) -> None:
        language = await self._users.speak(press.who.id, press.action.language)
        who = replace(press.who, t=self._translators(language))
        await press.show(await self._menu.home(who, who.t("language-set")))
        await self._commands.chosen(who)
