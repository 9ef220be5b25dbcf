"""What the shop's coins are, order by order, and their keys, for other wallets to take over."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db import UnitOfWorkFactory
from models.audit import AuditEntry
from utils.assets import ASSETS
from utils.clock import Clock
from utils.uri import format_units
from utils.wallets.base import AddressDoubt, Described, PrivateKey, Wallet

EVER = datetime.fromtimestamp(0, UTC)
"""Before every block."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Holding:
    """One order's address, and what came there by the books (base units)."""

    order_id: int
    code: str
    status: str
    asset: str
    index: int
    path: str
    address: str
    received: int
    total: int
    currency: str
    ordered_at: datetime

    @property
    def amount(self) -> str:
        """What came, in whole coins."""
        return format_units(self.received, ASSETS[self.asset].decimals)


class ExportService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, wallets: Mapping[str, Wallet]) -> None:
        self._uow = uow
        self._clock = clock
        self._wallets = wallets

    async def holdings(
        self, assets: Collection[str] = tuple(ASSETS), *, everything: bool = False
    ) -> list[Holding]:
        """Those that money came to, also late; `everything`: all addresses that orders ever had."""
        async with self._uow.read() as uow:
            rows = await uow.invoices.with_received(assets)
        found = [
            Holding(
                order_id=order.id,
                code=order.code,
                status=order.status,
                asset=invoice.asset,
                index=invoice.address.index,
                path=invoice.address.path,
                address=invoice.address.address,
                received=received,
                total=order.total,
                currency=order.currency,
                ordered_at=order.created_at,
            )
            for invoice, order, received in rows
        ]
        return found if everything else [each for each in found if each.received]

    def accounts(self, asset: str, first: int, last: int) -> list[Holding]:
        """By number, whatever the database knows of them: those that were given away after the
        backup that was restored. Nobody knows what came there, nor since when.

        Raises AddressDoubt.
        """
        wallet = self._wallets[asset]
        derived = [wallet.derive(index) for index in range(first, last + 1)]
        return [
            Holding(
                order_id=0,
                code="",
                status="",
                asset=asset,
                index=each.index,
                path=each.path,
                address=each.address,
                received=0,
                total=0,
                currency="USD",
                ordered_at=EVER,
            )
            for each in derived
        ]

    async def keys(
        self, holdings: Sequence[Holding], progress: Progress = lambda _done, _all: None
    ) -> list[PrivateKey]:
        """Each proved to be its address's; the audit log has it before anybody else.

        Raises AddressDoubt.
        """
        await self._note("keys.exported", holdings)
        return [
            self._proved(each, _counted(progress, number, len(holdings)))
            for number, each in enumerate(holdings, 1)
        ]

    async def descriptors(self, holdings: Sequence[Holding], *, private: bool) -> list[str]:
        """As bitcoind takes them; raises AddressDoubt."""
        if private:
            await self._note("keys.exported", holdings)
        return [self._described(each, private=private) for each in holdings]

    def _described(self, each: Holding, *, private: bool) -> str:
        wallet = self._wallets[each.asset]
        wallet.prove(each.index, each.address)
        if not isinstance(wallet, Described):
            raise AddressDoubt(f"{each.asset} addresses have no descriptor")
        return wallet.descriptor(each.index, private=private)

    def _proved(self, each: Holding, told: Callable[[], None]) -> PrivateKey:
        key = self._wallets[each.asset].private_key(each.index)
        if key.address != each.address:
            raise AddressDoubt(f"{key.path} is not the key of {each.address}")
        told()
        return key

    async def _note(self, action: str, holdings: Sequence[Holding]) -> None:
        async with self._uow() as uow:
            uow.audit.add(
                AuditEntry(
                    at=self._clock(),
                    actor="operator",
                    action=action,
                    details={"orders": len(holdings)},
                )
            )


def _counted(progress: Progress, number: int, whole: int) -> Callable[[], None]:
    return lambda: progress(number, whole)
