"""Search by command and from other chats (`@bot words`); what was meant for the shop after all."""

from datetime import UTC, datetime

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultUnion,
    InputTextMessageContent,
)

from handlers import shelf_callbacks as shelf_on
from handlers.press import Inquiry, Press, Routes, Typed
from handlers.user.card import START
from handlers.user.lookup import Lookup
from handlers.user.menu import Menu
from handlers.views import product as views
from handlers.views.product import Showing
from handlers.views.screen import cut, plain
from handlers.views.shelf import label
from models.errors import ProductNotFound
from models.shelf import Sort
from services.goods.finding import Finder
from services.goods.product import ProductCard, ProductService, Row
from services.people.note import Note
from services.people.talk import TalkService
from services.running.shop import Shop
from utils.l10n import Translator

CACHE = 30
"""Seconds that Telegram may show the same answer to the same person: prices change."""
SHARED = 10
"""Cards of one inline answer; each is looked up."""
TITLE = 64
"""UTF-16 units."""


class Sharing:
    """Product cards for other chats: photo, price and a link that opens the shop there."""

    def __init__(self, finder: Finder, products: ProductService, shop: Shop) -> None:
        self._finder = finder
        self._products = products
        self._shop = shop

    async def results(self, inquiry: Inquiry) -> list[InlineQueryResultUnion]:
        """Without words: what is popular."""
        words = inquiry.query.query
        if words.strip():
            found = await self._finder.find(words, SHARED)
            rows = await self._products.rows([(one.product_id, one.name) for one in found])
        else:
            rows = (await self._products.everything(Sort.POPULAR)).rows[:SHARED]
        name = (await inquiry.bot.me()).username or ""
        return [one for row in rows if (one := await self._result(row, inquiry.t, name))]

    async def _result(self, row: Row, t: Translator, name: str) -> InlineQueryResultUnion | None:
        try:
            card = await self._products.get(row.id)
        except ProductNotFound:  # archived a moment ago
            return None
        link = f"https://t.me/{name}?start={START}{row.id}"
        text = views.shared(t, Showing(self._shop, card, link))
        buy = InlineKeyboardButton(text=plain(t("button-buy")), url=link)
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[buy]])
        title = plain(label(t, self._shop.currency, row))
        if file_id := _copy(card):
            return InlineQueryResultCachedPhoto(
                id=str(row.id),
                photo_file_id=file_id,
                title=title,
                caption=text,
                reply_markup=keyboard,
            )
        return InlineQueryResultArticle(
            id=str(row.id),
            title=title,
            description=cut(card.product.description, TITLE) or None,
            input_message_content=InputTextMessageContent(message_text=text),
            reply_markup=keyboard,
        )


class SearchDesk:
    def __init__(self, lookup: Lookup, sharing: Sharing, talk: TalkService, menu: Menu) -> None:
        self._lookup = lookup
        self._sharing = sharing
        self._talk = talk
        self._menu = menu

    def routes(self) -> Routes:
        return Routes(
            commands={"search": self.search},
            buttons={shelf_on.AskThis: self.ask_this},
            inline=self.share,
        )

    async def share(self, inquiry: Inquiry) -> None:
        results = await self._sharing.results(inquiry)
        await inquiry.query.answer(results, cache_time=CACHE, is_personal=True)

    async def search(self, typed: Typed) -> None:
        await typed.say(await self._lookup.search(typed, typed.subject))

    async def ask_this(self, press: Press[shelf_on.AskThis]) -> None:
        """Only messages of their own chat can be meant; what is handed on is bounded as always."""
        who, meant = press.who, press.action
        written_at = datetime.fromtimestamp(min(meant.at, 2**33), UTC)
        await self._talk.ask(Note(who.id, meant.message_id, written_at))
        await press.show(await self._menu.home(who, who.t("talk-handed-on")))


def _copy(card: ProductCard) -> str | None:
    """Telegram's own copy of a photo: other chats get no other."""
    return next((photo.file_id for photo in card.photos if photo.file_id), None)
