"""Where a parcel goes: typed or as last time, shown again, and confirmed before it counts."""

from typing import Any

from handlers import callbacks as on
from handlers import replies
from handlers.press import Press, Routes, Typed, Visitor
from handlers.user.ordering import Ordering
from handlers.views import checkout as views
from handlers.views.checkout import Way
from handlers.views.screen import Screen
from models.errors import OrderAlreadyOpen, QuoteChanged
from services.people.draft import DraftService
from services.people.user import UserService
from services.sale.checkout import check_delivery


class DeliveryDesk:
    """The question waits as `delivery:BTC+credit:17`: how they pay, and the screen it stands on."""

    def __init__(self, ordering: Ordering, drafts: DraftService, users: UserService) -> None:
        self._ordering = ordering
        self._drafts = drafts
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.AskAddress: self.change,
                on.LastAddress: self.as_last_time,
                on.PlaceOrder: self.place,
            },
            typed={"delivery": self.typed},
        )

    async def ask_for(self, press: Press[Any], way: Way) -> None:
        last = await self._ordering.last_delivery(press.who)
        await self._expect(press.who, way, press.message_id)
        await press.show(views.type_delivery(press.who.t, way, last))

    async def change(self, press: Press[on.AskAddress]) -> None:
        await self._drafts.drop(press.who.id)
        await self.ask_for(press, _way(press.action))

    async def typed(self, typed: Typed) -> None:
        """The last message counts, also when it is an edit."""
        who, (way, screen_id) = typed.who, _unpacked(typed.subject)
        text = check_delivery(typed.text)
        await self._drafts.keep(who.id, text, typed.note)
        new_id = await typed.say(await self._confirmation(who, way, text))
        await self._expect(who, way, new_id)
        if screen_id:
            await replies.remove(who.bot, who.id, screen_id)

    async def as_last_time(self, press: Press[on.LastAddress]) -> None:
        way, last = _way(press.action), await self._ordering.last_delivery(press.who)
        if last is None:
            await self.ask_for(press, way)
            return
        await self._drafts.keep(press.who.id, last, None)
        await self._show(press, way, last)

    async def place(self, press: Press[on.PlaceOrder]) -> None:
        """What was typed is what the button was made for, or it is shown and asked again."""
        who, way = press.who, _way(press.action)
        draft = await self._drafts.find(who.id)
        if draft is None:
            await self.ask_for(press, way)
            return
        try:
            await self._ordering.place(press, way, press.action.seal, draft.text)
        except QuoteChanged:
            await self._ask_again(press, way, draft.text)
        except OrderAlreadyOpen as error:
            await self._ordering.show_open(press, error)
        else:
            await self._drafts.drop(who.id)

    async def _ask_again(self, press: Press[on.PlaceOrder], way: Way, delivery: str) -> None:
        """Without a coin, when store credit does not cover it any more, a coin is asked for."""
        seal = press.action.seal
        bill = await self._ordering.bill(
            press.who, use_credit=way.use_credit, delivery=delivery, seal=seal
        )
        if way.coin is None and bill.to_pay:
            await self._ordering.choose(press, bill)
        else:
            await self._show(press, way, delivery, seal)

    async def _show(self, press: Press[Any], way: Way, delivery: str, seal: str = "") -> None:
        screen = await self._confirmation(press.who, way, delivery, seal=seal)
        await self._expect(press.who, way, press.message_id)
        await press.show(screen)

    async def _confirmation(
        self, who: Visitor, way: Way, delivery: str, *, seal: str = ""
    ) -> Screen:
        bill = await self._ordering.bill(
            who, use_credit=way.use_credit, delivery=delivery, seal=seal
        )
        return views.confirm(who.t, bill, way, delivery)

    async def _expect(self, who: Visitor, way: Way, screen_id: int) -> None:
        """Also while the confirmation is shown: another message takes the place of this one."""
        credit = "+credit" if way.use_credit else ""
        await self._users.expect(who.id, f"delivery:{way.asset}{credit}:{screen_id}")


def _way(action: on.AskAddress | on.LastAddress | on.PlaceOrder) -> Way:
    return Way(action.asset, bool(action.credit))


def _unpacked(subject: str) -> tuple[Way, int]:
    """Also what an older version of the shop was expecting, which knew no screen."""
    choice, _, screen_id = subject.partition(":")
    asset, _, credit = choice.partition("+")
    return Way(asset, bool(credit)), int(screen_id) if screen_id.isdigit() else 0
