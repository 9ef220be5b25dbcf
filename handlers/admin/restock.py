"""A post to the channel that something is in stock: looked at first, then once per press."""

import secrets

from handlers import channel
from handlers import wall_callbacks as walls
from handlers.admin.shelves import Shelves
from handlers.press import Press, Routes
from handlers.views import stock as views
from models.errors import ProductNotFound
from models.permission import Permission
from services.goods.restock import RestockService

ONCE = 6
"""Bytes that tell one question from every other."""


class RestockDesk:
    def __init__(self, shelves: Shelves, restock: RestockService) -> None:
        self._shelves = shelves
        self._restock = restock

    def routes(self) -> Routes:
        return Routes(
            buttons={walls.PostStock: self.ask, walls.PostNow: self.post}, needs=Permission.GOODS
        )

    async def ask(self, press: Press[walls.PostStock]) -> None:
        """Whether the bot may post there is asked now: it may have been taken out since."""
        who, target = press.who, self._restock.channel
        variant = await self._restock.offer(press.action.variant_id)
        if target is None:
            raise ProductNotFound
        if why := await channel.obstacle(who.bot, target.id):
            await press.tell(who.t("channel-obstacle", why=why))
            return
        await press.show(views.ask_post(who.t, variant, secrets.token_hex(ONCE)))

    async def post(self, press: Press[walls.PostNow]) -> None:
        who, row = press.who, press.action
        await self._restock.post(row.variant_id, once=f"{who.id}:{row.once}", actor=who.as_admin)
        await press.show(await self._shelves.stock(who, row.variant_id), who.t("posted-toast"))
