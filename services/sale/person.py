"""What an admin is shown of a customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWorkFactory
from models.errors import NotFound
from models.order import Order
from models.user import User
from services.sale.order import MOST_PAGES, PAGE
from services.sale.patience import REMEMBERED, Patience
from utils.clock import Clock

MOST_COUNTED = 1000
"""Orders of one person; more are said to be that many or more."""


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
    public_id: str | None = None
    """None as long as they have not looked at their account."""


class PersonService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, patience: Patience, currency: str
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._patience = patience
        self._currency = currency

    async def card(self, user_id: int) -> PersonCard:
        """Raises NotFound."""
        async with self._uow.read() as uow:
            user = await uow.users.find(user_id)
            if user is None:
                raise NotFound
            ends = await uow.orders.let_go(user_id, self._since(user), REMEMBERED)
            orders = await uow.orders.count_of(user_id, MOST_COUNTED)
            credit = await uow.credit.balance(user_id, self._currency)
            account = await uow.accounts.of(user_id)
            groups = {row.id: row.name for row in await uow.groups.all() if row.active}
        timeouts = sum(timed_out for _, timed_out, _ in ends)
        group = groups.get(user.group_id or 0)
        limit = self._patience.limit
        public_id = account.public_id if account else None
        return PersonCard(user, orders, timeouts, limit, credit, self._currency, group, public_id)

    def _since(self, user: User) -> datetime:
        faded = self._clock() - self._patience.fade
        return max(faded, user.forgiven_at) if user.forgiven_at else faded

    async def orders(self, user_id: int, page: int) -> Sequence[Order]:
        """One page, newest first, and one more if there is a next page."""
        page = min(max(0, page), MOST_PAGES)
        async with self._uow.read() as uow:
            return await uow.orders.of(user_id, limit=PAGE + 1, offset=page * PAGE)
