"""What an admin decides about money that came too late, or was too much.

It is the customer's store credit at once. An admin may let it pay for its order after all, or pay
it back on the chain and take it out of the ledger; leaving it is the third choice.
"""

from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.credit import CreditReason
from models.errors import BadTransactionId, CreditGone, NothingToDecide, StockGone, WrongOrderState
from models.order import Order, OrderStatus
from services.running.notification import Event
from services.sale.lifecycle import Lifecycle, entry_of
from utils.clock import Clock

MAX_TXID = 128
ENDED = (OrderStatus.CANCELLED, OrderStatus.EXPIRED)


class DecisionService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, lifecycle: Lifecycle) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle

    async def honour(self, order_id: int, *, actor: str) -> None:
        """Deliver an ended order for the late money it brought, whatever that is worth today.

        Raises OrderNotFound, WrongOrderState, NothingToDecide, CreditGone, StockGone.
        """
        async with self._uow() as uow:
            order, amount = await self._undecided(uow, order_id)
            if order.status not in ENDED:
                raise WrongOrderState
            now = self._clock()
            await self._take(uow, order, min(amount, order.to_pay), CreditReason.HONOURED, now)
            if not await self._lifecycle.honoured(uow, order, now):
                raise StockGone
            self._lifecycle.audit(uow, now, actor, "credit.honoured", order)

    async def keep(self, order_id: int, *, actor: str) -> None:
        """It stays store credit. Raises OrderNotFound, NothingToDecide."""
        async with self._uow() as uow:
            order, _ = await self._undecided(uow, order_id)
            self._lifecycle.audit(uow, self._clock(), actor, "credit.kept", order)
            self._lifecycle.decided(order)

    async def refunded(self, order_id: int, txid: str, *, actor: str) -> None:
        """It was sent back in transaction `txid`: take it out of the ledger, tell the customer.

        Raises OrderNotFound, NothingToDecide, CreditGone, BadTransactionId.
        """
        txid = check_txid(txid)
        async with self._uow() as uow:
            order, amount = await self._undecided(uow, order_id)
            now = self._clock()
            await self._take(uow, order, amount, CreditReason.REFUNDED, now)
            details = {"amount": str(amount), "txid": txid}
            self._lifecycle.audit(uow, now, actor, "credit.refunded", order, **details)
            self._lifecycle.notify.customer(uow, Event.REFUNDED, order, details)
            self._lifecycle.decided(order)

    async def _undecided(self, uow: UnitOfWork, order_id: int) -> tuple[Order, int]:
        order = await uow.orders.get(order_id, lock=True)
        amount = await uow.credit.from_order(order_id)
        if amount <= 0:
            raise NothingToDecide
        return order, amount

    async def _take(
        self, uow: UnitOfWork, order: Order, amount: int, reason: CreditReason, now: datetime
    ) -> None:
        """Raises CreditGone when the customer has spent it meanwhile."""
        await uow.users.lock(order.user_id)
        if await uow.credit.balance(order.user_id, order.currency) < amount:
            raise CreditGone
        key = f"{now.timestamp():.3f}"
        await uow.credit.add(entry_of(order, -amount, reason, now, key))


def check_txid(text: str) -> str:
    """A transaction id as typed, trimmed; raises BadTransactionId."""
    text = text.strip()
    if not 16 <= len(text) <= MAX_TXID or not text.isascii() or not text.isalnum():
        raise BadTransactionId
    return text
