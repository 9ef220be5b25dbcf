"""What a link into the shop opens: a product, a voucher, credit that is passed on or bought."""

from handlers.press import Visitor
from handlers.user.card import ProductCards, product_in
from handlers.user.gift import taken
from handlers.user.menu import Menu
from handlers.user.refill import Refills
from handlers.user.voucher import Redeeming
from handlers.views import gift as views
from handlers.views import refill, voucher
from handlers.views.screen import Screen
from models.errors import ProductNotFound, ShopError
from models.gift import GiftState
from models.gift_errors import GiftGone, GiftNotFound
from services.money.gift import GiftService


class Links:
    def __init__(
        self,
        cards: ProductCards,
        gifts: GiftService,
        refills: Refills,
        menu: Menu,
        redeeming: Redeeming,
    ) -> None:
        self._cards = cards
        self._refills = refills
        self._gifts = gifts
        self._menu = menu
        self._redeeming = redeeming

    async def opened(self, who: Visitor, word: str) -> Screen | None:
        """None for what is no link of ours. What is not sold any more is said to be so."""
        if word.startswith(views.START):
            return await self._passed_on(who, word.removeprefix(views.START))
        if word.startswith(refill.START):
            return await self._refill(who, word.removeprefix(refill.START))
        if word.startswith(voucher.START):
            return await self._redeeming.opened(who, word.removeprefix(voucher.START))
        product_id = product_in(word)
        if product_id is None:
            return None
        try:
            return await self._cards.product(who, product_id)
        except ProductNotFound as refusal:
            return await self._menu.home(who, who.t(refusal.key))

    async def _refill(self, who: Visitor, word: str) -> Screen:
        try:
            return await self._refills.linked(who, word)
        except ShopError as refusal:
            return await self._menu.home(who, who.t(refusal.key, **refusal.fields))

    async def _passed_on(self, who: Visitor, token: str) -> Screen:
        """A question, or what became of it."""
        try:
            seen = await self._gifts.look(token)
        except GiftNotFound as refusal:
            return await self._menu.home(who, who.t(refusal.key))
        gift = seen.gift
        if gift.giver_id == who.id:
            return views.card(who.t, seen)
        if gift.claimer_id == who.id:
            return await self._menu.home(who, taken(who, gift))
        if gift.state is not GiftState.OPEN or gift.expires_at <= self._gifts.now():
            return await self._menu.home(who, who.t(GiftGone.key))
        return views.question(who.t, seen, token)
