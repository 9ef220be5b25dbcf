"""A product as customers see it, with the way back to who keeps it."""

from handlers import goods_callbacks as on
from handlers.press import Press, Routes
from handlers.user.card import ProductCards
from models.permission import Permission


class PreviewDesk:
    def __init__(self, cards: ProductCards) -> None:
        self._cards = cards

    def routes(self) -> Routes:
        return Routes(buttons={on.TheirView: self.show}, needs=Permission.GOODS)

    async def show(self, press: Press[on.TheirView]) -> None:
        product_id = press.action.product_id
        back = on.OpenGoods(product_id=product_id)
        await press.show(await self._cards.product(press.who, product_id, back=back))
