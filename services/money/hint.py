"""Hints: somebody outside says where money may have come, and the watcher looks there at once.

Nothing that is said is believed, and nothing is written: what counts is what the chain answers
when it is asked, as at every other look. A hint that is lost costs the wait for that.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import OrderNotFound
from services.sale.search import Parse, on_chain
from utils.clock import Seconds
from utils.turnstile import Turnstile

logger = logging.getLogger(__name__)
REST = 10.0
"""Seconds between two looks at one order, however many hints there are."""
PER_MINUTE = 30
"""Looks because of hints, at all orders together: what the sources bear beside the scans."""
AT_ONCE = 4
LONGEST = 30.0
"""Seconds after which a look is given up."""
MOST_NOTED = 200
"""Hints and orders that wait for their look."""
MOST_MEANT = 5
"""Orders that one address or transaction may mean."""
SOON = 1.0
"""Seconds after which what had to wait is thought of again."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What whoever watches knows of an order: its public code, its address, a transaction."""

    order: str | None = None
    address: str | None = None
    txid: str | None = None


class Hints:
    """`look` reads the chain for one order, `parse` knows addresses, `passed` only passes."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        look: Callable[[int], Awaitable[None]],
        parse: Parse,
        passed: Seconds,
    ) -> None:
        self._uow = uow
        self._look_at = look
        self._parse = parse
        self._passed = passed
        self._noted: dict[Hint, None] = {}
        self._wanted: dict[int, None] = {}
        self._looked: dict[int, float] = {}
        self._allowance = Turnstile(PER_MINUTE, 60.0, passed=passed)

    def hear(self, hint: Hint) -> bool:
        """Note it for the next round, the same one once; False: too much is noted already.

        Whether there is such an order is found out by the round, so that nobody learns it here.
        """
        if hint not in self._noted and len(self._noted) + len(self._wanted) >= MOST_NOTED:
            return False
        self._noted[hint] = None
        return True

    async def round(self) -> float | None:
        """Look at what is meant, each as soon as it and all together had their rest."""
        noted, self._noted = self._noted, {}
        async with self._uow.read() as uow:
            for hint in noted:
                self._want(await self._meant(uow, hint))
        await asyncio.gather(*map(self._look, self._rested()))
        return SOON if self._wanted else None

    def _want(self, order_ids: set[int]) -> None:
        for order_id in sorted(order_ids):
            if len(self._wanted) < MOST_NOTED:
                self._wanted.setdefault(order_id)

    async def _meant(self, uow: UnitOfWork, hint: Hint) -> set[int]:
        """Nothing for what is nobody's, or another shop's."""
        found: set[int] = set()
        if hint.order is not None:
            order = await uow.orders.coded(hint.order.removeprefix("#").upper())
            found |= {order.id} if order else set()
        for word in filter(None, (hint.address, hint.txid)):
            found |= {each.id for each in await on_chain(uow, self._parse, word, MOST_MEANT)}
        return found

    def _rested(self) -> list[int]:
        """Those whose turn it is now, taken off the list."""
        now, ready = self._passed(), list[int]()
        self._looked = {one: at for one, at in self._looked.items() if now - at < REST}
        for order_id in [one for one in self._wanted if one not in self._looked][:AT_ONCE]:
            if not self._allowance.lets():
                break
            del self._wanted[order_id]
            self._looked[order_id] = now
            ready.append(order_id)
        return ready

    async def _look(self, order_id: int) -> None:
        """An order that store credit paid has no address to look at."""
        try:
            async with asyncio.timeout(LONGEST):
                with suppress(OrderNotFound):
                    await self._look_at(order_id)
        except TimeoutError:
            logger.warning("a look because of a hint took too long")
        except Exception:
            logger.exception("a look because of a hint failed")
