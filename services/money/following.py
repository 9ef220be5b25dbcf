"""Transactions that were named for refunds are looked up again and again."""

import logging

from db import UnitOfWorkFactory
from models.refund import Refund
from models.refund_errors import ChainSilent
from services.money.refund_course import RefundCourse, wanted
from services.money.sighting import Lookout
from utils.clock import Clock

logger = logging.getLogger(__name__)
MOST_FOLLOWED = 50
"""Refunds whose transactions one round looks up."""


class Following:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, lookout: Lookout, course: RefundCourse
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lookout = lookout
        self._course = course

    async def follow(self) -> None:
        """Look up what was named for refunds: there, final, gone, or there after all."""
        async with self._uow.read() as uow:
            rows = await uow.refunds.due(self._clock(), MOST_FOLLOWED)
        silent = set[str]()
        for row in rows:
            if row.asset not in silent:
                await self._follow_alone(row, silent)

    async def _follow_alone(self, refund: Refund, silent: set[str]) -> None:
        """One that cannot be looked up holds up no other; a silent chain is not asked again now."""
        try:
            await self._follow(refund)
        except ChainSilent:
            silent.add(refund.asset)
            await self._postpone(refund)
        except Exception:
            logger.exception("refund %s was not looked up", refund.id)
            await self._postpone(refund)

    async def _follow(self, refund: Refund) -> None:
        async with self._uow.read() as uow:
            names = await uow.refunds.named(refund.id)
        sightings = await self._lookout.ask(refund, wanted(refund, names, self._clock()))
        async with self._uow() as uow:
            order = await uow.orders.get(refund.order_id, lock=True)
            again = await uow.refunds.get(refund.id)
            await self._course.conclude(uow, order, again, sightings)

    async def _postpone(self, refund: Refund) -> None:
        async with self._uow() as uow:
            await uow.refunds.postpone(refund.id, self._clock())
