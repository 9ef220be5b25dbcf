"""Store credit goes back to a customer's own wallet: set aside first, looked up before it is told.

See docs/adr/0013-refunds.md. An admin sends the coins; the shop never believes that they were sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.credit import CreditReason
from models.errors import BadTransactionId
from models.order import Order
from models.refund import Refund, RefundState
from models.refund_errors import (
    ChainBlind,
    ChainSilent,
    NoRefundAddress,
    RefundMovedOn,
    RefundTooLittle,
    RefundTransactionUsed,
    RefundUnseen,
)
from services.money.destination import Destinations
from services.money.rate import RateService
from services.money.refundable import Refundable, RefundOffer
from services.running.notification import WORDS_ALONE, Event
from services.sale.lifecycle import Lifecycle, entry_of
from utils.chains.base import ChainCannotTell, ChainClient, ChainError, Lookup
from utils.clock import Clock

SPELLINGS = {
    "BTC": "[0-9a-f]{64}",
    "LTC": "[0-9a-f]{64}",
    "ETH": "0x[0-9a-f]{64}",
    "SOL": "[1-9A-HJ-NP-Za-km-z]{64,88}",
}
PATIENCE = timedelta(minutes=10)
"""How long a transaction that was seen may be unknown again before the refund is open again."""
MOST_FOLLOWED = 50
"""Refunds on their way that one round looks up."""
VANISHED = "refund-vanished"


@dataclass(frozen=True, slots=True)
class RefundCard:
    """A refund, and where it goes to in plain words."""

    refund: Refund
    address: str

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
        self._chains = chains

    async def of(self, order_id: int) -> list[RefundCard]:
        """All of an order, with addresses: for admins."""
        async with self._uow.read() as uow:
            rows = await uow.refunds.of(order_id)
        return [RefundCard(row, self._destinations.unseal(order_id, row.sealed)) for row in rows]

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
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            await uow.users.lock(order.user_id)
            offer = await self._refundable.offer(uow, order, amount)
            target = await self._destination(uow, offer, address)
            now = self._clock()
            key = f"set-aside:{len(await uow.refunds.of(order_id)) + 1}"
            entry = entry_of(order, -amount, CreditReason.REFUNDED, now, key)
            await uow.credit.add(entry)
            refund = self._opened(order, offer, target)
            refund.entry_id, refund.opened_by, refund.opened_at = entry.id, actor, now
            await uow.refunds.add(refund)
            self._lifecycle.decided(order)
            self._audit(uow, order, refund, actor, "refund.opened")
            self._tell(uow, Event.REFUNDING, order, refund)
            return refund.id

    async def _destination(self, uow: UnitOfWork, offer: RefundOffer, typed: str | None) -> str:
        if typed is not None:
            return await self._destinations.parsed(uow, offer.asset, typed)
        if offer.address is None:
            raise NoRefundAddress
        return offer.address

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
        """Nothing was sent: the credit is the customer's again. Raises RefundNotFound,
        RefundMovedOn.
        """
        async with self._uow() as uow:
            order, refund = await self._locked(uow, refund_id, RefundState.OPEN)
            now = self._clock()
            entry = entry_of(order, refund.amount, CreditReason.WITHDRAWN, now, str(refund.id))
            await uow.credit.add(entry)
            refund.returned_id, refund.closed_at = entry.id, now
            refund.move_to(RefundState.WITHDRAWN)
            self._audit(uow, order, refund, actor, "refund.withdrawn")
            self._tell(uow, Event.REFUND_BACK, order, refund)

    async def sent(self, refund_id: int, txid: str, *, actor: str) -> int:
        """An admin says in which transaction; the customer hears of it if the chain says so too.
        The order's id.

        Raises RefundNotFound, RefundMovedOn, BadTransactionId, ChainSilent, ChainBlind,
        RefundUnseen, RefundTooLittle, RefundTransactionUsed. After any of them it is as before.
        """
        async with self._uow.read() as uow:
            refund = await uow.refunds.get(refund_id)
            required = (await uow.invoices.of(refund.order_id)).confirmations_required
        if refund.state is not RefundState.OPEN:
            raise RefundMovedOn
        txid = spelled(refund.asset, txid)
        seen = await self._looked_up(refund, txid)
        async with self._uow() as uow:
            order, refund = await self._locked(uow, refund_id, RefundState.OPEN)
            if await uow.refunds.is_spoken_for(refund.asset, txid, refund.target):
                raise RefundTransactionUsed
            refund.txid, refund.sent_by, refund.sent_at = txid, actor, self._clock()
            self._advance(uow, order, refund, seen, required)
            self._audit(uow, order, refund, actor, "refund.sent")
            return order.id

    async def _looked_up(self, refund: Refund, txid: str) -> Lookup:
        """What the chain says, if it pays what was agreed to where it was agreed."""
        address = self._destinations.unseal(refund.order_id, refund.sealed)
        if refund.asset not in self._chains:
            raise ChainSilent(refund.asset)
        try:
            seen = await self._chains[refund.asset].lookup(txid, address)
        except ChainCannotTell:
            raise ChainBlind(refund.asset) from None
        except ChainError:
            raise ChainSilent(refund.asset) from None
        if not seen.known:
            raise RefundUnseen
        if seen.amount < refund.units:
            raise RefundTooLittle(refund.asset, seen.amount, refund.units)
        return seen

    def _advance(
        self, uow: UnitOfWork, order: Order, refund: Refund, seen: Lookup, required: int
    ) -> None:
        """Sent, or confirmed when it is as deep as a payment of this order must be."""
        final = seen.confirmations >= required
        if not final and refund.state is RefundState.SENT:
            return
        refund.move_to(RefundState.CONFIRMED if final else RefundState.SENT)
        refund.closed_at = self._clock() if final else None
        if order.needs_review == VANISHED:
            order.needs_review = None
        self._tell(uow, Event.REFUNDED, order, refund)

    async def follow(self) -> None:
        """Look at the refunds that are on their way: final by now, or gone again."""
        async with self._uow.read() as uow:
            rows = await uow.refunds.sent(MOST_FOLLOWED)
        for row in rows:
            try:
                seen: Lookup | None = await self._looked_up(row, row.txid or "")
            except (RefundUnseen, RefundTooLittle):
                seen = None
            except (ChainSilent, ChainBlind):
                continue
            await self._follow(row.id, row.txid, seen)

    async def _follow(self, refund_id: int, txid: str | None, seen: Lookup | None) -> None:
        async with self._uow() as uow:
            try:
                order, refund = await self._locked(uow, refund_id, RefundState.SENT)
            except RefundMovedOn:
                return
            if refund.txid != txid:
                return
            if seen is not None:
                invoice = await uow.invoices.of(order.id)
                self._advance(uow, order, refund, seen, invoice.confirmations_required)
            elif refund.sent_at and self._clock() - refund.sent_at >= PATIENCE:
                refund.txid, refund.sent_at = None, None
                refund.move_to(RefundState.OPEN)
                await self._lifecycle.review(uow, order, VANISHED)
                self._tell(uow, Event.REFUNDING, order, refund)

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

    def _audit(
        self, uow: UnitOfWork, order: Order, refund: Refund, actor: str, action: str
    ) -> None:
        details = {
            "refund": str(refund.id),
            "amount": str(refund.amount),
            "units": str(refund.units),
            "asset": refund.asset,
        }
        if refund.txid:
            details["txid"] = refund.txid
        self._lifecycle.audit(uow, self._clock(), actor, action, order, **details)

    def _tell(self, uow: UnitOfWork, event: Event, order: Order, refund: Refund) -> None:
        facts = {
            "amount": str(refund.amount),
            "units": str(refund.units),
            "asset": refund.asset,
            "txid": refund.txid or "",
            "final": "yes" if refund.state is RefundState.CONFIRMED else "no",
        }
        self._lifecycle.notify.customer(uow, event, order, facts)
        self._lifecycle.notify.customer(uow, Event.INVOICE, order, {WORDS_ALONE: "1"})


def spelled(asset: str, text: str) -> str:
    """A transaction id in its one spelling; raises BadTransactionId."""
    text = text.strip()
    if asset != "SOL":
        text = text.lower()
    if asset == "ETH" and not text.startswith("0x"):
        text = f"0x{text}"
    if not re.fullmatch(SPELLINGS[asset], text):
        raise BadTransactionId(asset)
    return text
