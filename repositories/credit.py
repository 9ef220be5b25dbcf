"""Questions about store credit."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from models.credit import CreditEntry, CreditReason
from models.invoice import Invoice
from models.order import Order
from repositories.base import Repository

UNDECIDED = (
    CreditReason.OVERPAID,
    CreditReason.LATE,
    CreditReason.HONOURED,
    CreditReason.REVERSED,
    CreditReason.UNHONOURED,
    CreditReason.REFUNDED,
    CreditReason.WITHDRAWN,
    CreditReason.SUSPENDED,
    CreditReason.RESTORED,
)
FOR_COINS = (CreditReason.OVERPAID, CreditReason.LATE, CreditReason.REVERSED)
BROUGHT = (CreditReason.OVERPAID, CreditReason.LATE)
"""What coins brought besides goods; what goods brought back is counted with those."""
SUSPENDED = (CreditReason.SUSPENDED, CreditReason.RESTORED)
UNDOABLE = (*FOR_COINS, CreditReason.REFILLED, *SUSPENDED)
"""What coins that leave the chain would take back."""


class CreditRepository(Repository):
    async def add(self, entry: CreditEntry) -> None:
        self._session.add(entry)
        await self._session.flush()

    async def balance(self, user_id: int, currency: str) -> int:
        """Minor units of `currency`; below nothing while coins are lost for which it was spent."""
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.user_id == user_id, CreditEntry.currency == currency
        )
        return int(await self._session.scalar(query) or 0)

    async def newest(self, user_id: int) -> int:
        """The number of somebody's newest entry: another one means that something happened."""
        query = select(func.max(CreditEntry.id)).where(CreditEntry.user_id == user_id)
        return int(await self._session.scalar(query) or 0)

    async def was_counted(self, dedup_key: str) -> bool:
        query = select(CreditEntry.id).where(CreditEntry.dedup_key == dedup_key)
        return await self._session.scalar(query) is not None

    async def entries(self, user_id: int, limit: int) -> Sequence[CreditEntry]:
        """Somebody's newest."""
        query = select(CreditEntry).where(CreditEntry.user_id == user_id)
        rows = await self._session.scalars(query.order_by(CreditEntry.id.desc()).limit(limit))
        return rows.all()

    async def granted(self, user_id: int, currency: str, since: datetime) -> int:
        """Minor units that people gave them by hand since then."""
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.user_id == user_id,
            CreditEntry.currency == currency,
            CreditEntry.reason == CreditReason.GRANTED,
            CreditEntry.created_at >= since,
        )
        return int(await self._session.scalar(query) or 0)

    async def put_by_hand(self, entry: CreditEntry) -> None:
        """The audit hears of it first."""
        await self._session.flush()
        await self.add(entry)

    async def key_in_turn(self, dedup_key: str) -> bool:
        """Whether it was counted; nobody else counts it until the commit."""
        await self.in_turn(dedup_key)
        return await self.was_counted(dedup_key)

    async def spendable(self, user_id: int, currency: str, back: int = 0) -> int:
        """Minor units of `currency` that can be spent: nothing while credit that was exchanged is
        missing its coins. `back`: what an order that makes room for this one gives back.
        """
        if await self._owes_elsewhere(user_id, currency):
            return 0
        return max(0, await self.balance(user_id, currency) + back)

    async def _owes_elsewhere(self, user_id: int, currency: str) -> bool:
        query = _suspended().where(CreditEntry.user_id == user_id, CreditEntry.currency != currency)
        return await self._session.scalar(query.limit(1)) is not None

    async def owes(self, user_id: int, currency: str) -> bool:
        """Whether coins behind it are lost that were spent, or passed on."""
        if await self._owes_elsewhere(user_id, currency):
            return True
        return await self.balance(user_id, currency) < 0

    async def undoable(self, user_id: int, currency: str, since: datetime) -> int:
        """Minor units that coins brought since then: a chain may still undo it."""
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.user_id == user_id,
            CreditEntry.currency == currency,
            CreditEntry.reason.in_(UNDOABLE),
            CreditEntry.created_at >= since,
        )
        return max(0, int(await self._session.scalar(query) or 0))

    async def covers(self, order: Order) -> bool:
        """Whether the credit an order has used is still its customer's: no lost coins were."""
        if not order.credit_used:
            return True
        if await self._owes_elsewhere(order.user_id, order.currency):
            return False
        return await self.balance(order.user_id, order.currency) >= 0

    async def given_for_coins(self, user_ids: Collection[int], since: datetime) -> dict[int, int]:
        """Minor units of goods and credit that coins brought each of these people since then."""
        credit = (
            select(CreditEntry.user_id, func.sum(CreditEntry.amount))
            .where(CreditEntry.user_id.in_(user_ids), CreditEntry.reason.in_(BROUGHT))
            .where(CreditEntry.created_at >= since)
            .group_by(CreditEntry.user_id)
        )
        goods = (
            select(Order.user_id, func.sum(Order.total - Order.credit_used))
            .join(Invoice, Invoice.order_id == Order.id)
            .where(Order.user_id.in_(user_ids), Order.paid_at >= since, Invoice.taken != 0)
            .group_by(Order.user_id)
        )
        sums: Counter[int] = Counter()
        for query in (credit, goods):
            sums.update({user: int(amount) for user, amount in await self._session.execute(query)})
        return sums

    async def owing(self, currency: str) -> Sequence[int]:
        """Orders whose credit is suspended, and whose coins somebody waits for."""
        query = _suspended().where(CreditEntry.currency == currency)
        found = await self._session.scalars(query.order_by(CreditEntry.order_id))
        return [order_id for order_id in found if order_id]

    async def balances(self, currency: str) -> Sequence[tuple[int, int]]:
        """Everybody who has some, and owes none: user and minor units."""
        total = func.sum(CreditEntry.amount)
        query = (
            select(CreditEntry.user_id, total)
            .where(CreditEntry.currency == currency)
            .group_by(CreditEntry.user_id)
            .having(total > 0)
            .order_by(CreditEntry.user_id)
        )
        return [(row[0], int(row[1])) for row in await self._session.execute(query)]

    async def from_order(self, order_id: int) -> int:
        """Minor units that too much or too late money for an order brought, less what was decided
        on or lost since.
        """
        return max(0, await self._sum(order_id, UNDECIDED))

    async def given_by_order(self, order_id: int) -> int:
        """Minor units that its coins brought as credit, whatever became of it."""
        return await self._sum(order_id, FOR_COINS)

    async def suspended(self, order_id: int) -> int:
        """Minor units of it that are suspended now, as its coins are lost."""
        return -await self._sum(order_id, SUSPENDED)

    async def coins_of(self, order_id: int) -> tuple[int, int]:
        """(base units, minor units): what its coins brought as credit. Of a paid refill that is
        what all of them did; late money that paid for it is in its sum.
        """
        query = select(CreditEntry.units, CreditEntry.amount).where(
            CreditEntry.order_id == order_id, CreditEntry.reason.in_(FOR_COINS)
        )
        rows = (await self._session.execute(query)).all()
        units, amount = sum(units or 0 for units, _ in rows), sum(amount for _, amount in rows)
        if refilled := await self._sum(order_id, (CreditReason.REFILLED,)):
            taken = select(Invoice.taken).where(Invoice.order_id == order_id)
            units += await self._session.scalar(taken) or 0
            amount += refilled - await self.honoured_for(order_id)
        return units, amount

    async def _sum(self, order_id: int, reasons: Sequence[CreditReason]) -> int:
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.order_id == order_id, CreditEntry.reason.in_(reasons)
        )
        return int(await self._session.scalar(query) or 0)

    async def honoured_for(self, order_id: int) -> int:
        """Minor units of late money that paid for the order."""
        return -await self._sum(order_id, (CreditReason.HONOURED, CreditReason.UNHONOURED))

    async def reversed_units(self, order_id: int) -> int:
        """Base units that the order took and gave back as credit."""
        query = select(CreditEntry.units).where(
            CreditEntry.order_id == order_id, CreditEntry.reason == CreditReason.REVERSED
        )
        return sum(units or 0 for units in await self._session.scalars(query))

    async def moves_of(self, order_id: int) -> int:
        """How often its credit was suspended or given back."""
        query = select(func.count()).where(
            CreditEntry.order_id == order_id, CreditEntry.reason.in_(SUSPENDED)
        )
        return int(await self._session.scalar(query) or 0)


def _suspended() -> Select[int | None]:
    """Orders of which credit is suspended, unless all that is lost was written off."""
    return (
        select(CreditEntry.order_id)
        .join(Invoice, Invoice.order_id == CreditEntry.order_id)
        .where(CreditEntry.reason.in_(SUSPENDED), Invoice.lost != Invoice.written_off)
        .group_by(CreditEntry.order_id)
        .having(func.sum(CreditEntry.amount) < 0)
    )
