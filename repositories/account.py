"""Questions about accounts, what people told, the shop's own texts, and erasing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update

from models.account import (
    ERASED_BYTES,
    OPEN_ERASURE,
    Account,
    Detail,
    Erasure,
    ProfileDetail,
    ShopText,
    Words,
    draw_id,
)
from models.cart import CartLine
from models.credit import CreditEntry
from models.demand import Wish
from models.draft import Draft
from models.invoice import Invoice, Transfer
from models.order import Order, OrderLine, OrderStatus
from models.product import Product, Variant
from models.question import Answer
from models.refund import Refund, RefundAddress, RefundState
from models.review import Review
from models.user import User
from models.voucher import CartVoucher
from repositories.base import Repository

TRIES = 5
"""Ids that may be somebody's already, one in millions."""
OPEN = (OrderStatus.CREATED, OrderStatus.PAID)
UNDER_WAY = (RefundState.OPEN, RefundState.SENT)


class AccountRepository(Repository):
    async def of(self, user_id: int) -> Account | None:
        return await self._session.get(Account, user_id)

    async def ensure(self, user_id: int) -> Account:
        """Theirs, made at first sight."""
        for _ in range(TRIES):
            if found := await self.of(user_id):
                return found
            row = self._insert(Account).values(user_id=user_id, public_id=draw_id())
            await self._session.execute(row.on_conflict_do_nothing())
        raise RuntimeError("no public id is free")

    async def coded(self, public_id: str) -> User | None:
        query = select(User).join(Account, Account.user_id == User.id)
        return await self._session.scalar(query.where(Account.public_id == public_id))

    async def details(self, user_id: int) -> Sequence[ProfileDetail]:
        query = select(ProfileDetail).where(ProfileDetail.user_id == user_id)
        return (await self._session.scalars(query)).all()

    async def put_detail(self, row: ProfileDetail) -> None:
        await self._session.merge(row)
        await self._session.flush()

    async def drop_detail(self, user_id: int, detail: Detail) -> None:
        which = (ProfileDetail.user_id == user_id, ProfileDetail.detail == detail)
        await self._session.execute(delete(ProfileDetail).where(*which))

    async def history(
        self, user_id: int, currency: str, limit: int, offset: int
    ) -> Sequence[tuple[CreditEntry, str | None]]:
        """Of store credit, newest first, each with the code of its order."""
        query = (
            select(CreditEntry, Order.code)
            .outerjoin(Order, Order.id == CreditEntry.order_id)
            .where(CreditEntry.user_id == user_id, CreditEntry.currency == currency)
        )
        page = query.order_by(CreditEntry.id.desc()).limit(limit).offset(offset)
        return [(row[0], row[1]) for row in await self._session.execute(page)]

    async def asked_where_to(self, user_id: int, limit: int) -> Sequence[tuple[int, str]]:
        """(id, code) of orders whose money waits for an address, newest first."""
        query = (
            select(Order.id, Order.code)
            .join(RefundAddress, RefundAddress.order_id == Order.id)
            .where(Order.user_id == user_id, RefundAddress.confirmed_at.is_(None))
            .where(~exists().where(Refund.order_id == Order.id, Refund.state.in_(UNDER_WAY)))
        )
        rows = await self._session.execute(query.order_by(Order.id.desc()).limit(limit))
        return [(row[0], row[1]) for row in rows]

    async def wished(self, user_id: int, limit: int) -> list[str]:
        """Names of what they wait for, oldest first."""
        query = (
            select(Product.name)
            .join(Variant, Variant.product_id == Product.id)
            .join(Wish, Wish.variant_id == Variant.id)
            .where(Wish.user_id == user_id)
        )
        rows = await self._session.scalars(query.order_by(Wish.id).limit(limit))
        return list(dict.fromkeys(rows))

    async def drop_wishes(self, user_id: int) -> None:
        await self._session.execute(delete(Wish).where(Wish.user_id == user_id))


class ShopTextRepository(Repository):
    async def newest(self, words: Words, language: str) -> ShopText | None:
        query = select(ShopText).where(ShopText.words == words, ShopText.language == language)
        return await self._session.scalar(query.order_by(ShopText.version.desc()).limit(1))

    async def to_follow(self, words: Words, language: str) -> ShopText | None:
        """The same, for who writes the next version: nobody else does until the commit."""
        await self.in_turn(f"text:{words}:{language}")
        return await self.newest(words, language)

    async def add(self, row: ShopText) -> None:
        """The audit hears of it first."""
        await self._session.flush()
        self._session.add(row)
        await self._session.flush()


class ErasureRepository(Repository):
    async def of(self, user_id: int) -> Erasure | None:
        return await self._session.get(Erasure, user_id)

    async def put(self, row: Erasure) -> None:
        await self._session.merge(row)
        await self._session.flush()

    async def due(self, now: datetime, limit: int) -> Sequence[int]:
        query = select(Erasure.user_id).where(OPEN_ERASURE, Erasure.due_at <= now)
        return (await self._session.scalars(query.order_by(Erasure.due_at).limit(limit))).all()

    async def open(self, user_id: int, limit: int) -> Sequence[str]:
        """Codes of orders that are under way, or whose money is."""
        unsettled = (
            exists()
            .where(Invoice.order_id == Order.id, Transfer.invoice_id == Invoice.id)
            .where(Transfer.accounted_at.is_(None), Transfer.missing_since.is_(None))
        )
        refunding = exists().where(Refund.order_id == Order.id, Refund.state.in_(UNDER_WAY))
        is_open = or_(Order.status.in_(OPEN), Order.needs_review.is_not(None), unsettled, refunding)
        query = select(Order.code).where(Order.user_id == user_id, is_open)
        return (await self._session.scalars(query.order_by(Order.id).limit(limit))).all()

    async def own(self, user_id: int) -> Sequence[tuple[Any, ...]]:
        """What `drop_own` takes away, as far as it tells one from another; sealed, not opened."""
        columns = (
            (ProfileDetail.detail, ProfileDetail.told_at),
            (CartLine.variant_id, CartLine.quantity),
            (CartVoucher.user_id, CartVoucher.code_id),
            (Wish.id, Wish.kind),
            (Draft.created_at, Draft.expires_at),
        )
        found: list[tuple[Any, ...]] = []
        for one, other in columns:
            query = select(one, other).where(one.class_.user_id == user_id).order_by(one, other)
            found += [
                (one.class_.__name__, *map(str, row)) for row in await self._session.execute(query)
            ]
        return found

    async def drop_own(self, user_id: int) -> None:
        """What they told, and what nobody else needs."""
        for model in (ProfileDetail, Draft, CartLine, CartVoucher, Wish):
            await self._session.execute(delete(model).where(model.user_id == user_id))
        hidden = update(Account).where(Account.user_id == user_id)
        await self._session.execute(hidden.values(ranked_at=None, ranked_named=False))
        unsigned = update(Review).where(Review.user_id == user_id).values(named=False)
        await self._session.execute(unsigned)  # else their number stood there instead of a name

    async def last_told(self, user_id: int) -> datetime | None:
        """When the newest order ended that says something of them."""
        says = or_(_said(Order.delivery), _said(Order.cancel_reason), _answered())
        query = select(func.max(Order.closed_at)).where(Order.user_id == user_id, says)
        return await self._session.scalar(query)

    async def told(self, user_id: int) -> tuple[int, int]:
        """How many orders say something of them, and the newest of these."""
        says = or_(_said(Order.delivery), _said(Order.cancel_reason), _answered())
        query = select(func.count(), func.coalesce(func.max(Order.id), 0))
        row = (await self._session.execute(query.where(Order.user_id == user_id, says))).one()
        return int(row[0]), int(row[1])

    async def count_told(self, user_id: int) -> int:
        says = or_(_said(Order.delivery), _said(Order.cancel_reason), _answered())
        query = select(func.count()).select_from(Order).where(Order.user_id == user_id, says)
        return await self._session.scalar(query) or 0

    async def orders(self, user_id: int, until: datetime, limit: int) -> Sequence[Order]:
        """Ended orders that still say something of them."""
        says = or_(_said(Order.delivery), _said(Order.cancel_reason))
        return (await self._session.scalars(_ended(user_id, until).where(says).limit(limit))).all()

    async def answers(
        self, user_id: int, until: datetime, limit: int
    ) -> Sequence[tuple[Answer, int]]:
        """And what they answered, each with its variant."""
        query = (
            select(Answer, OrderLine.variant_id)
            .join(OrderLine, OrderLine.id == Answer.order_line_id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.user_id == user_id, Order.closed_at <= until, Order.status.not_in(OPEN))
            .where(_said(Answer.sealed))
        )
        return [(row[0], row[1]) for row in await self._session.execute(query.limit(limit))]

    async def put_words(self, order_id: int, values: Mapping[str, bytes]) -> None:
        change = update(Order).where(Order.id == order_id).values(**values)
        await self._session.execute(change.execution_options(synchronize_session=False))

    async def put_answer(self, answer_id: int, sealed: bytes) -> None:
        change = update(Answer).where(Answer.id == answer_id).values(sealed=sealed)
        await self._session.execute(change.execution_options(synchronize_session=False))


def _said(column: Any) -> ColumnElement[bool]:
    """Something, and not nothing sealed."""
    return func.length(column) > ERASED_BYTES


def _answered() -> ColumnElement[bool]:
    line = (OrderLine.order_id == Order.id, Answer.order_line_id == OrderLine.id)
    return exists().where(*line, _said(Answer.sealed))


def _ended(user_id: int, until: datetime) -> Select[Order]:
    query = select(Order).where(Order.user_id == user_id, Order.status.not_in(OPEN))
    return query.where(Order.closed_at <= until).order_by(Order.id)
