"""Vouchers of the small shop: 1.00 off, which Fay's open order has and Gil's cancelled one had;
0.50 of store credit, which Fay has; and one without codes.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.audit import AuditEntry
from models.base import Base
from models.credit import CreditEntry, CreditReason
from models.order import Order, OrderLine, OrderStatus
from models.product import ProductKind, Variant
from models.reservation import Reservation, ReservationStatus
from models.stock import MovementKind, StockMovement
from models.user import User
from models.voucher import (
    CartVoucher,
    Voucher,
    VoucherCode,
    VoucherKind,
    VoucherScope,
    VoucherTries,
    VoucherUse,
    about,
    credit_key,
)
from tests.db.shop import NOW

FAY, GIL = 21, 22
OFF, CREDIT, DRAFT = 1, 2, 3
"""Vouchers. Codes 1 to 3 are of the first, 4 and 5 of the second; uses 1 and 2 are of orders."""


async def add(session: AsyncSession) -> None:
    for number, name in ((FAY, "Fay"), (GIL, "Gil")):
        await _add(session, User(id=number, name=name, language="en", created_at=NOW))
    await _rules(session)
    cup = Variant(product_id=2, name="cup", price=500)
    await _add(session, cup)
    move = StockMovement(variant_id=cup.id, kind=MovementKind.RECEIVED, quantity=3, created_at=NOW)
    await _add(session, move)
    await _order(session, FAY, cup.id, 1)
    ended = await _order(session, GIL, cup.id, 2)
    held = (await session.scalars(select(Reservation).filter_by(order_id=ended.id))).one()
    held.status, held.released_at = ReservationStatus.RELEASED, NOW
    ended.status, ended.closed_at = OrderStatus.CANCELLED, NOW
    await session.flush()
    await _note(session, "order.cancelled", ended.id)
    entry = CreditEntry(user_id=FAY, amount=50, currency="USD", reason=CreditReason.VOUCHER)
    entry.dedup_key, entry.created_at = credit_key(4, FAY), NOW
    await _add(session, entry)
    use = VoucherUse(code_id=4, voucher_id=CREDIT, user_id=FAY, amount=50, created_at=NOW)
    use.entry_id = entry.id
    tries = VoucherTries(user_id=GIL, wrong=1, rests_until=None)
    await _add(session, use, CartVoucher(user_id=GIL, code_id=3), tries)


async def _rules(session: AsyncSession) -> None:
    for kind, amount in (
        (VoucherKind.FIXED, 100),
        (VoucherKind.CREDIT, 50),
        (VoucherKind.PERCENT, 10),
    ):
        row = Voucher(kind=kind, name="x", amount=amount, currency="USD", most=1, each=1)
        row.starts_at = row.created_at = NOW
        row.made_by, row.active = 1, False
        await _add(session, row)
        await _add(session, VoucherScope(voucher_id=row.id, product_id=2))
    for number, voucher in enumerate((OFF, OFF, OFF, CREDIT, CREDIT), 1):
        code = VoucherCode(voucher_id=voucher, digest=str(number) * 64, most=1, created_at=NOW)
        await _add(session, code)
    for voucher in (OFF, CREDIT):
        await _note(session, "voucher.on", subject=about(voucher))
        (await session.get_one(Voucher, voucher)).active = True
        await session.flush()


async def _order(session: AsyncSession, user_id: int, variant_id: int, code_id: int) -> Order:
    order = Order(user_id=user_id, total=400, discount=100, currency="USD", created_at=NOW)
    order.expires_at = NOW + timedelta(minutes=30)
    line = OrderLine(variant_id=variant_id, title="x", kind=ProductKind.PHYSICAL, unit_price=500)
    line.quantity, order.lines = 1, [line]
    await _add(session, order)
    use = VoucherUse(code_id=code_id, voucher_id=OFF, user_id=user_id, order_id=order.id)
    use.amount, use.created_at = 100, NOW
    held = Reservation(order_id=order.id, variant_id=variant_id, quantity=1)
    held.expires_at = order.expires_at
    await _add(session, use, held)
    await _note(session, "order.created", order.id)
    return order


async def _note(
    session: AsyncSession, action: str, order_id: int | None = None, subject: str | None = None
) -> None:
    entry = AuditEntry(at=NOW, actor="admin:1", action=action, details={}, subject=subject)
    entry.order_id = order_id
    await _add(session, entry)


async def _add(session: AsyncSession, *rows: Base) -> None:
    session.add_all(rows)
    await session.flush()
