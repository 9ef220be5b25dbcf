"""Where a parcel goes, and what the shop asks: typed, shown again, and confirmed by a button."""

from dataclasses import replace

from handlers import callbacks as on
from handlers.press import Press, Routes, Typed
from handlers.user.ordering import Ordering
from handlers.user.steps import ANSWER, DELIVERY, Steps
from handlers.views.checkout import Way
from models.errors import OrderAlreadyOpen, QuoteChanged
from models.shipping_errors import AnswersMissing, ShippingUnchosen
from services.sale.form import Entry, Form, FormService


class DeliveryDesk:
    def __init__(self, ordering: Ordering, forms: FormService, steps: Steps) -> None:
        self._ordering = ordering
        self._forms = forms
        self._steps = steps

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.AskAddress: self.change,
                on.LastAddress: self.as_last_time,
                on.AskAnswers: self.ask_again,
                on.PlaceOrder: self.place,
            },
            typed={DELIVERY: self.typed, ANSWER: self.answered},
        )

    async def typed(self, typed: Typed) -> None:
        await self._steps.typed(typed, DELIVERY, typed.subject)

    async def answered(self, typed: Typed) -> None:
        await self._steps.typed(typed, ANSWER, typed.subject)

    async def change(self, press: Press[on.AskAddress]) -> None:
        """The answers stay."""
        form = replace(await self._form(press.who.id), delivery=None, is_message=False)
        await self._forms.keep(press.who.id, form, None)
        await self._steps.show(press, _way(press.action), form)

    async def as_last_time(self, press: Press[on.LastAddress]) -> None:
        last, form = await self._ordering.last_delivery(press.who), await self._form(press.who.id)
        if last is not None:
            form = replace(form, delivery=Entry(last), is_message=False)
            await self._forms.keep(press.who.id, form, None)
        await self._steps.show(press, _way(press.action), form)

    async def ask_again(self, press: Press[on.AskAnswers]) -> None:
        """The address stays."""
        form = Form((await self._form(press.who.id)).delivery)
        await self._forms.keep(press.who.id, form, None)
        await self._steps.show(press, _way(press.action), form)

    async def place(self, press: Press[on.PlaceOrder]) -> None:
        """What was typed is what the button was made for, or it is shown and asked again."""
        who, way, seal = press.who, _way(press.action), press.action.seal
        form = await self._forms.find(who.id)
        if form is None:
            await self._steps.show(press, way, Form())
            return
        try:
            await self._ordering.place(press, way, seal, form)
        except (QuoteChanged, ShippingUnchosen, AnswersMissing):
            await self._steps.show(press, way, form, seal)
        except OrderAlreadyOpen as error:
            await self._ordering.show_open(press, error)

    async def _form(self, user_id: int) -> Form:
        return await self._forms.find(user_id) or Form()


def _way(action: on.AskAddress | on.LastAddress | on.AskAnswers | on.PlaceOrder) -> Way:
    return Way(action.asset, bool(action.credit), action.ship)
