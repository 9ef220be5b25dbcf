"""A customer's account, and everything that is built for it."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from db import UnitOfWorkFactory
from models.account import Detail
from models.code import CODE_LENGTH
from models.credit import CreditEntry
from models.errors import OrderNotFound
from models.user import User
from services.people.profile import ProfileService
from services.people.texts import TextService
from services.sale.erasure import ErasureService
from services.sale.order import MOST_PAGES, PAGE
from utils.clock import Clock
from utils.sealing import Sealer

MOST_ASKED = 8
"""Orders that are named as waiting for an address."""
MOST_WISHED = 50
"""As many as one person may wait for (services/goods/demand.py)."""
MOST_ORDERS = 1000
"""That are counted."""


@dataclass(frozen=True, slots=True)
class AccountCard:
    """`told`: None for a detail that cannot be opened; `credit` in minor units."""

    user: User
    public_id: str
    told: dict[Detail, str | None]
    credit: int
    currency: str
    group: str | None
    orders: int
    wishes: int
    erasing: datetime | None = None
    """Until when the shop keeps what ended orders say, of who had it erased."""
    quiet: bool = False
    """They want to be asked for nothing."""


class AccountService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, profiles: ProfileService, currency: str
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._profiles = profiles
        self.currency = currency

    async def card(self, user_id: int) -> AccountCard:
        account, told = await self._profiles.account(user_id), await self._profiles.told(user_id)
        async with self._uow.read() as uow:
            user = await uow.users.get(user_id)
            groups = {row.id: row.name for row in await uow.groups.all() if row.active}
            erasure = await uow.erasures.of(user_id)
            return AccountCard(
                user,
                account.public_id,
                told,
                await uow.credit.spendable(user_id, self.currency),
                self.currency,
                groups.get(user.group_id or 0),
                await uow.orders.count_of(user_id, MOST_ORDERS),
                await uow.demand.count_wishes(user_id),
                erasure.due_at if erasure and erasure.done_at is None else None,
                account.quiet_at is not None,
            )

    async def history(self, user_id: int, page: int) -> Sequence[tuple[CreditEntry, str | None]]:
        """One page, newest first, and one more if there is a next page."""
        page = min(max(0, page), MOST_PAGES)
        async with self._uow.read() as uow:
            offset = page * PAGE
            return await uow.accounts.history(user_id, self.currency, PAGE + 1, offset)

    async def own(self, user_id: int, code: str) -> int:
        """The order of that code, if it is theirs. Raises OrderNotFound."""
        word = code.strip().removeprefix("#").upper()
        async with self._uow.read() as uow:
            found = await uow.orders.coded(word) if len(word) == CODE_LENGTH else None
        if found is None or found.user_id != user_id:
            raise OrderNotFound
        return found.id

    async def asked_where_to(self, user_id: int) -> Sequence[tuple[int, str]]:
        async with self._uow.read() as uow:
            return await uow.accounts.asked_where_to(user_id, MOST_ASKED)

    async def quiet(self, user_id: int) -> list[str]:
        """Nobody tells them any more of what they wait for; what it was."""
        async with self._uow() as uow:
            await uow.users.lock(user_id)
            names = await uow.accounts.wished(user_id, MOST_WISHED)
            await uow.accounts.drop_wishes(user_id)
            (await uow.accounts.ensure(user_id)).quiet_at = self._clock()
            return names

    async def leave_alone(self, user_id: int, *, quiet: bool) -> None:
        """Whether the shop asks them for what nobody waits for."""
        async with self._uow() as uow:
            account = await uow.accounts.ensure(user_id)
            account.quiet_at = self._clock() if quiet else None


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the desks of people's own affairs are built with."""

    cards: AccountService
    profiles: ProfileService
    erasure: ErasureService
    texts: TextService

    @classmethod
    def of(
        cls,
        uow: UnitOfWorkFactory,
        clock: Clock,
        sealer: Sealer,
        terms: "AccountTerms",
    ) -> Self:
        profiles = ProfileService(uow, clock, sealer, [Detail(one) for one in terms.onboarding])
        retention = timedelta(days=terms.retention_days)
        return cls(
            AccountService(uow, clock, profiles, terms.currency),
            profiles,
            ErasureService(uow, clock, sealer, retention, terms.owners),
            TextService(uow, clock, terms.languages, terms.default_language),
        )


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """What the settings say of it."""

    currency: str = "USD"
    onboarding: Sequence[str] = ()
    retention_days: int = 30
    languages: Sequence[str] = ("en", "de")
    default_language: str = "en"
    owners: Callable[[], Set[int]] = frozenset
