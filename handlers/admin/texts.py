"""Help and terms, written in the chat; and what a customer told of themselves."""

from handlers import account_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import texts as views
from handlers.views.account import told
from handlers.views.home import help_page
from handlers.views.screen import Screen
from models.account import Words
from models.account_errors import WordsMoved
from models.errors import NotFound
from models.permission import Permission
from services.people.draft import DraftService
from services.people.texts import check_words
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.account import Accounts
from utils.l10n import Translators

WORDS = "words"
"""What a draft of it is for."""


class TextsDesk:
    def __init__(
        self,
        accounts: Accounts,
        users: UserService,
        drafts: DraftService,
        translators: Translators,
        shop: Shop,
    ) -> None:
        self._accounts = accounts
        self._users = users
        self._drafts = drafts
        self._translators = translators
        self._shop = shop

    def routes(self) -> Routes:
        return Routes(
            commands={"texts": self.open},
            buttons={
                on.ShopTexts: self.listed,
                on.OpenText: self.text,
                on.EditText: self.ask,
                on.SaveText: self.save,
                on.BuiltIn: self.built_in,
            },
            typed={"shop-text": self.typed},
            needs=Permission.SETTINGS,
        )

    async def open(self, typed: Typed) -> None:
        await typed.say(await self._list(typed.who))

    async def listed(self, press: Press[on.ShopTexts]) -> None:
        await press.show(await self._list(press.who))

    async def _list(self, who: Visitor) -> Screen:
        texts, languages = self._accounts.texts, self._translators.languages
        pairs = views.keys(list(languages))
        known = {pair: await texts.current(*pair) for pair in pairs}
        return views.listed(who.t, languages, known)

    async def text(self, press: Press[on.OpenText]) -> None:
        where = press.action
        await press.show(await self._card(press.who, where.words, where.language))

    async def _card(self, who: Visitor, words: Words, language: str) -> Screen:
        """Raises NotFound."""
        self._require(language)
        current = await self._accounts.texts.current(words, language)
        return views.text(who.t, words, language, current, self._without(words, language))

    def _without(self, words: Words, language: str) -> str:
        t = self._translators(language)
        if words is Words.HELP:
            return help_page(t, self._shop.timeout_minutes).text
        return t("terms-none")

    def _require(self, language: str) -> None:
        """Callback data is forged until it is looked at."""
        if language not in self._translators.languages:
            raise NotFound

    async def ask(self, press: Press[on.EditText]) -> None:
        where, who = press.action, press.who
        self._require(where.language)
        current = await self._accounts.texts.current(where.words, where.language)
        about = f"{where.words.value}:{where.language}:{current.version}"
        await self._users.expect(who.id, f"shop-text:{about}")
        await press.show(views.ask(who.t, where.words, where.language))

    async def typed(self, typed: Typed) -> None:
        """Shown before it counts. What is typed after that replaces it. Raises BadWords."""
        name, language, seen = typed.subject.split(":")
        words, who, body = Words(name), typed.who, check_words(typed.text)
        await self._drafts.keep(who.id, f"{name}:{language}\n{body}", None, WORDS)
        await typed.say(views.preview(who.t, words, language, body, int(seen)))

    async def save(self, press: Press[on.SaveText]) -> None:
        """Exactly what was shown, and only after the version that was. Raises WordsMoved."""
        where, who = press.action, press.who
        body = await self._drafted(who, where.words, where.language)
        if body is None or views.mark_of(body) != where.mark:
            raise WordsMoved
        await self._write(who, where.words, where.language, body, where.seen)
        await self._drafts.drop(who.id)
        card = await self._card(who, where.words, where.language)
        await press.show(card, who.t("text-saved-toast"))

    async def _drafted(self, who: Visitor, words: Words, language: str) -> str | None:
        draft = await self._drafts.find(who.id, WORDS)
        head, _, body = draft.text.partition("\n") if draft else ("", "", "")
        return body if head == f"{words.value}:{language}" else None

    async def _write(
        self, who: Visitor, words: Words, language: str, body: str | None, seen: int
    ) -> None:
        self._require(language)
        await self._accounts.texts.write(words, language, body, seen=seen, actor=who.as_admin)

    async def built_in(self, press: Press[on.BuiltIn]) -> None:
        where, who = press.action, press.who
        if not where.sure:
            asked = views.ask_built_in(who.t, where.words, where.language, where.seen)
            await press.show(asked)
            return
        await self._write(who, where.words, where.language, None, where.seen)
        card = await self._card(who, where.words, where.language)
        await press.show(card, who.t("text-dropped-toast", words=where.words.value))


class ToldDesk:
    """What a customer told of themselves, from their card."""

    def __init__(self, accounts: Accounts, users: UserService) -> None:
        self._accounts = accounts
        self._users = users

    def routes(self) -> Routes:
        return Routes(buttons={on.PersonTold: self.told}, needs=Permission.PEOPLE)

    async def told(self, press: Press[on.PersonTold]) -> None:
        where, who = press.action, press.who
        user = await self._users.find(where.user_id)
        if user is None:
            raise NotFound
        details = await self._accounts.profiles.told(user.id)
        await press.show(told(who.t, user, details, where.order_id))
