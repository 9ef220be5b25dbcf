"""Store credit goes back to a customer's own wallet: set aside first, looked up before it is told.

See docs/adr/0013-refunds.md. An admin sends the coins; the shop never believes that they were sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db import UnitOfWork, UnitOfWorkFactory
from models.approval import Act, Approval
from models.approval_errors import WaitsForSecond
from models.credit import CreditReason
from models.errors import NothingToDecide
from models.order import Order
from models.refund import MOST_NAMED, Refund, RefundState, RefundTransaction
from models.refund_errors import (
    ChainSilent,
    NoRefundAddress,
    RefundCameBack,
    RefundMovedOn,
    RefundNamed,
    RefundTransactionUsed,
    RefundUnasked,
    TooManyTransactions,
)
from services.money.destination import Destinations
from services.money.eyes import Ask
from services.money.following import Following
from services.money.giving import begin_refund
from services.money.losses import Losses
from services.money.rate import RateService
from services.money.refund_course import FOLLOWED, RefundCourse
from services.money.refundable import Refundable, RefundOffer
from services.money.sighting import Lookout, refusal, require_denied, spelled
from services.running.notification import Event
from services.running.reasons import REFUND_OURS, REFUND_TWICE
from services.sale.entries import entry_of
from services.sale.lifecycle import Lifecycle
from utils.chains.base import ChainClient
from utils.clock import Clock


@dataclass(frozen=True, slots=True)
class RefundCard:
    """A refund, and where it goes to in plain words. `earlier`: transactions that were named for it
    and are not the one that pays it. `lost`: the coins behind it have left the chain.
    """

    refund: Refund
    address: str
    earlier: Sequence[str] = ()
    lost: bool = False

    def __repr__(self) -> str:
        return f"RefundCard({self.refund.id})"


class RefundService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        lifecycle: Lifecycle,
        destinations: Destinations,
        rates: RateService,
        chains: Mapping[str, ChainClient],
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle
        self._destinations = destinations
        self._refundable = Refundable(rates, destinations)
        self._lookout = Lookout(chains, destinations)
        self._course = RefundCourse(clock, lifecycle)
        self.follow = Following(uow, clock, self._lookout, self._course).follow

    async def of(self, order_id: int) -> list[RefundCard]:
        """All of an order, with addresses: for admins."""
        async with self._uow.read() as uow:
            rows = await uow.refunds.of(order_id)
            names = await uow.refunds.named_of(order_id)
            lost = await Losses.is_lost(uow, await uow.orders.get(order_id))
        txids = {row.id: [n.txid for n in names if n.refund_id == row.id] for row in rows}
        return [self._card(row, txids[row.id], lost=lost) for row in rows]

    def _card(self, refund: Refund, txids: Sequence[str], *, lost: bool) -> RefundCard:
        address = self._destinations.unseal(refund.order_id, refund.sealed)
        earlier = [txid for txid in txids if txid != refund.txid]
        return RefundCard(refund, address, earlier, lost)

    async def offer(self, order_id: int, amount: int | None = None) -> RefundOffer:
        """What `open` would set aside now; all there is without `amount`.

        Raises OrderNotFound, NothingToDecide, CreditGone, RefundUnderWay, CoinUnavailable,
        RefundTooSmall.
        """
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id)
            return await self._refundable.offer(uow, order, amount)

    async def open(
        self, order_id: int, *, amount: int, actor: str, address: str | None = None
    ) -> int:
        """Set the credit aside; only then may an admin send the coins. The refund's id.

        `address`: as an admin typed it; without one, what the customer confirmed. Raises what
        `offer` raises, and NoRefundAddress, BadRefundAddress.
        """
        refund_id = 0
        async with self._uow() as uow:
            order = await begin_refund(uow, order_id, amount, actor)
            waits = await self._waits(uow, order, amount, actor, address)
            if not waits:
                refund_id = await self.set_aside(uow, order, amount, actor, address)
        if waits:
            raise WaitsForSecond
        return refund_id

    async def _waits(
        self, uow: UnitOfWork, order: Order, amount: int, actor: str, address: str | None
    ) -> bool:
        """Whether a second owner has to agree: pieces count together with what went before."""
        before = sum(
            row.amount
            for row in await uow.refunds.of(order.id)
            if row.state is not RefundState.WITHDRAWN
        )
        if not self._lifecycle.eyes.counts(before + amount, actor):
            return False
        offer = await self._refundable.offer(uow, order, amount)
        target = await self._destination(uow, offer, address)
        ask = Ask(Act.REFUND_LATE, f"order:{order.id}", before + amount, order.currency)
        ask = replace(ask, args={"amount": amount}, order_id=order.id)
        ask = replace(ask, sealed=self.sealed_for(order.id, target))
        return await self._lifecycle.eyes.waits(uow, ask, actor)

    async def carry(self, uow: UnitOfWork, asked: Approval, actor: str) -> None:
        """Two agreed. Raises what `open` raises."""
        amount = asked.args["amount"]
        order = await begin_refund(uow, asked.order_id or 0, amount, actor)
        address = self.unsealed(order.id, asked.sealed)
        await self.set_aside(uow, order, amount, actor, address)

    def sealed_for(self, order_id: int, address: str) -> bytes:
        return self._destinations.seal(order_id, address)

    def unsealed(self, order_id: int, sealed: bytes | None) -> str | None:
        return self._destinations.unseal(order_id, sealed) if sealed else None

    async def set_aside(
        self, uow: UnitOfWork, order: Order, amount: int, actor: str, address: str | None
    ) -> int:
        """The same in the caller's unit of work, which has begun a refund of the order."""
        offer = await self._refundable.offer(uow, order, amount)
        target = await self._destination(uow, offer, address)
        now = self._clock()
        key = f"set-aside:{len(await uow.refunds.of(order.id)) + 1}"
        entry = entry_of(order, -amount, CreditReason.REFUNDED, now, key)
        await uow.credit.add(entry)
        refund = self._opened(order, offer, target)
        refund.entry_id, refund.opened_by, refund.opened_at = entry.id, actor, now
        await uow.refunds.add(refund)
        await self._lifecycle.decided(uow, order)
        self._course.audit(uow, order, refund, actor, "refund.opened")
        self._course.tell(uow, Event.REFUNDING, order, refund)
        return refund.id

    async def confirmed(self, uow: UnitOfWork, order_id: int) -> str | None:
        """To where its customer wants coins sent."""
        return await self._destinations.confirmed(uow, order_id)

    async def _destination(self, uow: UnitOfWork, offer: RefundOffer, typed: str | None) -> str:
        """Read anew either way: an address may have become the shop's own since it was given."""
        given = typed if typed is not None else offer.address
        if given is None:
            raise NoRefundAddress
        return await self._destinations.parsed(uow, offer.asset, given)

    def _opened(self, order: Order, offer: RefundOffer, address: str) -> Refund:
        return Refund(
            order_id=order.id,
            user_id=order.user_id,
            amount=offer.amount,
            currency=offer.currency,
            asset=offer.asset,
            sealed=self._destinations.seal(order.id, address),
            target=self._destinations.target(address),
            units=offer.units,
            rate=offer.rate,
        )

    async def withdraw(self, refund_id: int, *, actor: str) -> None:
        """Nothing was sent: the credit is the customer's again. The chain is asked first about all
        transactions that were named; if one is there, it is the refund.

        Raises RefundNotFound, RefundMovedOn, RefundUnasked, RefundCameBack, RefundNamed.
        """
        refund, txids = await self._to_withdraw(refund_id)
        try:
            sightings = await self._lookout.ask(refund, txids)
        except ChainSilent:
            raise RefundUnasked(refund.asset) from None
        async with self._uow() as uow:
            order, refund = await self._locked(uow, refund_id, RefundState.OPEN)
            names = await uow.refunds.named(refund_id)
            if {name.txid for name in names} != set(txids):
                raise RefundNamed
            await self._course.conclude(uow, order, refund, sightings)
            if refund.state is RefundState.OPEN:
                require_denied(refund, names, sightings)
                await self._withdrawn(uow, order, refund, actor)
                await self._course.conclude(uow, order, refund, sightings)
        if refund.state is not RefundState.WITHDRAWN:
            raise RefundCameBack

    async def _to_withdraw(self, refund_id: int) -> tuple[Refund, list[str]]:
        async with self._uow.read() as uow:
            refund = await uow.refunds.get(refund_id)
            names = await uow.refunds.named(refund_id)
        if refund.state is not RefundState.OPEN:
            raise RefundMovedOn
        return refund, [name.txid for name in names]

    async def _withdrawn(self, uow: UnitOfWork, order: Order, refund: Refund, actor: str) -> None:
        now = self._clock()
        entry = entry_of(order, refund.amount, CreditReason.WITHDRAWN, now, str(refund.id))
        await uow.credit.add(entry)
        refund.returned_id, refund.closed_at = entry.id, now
        refund.move_to(RefundState.WITHDRAWN)
        await self._lifecycle.over(uow, order, *REFUND_OURS)
        await uow.flush()
        self._course.audit(uow, order, refund, actor, "refund.withdrawn")
        self._course.tell(uow, Event.REFUND_BACK, order, refund)

    async def sent(self, refund_id: int, txid: str, *, actor: str) -> int:
        """An admin says in which transaction; the customer hears of it if the chain says so too.
        The order's id. The transaction is kept, and looked up again, whatever the chain says now.

        Raises RefundNotFound, RefundMovedOn, BadTransactionId, TooManyTransactions, ChainSilent,
        ChainBlind, RefundUnseen, RefundTooLittle, RefundTooOld, RefundTransactionUsed,
        RefundCameBack. After any but the last the refund is as open as before.
        """
        refund, txid, txids = await self._named(refund_id, txid, actor)
        sightings = await self._lookout.ask(refund, txids)
        async with self._uow() as uow:
            order, refund = await self._locked(uow, refund_id, RefundState.OPEN)
            await self._course.conclude(uow, order, refund, sightings)
        if refund.txid == txid:
            return order.id
        raise refusal(refund, sightings[txid])

    async def _named(self, refund_id: int, text: str, actor: str) -> tuple[Refund, str, list[str]]:
        """Keep it before anybody is asked: coins may have left. With all that were named, and this
        one first.
        """
        async with self._uow() as uow:
            _, refund = await self._locked(uow, refund_id, RefundState.OPEN)
            txid = spelled(refund.asset, text)
            if await uow.refunds.is_spoken_for(refund, txid):
                raise RefundTransactionUsed
            names = list(await uow.refunds.named(refund_id))
            if txid not in [name.txid for name in names]:
                await self._make_room(uow, names)
                row = RefundTransaction(refund_id=refund_id, txid=txid, named_by=actor)
                row.named_at = self._clock()
                await uow.refunds.name(row)
            refund.look_at = self._clock()
            others = [name.txid for name in names if name.txid != txid]
        return refund, txid, [txid, *others]

    async def _make_room(self, uow: UnitOfWork, names: list[RefundTransaction]) -> None:
        """One that can turn up no more goes; what was seen, or may still be, is not forgotten."""
        if len(names) < MOST_NAMED:
            return
        since = self._clock() - FOLLOWED
        past = [name for name in names if name.seen_at is None and name.named_at < since]
        if not past:
            raise TooManyTransactions
        names.remove(past[0])
        await uow.refunds.forget(past[0])

    async def seen_to(self, order_id: int, *, actor: str) -> None:
        """A person has settled what was paid twice. Raises OrderNotFound, NothingToDecide."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            if order.needs_review != REFUND_TWICE:
                raise NothingToDecide
            await self._lifecycle.over(uow, order, REFUND_TWICE)
            self._lifecycle.audit(uow, self._clock(), actor, "refund.seen-to", order)

    async def _locked(
        self, uow: UnitOfWork, refund_id: int, state: RefundState
    ) -> tuple[Order, Refund]:
        """Under its order's lock; raises RefundMovedOn unless it is in `state`."""
        order_id = (await uow.refunds.get(refund_id)).order_id
        order = await uow.orders.get(order_id, lock=True)
        refund = await uow.refunds.get(refund_id)
        if refund.state is not state:
            raise RefundMovedOn
        return order, refund
