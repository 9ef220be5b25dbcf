"""Addresses and keys: prepared ahead, proved twice, revealed to admins alone."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from math import inf
from typing import Literal

from db import UnitOfWork, UnitOfWorkFactory
from models.address import Address
from models.audit import AuditEntry
from models.errors import AddressUnavailable, KeyHidden
from services.keys import words
from services.keys.placement import JUMP, Placement
from services.keys.tally import CHAIN, Tallying
from services.running.notification import Event, Notifications
from utils.chains.base import ChainClient, ChainError
from utils.clock import Clock, steady
from utils.refusal import StartRefused
from utils.sealing import Sealer, Unsealable
from utils.wallets.base import AddressDoubt, DerivedAddress, PrivateKey, Wallet

logger = logging.getLogger(__name__)
KeyDelivery = Literal["reveal", "inline", "never"]
READY = 20
AT_ONCE = 50
"""Addresses that one preparation makes; the others come with the next ones."""
LOOK_AHEAD = 20
"""Accounts to be given away next, of which the chain is asked; after a start as many beyond."""
MOST_USED = 20
"""Accounts with a history that one preparation passes over."""
TELL_AGAIN = 3_600.0
"""Seconds after which the admins hear of such accounts again."""
SOUND_FOR, SOUND_AT_MOST = 1_800.0, 7_200.0
"""Seconds until the stock is compared with the chain again, and until none is given without."""


async def open_mnemonic(
    uow: UnitOfWorkFactory, sealer: Sealer, network: str, supplied: str | None, fresh: str
) -> str:
    """The shop's mnemonic: the sealed one, or `supplied` or `fresh` sealed now.

    Raises MnemonicMismatch when another one, or one for another network, is in the vault.
    """
    name = f"mnemonic:{network}"
    async with uow() as work:
        names = await work.vault.names()
        if any(other.startswith("mnemonic:") and other != name for other in names):
            raise MnemonicMismatch(
                f"this database belongs to another network than NETWORK={network}"
            )
        sealed = await work.vault.find(name)
        if sealed is None:
            words = supplied or fresh
            await work.vault.put(name, sealer.seal(words.encode(), bound_to=name))
            return words
    words = _unsealed(sealer, sealed, name)
    if supplied and supplied.split() != words.split():
        raise MnemonicMismatch("WALLET_MNEMONIC is not the one this database was started with")
    return words


def _unsealed(sealer: Sealer, sealed: bytes, name: str) -> str:
    try:
        return sealer.open(sealed, bound_to=name).decode()
    except Unsealable as error:
        raise MnemonicMismatch(f"SECRET_KEY does not open the wallet: {error}") from error


class MnemonicMismatch(StartRefused):
    """The shop would derive other keys than the ones its addresses came from."""


class WalletService:
    """One wallet and one chain client per asset."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        wallets: Mapping[str, Wallet],
        chains: Mapping[str, ChainClient],
        notifications: Notifications,
        key_delivery: KeyDelivery,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._wallets = wallets
        self._chains = chains
        self._notify = notifications
        self._key_delivery = key_delivery
        self._placement = Placement(uow, clock, wallets, notifications)
        self._tallying = Tallying(uow, clock, notifications)
        self._settling = asyncio.Lock()
        self._settled = False
        self._preparing = defaultdict[str, asyncio.Lock](asyncio.Lock)
        self._seconds = steady(clock).seconds
        self._sound: dict[str, float] = {}
        self._told: dict[str, float] = {}

    async def tell_once(self) -> bool:
        return await words.tell_once(self._uow)

    def ready(self, asset: str) -> bool:
        """Whether the addresses on stock were compared with the chain, not too long ago."""
        return self._sound_for(asset) < SOUND_AT_MOST

    def doubt(self) -> None:
        """Time has jumped: the machine may be a copy from before, and others have its addresses."""
        self._sound.clear()

    def _sound_for(self, asset: str) -> float:
        """Seconds since they were compared."""
        return self._seconds() - self._sound.get(asset, -inf)

    async def settle(self) -> None:
        """Whether the database was restored, once. Raises MarkerUnwritable, TallyUnwritable."""
        async with self._settling:
            if not self._settled:
                await self._tallying.settle()
                await self._placement.settle()
                self._settled = True

    async def prepare_one(self, asset: str) -> None:
        """Have at least one address to give. Raises AddressUnavailable."""
        await self._prepare(asset, 1)

    async def prepare(self, asset: str, count: int = READY) -> None:
        """Fill the stock of proved, unused addresses up to `count`, if the chain can be asked."""
        try:
            await self._prepare(asset, count)
        except AddressUnavailable:
            logger.warning("no address could be prepared for %s", asset)

    async def prepare_all(self, count: int = READY) -> None:
        """For every coin whose chain can be asked; one slow chain holds up no other."""
        async with asyncio.TaskGroup() as group:
            for asset in self._chains:
                group.create_task(self.prepare(asset, count))

    async def _prepare(self, asset: str, count: int) -> None:
        await self.settle()
        async with self._preparing[asset]:
            if self._sound_for(asset) >= SOUND_FOR:
                await self._compare_with_chain(asset, ahead=asset not in self._sound)
                self._sound[asset] = self._seconds()
            async with self._uow.read() as uow:
                missing = min(AT_ONCE, count - await uow.addresses.count_free(asset))
                index = await uow.addresses.next_index(asset)
            for step in range(missing + MOST_USED if missing > 0 else 0):
                missing -= await self._prepare_one(asset, index + step)
                if missing <= 0:
                    break

    async def _compare_with_chain(self, asset: str, *, ahead: bool) -> None:
        """A backup that was restored, or a machine put back to a snapshot, does not know which
        addresses were given away after it. `ahead`: look also at accounts not prepared yet.

        If the chain knows one that the database calls unused, all of them are put aside and the
        index jumps ahead: it never goes back.
        """
        async with self._uow.read() as uow:
            free = await uow.addresses.free(asset, LOOK_AHEAD)
            first = await uow.addresses.next_index(asset)
        further = range(LOOK_AHEAD if ahead else 0)
        next_ones = [await self._derive(asset, first + step) for step in further]
        looked_at = [(a.index, a.address) for a in free] + [(a.index, a.address) for a in next_ones]
        used = [(i, address) for i, address in looked_at if await self._is_used(asset, address)]
        if used:
            await self._tell_used(asset, used[0][0])
            if await self._was_paid(asset, [address for _, address in used]):
                await self._tallying.doubt(CHAIN)
            async with self._uow() as uow:
                await uow.addresses.put_aside(asset, self._clock())
            jump = await self._derive(asset, first + LOOK_AHEAD + JUMP)
            await self._keep(asset, jump, used=True)

    async def _prepare_one(self, asset: str, index: int) -> bool:
        """Prove account `index` and keep it; one that was used before is put aside."""
        derived = await self._derive(asset, index)
        used = await self._is_used(asset, derived.address)
        if used:
            await self._tell_used(asset, index)
        await self._keep(asset, derived, used=used)
        return not used

    async def _derive(self, asset: str, index: int) -> DerivedAddress:
        """A proved address; a doubt alarms the admins and raises AddressUnavailable."""
        try:
            return self._wallets[asset].derive(index)
        except AddressDoubt as doubt:
            raise await self.doubted(asset, f"account {index}: {doubt}") from doubt

    async def doubted(self, asset: str, reason: str) -> AddressUnavailable:
        """The admins hear of an address that failed its proof; what to tell the customer."""
        await self._alert("address-doubt", asset, reason)
        return AddressUnavailable(asset)

    async def _is_used(self, asset: str, address: str) -> bool:
        try:
            return await self._chains[asset].has_history(address)
        except ChainError as error:
            raise AddressUnavailable(asset) from error

    async def _was_paid(self, asset: str, addresses: list[str]) -> bool:
        """Whether somebody has paid one of them for sure: the word of one source of two that it has
        a history costs addresses, of which there are plenty, and takes no goods off sale.
        """
        try:
            seen = await self._chains[asset].observe(addresses, {}, agree=set(addresses))
        except ChainError:
            return False
        return any(row.block_hash for rows in seen.transfers.values() for row in rows)

    async def _keep(self, asset: str, derived: DerivedAddress, *, used: bool) -> None:
        now = self._clock()
        async with self._uow() as uow:
            made = Address(chain=asset, index=derived.index, address=derived.address)
            made.path, made.created_at, made.given_at = derived.path, now, now if used else None
            await uow.addresses.add(made)

    async def _tell_used(self, asset: str, index: int) -> None:
        """Once in a while: whoever lies about one may lie about all."""
        now = self._seconds()
        if now - self._told.get(asset, -inf) >= TELL_AGAIN:
            self._told[asset] = now
            await self._alert("address-used", asset, f"account {index} has a history")

    async def _alert(self, topic: str, asset: str, reason: str) -> None:
        logger.error("%s: %s %s", topic, asset, reason)
        async with self._uow() as uow:
            alert = {"topic": topic, "asset": asset, "reason": reason}
            self._notify.admins(uow, Event.ADMIN_ALERT, args=alert)

    def prove(self, address: Address) -> None:
        """Derive it twice more and compare; raises AddressDoubt."""
        self._wallets[address.chain].prove(address.index, address.address)

    @property
    def shows_keys(self) -> bool:
        return self._key_delivery != "never"

    @property
    def shows_inline(self) -> bool:
        """Whether the payment notification itself carries the key."""
        return self._key_delivery == "inline"

    def check_shown(self) -> None:
        """Raises KeyHidden when this shop never shows keys in the chat."""
        if not self.shows_keys:
            raise KeyHidden

    async def reveal(
        self, order_id: int, *, admin: int, message_id: int, lifetime: timedelta
    ) -> PrivateKey:
        """The private key behind an order's address.

        The look is in the audit log, and the deletion of the message it goes into is queued,
        before anybody gets it. Raises OrderNotFound, KeyHidden.
        """
        self.check_shown()
        async with self._uow() as uow:
            invoice = await uow.invoices.of(order_id)
            self._audit(uow, order_id, admin, invoice.address.path)
            self._notify.erase(uow, admin, message_id, self._clock() + lifetime)
        return self.private_key(invoice.address)

    def private_key(self, address: Address) -> PrivateKey:
        """Derived now, never stored; the caller answers for who sees it."""
        return self._wallets[address.chain].private_key(address.index)

    def _audit(self, uow: UnitOfWork, order_id: int, admin: int, path: str) -> None:
        uow.audit.add(
            AuditEntry(
                at=self._clock(),
                actor=f"admin:{admin}",
                action="key.revealed",
                order_id=order_id,
                details={"path": path},
            )
        )

    def self_test(self, asset: str) -> DerivedAddress:
        """Derive and prove account 0; raises AddressDoubt."""
        return self._wallets[asset].derive(0)

    async def verify(self) -> None:
        """Prove the first address again; raises MnemonicMismatch when it is not ours."""
        async with self._uow.read() as uow:
            found = [await uow.addresses.first(asset) for asset in self._wallets]
        for address in filter(None, found):
            try:
                self.prove(address)
            except AddressDoubt as doubt:
                raise MnemonicMismatch(
                    f"this wallet did not make its addresses: {doubt}"
                ) from doubt
