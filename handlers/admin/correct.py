"""An admin corrects where a parcel goes, until it goes."""

from handlers import order_callbacks as on
from handlers.correcting import ADMIN, Correcting
from handlers.press import Press, Routes, Typed
from models.permission import Permission


class AdminCorrectDesk:
    def __init__(self, correcting: Correcting) -> None:
        self._correcting = correcting

    def routes(self) -> Routes:
        return Routes(
            buttons={on.AdminCorrect: self.ask, on.AdminCorrectNow: self.correct},
            typed={"admin-correct": self.typed},
            needs=Permission.ORDERS,
        )

    async def ask(self, press: Press[on.AdminCorrect]) -> None:
        order_id = press.action.order_id
        await press.below(await self._correcting.question(ADMIN, press.who, order_id))

    async def typed(self, typed: Typed) -> None:
        await self._correcting.typed(ADMIN, typed)

    async def correct(self, press: Press[on.AdminCorrectNow]) -> None:
        await self._correcting.correct(ADMIN, press)
