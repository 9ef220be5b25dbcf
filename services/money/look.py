"""Looking at the chain because somebody asks: together, not too often, never for long."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from utils.tasks import Tasks

logger = logging.getLogger(__name__)
PATIENCE = 4.0
"""Seconds somebody waits for a look; it goes on without them."""
LONGEST = 30.0
"""Seconds after which a look is given up."""
REST = 10.0
"""Seconds for which one look at an order answers everybody who asks."""
AT_ONCE = 4
"""Looks under way: what the sources bear besides the regular scans."""
PER_PERSON, WINDOW = 6, 60.0
"""Looks that one person may start in so many seconds, whatever the orders."""


class Looks:
    """`look` reads the chain for one order; `seconds` only pass (a monotonic clock)."""

    def __init__(
        self, look: Callable[[int], Awaitable[None]], seconds: Callable[[], float]
    ) -> None:
        self._look = look
        self._seconds = seconds
        self._recent: dict[int, tuple[float, asyncio.Task[bool]]] = {}
        self._asked: dict[int, deque[float]] = {}
        self._tasks = Tasks()

    async def at(self, order_id: int, *, customer: int | None = None) -> bool:
        """Whether the chain has answered about this order in the last few seconds.

        If not, what is known from the regular scans is as good as it gets right now. A look that
        is under way is joined. `customer`: whose allowance it comes out of, an admin's as well;
        None: nobody's.
        """
        task = self._current(order_id) or self._begin(order_id, customer)
        if task is None:
            return False
        await asyncio.wait({task}, timeout=PATIENCE)
        return task.done() and not task.cancelled() and task.result()

    def _current(self, order_id: int) -> asyncio.Task[bool] | None:
        now = self._seconds()
        for old in [key for key, (begun, _) in self._recent.items() if now - begun > LONGEST]:
            del self._recent[old]
        begun, task = self._recent.get(order_id, (0.0, None))
        return task if task and (not task.done() or now - begun < REST) else None

    def _begin(self, order_id: int, customer: int | None) -> asyncio.Task[bool] | None:
        if len(self._tasks) >= AT_ONCE or not self._allowed(customer):
            return None
        task = self._tasks.start(self._try(order_id), f"look at {order_id}")
        self._recent[order_id] = self._seconds(), task
        return task

    def _allowed(self, customer: int | None) -> bool:
        if customer is None:
            return True
        now = self._seconds()
        for other in [who for who, times in self._asked.items() if now - times[-1] > WINDOW]:
            del self._asked[other]
        times = self._asked.setdefault(customer, deque(maxlen=PER_PERSON))
        if len(times) == PER_PERSON and now - times[0] < WINDOW:
            return False
        times.append(now)
        return True

    async def _try(self, order_id: int) -> bool:
        try:
            async with asyncio.timeout(LONGEST):
                await self._look(order_id)
        except TimeoutError:
            logger.warning("the look at order %s took too long", order_id)
            return False
        except Exception:
            logger.exception("the look at order %s failed", order_id)
            return False
        return True

    async def aclose(self) -> None:
        await self._tasks.drain(0)
