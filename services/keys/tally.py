"""What a restored database may have sold already, as the file beside it says: it is kept back.

A backup does not know what was delivered after it. The file does, if it is the original and reaches
back that far: then exactly these goods are gone. If not, all that there is is in doubt, and is not
sold until a person says that it is there.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from services.keys.placement import doubt as doubt_of_marker
from services.running.notification import Event, Notifications
from utils.clock import Clock
from utils.tally import COUNTED, Header, Sold, TallyFile

logger = logging.getLogger(__name__)
CHAIN = "chain"
"""An address that the database calls unused has a history: the whole machine is from before."""


@dataclass(frozen=True, slots=True)
class Tallying:
    uow: UnitOfWorkFactory
    clock: Clock
    notify: Notifications

    async def settle(self) -> None:
        """To be done before anything is sold. Raises TallyUnwritable."""
        file = self.uow.tally
        if file is None or file.token:
            return
        found = await file.read()
        async with self.uow() as uow:
            await uow.products.shelves_in_turn()
            doubt, lost = await self._missed(uow, file, found)
            if found and not doubt and await uow.tallies.find(found.token):
                await self._take_off(uow, lost)
                await uow.tallies.catch_up(found.token, found.count)
                token, count = found.token, found.count
            else:
                token, count = await self._begin(uow, file, doubt), 0
        file.known(token, count)

    async def doubt(self, reason: str) -> None:
        """Sell nothing of all that there is until a person says so."""
        async with self.uow() as uow:
            await uow.products.shelves_in_turn()
            await uow.tallies.doubt(reason)
            await self._doubt_all(uow, reason)

    async def _missed(
        self, uow: UnitOfWork, file: TallyFile, found: Header | None
    ) -> tuple[str | None, Sequence[Sold]]:
        """Why nobody can tell what this database missed, or what it missed."""
        if found is None:
            return (None if await self._is_first(uow) else "missing"), ()
        row = await uow.tallies.find(found.token)
        if row is None:
            is_cut_short = not found.count and await self._is_first(uow)
            return (None if is_cut_short else "other"), ()
        if not found.original:
            return "copy", ()
        if found.count < row.sold:
            return "older", ()
        lost = await file.since(row.sold)
        if lost is None:
            return "unreadable", ()
        if not await self._is_readable(uow, lost):
            return "key", ()
        return None, lost

    async def _is_first(self, uow: UnitOfWork) -> bool:
        """A new shop, or the first start of a release that writes the file."""
        if not await uow.tallies.is_new():
            return False
        marker = self.uow.marker
        return await doubt_of_marker(uow, await marker.read() if marker else None) is None

    async def _is_readable(self, uow: UnitOfWork, lost: Sequence[Sold]) -> bool:
        """Digests under another SECRET_KEY than this database has fit nothing in it."""
        key = await uow.stock.key_in_use()
        return key is None or all(each.key == key for each in lost if each.digest != COUNTED)

    async def _take_off(self, uow: UnitOfWork, lost: Sequence[Sold]) -> None:
        """What went to an order that is here stays for it alone; pieces must be counted."""
        if not lost:
            return
        known = await uow.orders.known({(each.order_id, each.code) for each in lost})
        went, goods = set[int](), 0
        for each in lost:
            is_known = (each.order_id, each.code) in known
            if each.digest != COUNTED:
                goods += 1
                await uow.stock.mark_gone(each.digest, each.order_id if is_known else None)
            elif not is_known:
                went.add(each.variant_id)
        await uow.products.doubt(self.clock(), sorted(went))
        logger.warning("the database is older than %d sales: they are off the shelves", len(lost))
        alert = {"topic": "stock-gone", "asset": str(goods), "reason": str(len(went))}
        self.notify.admins(uow, Event.ADMIN_ALERT, args=alert)

    async def _begin(self, uow: UnitOfWork, file: TallyFile, doubt: str | None) -> str:
        """The file first: a crash before the commit leaves one that fits nothing, and the doubt."""
        token = secrets.token_hex(16)
        await file.begin(token)
        await uow.tallies.begin(token, doubt)
        if doubt:
            await self._doubt_all(uow, doubt)
        return token

    async def _doubt_all(self, uow: UnitOfWork, reason: str) -> None:
        logger.warning("what is on the shelves may be sold already (%s): nothing is sold", reason)
        await uow.products.doubt(self.clock())
        alert = {"topic": "stock-doubted", "asset": "", "reason": reason}
        self.notify.admins(uow, Event.ADMIN_ALERT, args=alert)
