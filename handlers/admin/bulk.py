"""Several orders marked as shipped with one press: picked on the list, a verdict for each."""

import hashlib
from collections.abc import Mapping

from handlers import order_callbacks as on
from handlers.press import Press, Routes, Visitor
from handlers.views import bulk as views
from handlers.views.screen import Screen
from models.order import Listed
from models.permission import Permission
from services.people.draft import PICKED, DraftService
from services.sale.order import OrderService
from services.sale.parcel import MOST_AT_ONCE, ParcelService


class BulkDesk:
    """What is picked waits sealed for an hour, as whatever somebody has still to confirm."""

    def __init__(self, orders: OrderService, parcels: ParcelService, drafts: DraftService) -> None:
        self._orders = orders
        self._parcels = parcels
        self._drafts = drafts

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Bulk: self.open,
                on.Pick: self.pick,
                on.AskBulk: self.ask,
                on.BulkNow: self.ship,
            },
            needs=Permission.ORDERS,
        )

    async def open(self, press: Press[on.Bulk]) -> None:
        await press.show(await self._list(press.who, press.action.page))

    async def _list(self, who: Visitor, page: int) -> Screen:
        rows = await self._orders.listed(Listed.SHIP, page)
        return views.listed(who.t, rows, await self._picked(who.id), page)

    async def _picked(self, user_id: int) -> dict[int, str]:
        """With each order the mark of its address, as it was when it was picked."""
        draft = await self._drafts.find(user_id, PICKED)
        pairs = [each.partition("=") for each in draft.text.split(",")] if draft else []
        return {int(number): mark for number, found, mark in pairs if found}

    async def pick(self, press: Press[on.Pick]) -> None:
        who, number = press.who, press.action.order_id
        picked = await self._picked(who.id)
        full = number not in picked and len(picked) >= MOST_AT_ONCE
        if number in picked:
            del picked[number]
        elif not full:
            picked[number] = (await self._orders.card(number)).order.delivery_mark
        kept = ",".join(f"{each}={mark}" for each, mark in picked.items())
        await self._drafts.keep(who.id, kept, None, PICKED)
        told = who.t("bulk-full-toast", maximum=MOST_AT_ONCE) if full else None
        await press.show(await self._list(who, press.action.page), told)

    async def ask(self, press: Press[on.AskBulk]) -> None:
        picked = await self._picked(press.who.id)
        codes = await self._orders.codes([*picked])
        if codes:
            await press.show(views.ask(press.who.t, [*codes.values()], mark_of(picked)))
        else:
            await press.show(await self._list(press.who, 0))

    async def ship(self, press: Press[on.BulkNow]) -> None:
        """What was shown, and nothing that was picked since."""
        who, picked = press.who, await self._picked(press.who.id)
        if not picked or mark_of(picked) != press.action.mark:
            await press.show(await self._list(who, 0), who.t("bulk-changed-toast"))
            return
        await self._drafts.drop(who.id)
        verdicts = await self._parcels.ship_many([*picked.items()], actor=who.as_admin)
        await press.show(views.verdicts(who.t, verdicts))


def mark_of(picked: Mapping[int, str]) -> str:
    return hashlib.sha256(repr(sorted(picked.items())).encode()).hexdigest()[:8]
