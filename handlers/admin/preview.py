"""A product as customers see it, with the way back to who keeps it."""

from typing import Protocol

from aiogram.filters.callback_data import CallbackData

from handlers import goods_callbacks as on
from handlers.press import Press, Routes, Visitor
from handlers.views.screen import Screen
from models.errors import ProductNotFound
from models.permission import Permission


class Cards(Protocol):
    """The customers' own."""

    async def product(
        self, who: Visitor, product_id: int, page: int = 0, back: CallbackData | None = None
    ) -> Screen: ...


class PreviewDesk:
    def __init__(self, cards: Cards) -> None:
        self._cards = cards

    def routes(self) -> Routes:
        return Routes(buttons={on.TheirView: self.show}, needs=Permission.SHELVES)

    async def show(self, press: Press[on.TheirView]) -> None:
        product_id = press.action.product_id
        back = on.OpenGoods(product_id=product_id)
        try:
            screen = await self._cards.product(press.who, product_id, back=back)
        except ProductNotFound:
            await press.tell(press.who.t("preview-none"))
            return
        await press.show(screen)
