"""What time it is as far as the end of an order is concerned."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from models.invoice import Invoice, Transfer
from models.order import OrderStatus
from services.money.lasting import Lasting
from utils.chains.base import Observation
from utils.clock import Clock, steady

INSTANT = timedelta(microseconds=1)


class Deadlines:
    """No order ends by a clock that is in doubt, nor unchecked by a clock that has jumped."""

    def __init__(self, clock: Clock, grace: timedelta) -> None:
        self._clock = steady(clock)
        self._grace = grace
        self._unchecked: Lasting[int] = Lasting(self._clock.seconds)
        self._seen: Lasting[int] = Lasting(self._clock.seconds)
        self._claimed: set[int] = set()

    def times(
        self, invoice: Invoice, answered: datetime | None
    ) -> tuple[datetime, datetime | None]:
        """Now, and the start of the newest complete look. `answered`: the start of this one."""
        deadline = invoice.order.expires_at
        now = self._clock()
        looked = answered or _past(invoice.scanned_at, now)
        if self._clock.in_doubt:
            now = min(now, deadline - INSTANT)
            return now, min(looked, now) if looked else None
        if answered or now < deadline:
            self._unchecked.over([invoice.order_id])
        elif self._unchecked.seconds(invoice.order_id) < self._grace.total_seconds():
            now = min(now, deadline + self._grace - INSTANT)
        return now, looked

    def waited(self, invoice: Invoice, rows: Iterable[Transfer]) -> timedelta:
        """How long this process has seen money at an open order, in seconds that pass."""
        if invoice.order.status is not OrderStatus.CREATED:
            self._seen.over([invoice.order_id])
            return timedelta(0)
        if invoice.order_id not in self._seen and all(row.missing_since for row in rows):
            return timedelta(0)
        return timedelta(seconds=self._seen.seconds(invoice.order_id))

    def claimed(self, invoice: Invoice, seen: Observation | None) -> bool:
        """Whether a source calls an open order's money confirmed, or did when it last answered."""
        address, order_id = invoice.address.address, invoice.order_id
        if invoice.order.status is not OrderStatus.CREATED:
            self._claimed.discard(order_id)
        elif seen is not None and address in seen.claims:
            self._claimed.add(order_id)
        elif seen is not None and address in seen.transfers:
            self._claimed.discard(order_id)
        return order_id in self._claimed


def _past(looked: datetime | None, now: datetime) -> datetime | None:
    """A look from the future was noted by a wrong clock: nobody knows when it was."""
    return None if looked and looked > now else looked
