"""A refill: an order without goods, whose sum becomes store credit (docs/adr/0055-refills.md).

It is placed, watched, settled and ended as every other order is; it stands in nobody's way but
another refill's, and nothing in the way of it but that.
"""

from dataclasses import dataclass
from functools import partial

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import QuoteChanged, SellingStopped
from models.order import Order, OrderStatus
from models.person_errors import require_welcome
from models.refill_errors import RefillAlreadyOpen, RefillOutOfRange, RefillsOff
from models.user import User
from services.goods.pricing import parse_price
from services.keys.wallet import WalletService
from services.money.rate import RateService
from services.money.tariff import tariff_of
from services.sale.checkout import OrderTerms, require_patience
from services.sale.invoicing import Invoicing
from services.sale.lifecycle import Lifecycle
from services.sale.quote import Quote, agreed
from utils.clock import Clock
from utils.currencies import size_of
from utils.money import minor_digits
from utils.spreadsheet import plain

QUICK = (10, 25, 50, 100)
"""Sums that take one press, in dollars; as many of another currency as mean about the same."""


@dataclass(frozen=True, slots=True)
class RefillTerms:
    """Minor units of `currency` that one refill may be of; `most` 0: nobody refills."""

    currency: str
    least: int
    most: int

    @property
    def on(self) -> bool:
        return self.most > 0

    @property
    def quick(self) -> list[int]:
        """Those of the quick sums that are allowed."""
        unit = size_of(self.currency) * int(10 ** minor_digits(self.currency))
        return [sum_ * unit for sum_ in QUICK if self.least <= sum_ * unit <= self.most]

    def parse(self, text: str) -> int:
        """Raises RefillsOff, BadPrice, RefillOutOfRange."""
        return self.require(parse_price(text, self.currency))

    def require(self, amount: int) -> int:
        """Raises RefillsOff, RefillOutOfRange."""
        if not self.on:
            raise RefillsOff
        if not max(1, self.least) <= amount <= self.most:
            ends = (plain(minor, self.currency) for minor in (max(1, self.least), self.most))
            raise RefillOutOfRange(*(f"{end} {self.currency}" for end in ends))
        return amount


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants. `seal`: of what they saw and agreed to."""

    user_id: int
    asset: str
    amount: int
    seal: str | None = None


class RefillService:
    def __init__(  # noqa: PLR0913 - the collaborators of a checkout
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        rates: RateService,
        wallets: WalletService,
        lifecycle: Lifecycle,
        orders: OrderTerms,
        terms: RefillTerms,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._invoicing = Invoicing(rates, wallets, orders.confirmations_for)
        self._lifecycle = lifecycle
        self._orders = orders
        self.terms = terms

    async def preview(self, user_id: int, amount: int) -> Quote:
        """What would be paid for. Raises RefillsOff, RefillOutOfRange, Barred, SellingStopped,
        RefillAlreadyOpen, TooManyTimeouts, TooManyCancelled.
        """
        async with self._uow.read() as uow:
            return await self._quote(uow, await uow.users.get(user_id), amount)

    async def place(self, user_id: int, asset: str, amount: int, *, seal: str | None = None) -> int:
        """Open an invoice for it, in one transaction; the order's id. Raises what `preview` raises,
        and QuoteChanged, MethodBarred, CoinUnavailable, TotalTooSmall, AddressUnavailable.
        """
        asked = Asked(user_id, asset, self.terms.require(amount), seal)
        return await self._invoicing.prepared(asset, partial(self._place, asked))

    async def _place(self, asked: Asked) -> int:
        async with self._uow.together() as uow:
            user = await uow.users.lock(asked.user_id)
            bill, now = await self._quote(uow, user, asked.amount), self._clock()
            if asked.seal not in (None, agreed(bill, 0)):
                raise QuoteChanged
            fee = bill.tariff.charge(asked.asset, bill.total)
            order = Order(
                code=await uow.orders.free_code(),
                user_id=user.id,
                status=OrderStatus.CREATED,
                total=bill.total + fee,
                currency=self.terms.currency,
                fee=fee,
                refill=bill.refill,
                created_at=now,
                expires_at=now + self._orders.timeout,
                lines=[],
            )
            await uow.orders.add(order)
            await self._invoicing.open(uow, order, asked.asset, now)
            await self._lifecycle.created(uow, order, now)
            return order.id

    async def _quote(self, uow: UnitOfWork, user: User, amount: int) -> Quote:
        self.terms.require(amount)
        require_welcome(user)
        if await uow.inspections.is_stopped():
            raise SellingStopped
        if found := await uow.orders.active_of(user.id, [OrderStatus.CREATED], refill=True):
            order, bill = await uow.orders.get(found[0]), await uow.invoices.of(found[0])
            raise RefillAlreadyOpen(order.id, order.code, bill.state.value)
        await require_patience(uow, user, self._orders.patience, self._clock())
        tariff = await tariff_of(uow, self.terms.currency)
        return Quote((), refill=amount, tariff=tariff)
