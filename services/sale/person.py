"""What an admin is shown of a customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.order import Order
from models.role_errors import PersonNotFound
from models.user import User
from services.people.remarks import Remark, remarks_of
from services.sale.ban import Ban, ban_of
from services.sale.order import MOST_PAGES, PAGE
from services.sale.patience import REMEMBERED, Patience
from utils.clock import Clock
from utils.sealing import Sealer

MOST_COUNTED = 1000
"""Orders of one person; more are said to be that many or more."""
HISTORY = 5
"""Orders whose time ran out that are named."""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """`timeouts`: that count against them now, of `limit` at most; `credit`: minor units."""

    user: User
    orders: int
    timeouts: int
    limit: int
    credit: int
    currency: str
    group: str | None = None
    """The group whose prices they pay."""
    spendable: int | None = None
    """Minor units; None: all of it."""
    ban: Ban | None = None
    notes: Sequence[Remark] = ()
    tags: Sequence[str] = ()
    history: Sequence[tuple[str, datetime]] = ()
    """(code, when) of the newest orders whose time ran out, whether they count or not."""
    seen_at: datetime | None = None
    """When they last wrote or ordered."""
    public_id: str | None = None
    """None as long as they have not looked at their account."""


class PersonService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        sealer: Sealer,
        patience: Patience,
        currency: str,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer
        self._patience = patience
        self._currency = currency

    async def card(self, user_id: int) -> PersonCard:
        """Raises PersonNotFound."""
        async with self._uow.read() as uow:
            user = await uow.users.find(user_id)
            if user is None:
                raise PersonNotFound
            return await self._card(uow, user)

    async def _card(self, uow: UnitOfWork, user: User) -> PersonCard:
        ends = await uow.orders.let_go(user.id, self._since(user), REMEMBERED)
        groups = {row.id: row.name for row in await uow.groups.all() if row.active}
        spoke = [at for at in (user.heard_at, await uow.people.last_order(user.id)) if at]
        account = await uow.accounts.of(user.id)
        return PersonCard(
            user=user,
            orders=await uow.orders.count_of(user.id, MOST_COUNTED),
            timeouts=sum(timed_out for _, timed_out, _ in ends),
            limit=self._patience.limit,
            credit=await uow.credit.balance(user.id, self._currency),
            currency=self._currency,
            group=groups.get(user.group_id or 0),
            spendable=await uow.credit.spendable(user.id, self._currency),
            ban=await ban_of(uow, user),
            notes=await remarks_of(uow, self._sealer, user),
            tags=[tag.name for tag in await uow.people.tags_of(user.id)],
            history=await uow.people.timeouts(user.id, HISTORY),
            seen_at=max(spoke, default=None),
            public_id=account.public_id if account else None,
        )

    def _since(self, user: User) -> datetime:
        faded = self._clock() - self._patience.fade
        return max(faded, user.forgiven_at) if user.forgiven_at else faded

    async def orders(self, user_id: int, page: int) -> Sequence[Order]:
        """One page, newest first, and one more if there is a next page."""
        page = min(max(0, page), MOST_PAGES)
        async with self._uow.read() as uow:
            return await uow.orders.of(user_id, limit=PAGE + 1, offset=page * PAGE)
