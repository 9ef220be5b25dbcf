"""A filled shop at one moment, and what can be asked of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bench.fill import FIRST_USER, OPEN
from db import UnitOfWork


@dataclass(frozen=True, slots=True)
class Scene:
    """A filled shop at one moment. `orders`: how many are finished; they come first."""

    now: datetime
    orders: int

    @property
    def old(self) -> int:
        """A shipped digital order of the first day."""
        return 4

    @property
    def waiting(self) -> int:
        """The newest order, and the only one of its customer."""
        return self.orders + OPEN

    @property
    def refunded(self) -> int:
        """An old order whose late money went back."""
        return 99

    @property
    def customer(self) -> int:
        """Somebody with a few orders."""
        return FIRST_USER + 1


Question = Callable[[UnitOfWork, Scene], Awaitable[object]]
