"""Which transactions paid, where a chain is read by its balances: looked up after the fact."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from db import UnitOfWorkFactory
from models.invoice import Transfer
from services.money.lasting import Lasting
from utils.assets import ASSETS
from utils.chains.base import ChainClient, ChainError
from utils.clock import Clock, steady

logger = logging.getLogger(__name__)
BACK = 40
"""Blocks before the one a transfer was first seen at: a scan is never that far apart."""
YOUNG = timedelta(hours=2)
SHOWN = 3
CONSIDERED = 200
ASKED = 20
"""Transfers in one round."""
BEHIND = timedelta(minutes=2)
"""How long one that could not be looked for stands behind the others."""


class ReceiptService:
    """Best effort, and nothing depends on it: admins see ids instead of balances."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, chains: Mapping[str, ChainClient]
    ) -> None:
        self._uow = uow
        self._clock = steady(clock)
        self._chains = {a: chain for a, chain in chains.items() if ASSETS[a].read_by_balance}
        self._failed: Lasting[int] = Lasting(self._clock.seconds)

    async def find(self) -> None:
        """Look for the transactions of young transfers that have none yet."""
        self._failed.over(self._failed.longer_than(BEHIND.total_seconds()))
        since = self._clock() - YOUNG
        for asset, chain in self._chains.items():
            async with self._uow.read() as uow:
                wanted = await uow.invoices.without_receipt(asset, since, CONSIDERED)
            turns = sorted(wanted, key=lambda each: each[0].id in self._failed)
            for transfer, address in turns[:ASKED]:
                await self._find_alone(chain, transfer, address)

    async def _find_alone(self, chain: ChainClient, transfer: Transfer, address: str) -> None:
        """One that cannot be looked for holds up no other."""
        try:
            await self._find(chain, transfer, address)
        except ChainError as error:
            logger.info("no receipt for transfer %s yet: %s", transfer.id, error)
            self._failed.seconds(transfer.id)
        except Exception:
            logger.exception("no receipt for transfer %s", transfer.id)
            self._failed.seconds(transfer.id)

    async def _find(self, chain: ChainClient, transfer: Transfer, address: str) -> None:
        last = transfer.block_height or 0
        found = await chain.find_transactions(address, max(0, last - BACK), last)
        exact = [txid for txid, amount in found if amount == transfer.amount]
        ids = exact[:1] or [txid for txid, _ in found[:SHOWN]]
        async with self._uow() as uow:
            await uow.invoices.keep_receipt(transfer.id, " ".join(ids))
