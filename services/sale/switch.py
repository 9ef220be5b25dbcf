"""Another coin for an order that waits for its payment: the goods stay held, nothing is given up.

In one transaction the order is cancelled as replaced, and one with the same lines, prices and
deadline takes its place. What that may cost the shop is bounded in docs/adr/0019-other-coin.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import (
    AddressUnavailable,
    CoinUnavailable,
    QuoteChanged,
    SellingStopped,
    WrongOrderState,
)
from models.invoice import InvoiceState
from models.order import MOST_SWITCHES, Order, OrderLine, OrderStatus
from models.person_errors import require_welcome
from models.question import Answer
from models.switch_errors import (
    GoodsInDoubt,
    OrderReplaced,
    OtherAddressUnavailable,
    OtherCoinUnavailable,
    PaymentSeen,
    PricesRose,
    SameCoin,
    SwitchTooLate,
    TooManySwitches,
)
from services.goods.postage import Fitting, Postage
from services.goods.price import worth_today
from services.keys.wallet import WalletService
from services.money.rate import RateService
from services.money.tariff import tariff_of
from services.sale.applied import Applied
from services.sale.checkout import OrderTerms, reservations, use_of
from services.sale.invoicing import Invoicing
from services.sale.lifecycle import Lifecycle
from services.sale.quote import Quote, QuoteLine, agreed
from utils.clock import Clock

Answers = Mapping[int, Sequence[Answer]]
"""By the line that they are of."""
LEAST_LEFT = timedelta(minutes=1)
"""Of an order's time, for another invoice to be paid in."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a customer asks for. `asset` None: store credit pays for everything."""

    order_id: int
    owner: int
    asset: str | None
    use_credit: bool
    seal: str | None = None


@dataclass(frozen=True, slots=True)
class Switchable:
    """An order whose coin may be changed: `asset`, as it is now. `balance`: minor units of store
    credit, with what the order uses already. `at`: when this was so.
    """

    order: Order
    asset: str
    quote: Quote
    balance: int
    at: datetime

    @property
    def left(self) -> int:
        """How often the coin may be changed from now on."""
        return MOST_SWITCHES - self.order.switches

    def credit(self, *, use: bool) -> int:
        """Minor units that store credit would pay."""
        return min(self.balance, self.quote.total) if use else 0


class SwitchService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        rates: RateService,
        wallets: WalletService,
        lifecycle: Lifecycle,
        terms: OrderTerms,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle
        self._timeout = terms.timeout
        self._invoicing = Invoicing(rates, wallets, terms.confirmations_for)

    async def preview(self, order_id: int, *, owner: int) -> Switchable:
        """What would be switched. Raises OrderNotFound, WrongOrderState, OrderReplaced,
        SellingStopped, PaymentSeen, SwitchTooLate, TooManySwitches, PricesRose, GoodsInDoubt.
        """
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id, owner=owner)
            return await self._switchable(uow, order)

    async def switch(
        self,
        order_id: int,
        asset: str | None,
        *,
        owner: int,
        use_credit: bool = False,
        seal: str | None = None,
    ) -> int:
        """Have the order paid in `asset` instead; the id of the one that takes its place.

        With `asset` None store credit must pay for everything. Whatever is raised, the old order
        stays as it is: what `preview` raises, and SameCoin, QuoteChanged, MethodBarred,
        TotalTooSmall, OtherCoinUnavailable, OtherAddressUnavailable.
        """
        wish = Wish(order_id, owner, asset, use_credit or asset is None, seal)
        try:
            return await self._invoicing.prepared(asset, partial(self._switch, wish))
        except CoinUnavailable as error:
            raise OtherCoinUnavailable(error.asset) from error
        except AddressUnavailable as error:
            raise OtherAddressUnavailable(error.asset) from error

    async def _switch(self, wish: Wish) -> int:
        async with self._uow() as uow:
            old = await uow.orders.get(wish.order_id, owner=wish.owner, lock=True)
            user = await uow.users.lock(old.user_id)  # its credit is given back, and taken again
            require_welcome(user)
            bill = await self._switchable(uow, old)
            if bill.asset == wish.asset:
                raise SameCoin(bill.asset)
            now, credit = self._clock(), bill.credit(use=wish.use_credit)
            if wish.seal not in (None, agreed(bill.quote, credit)):
                raise QuoteChanged
            rest = bill.quote.total - credit
            fee = bill.quote.tariff.charge(wish.asset, rest) if wish.asset and rest else 0
            new = await self._replace(uow, old, _same(old, credit, fee, now), now)
            if new.to_pay:
                await self._invoicing.open(uow, new, wish.asset, now)
                await self._lifecycle.created(uow, new, now)
            else:
                await self._lifecycle.bought(uow, new, now)
            return new.id

    async def _switchable(self, uow: UnitOfWork, order: Order) -> Switchable:
        await self._require_open(uow, order)
        if await uow.inspections.is_stopped():
            raise SellingStopped
        invoice = await uow.invoices.of(order.id)
        if invoice.seen or await uow.invoices.transfers([invoice.id]):
            raise PaymentSeen
        if order.expires_at - self._clock() < LEAST_LEFT:
            raise SwitchTooLate
        if order.switches >= MOST_SWITCHES:
            raise TooManySwitches(MOST_SWITCHES)
        price = await worth_today(uow, order.id, self._clock())
        if price is None or price > order.total:
            raise PricesRose
        if await uow.stock.is_short(order.id):
            raise GoodsInDoubt
        credit = await self._balance(uow, order)
        quote = replace(_bill(order), tariff=await tariff_of(uow, order.currency))
        return Switchable(order, invoice.asset, quote, credit, self._clock())

    async def _balance(self, uow: UnitOfWork, order: Order) -> int:
        """Credit buys no credit."""
        if order.refill:
            return 0
        return await uow.credit.spendable(order.user_id, order.currency, order.credit_used)

    async def _require_open(self, uow: UnitOfWork, order: Order) -> None:
        if order.status is OrderStatus.CREATED:
            return
        if successor := await uow.orders.successor_of(order.id):
            raise OrderReplaced(successor.code)
        raise WrongOrderState

    async def _replace(self, uow: UnitOfWork, old: Order, new: Order, now: datetime) -> Order:
        """Goods and credit go from one to the other while both are locked: never free between."""
        answers: dict[int, list[Answer]] = {}
        for line, answer in await uow.questions.answers(old.id):
            answers.setdefault(line.id, []).append(answer)
        new.code = await uow.orders.free_code()
        new.lines = [_same_line(line, answers) for line in old.lines]
        if old.rate_until is not None:  # its time was moved: a rate is locked for no longer
            new.rate_until = min(old.expires_at, now + self._timeout)
        await uow.stock.can_serve(old.id)  # locks the variants in id order
        await self._lifecycle.replaced(uow, old, now, f"user:{old.user_id}", new)
        invoice = await uow.invoices.of(old.id)
        invoice.state = InvoiceState.CANCELLED  # as the next look would say
        await uow.orders.add(new)
        if use := await uow.vouchers.use_of(old.id):
            await uow.vouchers.add(use_of(new, use.code_id, use.voucher_id))
        await self._lifecycle.spend_credit(uow, new, now)
        await uow.stock.reserve(reservations(new))
        return new


def _bill(order: Order) -> Quote:
    """The lines as they were agreed to."""
    lines = sorted(order.lines, key=lambda line: line.variant_id)
    return Quote(
        tuple(
            QuoteLine(
                variant_id=line.variant_id,
                title=line.title,
                kind=line.kind,
                price=line.unit_price,
                wanted=line.quantity,
                quantity=line.quantity,
                available=line.quantity,
            )
            for line in lines
        ),
        postage=_postage(order),
        refill=order.refill,
        voucher=Applied(0, off=order.discount) if order.discount else None,
    )


def _postage(order: Order) -> Postage:
    if order.shipping_name is None:
        return Postage()
    return Postage(chosen=Fitting(0, order.shipping_name, order.shipping))


def _same(old: Order, credit: int, fee: int, now: datetime) -> Order:
    """To the same address and no longer held than before; what the goods cost stays the same."""
    return Order(
        user_id=old.user_id,
        status=OrderStatus.CREATED,
        total=old.total - old.fee + fee,
        currency=old.currency,
        credit_used=credit,
        shipping=old.shipping,
        refill=old.refill,
        fee=fee,
        discount=old.discount,
        shipping_name=old.shipping_name,
        delivery=old.delivery,
        changes=old.changes,
        created_at=now,
        expires_at=old.expires_at,
        replaces_id=old.id,
        switches=old.switches + 1,
    )


def _same_line(line: OrderLine, answers: Answers) -> OrderLine:
    return OrderLine(
        variant_id=line.variant_id,
        title=line.title,
        kind=line.kind,
        unit_price=line.unit_price,
        quantity=line.quantity,
        unit_cost=line.unit_cost,
        answers=[
            Answer(position=each.position, question=each.question, sealed=each.sealed)
            for each in answers.get(line.id, ())
        ],
    )
