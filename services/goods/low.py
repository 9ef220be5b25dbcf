"""Telling admins once that something runs low; restocking arms it again, by trigger."""

from collections.abc import Sequence

from db import UnitOfWork
from services.running.notification import Event, Notifications


async def tell_low(uow: UnitOfWork, notify: Notifications, variant_ids: Sequence[int]) -> None:
    """In the transaction that took some of these away, after it did."""
    for variant_id in await uow.batches.newly_low(variant_ids):
        args = {"topic": f"low:{variant_id}", "variant": str(variant_id)}
        notify.admins(uow, Event.ADMIN_LOW_STOCK, args=args)
