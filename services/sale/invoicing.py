"""Opening an invoice: an amount at today's rate, and an address that nobody ever had."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from db import UnitOfWork
from models.address import Address
from models.errors import AddressUnavailable, CoinUnavailable
from models.invoice import Invoice
from models.order import Order
from services.keys.wallet import WalletService
from services.money.rate import RateService
from services.sale.due import due_of
from utils.wallets.base import AddressDoubt

PATIENCE = 4.0
"""Seconds a customer waits for an address to be prepared; as a rule there is one."""
MOST_WAITING = 10
"""Customers who wait for one at a time; whoever comes then is told at once, and can press again."""


class Invoicing:
    """What every order that is paid in coins needs, whatever it came from.

    `confirmations`: how many a total in minor units asks for in a coin.
    """

    def __init__(
        self, rates: RateService, wallets: WalletService, confirmations: Callable[[str, int], int]
    ) -> None:
        self._rates = rates
        self._wallets = wallets
        self._confirmations = confirmations
        self._waiting = 0

    async def prepared(self, asset: str | None, act: Callable[[], Awaitable[int]]) -> int:
        """`act`, which opens an invoice in `asset`; once more when an address had to be made first.

        Raises CoinUnavailable before anything is locked, AddressUnavailable.
        """
        if asset is not None:
            self._rates.quote(asset)
        await self._wallets.settle()  # nothing is sold before it is known what was
        try:
            return await self._twice(act)
        except AddressDoubt as doubt:
            raise await self._wallets.doubted(asset or "", str(doubt)) from doubt

    async def _twice(self, act: Callable[[], Awaitable[int]]) -> int:
        try:
            return await act()
        except AddressUnavailable as none_waiting:  # as one nearly always is
            await self._prepare_one(none_waiting)
            return await act()

    async def _prepare_one(self, none_waiting: AddressUnavailable) -> None:
        """Nobody waits for a provider that hangs: the regular preparation goes on meanwhile."""
        if self._waiting >= MOST_WAITING:
            raise none_waiting
        self._waiting += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await self._wallets.prepare_one(none_waiting.asset)
        except TimeoutError:
            raise none_waiting from None
        finally:
            self._waiting -= 1

    async def open(self, uow: UnitOfWork, order: Order, asset: str | None, now: datetime) -> None:
        """For what is left to pay. Raises CoinUnavailable, TotalTooSmall, AddressUnavailable."""
        if asset is None:  # the credit was spent meanwhile
            raise CoinUnavailable(order.currency)
        price = self._rates.quote(asset)
        due = due_of(order.to_pay, order.currency, price)
        address = await self._take_address(uow, asset, now)
        await uow.invoices.add(
            Invoice(
                order_id=order.id,
                asset=asset,
                address_id=address.id,
                due=due,
                rate=price.rate,
                rate_sources=price.sources,
                rate_at=price.at,
                spread_percent=price.spread_percent,
                confirmations_required=self._confirmations(asset, order.total),
                next_scan_at=now,
            )
        )

    async def _take_address(self, uow: UnitOfWork, asset: str, now: datetime) -> Address:
        """An address that is proved once more at the moment it is given away."""
        address = await uow.addresses.take(asset, now) if self._wallets.ready(asset) else None
        if address is None:
            raise AddressUnavailable(asset)
        self._wallets.prove(address)
        return address
