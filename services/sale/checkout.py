"""Checkout: quote the cart, hold the stock, take an address, open the invoice. One transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import (
    BadDelivery,
    CartEmpty,
    NothingLeft,
    OrderAlreadyOpen,
    QuoteChanged,
    SellingStopped,
)
from models.order import OneOrderUntil, Order, OrderLine, OrderStatus, delivery_binding
from models.person_errors import require_welcome
from models.reservation import Reservation
from models.shipping_errors import NothingShips, ShippingUnchosen
from models.user import User
from models.voucher import VoucherUse
from services.keys.wallet import WalletService
from services.money.rate import RateService
from services.money.tariff import tariff_of
from services.sale.form import sealed_answers
from services.sale.invoicing import Invoicing
from services.sale.lifecycle import Lifecycle
from services.sale.patience import DAY, REMEMBERED, End, Patience
from services.sale.quote import Key, Quote, agreed, cart_of, with_questions
from services.sale.taken_off import with_voucher
from utils.clock import Clock
from utils.sealing import Sealer

MAX_DELIVERY = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """The shop's conditions. `confirmations`: per asset, rows of (from total, confirmations)."""

    timeout: timedelta
    patience: Patience
    currency: str
    confirmations: dict[str, tuple[tuple[int, int], ...]]
    one_order_until: str = OneOrderUntil.SHIPPED

    def confirmations_for(self, asset: str, total: int) -> int:
        return next(n for least, n in reversed(self.confirmations[asset]) if total >= least)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a customer chose and answered beside the address. `ship`: a way to ship, or 0."""

    ship: int = 0
    answers: Mapping[Key, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """What a customer asks for. `asset` None: store credit pays for everything."""

    user_id: int
    asset: str | None
    delivery: str | None
    use_credit: bool
    seal: str | None = None
    choices: Choices = Choices()

    @property
    def is_filled_in(self) -> bool:
        return self.delivery is not None or bool(self.choices.answers)


class CheckoutService:
    def __init__(  # noqa: PLR0913 - the collaborators of a checkout
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        rates: RateService,
        wallets: WalletService,
        lifecycle: Lifecycle,
        sealer: Sealer,
        terms: OrderTerms,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._invoicing = Invoicing(rates, wallets, terms.confirmations_for)
        self._lifecycle = lifecycle
        self._sealer = sealer
        self.terms = terms
        self._until = OneOrderUntil(terms.one_order_until)

    async def preview(self, user_id: int, ship: int = 0) -> Quote:
        """What a checkout would charge now. `ship`: the way to ship that was chosen, or 0.

        Raises SellingStopped, OrderAlreadyOpen, CartEmpty, NothingLeft, NothingShips,
        TooManyTimeouts, TooManyCancelled.
        """
        async with self._uow.read() as uow:
            user = await uow.users.get(user_id)
            return await self._quote(uow, user, lock=False, ship=ship)

    async def place(
        self,
        user_id: int,
        asset: str | None,
        delivery: str | None = None,
        *,
        use_credit: bool = False,
        seal: str | None = None,
        choices: Choices | None = None,
    ) -> int:
        """Hold the stock and open an invoice, in one transaction; the order's id.

        What store credit covers is not invoiced; an order it covers whole is paid at once, and
        with `asset` None it must. `seal`: of what the customer saw and agreed to (`agreed`). The
        customer hears through the outbox, after the commit. Raises what `preview` raises, and
        QuoteChanged, ShippingUnchosen, AnswersMissing, BadAnswer, BadDelivery, MethodBarred,
        CoinUnavailable, TotalTooSmall, AddressUnavailable.
        """
        credit, chosen = use_credit or asset is None, choices or Choices()
        request = Request(user_id, asset, delivery, credit, seal, chosen)
        return await self._invoicing.prepared(asset, partial(self._place, request))

    async def _place(self, request: Request) -> int:
        async with self._uow.together() as uow:
            user = await uow.users.lock(request.user_id)
            bill = await self._quote(uow, user, lock=True, ship=request.choices.ship)
            now = self._clock()
            order = await self._open(uow, request, bill, now)
            if request.is_filled_in:  # what was filled in is the order's from now on
                await uow.drafts.drop(request.user_id)
            if order.to_pay:
                await self._invoicing.open(uow, order, request.asset, now)
                await self._lifecycle.created(uow, order, now)
            else:
                await self._lifecycle.bought(uow, order, now)
            return order.id

    async def _quote(self, uow: UnitOfWork, user: User, *, lock: bool, ship: int) -> Quote:
        """`lock`: the user is locked, so that what is asked here stays so until the commit."""
        require_welcome(user)
        if await uow.inspections.is_stopped():
            raise SellingStopped
        if found := await uow.orders.active_of(user.id, self._until.blocking):
            raise await _in_the_way(uow, found[0])
        await require_patience(uow, user, self.terms.patience, self._clock())
        bill = await cart_of(uow, user.id, self._clock(), lock=lock, ship=ship)
        if not bill.all_lines:
            raise CartEmpty
        if not bill.lines:
            raise NothingLeft
        if bill.postage.blocked:
            raise NothingShips(bill.postage.weight)
        tariff = await tariff_of(uow, self.terms.currency)
        bill = await with_voucher(uow, bill, user, self._clock(), lock=lock)
        return replace(await with_questions(uow, bill), tariff=tariff)

    async def _open(self, uow: UnitOfWork, request: Request, bill: Quote, now: datetime) -> Order:
        credit, answers = await self._credit(uow, request, bill), request.choices.answers
        if request.seal not in (None, agreed(bill, credit, request.delivery, answers)):
            raise QuoteChanged
        if bill.postage.is_open:
            raise ShippingUnchosen
        chosen, rest = bill.postage.chosen, bill.total - credit
        fee = bill.tariff.charge(request.asset, rest) if request.asset and rest else 0
        order = Order(
            code=await uow.orders.free_code(),
            user_id=request.user_id,
            status=OrderStatus.CREATED,
            total=bill.total + fee,
            currency=self.terms.currency,
            credit_used=credit,
            shipping=bill.postage.price,
            fee=fee,
            discount=bill.off,
            shipping_name=chosen.name if chosen else None,
            delivery=self._seal_delivery(request, bill),
            changes=_changes(bill),
            created_at=now,
            expires_at=now + self.terms.timeout,
            lines=self._lines(request, bill),
        )
        await uow.orders.add(order)
        if bill.voucher and bill.off:
            await uow.vouchers.add(use_of(order, bill.voucher.code_id, bill.voucher.voucher_id))
        await self._lifecycle.spend_credit(uow, order, now)
        await uow.stock.reserve(reservations(order))
        return order

    def _lines(self, request: Request, bill: Quote) -> list[OrderLine]:
        """With what was answered, sealed. Raises AnswersMissing, BadAnswer."""
        said = sealed_answers(self._sealer, request.user_id, bill.asked, request.choices.answers)
        lines = _order_lines(bill)
        for line in lines:
            line.answers = said.get(line.variant_id, [])
        return lines

    async def _credit(self, uow: UnitOfWork, request: Request, bill: Quote) -> int:
        """Minor units that store credit pays of the bill."""
        if not request.use_credit:
            return 0
        balance = await uow.credit.spendable(request.user_id, self.terms.currency)
        return min(balance, bill.total)

    def _seal_delivery(self, request: Request, bill: Quote) -> bytes | None:
        if not bill.needs_delivery:
            return None
        text = check_delivery(request.delivery or "")
        return self._sealer.seal(text.encode(), bound_to=delivery_binding(request.user_id))


async def require_patience(uow: UnitOfWork, user: User, patience: Patience, now: datetime) -> None:
    """What was let go counts, refills too. Raises TooManyTimeouts, TooManyCancelled."""
    after = max(now - max(patience.fade, DAY), user.forgiven_at or EPOCH)
    rows = await uow.orders.let_go(user.id, after, REMEMBERED)
    patience.require([End(*row) for row in rows], now)


async def _in_the_way(uow: UnitOfWork, order_id: int) -> OrderAlreadyOpen:
    """With what can be done about it now."""
    order, bill = await uow.orders.get(order_id), await uow.invoices.find(order_id)
    unpaid = bill if order.status is OrderStatus.CREATED else None
    return OrderAlreadyOpen(order_id, order.code, unpaid.state.value if unpaid else None)


def _order_lines(bill: Quote) -> list[OrderLine]:
    return [
        OrderLine(
            variant_id=line.variant_id,
            title=line.title,
            kind=line.kind,
            unit_price=line.price,
            quantity=line.quantity,
            unit_cost=line.cost,
        )
        for line in bill.lines
    ]


def reservations(order: Order) -> list[Reservation]:
    return [
        Reservation(
            order_id=order.id,
            variant_id=line.variant_id,
            quantity=line.quantity,
            expires_at=order.expires_at,
        )
        for line in order.lines
    ]


def use_of(order: Order, code_id: int, voucher_id: int) -> VoucherUse:
    """Held as long as its goods are."""
    return VoucherUse(
        code_id=code_id,
        voucher_id=voucher_id,
        user_id=order.user_id,
        order_id=order.id,
        amount=order.discount,
        created_at=order.created_at,
    )


def _changes(bill: Quote) -> dict[str, list[tuple[str, int, int]]]:
    return {"lines": [(line.title, line.wanted, line.quantity) for line in bill.changes]}


def check_delivery(text: str) -> str:
    """The delivery address as typed, trimmed; raises BadDelivery."""
    text = text.strip()
    if not 5 <= len(text) <= MAX_DELIVERY:
        raise BadDelivery(MAX_DELIVERY)
    return text
