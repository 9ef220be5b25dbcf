"""Which transactions paid, where a chain is read by its balances: looked up after the fact."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from db import UnitOfWorkFactory
from models.invoice import Transfer
from utils.assets import ASSETS
from utils.chains.base import ChainClient, ChainError
from utils.clock import Clock

logger = logging.getLogger(__name__)
BACK = 40
"""Blocks before the one a transfer was first seen at: a scan is never that far apart."""
YOUNG = timedelta(hours=2)
SHOWN = 3


class ReceiptService:
    """Best effort, and nothing depends on it: admins see ids instead of balances."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, chains: Mapping[str, ChainClient]
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._chains = {a: chain for a, chain in chains.items() if ASSETS[a].read_by_balance}

    async def find(self) -> None:
        """Look for the transactions of young transfers that have none yet."""
        for asset, chain in self._chains.items():
            async with self._uow.read() as uow:
                wanted = await uow.invoices.without_receipt(asset, self._clock() - YOUNG)
            for transfer, address in wanted:
                await self._find(chain, transfer, address)

    async def _find(self, chain: ChainClient, transfer: Transfer, address: str) -> None:
        last = transfer.block_height or 0
        try:
            found = await chain.find_transactions(address, max(0, last - BACK), last)
        except ChainError as error:
            logger.info("no receipt for transfer %s yet: %s", transfer.id, error)
            return
        exact = [txid for txid, amount in found if amount == transfer.amount]
        ids = exact[:1] or [txid for txid, _ in found[:SHOWN]]
        async with self._uow() as uow:
            await uow.invoices.keep_receipt(transfer.id, " ".join(ids))
