"""Questions about vouchers. What was used is counted by triggers, never from here."""

from collections.abc import Sequence, Set

from sqlalchemy import BigInteger, bindparam, delete, func, literal, select, text

from models.base import Flag
from models.voucher import (
    CartVoucher,
    UseState,
    Voucher,
    VoucherCode,
    VoucherScope,
    VoucherTries,
    VoucherUse,
)
from repositories.base import Repository

WITHIN = text("""
    WITH RECURSIVE above(product_id, category_id) AS (
        SELECT id, category_id FROM products WHERE id IN :ids
        UNION ALL
        SELECT above.product_id, c.parent_id FROM above
        JOIN categories c ON c.id = above.category_id WHERE c.parent_id IS NOT NULL
    )
    SELECT above.product_id FROM above JOIN voucher_scopes s ON s.category_id = above.category_id
    WHERE s.voucher_id = :voucher
    UNION
    SELECT s.product_id FROM voucher_scopes s
    WHERE s.voucher_id = :voucher AND s.product_id IN :ids""").bindparams(
    bindparam("ids", type_=BigInteger, expanding=True), bindparam("voucher", type_=BigInteger)
)


class VoucherRepository(Repository):
    async def add(self, *rows: Voucher | VoucherCode | VoucherScope | VoucherUse) -> None:
        self._session.add_all(rows)
        await self._session.flush()

    async def find(self, voucher_id: int, *, lock: bool = False) -> Voucher | None:
        query = select(Voucher).where(Voucher.id == voucher_id)
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        found: Voucher | None = await self._session.scalar(query)
        return found

    async def listed(self, limit: int, start: int = 0) -> Sequence[Voucher]:
        """The newest first."""
        query = select(Voucher).order_by(Voucher.id.desc()).limit(limit).offset(start)
        return (await self._session.scalars(query)).all()

    async def count(self) -> int:
        await self.in_turn("vouchers")
        return await self._session.scalar(select(func.count()).select_from(Voucher)) or 0

    async def scopes(self, voucher_id: int) -> Sequence[VoucherScope]:
        query = select(VoucherScope).where(VoucherScope.voucher_id == voucher_id)
        return (await self._session.scalars(query.order_by(VoucherScope.id))).all()

    async def drop_scopes(self, rows: Sequence[VoucherScope]) -> None:
        for row in rows:
            await self._session.delete(row)
        await self._session.flush()

    async def within(self, voucher_id: int, product_ids: Set[int]) -> Set[int]:
        """Which of these products it names, by themselves or by a category around them."""
        if not product_ids:
            return set()
        given = {"ids": sorted(product_ids), "voucher": voucher_id}
        return {row[0] for row in await self._session.execute(WITHIN, given)}

    async def totals(self, voucher_id: int) -> tuple[int, int, int, int]:
        """How many codes it has, how many of them were used, uses, and what these took or gave."""
        codes = select(func.count(), func.count().filter(VoucherCode.used > 0))
        of = (await self._session.execute(codes.where(VoucherCode.voucher_id == voucher_id))).one()
        uses = select(func.count(), func.coalesce(func.sum(VoucherUse.amount), 0))
        query = uses.select_from(VoucherUse).join(VoucherCode, VoucherCode.id == VoucherUse.code_id)
        held = query.where(VoucherCode.voucher_id == voucher_id, VoucherUse.state == UseState.HELD)
        return (*of, *(await self._session.execute(held)).one())

    async def of_digest(self, digest: str) -> tuple[VoucherCode, Voucher] | None:
        return await self._code(VoucherCode.digest == digest)

    async def code(self, code_id: int, *, lock: bool = False) -> tuple[VoucherCode, Voucher] | None:
        """`lock`: after people, orders and goods; nobody else uses it until the commit."""
        return await self._code(VoucherCode.id == code_id, lock=lock)

    async def _code(
        self, which: object, *, lock: bool = False
    ) -> tuple[VoucherCode, Voucher] | None:
        query = select(VoucherCode, Voucher).join(Voucher, Voucher.id == VoucherCode.voucher_id)
        query = query.where(which)  # type: ignore[arg-type]
        if lock:
            query = query.with_for_update(of=VoucherCode)
        fresh = query.execution_options(populate_existing=True)
        row = (await self._session.execute(fresh)).one_or_none()
        return (row[0], row[1]) if row else None

    async def of_cart(self, user_id: int) -> int | None:
        query = select(CartVoucher.code_id).where(CartVoucher.user_id == user_id)
        return await self._session.scalar(query)

    async def put_in_cart(self, user_id: int, code_id: int) -> None:
        """In the place of another."""
        row = self._insert(CartVoucher).values(user_id=user_id, code_id=code_id)
        await self._session.execute(
            row.on_conflict_do_update(
                index_elements=[CartVoucher.user_id], set_={"code_id": code_id}
            )
        )

    async def take_out(self, user_id: int) -> None:
        await self._session.execute(delete(CartVoucher).where(CartVoucher.user_id == user_id))

    async def take_out_used(self, user_id: int, order_id: int) -> None:
        """What an order has used by now; another code that was put in meanwhile stays."""
        used = select(VoucherUse.code_id).where(VoucherUse.order_id == order_id)
        theirs = (CartVoucher.user_id == user_id, CartVoucher.code_id.in_(used))
        await self._session.execute(delete(CartVoucher).where(*theirs))

    async def used_by(self, user_id: int, voucher_id: int) -> int:
        """How often, with orders that are to be paid."""
        theirs = (VoucherUse.user_id == user_id, VoucherUse.voucher_id == voucher_id)
        query = select(func.count()).select_from(VoucherUse)
        held = query.where(*theirs, VoucherUse.state == UseState.HELD)
        return await self._session.scalar(held) or 0

    async def use_of(self, order_id: int) -> VoucherUse | None:
        found: VoucherUse | None = await self._session.scalar(
            select(VoucherUse).where(VoucherUse.order_id == order_id)
        )
        return found

    async def credited(self, code_id: int, user_id: int) -> VoucherUse | None:
        """What somebody had of a code that gives store credit."""
        theirs = (VoucherUse.code_id == code_id, VoucherUse.user_id == user_id)
        query = select(VoucherUse).where(*theirs, VoucherUse.entry_id.is_not(None))
        return await self._session.scalar(query.limit(1))

    async def lock_codes_of(self, order_ids: Sequence[int]) -> None:
        """The codes that these orders use, in the order of their ids: after the goods."""
        theirs = select(VoucherUse.code_id).where(VoucherUse.order_id.in_(order_ids))
        query = select(VoucherCode.id).where(VoucherCode.id.in_(theirs)).order_by(VoucherCode.id)
        await self._session.execute(query.with_for_update())

    async def tries(self, user_id: int) -> VoucherTries:
        """Of somebody who is locked, or is only looked at."""
        query = select(VoucherTries).where(VoucherTries.user_id == user_id)
        found = await self._session.scalar(query.execution_options(populate_existing=True))
        return found or VoucherTries(user_id=user_id, wrong=0, rests_until=None)

    async def note_tries(self, row: VoucherTries) -> None:
        self._session.add(row)
        await self._session.flush()

    async def switched_on(self) -> Sequence[int]:
        """Whatever they say of sums is in the shop's currency."""
        query = (
            select(Voucher.id).where(Voucher.active == literal(True, Flag())).order_by(Voucher.id)
        )
        return (await self._session.scalars(query)).all()
