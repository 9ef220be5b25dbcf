"""Stock in doubt after a restore: a person says that it is there, and it is sold again."""

from handlers import admin_callbacks as act
from handlers.press import Press, Routes
from handlers.views import doubt as views
from models.permission import Permission
from services.sale.doubt import DoubtService


class DoubtDesk:
    def __init__(self, doubts: DoubtService) -> None:
        self._doubts = doubts

    def routes(self) -> Routes:
        return Routes(
            buttons={
                act.StockInDoubt: self.list,
                act.AskTrust: self.ask,
                act.TrustStock: self.trust,
            },
            needs=Permission.GOODS,
        )

    async def list(self, press: Press[act.StockInDoubt]) -> None:
        await press.show(views.doubt(press.who.t, await self._doubts.standing()))

    async def ask(self, press: Press[act.AskTrust]) -> None:
        """What is no longer in doubt is not asked about."""
        t, stock, wanted = press.who.t, await self._doubts.standing(), press.action.variant_id
        one = next((row for row in stock.variants if row.id == wanted), None)
        known = one is not None or (wanted == views.ALL and stock.waits)
        await press.show(views.ask(t, stock, one) if known else views.doubt(t, stock))

    async def trust(self, press: Press[act.TrustStock]) -> None:
        who, wanted = press.who, press.action.variant_id
        done = await self._doubts.release(wanted or None, f"admin:{who.id}")
        toast = who.t("stock-trusted-toast" if done else "stock-certain-toast")
        await press.show(views.doubt(who.t, await self._doubts.standing()), toast)
