"""Start, home, help, language; and whatever no other desk understood."""

from dataclasses import replace
from typing import Any

from handlers import callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import home as views
from handlers.views.screen import Screen
from services.people.user import UserService
from services.running.shop import Shop
from utils.l10n import Translators


class HomeDesk:
    """Also the fallback of the reception."""

    def __init__(self, users: UserService, shop: Shop, translators: Translators) -> None:
        self._users = users
        self._shop = shop
        self._translators = translators

    def routes(self) -> Routes:
        return Routes(
            commands={"start": self.start, "help": self.help_command},
            buttons={
                on.Home: self.home,
                on.Help: self.help,
                on.Languages: self.languages,
                on.SetLanguage: self.speak,
            },
        )

    async def start(self, typed: Typed) -> None:
        """Greets; whatever follows /start in a link is ignored. Ends a question that waits."""
        who, person = typed.who, typed.message.from_user
        name, username = (person.full_name, person.username) if person else ("", None)
        await self._users.register(who.id, name, username, None)
        await self._users.expect(who.id, None)
        greeting = who.t("greeting", shop=self._shop.name, name=name)
        await typed.say(await self._home(who, greeting))

    async def home(self, press: Press[on.Home]) -> None:
        await press.show(await self._home(press.who))

    async def help_command(self, typed: Typed) -> None:
        await typed.say(views.help_page(typed.who.t, self._shop.timeout_minutes))

    async def help(self, press: Press[on.Help]) -> None:
        await press.show(views.help_page(press.who.t, self._shop.timeout_minutes))

    async def languages(self, press: Press[on.Languages]) -> None:
        await press.show(views.languages(press.who.t, self._translators.languages))

    async def speak(self, press: Press[on.SetLanguage]) -> None:
        language = await self._users.speak(press.who.id, press.action.language)
        who = replace(press.who, t=self._translators(language))
        await press.show(await self._home(who, who.t("language-set")))

    async def stale(self, press: Press[Any]) -> None:
        """A forged button, one of an old version, or one that is not this person's to press."""
        await press.show(await self._home(press.who, press.who.t("stale-button")))

    async def said(self, typed: Typed) -> None:
        await typed.say(await self._home(typed.who, typed.who.t("not-understood")))

    async def sent(self, typed: Typed) -> None:
        await typed.tell(typed.who.t("text-expected"))

    async def _home(self, who: Visitor, note: str | None = None) -> Screen:
        credit = await self._users.credit(who.id, self._shop.currency)
        return views.home(who.t, self._shop.name, credit, self._shop.currency, note)
