"""Questions about orders that need somebody, and who sees to them."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.audit import AuditEntry
from models.order import Order
from models.outbox import Importance
from models.post import Post
from models.taken import HANDLED, TAKEN, TakenOrder
from repositories.base import Repository
from repositories.outbox import Row

TAKEN_COLUMNS = TakenOrder.__table__.c
AMONG = select(TAKEN_COLUMNS.order_id).where(
    TAKEN_COLUMNS.order_id.in_(bindparam("orders", type_=BigInteger, expanding=True))
)
"""Asked whenever something happens to an order: built once."""
NEEDED = text("""
SELECT o.id FROM orders o WHERE o.id = :order AND (
  o.status = 'paid' OR o.needs_review IS NOT NULL
  OR EXISTS (SELECT 1 FROM complaints c WHERE c.order_id = o.id AND c.state = 'asked')
  OR EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id AND r.state = 'open')
  OR (0 < (
      SELECT coalesce(sum(amount), 0) FROM credit_entries WHERE order_id = o.id AND reason IN (
        'overpaid', 'late', 'honoured', 'reversed', 'unhonoured', 'refunded', 'withdrawn',
        'suspended', 'restored'
      )
    ) AND (
      SELECT action FROM audit WHERE order_id = o.id AND action IN (
        'credit.added', 'credit.kept', 'credit.honoured', 'order.refunded', 'refund.opened',
        'refund.withdrawn'
      ) ORDER BY id DESC LIMIT 1
    ) IN ('credit.added', 'refund.withdrawn'))
)""").bindparams(bindparam("order", type_=BigInteger))
"""To be shipped, to be looked at, to be decided about, or coins are to be sent. The guard of the
table asks less: what one statement can see.
"""


class TakenRepository(Repository):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self.told: dict[int, datetime] = {}

    def tell(self, order_id: int, now: datetime) -> None:
        """What admins have of it says otherwise from now on."""
        self.told[order_id] = now

    async def needed(self, order_id: int) -> bool:
        """Whether an order waits for a person."""
        await self._session.flush()
        return await self._session.scalar(NEEDED, {"order": order_id}) is not None

    async def holder(self, order_id: int) -> int | None:
        query = select(TakenOrder.taken_by).where(TakenOrder.order_id == order_id)
        return await self._session.scalar(query)

    async def hold(self, order_id: int, seen: int | None, to: int | None, now: datetime) -> bool:
        """Hand it from `seen` to `to`, None for nobody; False: it is otherwise by now."""
        at = (TakenOrder.order_id == order_id, TakenOrder.taken_by == seen)
        values = {"taken_by": to, "taken_at": now}
        statement: Any = update(TakenOrder).where(*at).values(values)
        if to is None:
            statement = delete(TakenOrder).where(*at)
        elif seen is None:
            fresh = self._insert(TakenOrder).values(order_id=order_id, **values)
            statement = fresh.on_conflict_do_nothing(index_elements=["order_id"])
        done = await self._session.execute(statement.returning(TakenOrder.order_id))
        return bool(done.all())

    async def count(self, user_id: int, most: int) -> int:
        """How many they see to, counted up to `most`."""
        theirs = select(TakenOrder.order_id).where(TakenOrder.taken_by == user_id).limit(most)
        return await self._session.scalar(select(func.count()).select_from(theirs.subquery())) or 0

    async def lock_of(self, user_id: int) -> None:
        """The orders that they see to, before the person is locked."""
        theirs = select(TakenOrder.order_id).where(TakenOrder.taken_by == user_id)
        query = select(Order.id).where(Order.id.in_(theirs)).order_by(Order.id)
        await self._session.execute(query.with_for_update())

    async def drop_of(self, user_id: int) -> Sequence[int]:
        """They see to nothing any more; what they did see to."""
        gone = delete(TakenOrder).where(TakenOrder.taken_by == user_id)
        return (await self._session.scalars(gone.returning(TakenOrder.order_id))).all()

    async def takers(self) -> Sequence[int]:
        """Whoever sees to anything: people of the shop, who are few."""
        query = select(TakenOrder.taken_by).distinct().order_by(TakenOrder.taken_by)
        return (await self._session.scalars(query)).all()

    async def end(self, touched: Collection[int], now: datetime) -> None:
        """Of these orders, what needs nobody any more is nobody's."""
        await self._session.flush()
        held = (await self._session.scalars(AMONG, {"orders": list(touched)})).all()
        over = [order_id for order_id in held if not await self.needed(order_id)]
        if over:
            await self._session.execute(delete(TakenOrder).where(TakenOrder.order_id.in_(over)))
            self.told |= dict.fromkeys(over, now)

    async def last_act(self, order_id: int) -> AuditEntry | None:
        """What a person of the shop did with it last."""
        ours = or_(AuditEntry.actor.startswith("admin:"), AuditEntry.actor == "operator")
        query = select(AuditEntry).where(
            AuditEntry.order_id == order_id, AuditEntry.action.in_(HANDLED), ours
        )
        return await self._session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))

    async def letters(self, told: Mapping[int, datetime]) -> list[Row]:
        """A message for each chat that has a notice of these orders."""
        query = select(Post.chat_id, Post.order_id).where(
            Post.order_id.in_(told),
            or_(Post.subject.startswith("notice:"), Post.subject.startswith("complaint:")),
        )
        rows = await self._session.execute(query.distinct().order_by(Post.chat_id, Post.order_id))
        return [_letter(chat_id, number, told[number]) for chat_id, number in rows if number]


def _letter(chat_id: int, order_id: int, now: datetime) -> Row:
    """Behind everything that is news; no news of the order itself, which its notice counts."""
    return {
        "dedup_key": f"{TAKEN}:{order_id}:{chat_id}:{secrets.token_hex(8)}",
        "event": TAKEN,
        "chat_id": chat_id,
        "order_id": None,
        "args": {"topic": str(order_id)},
        "importance": Importance.BACKGROUND,
        "due_at": now,
        "created_at": now,
    }
