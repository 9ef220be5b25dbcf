"""What the voucher of a cart takes off it: screens, preview and charge ask here alone."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime

from db import UnitOfWork
from models.order import Order
from models.user import User
from models.voucher import Voucher, VoucherCode, VoucherKind, VoucherScope
from services.sale.applied import Applied, Lack
from services.sale.quote import Quote, QuoteLine


async def with_voucher(
    uow: UnitOfWork, bill: Quote, user: User, at: datetime, *, lock: bool = False
) -> Quote:
    """As it is with the code that goes with the cart, if there is one. `lock`: nobody else uses the
    code until the commit; its owner and the goods are locked already.
    """
    code_id = await uow.vouchers.of_cart(user.id)
    if code_id is None:
        return bill
    found = await uow.vouchers.code(code_id, lock=lock)
    gone = replace(bill, voucher=Applied(code_id, lack=Lack.GONE))
    if found is None:
        return gone
    code, voucher = found
    scopes = await uow.vouchers.scopes(voucher.id)
    if not await is_for(uow, code, voucher, scopes, user, at):
        return gone
    inside = await _inside(uow, voucher, scopes, bill)
    return replace(bill, voucher=replace(taken_off(voucher, bill.lines, inside), code_id=code_id))


async def is_for(
    uow: UnitOfWork,
    code: VoucherCode,
    voucher: Voucher,
    scopes: Sequence[VoucherScope],
    user: User,
    at: datetime,
) -> bool:
    """Whether somebody may use a code now, whatever is in their cart."""
    groups = {row.group_id for row in scopes if row.group_id is not None}
    if not voucher.active or not code.is_left or (groups and user.group_id not in groups):
        return False
    if voucher.starts_at > at or (voucher.ends_at is not None and voucher.ends_at <= at):
        return False
    if await uow.vault.fact("currency") not in (None, voucher.currency):
        return False
    return voucher.each is None or await uow.vouchers.used_by(user.id, voucher.id) < voucher.each


async def _inside(
    uow: UnitOfWork, voucher: Voucher, scopes: Sequence[VoucherScope], bill: Quote
) -> Set[int] | None:
    """The products that it is for; None: all."""
    if all(row.product_id is None and row.category_id is None for row in scopes):
        return None
    return await uow.vouchers.within(voucher.id, {line.product_id for line in bill.lines})


def taken_off(voucher: Voucher, lines: Sequence[QuoteLine], inside: Set[int] | None) -> Applied:
    """Pure. Never more than the goods that it is for cost; shipping and fees are paid. A per cent
    is rounded down.
    """
    goods = sum(line.total for line in lines)
    if voucher.least is not None and goods < voucher.least:
        return Applied(0, voucher.id, lack=Lack.LEAST, missing=voucher.least - goods)
    if voucher.kind is VoucherKind.PRODUCT:
        free = next((line.price for line in lines if line.variant_id == voucher.variant_id), 0)
        return Applied(0, voucher.id, off=free, lack=None if free else Lack.PRODUCT)
    base = sum(line.total for line in lines if inside is None or line.product_id in inside)
    if not base:
        return Applied(0, voucher.id, lack=Lack.OUTSIDE)
    off = min(base, voucher.amount)
    if voucher.kind is VoucherKind.PERCENT:
        off = min(base * voucher.amount // 100, voucher.cap or base)
    return Applied(0, voucher.id, off=off, lack=None if off else Lack.LITTLE)


async def can_use_again(uow: UnitOfWork, order: Order, *, lock: bool = False) -> bool:
    """Whether an order that has ended can have the use back that it gave back then."""
    use = await uow.vouchers.use_of(order.id) if order.discount else None
    if use is None:
        return not order.discount
    found = await uow.vouchers.code(use.code_id, lock=lock)
    if found is None:
        return False
    code, voucher = found
    used = await uow.vouchers.used_by(order.user_id, voucher.id)
    return code.is_left and (voucher.each is None or used < voucher.each)
