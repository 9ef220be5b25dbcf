"""A paid order is refunded: what was received for it is its customer's again, whole and once.

Nothing is given that did not come: store credit that it used goes back as it was, late money that
paid for it too, and coins at the lower of the locked rate and today's (docs/adr/0037-refunded.md).
"""

from collections.abc import Mapping

from db import UnitOfWork, UnitOfWorkFactory
from models.approval import Act, Approval
from models.approval_errors import WaitsForSecond
from models.credit import CreditReason
from models.errors import CoinUnavailable, OfferChanged, PaymentLost, WrongOrderState
from models.invoice import Invoice
from models.order import BOUGHT, Order
from models.refund_errors import NoRefundAddress, NothingReceived, OtherCurrency
from services.money.eyes import Ask
from services.money.giving import begin_refund
from services.money.rate import RateService
from services.money.refund import RefundService
from services.money.reversible import Reversal, Shares, goods_of, returning
from services.money.value import prices
from services.running.notification import Event
from services.sale.entries import entry_of
from services.sale.lifecycle import Lifecycle
from utils.clock import Clock

Shown = Mapping[str, int | str]
"""What was on the screen: the sum, whether pieces come back, and the mark of all of it."""


class ReversalService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        lifecycle: Lifecycle,
        rates: RateService,
        refunds: RefundService,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle
        self._rates = rates
        self._refunds = refunds

    async def offer(self, order_id: int) -> Reversal:
        """Raises OrderNotFound, WrongOrderState, PaymentLost, CoinUnavailable, NothingReceived."""
        async with self._uow.read() as uow:
            return await self._offer(uow, await uow.orders.get(order_id))

    async def _offer(self, uow: UnitOfWork, order: Order) -> Reversal:
        shares, lines = await self._shares(uow, order), await uow.owed.goods_of(order.id)
        bill = await uow.invoices.find(order.id)
        address = await self._refunds.confirmed(uow, order.id) if bill else None
        goods = goods_of(lines, handed=await self._was_handed(uow, order))
        return Reversal(order, shares, goods, bill.asset if bill else None, address)

    async def _was_handed(self, uow: UnitOfWork, order: Order) -> bool:
        """Whether a person has said that what it lacked went another way: which goods those were
        nobody knows, and none of them is sold again.
        """
        entry = await uow.audit.last(order.id, ("order.shipped",))
        return entry is not None and "by_hand" in entry.details

    async def to_credit(
        self, order_id: int, *, amount: int, back: bool, actor: str, seen: str = ""
    ) -> None:
        """All of it as store credit. `amount`: as it was shown, `seen`: the mark of all that was,
        if it was; `back`: the pieces are for sale again. Raises what `offer` raises, and
        OfferChanged.
        """
        args: Shown = {"amount": amount, "back": int(back), "seen": seen}
        async with self._uow() as uow:
            order = await self._begin(uow, order_id, amount, actor)
            await self._as_shown(uow, order, seen)
            waits = await self._waits(uow, Act.REFUND_CREDIT, order, args, actor)
            if not waits:
                await self._to_credit(uow, order, args, actor)
        if waits:
            raise WaitsForSecond

    async def _waits(
        self,
        uow: UnitOfWork,
        act: Act,
        order: Order,
        args: Shown,
        actor: str,
        address: str | None = None,
    ) -> bool:
        """Whether a second owner has to agree: asked for exactly what was shown, as it is now."""
        amount = int(args["amount"])
        if not self._lifecycle.eyes.counts(amount, actor):
            return False
        if (await self._shares(uow, order)).amount != amount:
            raise OfferChanged
        where = address or await self._refunds.confirmed(uow, order.id)
        if act is Act.REFUND_SEND and where is None:
            raise NoRefundAddress
        sealed = self._refunds.sealed_for(order.id, where) if where else None
        place = f"order:{order.id}"
        ask = Ask(act, place, amount, order.currency, dict(args), order.id, sealed)
        return await self._lifecycle.eyes.waits(uow, ask, actor)

    async def carry_credit(self, uow: UnitOfWork, asked: Approval, actor: str) -> None:
        """Two agreed: as it was asked for, or not at all. Raises what `to_credit` raises."""
        order = await begin_refund(uow, asked.order_id or 0, asked.amount, actor)
        await self._as_shown(uow, order, str(asked.args.get("seen", "")))
        await self._to_credit(uow, order, asked.args, actor)

    async def _to_credit(self, uow: UnitOfWork, order: Order, args: Shown, actor: str) -> None:
        back, amount = bool(args["back"]), int(args["amount"])
        shares = await self._reversed(uow, order, amount, back=back, actor=actor)
        await self._tell(uow, order, shares, 0)

    async def to_send(
        self,
        order_id: int,
        *,
        amount: int,
        back: bool,
        actor: str,
        address: str | None = None,
        seen: str = "",
    ) -> int:
        """The same, and what came as coins is set aside in the same breath, to be sent as coins;
        the refund's id. Raises what `offer` and `RefundService.open` raise, and OfferChanged.
        """
        args: Shown = {"amount": amount, "back": int(back), "seen": seen}
        refund_id = 0
        async with self._uow() as uow:
            order = await self._begin(uow, order_id, amount, actor)
            await self._as_shown(uow, order, seen)
            waits = await self._waits(uow, Act.REFUND_SEND, order, args, actor, address)
            if not waits:
                refund_id = await self._to_send(uow, order, args, actor, address)
        if waits:
            raise WaitsForSecond
        return refund_id

    async def carry_send(self, uow: UnitOfWork, asked: Approval, actor: str) -> None:
        """Two agreed: as it was asked for, or not at all. Raises what `to_send` raises."""
        order = await begin_refund(uow, asked.order_id or 0, asked.amount, actor)
        await self._as_shown(uow, order, str(asked.args.get("seen", "")))
        address = self._refunds.unsealed(order.id, asked.sealed)
        await self._to_send(uow, order, asked.args, actor, address)

    async def _to_send(
        self, uow: UnitOfWork, order: Order, args: Shown, actor: str, address: str | None
    ) -> int:
        back, amount = bool(args["back"]), int(args["amount"])
        shares = await self._reversed(uow, order, amount, back=back, actor=actor)
        if not shares.from_chain:
            raise NothingReceived
        sent = shares.from_chain
        refund_id = await self._refunds.set_aside(uow, order, sent, actor, address)
        await self._tell(uow, order, shares, sent)
        return refund_id

    async def _begin(self, uow: UnitOfWork, order_id: int, shown: int, actor: str) -> Order:
        if shown <= 0:
            raise OfferChanged
        return await begin_refund(uow, order_id, shown, actor)

    async def _as_shown(self, uow: UnitOfWork, order: Order, seen: str) -> None:
        """A parcel that left, a good that was delivered, another address: asked about again."""
        if seen and (await self._offer(uow, order)).mark != seen:
            raise OfferChanged

    async def _tell(self, uow: UnitOfWork, order: Order, shares: Shares, sent: int) -> None:
        """`owed`: what of it makes up for coins that left the chain, and cannot be spent."""
        there = await uow.credit.spendable(order.user_id, order.currency)
        owed = max(0, shares.amount - sent - there)
        facts = {"amount": str(shares.amount), "sent": str(sent), "owed": str(owed)}
        self._lifecycle.notify.customer(uow, Event.ORDER_REFUNDED, order, facts)

    async def _reversed(
        self, uow: UnitOfWork, order: Order, shown: int, *, back: bool, actor: str
    ) -> Shares:
        shares, now = await self._shares(uow, order), self._clock()
        if shares.amount != shown:
            raise OfferChanged
        details = {"amount": str(shares.amount), "back": "1" if back else "0"}
        if shares.units:
            details |= {"units": str(shares.units), "rate": str(shares.rate)}
        await self._lifecycle.refunded(uow, order, now, actor, details)
        await self._take_back(uow, order, back=back)
        await self._give_back(uow, order, shares)
        return shares

    async def _take_back(self, uow: UnitOfWork, order: Order, *, back: bool) -> None:
        """What was handed out is sold for good; what never left is for sale in any case."""
        await uow.stock.can_serve(order.id)  # locks the variants in id order
        handed = await self._was_handed(uow, order)
        for line, held in await uow.owed.goods_of(order.id):
            pieces = returning(line, held, back=back, handed=handed)
            if pieces:
                await uow.owed.take_back(order.id, line.variant_id, pieces)

    async def _give_back(self, uow: UnitOfWork, order: Order, shares: Shares) -> None:
        now, reasons = self._clock(), CreditReason
        if shares.credit:
            entry = entry_of(order, shares.credit, reasons.RETURNED, now, "refunded")
            await uow.credit.add(entry)
        if shares.late:
            await uow.credit.add(entry_of(order, shares.late, reasons.UNHONOURED, now))
        if shares.coins:
            entry = entry_of(order, shares.coins, reasons.REVERSED, now)
            entry.units, entry.rate = shares.units, shares.rate
            await uow.credit.add(entry)

    async def _shares(self, uow: UnitOfWork, order: Order) -> Shares:
        """Never more than came: what a person took for paid is nothing."""
        if order.status not in BOUGHT or order.refill:
            raise WrongOrderState
        if await uow.vault.fact("currency") not in (None, order.currency):
            raise OtherCurrency(order.currency)
        bill = await uow.invoices.find(order.id)
        if bill is not None and bill.lost:
            raise PaymentLost
        late = await uow.credit.honoured_for(order.id)
        shares = self._coins(order, bill, late) if bill and bill.taken else None
        shares = shares or Shares(order.credit_used, late)
        if shares.amount <= 0:
            raise NothingReceived
        return shares

    def _coins(self, order: Order, bill: Invoice, late: int) -> Shares:
        today = self._rates.today(bill.asset, order.currency)
        value = prices(bill.asset, order.currency, bill.rate, today).credit(bill.taken)
        if value is None or today is None:
            raise CoinUnavailable(bill.asset)
        coins = min(value, max(0, order.to_pay - late))
        return Shares(order.credit_used, late, coins, bill.taken, min(bill.rate, today))
