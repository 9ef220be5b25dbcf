"""A customer names a code: it goes with their cart, or is store credit at once.

Whatever is wrong with a code, its answer is the same, and after a few of them nothing is looked up
for a while (docs/adr/0054-vouchers.md).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.credit import CreditEntry, CreditReason
from models.errors import ShopError
from models.person_errors import require_welcome
from models.user import User
from models.voucher import Voucher, VoucherCode, VoucherKind, VoucherTries, VoucherUse, about
from models.voucher import credit_key as key_of
from models.voucher_errors import OwnVoucher, VoucherRests, VoucherUnknown
from services.sale.taken_off import is_for
from utils.clock import Clock

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{3,31}", re.ASCII)
MOST_WRONG = 5
RESTS = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


def spelt(typed: str) -> str:
    """As it is meant, however it was typed: capitals, and no spaces."""
    return "".join(typed.split()).upper()


def digest_of(code: str) -> str:
    return hashlib.sha256(f"voucher:{code}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entered:
    """`credit`: minor units of `currency` that became theirs; 0: it goes with the cart. `again`: it
    was theirs before. `variant_id`: what is free, for who has none of it in the cart.
    """

    credit: int = 0
    currency: str = ""
    again: bool = False
    variant_id: int | None = None


class VoucherService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def enter(self, user_id: int, typed: str) -> Entered:
        """Raises VoucherUnknown, VoucherRests, OwnVoucher, and what is raised for who is banned."""
        async with self._uow() as uow:
            user = await uow.users.lock(user_id)
            require_welcome(user)
            outcome = await self._enter(uow, user, spelt(typed))
        if isinstance(outcome, ShopError):  # what was counted stays
            raise outcome
        return outcome

    async def _enter(self, uow: UnitOfWork, user: User, code: str) -> Entered | ShopError:
        now, tries = self._clock(), await uow.vouchers.tries(user.id)
        if left := _rests(tries, now):
            return VoucherRests(left)
        found = await uow.vouchers.of_digest(digest_of(code)) if CODE.fullmatch(code) else None
        if found is None:
            return await self._wrong(uow, tries, now)
        if before := await uow.vouchers.credited(found[0].id, user.id):
            return Entered(before.amount, found[1].currency, again=True)
        locked = await uow.vouchers.code(found[0].id, lock=True)
        row, voucher = locked or found
        scopes = await uow.vouchers.scopes(voucher.id)
        if not await is_for(uow, row, voucher, scopes, user, now):
            return await self._wrong(uow, tries, now)
        if voucher.kind is VoucherKind.CREDIT:
            return await self._redeem(uow, user, row, voucher)
        await uow.vouchers.put_in_cart(user.id, row.id)
        return Entered(variant_id=voucher.variant_id)

    async def _wrong(self, uow: UnitOfWork, tries: VoucherTries, now: datetime) -> ShopError:
        tries.wrong += 1
        if tries.wrong < MOST_WRONG:
            await uow.vouchers.note_tries(tries)
            return VoucherUnknown()
        tries.wrong, tries.rests_until = 0, now + RESTS
        await uow.vouchers.note_tries(tries)
        return VoucherRests(_rests(tries, now))

    async def _redeem(
        self, uow: UnitOfWork, user: User, code: VoucherCode, voucher: Voucher
    ) -> Entered | ShopError:
        if voucher.made_by == user.id:
            return OwnVoucher()
        now = self._clock()
        entry = CreditEntry(user_id=user.id, amount=voucher.amount, currency=voucher.currency)
        entry.reason, entry.created_at = CreditReason.VOUCHER, now
        entry.dedup_key = key_of(code.id, user.id)
        await uow.credit.add(entry)
        use = VoucherUse(code_id=code.id, voucher_id=voucher.id, user_id=user.id)
        use.entry_id, use.amount, use.created_at = entry.id, voucher.amount, now
        await uow.vouchers.add(use)
        details = {"code": str(code.id), "amount": str(voucher.amount)}
        note = AuditEntry(at=now, actor=f"user:{user.id}", action="voucher.redeemed")
        note.subject, note.details = f"{about(voucher.id)}:redeemed", details
        uow.audit.add(note)
        return Entered(voucher.amount, voucher.currency)

    async def take_off(self, user_id: int) -> None:
        """The cart goes on without it."""
        async with self._uow() as uow:
            await uow.vouchers.take_out(user_id)


def _rests(tries: VoucherTries, now: datetime) -> int:
    """Minutes, begun ones too, in which nothing is looked up; a clock that was ahead makes it no
    longer.
    """
    if tries.rests_until is None or tries.rests_until <= now:
        return 0
    return -(-min(tries.rests_until - now, RESTS) // MINUTE)
