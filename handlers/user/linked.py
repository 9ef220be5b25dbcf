"""What a link into the shop opens: a product, or credit that somebody passes on."""

from handlers.press import Visitor
from handlers.user.card import ProductCards, product_in
from handlers.user.gift import GiftDesk
from handlers.user.menu import Menu
from handlers.views.gift import START
from handlers.views.screen import Screen
from models.errors import ProductNotFound


class Links:
    def __init__(self, cards: ProductCards, gifts: GiftDesk, menu: Menu) -> None:
        self._cards = cards
        self._gifts = gifts
        self._menu = menu

    async def opened(self, who: Visitor, word: str) -> Screen | None:
        """None for what is no link of ours. What is not sold any more is said to be so."""
        if word.startswith(START):
            return await self._gifts.linked(who, word.removeprefix(START))
        product_id = product_in(word)
        if product_id is None:
            return None
        try:
            return await self._cards.product(who, product_id)
        except ProductNotFound as refusal:
            return await self._menu.home(who, who.t(refusal.key))
