"""What free text means: a product that is looked for, or something to be said to the shop."""

from urllib.parse import parse_qs, urlsplit

from handlers.press import Typed
from handlers.user.card import ProductCards, product_in
from handlers.views import shelf as views
from handlers.views.screen import Screen
from models.errors import ProductNotFound
from services.goods.finding import LONGEST, Finder
from services.goods.product import ProductService
from services.people.talk import TalkService
from services.running.shop import Shop

MOST_WORDS = 5
"""Whoever writes more than this tells something."""


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

    async def meant(self, typed: Typed, *, asks: bool = True) -> Screen | None:
        """What was found; None when it was said to the shop, or nothing fits.

        `asks`: the person may also have meant the shop, and can say so by a button.
        """
        if product_id := await _forwarded(typed):
            return await self._card(typed, product_id)
        if not _is_brief(typed) or (asks and await self._talk.is_talking(typed.who.id)):
            return None
        return await self._found(typed, typed.text, asks=asks)

    async def search(self, typed: Typed, words: str) -> Screen:
        """After /search: always an answer."""
        if not words.strip():
            return views.how_to_search(typed.who.t)
        found = await self._found(typed, words, asks=False)
        return found or views.found_nothing(typed.who.t, words, None)

    async def _found(self, typed: Typed, words: str, *, asks: bool) -> Screen | None:
        found = await self._finder.find(words)
        rows = await self._products.rows([(one.product_id, one.name) for one in found])
        if rows and words.strip().removeprefix("#") == str(rows[0].id):
            return await self._card(typed, rows[0].id)
        if not rows:
            return None
        note = typed.note
        ask = (note.message_id, int(note.written_at.timestamp())) if asks else None
        return views.found(typed.who.t, self._shop.currency, words, rows, ask)

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


async def _forwarded(typed: Typed) -> int | None:
    """The product of a card of ours that is sent on: its name is a link to it."""
    message = typed.message
    links = [one.url for one in (message.entities or message.caption_entities or ()) if one.url]
    if not (message.forward_origin and links):
        return None
    name = ((await typed.who.bot.me()).username or "").casefold()
    for link in links:
        parts = urlsplit(link)
        if parts.hostname == "t.me" and parts.path.strip("/").casefold() == name:
            return product_in("".join(parse_qs(parts.query).get("start", [])))
    return None
