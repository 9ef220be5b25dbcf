"""Which messages show an order or a list to admins now: remembered, bounded, and forgotten."""

from dataclasses import dataclass
from datetime import timedelta

from db import UnitOfWorkFactory
from models.opened import FOLLOWED, Face, Opened
from utils.clock import Clock

GRACE = timedelta(hours=1)
"""How long after it follows no more a card is forgotten."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a message is. `kept`: an order's own, a notice; `opened`: what follows."""

    kept: bool
    opened: bool


class OpenedService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def standing(self, chat_id: int, message_id: int) -> Standing:
        """Whether something else may be put in its place, and what is to be forgotten then."""
        async with self._uow.glance() as uow:
            kept = await uow.posts.keeps(chat_id, message_id)
            return Standing(kept, await uow.opened.find(chat_id, message_id) is not None)

    async def show(
        self,
        chat_id: int,
        message_id: int,
        bot_id: int,
        order_id: int | None,
        face: Face,
        spot: str = "",
    ) -> None:
        """That message follows the order, or without one the list at `spot`, from here on: what is
        read after this is up to date.

        Whoever is changing the order, or its customer's credit, is waited for.
        """
        row = Opened(chat_id=chat_id, message_id=message_id, bot_id=bot_id, order_id=order_id)
        row.face, row.spot, row.drawn, row.waits = face, spot, "", False
        row.shown_at = self._clock()
        async with self._uow() as uow:
            if order_id is not None:
                order = await uow.orders.get(order_id, lock=True)
                await uow.users.lock(order.user_id)
                row.customer_id = order.user_id
            await uow.opened.put(row)

    async def begin(self, chat_id: int, message_id: int) -> Opened | None:
        """What it is to show now; None: it shows another screen by now."""
        async with self._uow() as uow:
            return await uow.opened.begin(chat_id, message_id)

    async def drawn(self, chat_id: int, message_id: int, drawn: str) -> None:
        async with self._uow() as uow:
            await uow.opened.drawn(chat_id, message_id, drawn)

    async def forget(self, chat_id: int, message_id: int) -> None:
        """It shows another screen, or is gone."""
        async with self._uow() as uow:
            await uow.opened.forget(chat_id, message_id)

    async def prune(self) -> None:
        async with self._uow() as uow:
            await uow.opened.prune(self._clock() - FOLLOWED - GRACE)
