"""Store credit by hand: given and taken with a reason, once, and never more than there is.

What is confirmed is what was shown: the sum, the reason, and that nothing has happened to their
credit since, neither by another admin nor by a checkout (docs/adr/0044-people.md).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from db import UnitOfWork, UnitOfWorkFactory
from models.approval import Act, Approval
from models.approval_errors import WaitsForSecond
from models.audit import AuditEntry
from models.credit import ADJUSTED, CreditEntry, CreditReason, about_credit
from models.permission import Permission
from models.person_errors import AdjustedAlready, BadAmount, CreditMoved, CreditShort, OwnCredit
from models.role_errors import PersonNotFound
from models.stock_errors import BadPrice
from models.user import User
from services.goods.keeping import seal
from services.goods.pricing import parse_price
from services.money.eyes import Ask, FourEyes
from services.people.named import locked, require
from services.people.note import Note
from services.people.role import RoleService
from services.running.notification import Event, Notifications
from services.sale.typed import valid_reason
from utils.clock import Clock
from utils.money import minor_digits
from utils.printable import is_seen, legible

LATELY = timedelta(days=1)
"""What somebody was given by hand within this counts as given at once."""
SHOWN = 8
"""Entries of the ledger on one screen."""
TYPED = re.compile(r"([+\-\u2212\u2013]?)\s*(\S+)(?:\s+(.*))?", re.S)
"""A sign, a sum, and why."""
MINUS = frozenset("-\u2212\u2013")
GROUP = re.compile(r"[0-9]{3}(?![0-9])")
"""What goes on like `1 500` may be a sum in two pieces."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """`amount`: minor units, below nothing when it is taken."""

    amount: int
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Purse:
    """Somebody's store credit, in minor units. `newest`: the number of the last entry."""

    user: User
    balance: int
    spendable: int
    currency: str
    newest: int
    entries: Sequence[CreditEntry] = ()

    def seal(self, change: Adjustment) -> str:
        """Of what is shown before it counts."""
        return seal((self.user.id, self.newest, self.currency, change.amount, change.reason))


def _asked(args: Mapping[str, Any]) -> Adjustment:
    return Adjustment(int(args["amount"]), str(args["reason"]))


def once(note: Note | None) -> str:
    """The name of an adjustment: the message that it was typed in."""
    place = f"{note.chat_id}.{note.message_id}.{int(note.written_at.timestamp())}" if note else ""
    return f"by-hand:{place}"


class CreditService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notifications: Notifications,
        roles: RoleService,
        currency: str,
        eyes: FourEyes,
    ) -> None:
        self._eyes = eyes
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self._roles = roles
        self.currency = currency

    def parse(self, text: str) -> Adjustment:
        """`+5.00 for the trouble`, `-5 paid out`. Raises BadAmount, BadReason."""
        found = TYPED.fullmatch(text.strip())
        if found is None:
            raise self._bad("missing")
        sign, word, reason = found.groups()
        reason = (reason or "").strip()
        reason = reason.removeprefix(self.currency).strip()
        try:
            amount = parse_price(word, self.currency)
        except BadPrice as error:
            raise self._bad(str(error.fields["why"])) from None
        if GROUP.match(reason):
            raise self._bad("ambiguous")
        said = legible(reason)
        if not is_seen(said):
            raise self._bad("missing")
        said = valid_reason(said)
        return Adjustment(-amount if sign in MINUS else amount, said)

    def _bad(self, why: str) -> BadAmount:
        digits = minor_digits(self.currency)
        return BadAmount(why, str(Decimal(5 * 10**digits).scaleb(-digits)), digits)

    async def purse(self, user_id: int) -> Purse:
        """Raises PersonNotFound."""
        async with self._uow.read() as uow:
            user = await uow.users.find(user_id)
            if user is None:
                raise PersonNotFound
            return await self._purse(uow, user)

    async def checked(self, user_id: int, change: Adjustment, *, admin: int) -> Purse:
        """What it would be done to. Raises PersonNotFound, OwnCredit, CreditShort."""
        purse = await self.purse(user_id)
        self._require(purse, change, admin)
        return purse

    async def adjust(
        self, user_id: int, change: Adjustment, *, seen: str, key: str, admin: int
    ) -> Purse:
        """Audit, ledger and messages at once. `seen`: the seal of what was shown; `key`: what
        makes it happen once. As it is afterwards.

        Raises PersonNotFound, RightGone, OwnCredit, AdjustedAlready, CreditMoved, CreditShort,
        WaitsForSecond, NoSecondOwner.
        """
        actor = f"admin:{admin}"
        async with self._uow() as uow:
            user = await locked(uow, user_id)
            await require(uow, self._roles, admin, Permission.MONEY)
            purse = await self._purse(uow, user)
            if await uow.credit.key_in_turn(key):
                raise AdjustedAlready
            if purse.seal(change) != seen:
                raise CreditMoved
            self._require(purse, change, admin)
            waits = await self._waits(uow, user_id, change, key, actor)
            if not waits:
                await self._write(uow, user_id, change, key, actor)
                purse = await self._purse(uow, user)
        if waits:
            raise WaitsForSecond
        return purse

    async def _waits(
        self, uow: UnitOfWork, user_id: int, change: Adjustment, key: str, actor: str
    ) -> bool:
        """Whether a second owner has to agree; what they were given by hand lately counts too."""
        since, worth = self._clock() - LATELY, abs(change.amount)
        if change.amount > 0:
            worth += await uow.credit.granted(user_id, self.currency, since)
        args = {"amount": change.amount, "reason": change.reason, "key": key, "person": user_id}
        ask = Ask(Act.BALANCE, f"user:{user_id}", worth, self.currency, args)
        return await self._eyes.waits(uow, ask, actor)

    async def carry(self, uow: UnitOfWork, asked: Approval, actor: str) -> None:
        """Two agreed: as it was asked for, or not at all. Raises what `adjust` raises."""
        args = asked.args
        user, change = await locked(uow, args["person"]), _asked(args)
        if await uow.credit.key_in_turn(args["key"]):
            raise AdjustedAlready
        self._require(await self._purse(uow, user), change, int(actor.partition(":")[2]))
        await self._write(uow, user.id, change, args["key"], actor)

    async def _write(
        self, uow: UnitOfWork, user_id: int, change: Adjustment, key: str, actor: str
    ) -> None:
        entry, now = self._entry(user_id, change.amount, key), self._clock()
        entry.created_at = now
        facts = {"amount": entry.amount, "currency": self.currency, "key": key}
        details = {**facts, "reason": change.reason}
        subject = about_credit(user_id)
        uow.audit.add(
            AuditEntry(at=now, actor=actor, action=ADJUSTED, subject=subject, details=details)
        )
        await uow.credit.put_by_hand(entry)
        self._tell(uow, entry, actor)

    def _require(self, purse: Purse, change: Adjustment, admin: int) -> None:
        if purse.user.id == admin:
            raise OwnCredit
        if purse.spendable + change.amount < 0 and change.amount < 0:
            digits = minor_digits(self.currency)
            raise CreditShort(f"{Decimal(purse.spendable).scaleb(-digits)} {self.currency}")

    def _entry(self, user_id: int, amount: int, key: str) -> CreditEntry:
        return CreditEntry(
            user_id=user_id,
            order_id=None,
            amount=amount,
            currency=self.currency,
            reason=CreditReason.GRANTED if amount > 0 else CreditReason.DEDUCTED,
            dedup_key=key,
        )

    async def _purse(self, uow: UnitOfWork, user: User) -> Purse:
        return Purse(
            user,
            await uow.credit.balance(user.id, self.currency),
            await uow.credit.spendable(user.id, self.currency),
            self.currency,
            await uow.credit.newest(user.id),
            await uow.credit.entries(user.id, SHOWN),
        )

    def _tell(self, uow: UnitOfWork, entry: CreditEntry, actor: str) -> None:
        """The person, and who else decides about money; why stands in the audit alone."""
        facts = {"amount": str(entry.amount), "currency": entry.currency, "topic": str(entry.id)}
        self._notify.person(uow, Event.CREDIT_ADJUSTED, entry.user_id, facts)
        more = {"person": str(entry.user_id), "actor": actor}
        self._notify.admins(uow, Event.ADMIN_ADJUSTED, args=facts | more)
