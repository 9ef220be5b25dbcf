"""Whether this is still the database that gave the last address, or a copy from before.

A backup does not know what was given away after it. Accounts cost nothing, so whenever the database
was restored, copied or moved all prepared addresses are put aside, and the count of accounts jumps.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.address import Address
from models.mark import Mark
from services.running.notification import Event, Notifications
from utils import marker as files
from utils.clock import Clock
from utils.wallets.base import Wallet

logger = logging.getLogger(__name__)
JUMP = 1_000
"""Accounts left out at least."""
SPREAD = 100_000
"""And up to so many more, by chance: one backup restored twice must not land in one place twice."""


@dataclass(frozen=True, slots=True)
class Placement:
    uow: UnitOfWorkFactory
    clock: Clock
    wallets: Mapping[str, Wallet]
    notify: Notifications

    async def settle(self) -> None:
        """To be done before the first address is given. Raises AddressDoubt, MarkerUnwritable."""
        marker = self.uow.marker
        if marker is None:
            return
        found = await marker.read()
        async with self.uow.read() as uow:
            reason = await doubt(uow, found)
        if found and not reason:
            marker.known(found)
            return
        mark = await marker.write(secrets.token_hex(16), 0)
        async with self.uow() as uow:
            await uow.marks.add(Mark(token=mark.token, given=mark.given, stamp=mark.stamp))
            if reason:
                await self._jump(uow, reason)

    async def _jump(self, uow: UnitOfWork, reason: str) -> None:
        logger.warning("the database was restored or moved (%s): accounts jump ahead", reason)
        now = self.clock()
        for asset in self.wallets:
            await uow.addresses.put_aside(asset, now)
            first = await uow.addresses.next_index(asset)
            index = first + JUMP + secrets.randbelow(SPREAD)
            await uow.addresses.add(self._gap(asset, index, now))
        alert = {"topic": "restored", "asset": "", "reason": reason}
        self.notify.admins(uow, Event.ADMIN_ALERT, args=alert)

    def _gap(self, asset: str, index: int, now: datetime) -> Address:
        """The account that the count goes on from, given to nobody."""
        derived = self.wallets[asset].derive(index)
        return Address(
            chain=asset,
            index=derived.index,
            address=derived.address,
            path=derived.path,
            created_at=now,
            given_at=now,
        )


async def doubt(uow: UnitOfWork, found: files.Mark | None) -> str | None:
    """Why the database may be older than what was given; None when it is not, or is new."""
    row = await uow.marks.find(found.token) if found else None
    if found is None:
        return None if await uow.marks.is_new() else "the marker file beside it is missing"
    if row is None:
        return "the marker file beside it is another one's"
    if found.given > row.given:
        return f"it is older than the marker file: {found.given - row.given} addresses"
    return None if found.stamp == row.stamp else "the marker file beside it is a copy"
