"""What free text means: a product that is looked for, or something to be said to the shop."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from handlers.press import Typed
from handlers.user.card import ProductCards, product_in
from handlers.views import shelf as views
from handlers.views.screen import Screen
from models.errors import ProductNotFound
from services.goods.finding import LONGEST, Finder, number_in
from services.goods.product import ProductService
from services.people.talk import TalkService
from services.running.shop import Shop

MOST_WORDS = 5
"""Whoever writes more than this tells something."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was found for words that nobody asked for.

    `surely`: nothing but a product was said. Otherwise the shop is told as well.
    """

    screen: Screen
    surely: bool = True


class Lookup:
    def __init__(
        self,
        finder: Finder,
        products: ProductService,
        cards: ProductCards,
        talk: TalkService,
        shop: Shop,
    ) -> None:
        self._finder = finder
        self._products = products
        self._cards = cards
        self._talk = talk
        self._shop = shop

    async def meant(self, typed: Typed, *, asks: bool = True) -> Meaning | None:
        """What was found; None when it was said to the shop, or nothing fits.

        `asks`: the person may also have meant the shop, and can say so by a button. Who talks with
        the shop is heard by it whatever they write, and a number is an answer.
        """
        if product_id := await _sent_on(typed):
            card = await self._card(typed, product_id)
            return Meaning(card) if card else None
        if not _is_brief(typed):
            return None
        if not asks or not await self._talk.is_talking(typed.who.id):
            return await self._found(typed, typed.text, asks=asks)
        if not any(map(str.isalpha, typed.text)):
            return None
        found = await self._found(typed, typed.text, asks=False)
        return replace(found, surely=False) if found else None

    async def search(self, typed: Typed, words: str) -> Screen:
        """After /search: always an answer."""
        if not words.strip():
            return views.how_to_search(typed.who.t)
        found = await self._found(typed, words, asks=False)
        return found.screen if found else views.found_nothing(typed.who.t, words, None)

    async def _found(self, typed: Typed, words: str, *, asks: bool) -> Meaning | None:
        found = await self._finder.find(words)
        named = [(one.product_id, one.name) for one in found]
        rows = await self._products.rows(named, group=typed.who.group)
        numbered = rows and number_in(words) == rows[0].id
        if numbered and (len(rows) == 1 or words.strip()[0] not in "pP"):  # P30 may be a name
            card = await self._card(typed, rows[0].id)
            return Meaning(card) if card else None
        if not rows:
            return None
        note, surely = typed.note, any(one.surely for one in found)
        ask = (note.message_id, int(note.written_at.timestamp())) if asks and surely else None
        return Meaning(views.found(typed.who.t, self._shop.currency, words, rows, ask), surely)

    async def _card(self, typed: Typed, product_id: int) -> Screen | None:
        try:
            return await self._cards.product(typed.who, product_id)
        except ProductNotFound:
            return None


def _is_brief(typed: Typed) -> bool:
    """A few words in one line that ask nothing and answer nobody."""
    text = typed.text.strip()
    short = 0 < len(text) <= LONGEST and len(text.split()) <= MOST_WORDS
    return short and "\n" not in text and "?" not in text and not typed.message.reply_to_message


async def _sent_on(typed: Typed) -> int | None:
    """The product of a card of ours that is forwarded, or shared with the shop itself: its name is
    a link to it, and a button may be one.
    """
    message = typed.message
    links = [one.url for one in (message.entities or message.caption_entities or ()) if one.url]
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    links += [one.url for row in rows for one in row if one.url]
    ours = message.via_bot is not None and message.via_bot.id == typed.who.bot.id
    if not links or not (message.forward_origin or ours):
        return None
    name = ((await typed.who.bot.me()).username or "").casefold()
    for link in links:
        parts = urlsplit(link)
        if parts.hostname == "t.me" and parts.path.strip("/").casefold() == name:
            return product_in("".join(parse_qs(parts.query).get("start", [])))
    return None
