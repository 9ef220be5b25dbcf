"""Keys and addresses as an operator sees them, at the command line and nowhere else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from db import UnitOfWorkFactory
from models.address import Address
from models.audit import AuditEntry
from models.errors import OrderNotFound
from utils.clock import Clock
from utils.refusal import StartRefused
from utils.wallets.base import AddressDoubt, DerivedAddress, PrivateKey, Wallet

PAGE = 500
TELLING = 4
"""Letters that no two words of BIP39's list have alike."""
ACCOUNT = 3
"""Where the account stands in every path of ours: m / purpose / coin / account / ..."""


@dataclass(frozen=True, slots=True)
class Paths:
    """One coin's accounts. `template` has an `n` where the account number goes."""

    asset: str
    template: str
    next_index: int
    given: int
    free: int


def _is(word: str, said: str) -> bool:
    return said == word or (len(said) == TELLING and word.startswith(said))


class CustodyService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, wallets: Mapping[str, Wallet], mnemonic: str
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._wallets = wallets
        self._mnemonic = mnemonic

    async def paths(self) -> list[Paths]:
        """What a wallet needs to find every order again from the mnemonic alone."""
        async with self._uow.read() as uow:
            return [
                Paths(
                    asset,
                    template(wallet.derive(0).path),
                    await uow.addresses.next_index(asset),
                    await uow.addresses.count_given(asset),
                    await uow.addresses.count_free(asset),
                )
                for asset, wallet in self._wallets.items()
            ]

    async def order_id(self, spelled: str) -> int:
        """By its public code or its number; raises OrderNotFound."""
        async with self._uow.read() as uow:
            found = await uow.orders.spelled(spelled)
        if found is None:
            raise OrderNotFound
        return found

    async def exportable(self, spelled: str) -> int:
        """The same, of one that has an address, so that nobody is asked for nothing."""
        order_id = await self.order_id(spelled)
        async with self._uow.read() as uow:
            await uow.invoices.of(order_id)
        return order_id

    async def export(self, order_id: int) -> PrivateKey:
        """The private key behind an order's address; the audit log has it before anybody else.

        Raises OrderNotFound, and AddressDoubt when the key is not the address's.
        """
        async with self._uow() as uow:
            address = (await uow.invoices.of(order_id)).address
            key = self._wallets[address.chain].private_key(address.index)
            if key.address != address.address:
                raise AddressDoubt(f"{key.path} is not the key of {address.address}")
            uow.audit.add(
                AuditEntry(
                    at=self._clock(),
                    actor="operator",
                    action="key.exported",
                    order_id=order_id,
                    details={"path": key.path},
                )
            )
        return key

    async def words(self) -> str:
        """The mnemonic; the audit log has the look before anybody else."""
        async with self._uow() as uow:
            uow.audit.add(
                AuditEntry(at=self._clock(), actor="operator", action="words.shown", details={})
            )
        return self._mnemonic

    def differing(self, typed: Sequence[str]) -> list[int]:
        """The places, from 1, at which these are not the shop's words; the first four letters of a
        word are the word.
        """
        own = self._mnemonic.split()
        pairs = enumerate(zip_longest(own, typed, fillvalue=""), 1)
        return [place for place, (word, said) in pairs if not _is(word, said.lower())]

    async def verify(
        self, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> tuple[int, list[str]]:
        """Derive every address again, twice; how many there are, and what differs."""
        count, problems, last = 0, list[str](), 0
        async with self._uow.read() as uow:
            whole = await uow.addresses.count()
        while rows := await self._page(last):
            problems += [problem for row in rows if (problem := self._problem(row))]
            count, last = count + len(rows), rows[-1].id
            progress(count, whole)
        return count, problems

    async def require_own(self) -> None:
        """Prove the first address of each coin; raises StartRefused when it is not ours."""
        async with self._uow.read() as uow:
            found = [await uow.addresses.first(asset) for asset in self._wallets]
        if problems := [problem for row in found if row and (problem := self._problem(row))]:
            raise StartRefused(f"this wallet did not make its addresses: {problems[0]}")

    async def _page(self, after: int) -> Sequence[Address]:
        async with self._uow.read() as uow:
            return await uow.addresses.page(after, PAGE)

    def _problem(self, row: Address) -> str | None:
        if row.chain not in self._wallets:
            return f"{row.chain} {row.index}: this shop has no {row.chain} wallet"
        try:
            derived = self._wallets[row.chain].derive(row.index)
        except AddressDoubt as doubt:
            return f"{row.chain} {row.index}: {doubt}"
        if derived == DerivedAddress(row.index, row.path, row.address):
            return None
        return (
            f"{row.chain} {row.index}: the database has {row.path} {row.address},"
            f" the wallet derives {derived.path} {derived.address}"
        )


async def has_wallet(uow: UnitOfWorkFactory, network: str) -> bool:
    """Raises StartRefused when it has one of another network."""
    async with uow.read() as work:
        names = await work.vault.names()
    others = [n for n in names if n.startswith("mnemonic:") and n != f"mnemonic:{network}"]
    if others:
        raise StartRefused(f"this database belongs to another network than NETWORK={network}")
    return f"mnemonic:{network}" in names


async def require_wallet(uow: UnitOfWorkFactory, network: str) -> None:
    """Raises StartRefused when the shop has not made its wallet yet: looking makes none."""
    async with uow.read() as work:
        if await work.vault.find(f"mnemonic:{network}") is None:
            raise StartRefused(
                f"this database has no wallet for NETWORK={network} yet: start the shop once,"
                " or correct NETWORK"
            )


def template(path: str) -> str:
    """`m/84'/0'/n'/0/0` of any account's path."""
    parts = path.split("/")
    return "/".join([*parts[:ACCOUNT], "n'", *parts[ACCOUNT + 1 :]])
