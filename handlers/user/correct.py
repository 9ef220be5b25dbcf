"""A customer corrects where their parcel goes, until it goes."""

from handlers import order_callbacks as on
from handlers.correcting import CUSTOMER, Correcting
from handlers.press import Press, Routes, Typed


class CorrectDesk:
    def __init__(self, correcting: Correcting) -> None:
        self._correcting = correcting

    def routes(self) -> Routes:
        return Routes(
            buttons={on.Correct: self.ask, on.CorrectNow: self.correct},
            typed={"correct": self.typed},
        )

    async def ask(self, press: Press[on.Correct]) -> None:
        order_id = press.action.order_id
        await press.below(await self._correcting.question(CUSTOMER, press.who, order_id))

    async def typed(self, typed: Typed) -> None:
        await self._correcting.typed(CUSTOMER, typed)

    async def correct(self, press: Press[on.CorrectNow]) -> None:
        await self._correcting.correct(CUSTOMER, press)
