"""A customer passes store credit on: to whoever opens a link first (docs/adr/0042-gifts.md).

The sum leaves its giver in the transaction that makes the link, and goes one way: to who claims it,
or back. Whoever is first has it, by the locks of both people and of the link, and by the database.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.credit import CreditEntry, CreditReason
from models.gift import Ended, Gift, GiftState
from models.gift_errors import (
    GiftGone,
    GiftInDoubt,
    GiftMade,
    GiftNotFound,
    GiftOtherMoney,
    GiftOverCap,
    GiftRests,
    GiftsOff,
    GiftTooLarge,
    OwnGift,
    TooManyGifts,
)
from models.user import User
from services.goods.pricing import parse_price
from services.money.gift_facts import Account, GiftTerms, Seen
from services.running.notification import Event, Notifications
from utils.clock import Clock, steady

LASTS = timedelta(days=7)
"""How long a link can be opened."""
DAY = timedelta(days=1)
UNDOABLE_FOR = timedelta(days=3)
"""What coins brought within this is not passed on: as long as a refund that was final is looked at
again (`refund_course.REVERSIBLE`): until then a chain may undo it.
"""
MOST_OPEN = 10
"""Links of one person that nobody has opened."""
MOST_A_DAY = 20
"""Links that one person makes within a day, whatever becomes of them."""
PIECE = 50
"""Links that go back in one round."""
TOKEN_BYTES = 24
"""192 bits that nobody guesses."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
SYSTEM = "system"


def digest_of(token: str) -> str:
    """Raises GiftNotFound for what no link of ours says."""
    if not TOKEN.fullmatch(token):
        raise GiftNotFound
    return hashlib.sha256(token.encode()).hexdigest()


class GiftService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications, terms: GiftTerms
    ) -> None:
        self._uow = uow
        self._clock = steady(clock)
        self._notify = notifications
        self.terms = terms

    @property
    def on(self) -> bool:
        return self.terms.cap > 0

    def now(self) -> datetime:
        return self._clock()

    def amount(self, typed: str) -> int:
        """Raises BadPrice."""
        return parse_price(typed, self.terms.currency)

    async def account(self, giver_id: int) -> Account:
        async with self._uow.read() as uow:
            return await self._account(uow, giver_id)

    async def is_offered(self, user_id: int, credit: int) -> bool:
        """Whether there is something to pass on, or on its way. `credit`: minor units."""
        if self.on and credit > 0:
            return True
        async with self._uow.read() as uow:
            return await uow.gifts.has_open(user_id)

    async def _account(self, uow: UnitOfWork, giver_id: int) -> Account:
        now, currency = self._clock(), self.terms.currency
        made = await uow.gifts.newest(giver_id, MOST_A_DAY)
        today = [each for each in made if each.created_at > now - DAY]
        passed = sum(each.amount for each in today if each.state is not GiftState.RETURNED)
        return Account(
            await uow.credit.spendable(giver_id, currency),
            await uow.credit.undoable(giver_id, currency, now - UNDOABLE_FOR),
            max(0, self.terms.cap - passed) if len(today) < MOST_A_DAY else 0,
            made[0].number + 1 if made else 1,
            await uow.gifts.open_of(giver_id, MOST_OPEN),
        )

    async def offer(self, giver_id: int, amount: int) -> Account:
        """What confirming it would do. Raises GiftsOff, GiftInDoubt, TooManyGifts, GiftTooLarge,
        GiftOverCap.
        """
        async with self._uow.read() as uow:
            found = await self._account(uow, giver_id)
        self._require(found, amount)
        return found

    def _require(self, account: Account, amount: int) -> None:
        if not self.on:
            raise GiftsOff
        if self._clock.in_doubt:  # what is old enough, and what a day is, a reading says
            raise GiftInDoubt
        if len(account.waiting) >= MOST_OPEN:
            raise TooManyGifts(MOST_OPEN)
        if amount <= 0 or amount > account.free:
            raise GiftTooLarge
        if amount > account.left:
            raise GiftOverCap

    async def make(
        self, giver_id: int, amount: int, number: int, currency: str | None = None
    ) -> tuple[Gift, str]:
        """The link, whose token nobody else ever learns from us, nor we again. `number`, and
        `currency`: as they were confirmed. Raises what `offer` raises, GiftOtherMoney, GiftMade,
        GiftRests.
        """
        if currency not in (None, self.terms.currency):
            raise GiftOtherMoney
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        async with self._uow() as uow:
            giver = await uow.users.lock(giver_id)
            if giver.banned_at is not None:
                raise GiftRests
            found = await self._account(uow, giver_id)
            if found.number != number:
                raise GiftMade
            self._require(found, amount)
            gift = Gift(giver_id=giver_id, number=number, digest=digest_of(token), amount=amount)
            gift.currency, gift.state = self.terms.currency, GiftState.OPEN
            gift.created_at, gift.expires_at = now, now + LASTS
            key = f"gift:{giver_id}:{number}:made"
            gift.entry_id = await self._move(uow, gift, giver_id, CreditReason.GIFTED, key)
            await uow.gifts.add(gift)
            self._note(uow, gift, "gift.made", f"user:{giver_id}")
        return gift, token

    async def _move(
        self, uow: UnitOfWork, gift: Gift, user_id: int, reason: CreditReason, key: str
    ) -> int:
        """The entry in the ledger."""
        amount = -gift.amount if reason is CreditReason.GIFTED else gift.amount
        entry = CreditEntry(user_id=user_id, amount=amount, currency=gift.currency, reason=reason)
        entry.dedup_key, entry.created_at = key, self._clock()
        await uow.credit.add(entry)
        return entry.id

    async def look(self, token: str) -> Seen:
        """Raises GiftNotFound."""
        async with self._uow.read() as uow:
            return await self._seen(uow, await self._found(uow, token))

    async def card(self, gift_id: int, giver_id: int) -> Seen:
        """For its giver alone. Raises GiftNotFound."""
        async with self._uow.read() as uow:
            gift = await uow.gifts.get(gift_id)
            if gift is None or gift.giver_id != giver_id:
                raise GiftNotFound
            return await self._seen(uow, gift)

    async def _found(self, uow: UnitOfWork, token: str) -> Gift:
        gift = await uow.gifts.of_digest(digest_of(token))
        if gift is None:
            raise GiftNotFound
        return gift

    async def _seen(self, uow: UnitOfWork, gift: Gift) -> Seen:
        claimer = await uow.users.find(gift.claimer_id) if gift.claimer_id else None
        return Seen(gift, await uow.users.get(gift.giver_id), claimer)

    async def claim(self, token: str, claimer_id: int) -> Seen:
        """Once, by one person; who has it already reads so again.

        Raises GiftNotFound, OwnGift, GiftGone, GiftRests. Where coins behind it are lost by now it
        goes back to its giver.
        """
        async with self._uow.read() as uow:
            found = await self._found(uow, token)
        async with self._uow() as uow:
            gift, people = await self._locked(uow, found, claimer_id)
            if gift.state is not GiftState.OPEN and gift.claimer_id == claimer_id:
                return await self._seen(uow, gift)
            self._require_claimable(gift, claimer_id, people)
            owes = await uow.credit.owes(gift.giver_id, gift.currency)
            if owes:
                await self._return(uow, gift, Ended.OWED, SYSTEM)
            else:
                await self._claimed(uow, gift, claimer_id)
            seen = await self._seen(uow, gift)
        if owes:
            raise GiftGone
        return seen

    async def _locked(
        self, uow: UnitOfWork, found: Gift, other: int | None = None
    ) -> tuple[Gift, list[User]]:
        """People in the order of their numbers: two claims in opposite directions do not wait for
        each other.
        """
        numbers = sorted({found.giver_id, other or found.giver_id})
        people = [await uow.users.lock(number) for number in numbers]
        return await uow.gifts.lock(found.id), people

    def _require_claimable(self, gift: Gift, claimer_id: int, people: Sequence[User]) -> None:
        if claimer_id == gift.giver_id:
            raise OwnGift
        if gift.state is not GiftState.OPEN or gift.expires_at <= self._clock():
            raise GiftGone
        if any(person.banned_at is not None for person in people):
            raise GiftRests

    async def _claimed(self, uow: UnitOfWork, gift: Gift, claimer_id: int) -> None:
        key = f"gift:{gift.id}:end"
        gift.end_id = await self._move(uow, gift, claimer_id, CreditReason.GIFT_CLAIMED, key)
        gift.state, gift.claimer_id, gift.ended_at = GiftState.CLAIMED, claimer_id, self._clock()
        await uow.flush()
        self._note(uow, gift, "gift.claimed", f"user:{claimer_id}")
        self._tell(uow, gift, "claimed", claimer_id)

    async def take_back(self, gift_id: int, giver_id: int) -> Seen:
        """By its giver, while nobody has it. Raises GiftNotFound, GiftGone."""
        seen = await self.card(gift_id, giver_id)
        async with self._uow() as uow:
            gift, _ = await self._locked(uow, seen.gift)
            if gift.state is GiftState.CLAIMED:
                raise GiftGone
            if gift.state is GiftState.OPEN:
                await self._return(uow, gift, Ended.GIVER, f"user:{giver_id}")
            return await self._seen(uow, gift)

    async def _return(self, uow: UnitOfWork, gift: Gift, why: Ended, actor: str) -> None:
        key = f"gift:{gift.id}:end"
        gift.end_id = await self._move(uow, gift, gift.giver_id, CreditReason.GIFT_BACK, key)
        gift.state, gift.why, gift.ended_at = GiftState.RETURNED, why, self._clock()
        await uow.flush()
        self._note(uow, gift, "gift.returned", actor, why=str(why))
        if why is not Ended.GIVER:
            self._tell(uow, gift, str(why), gift.giver_id)

    async def round(self) -> float | None:
        """What nobody took in time goes back; 0 when there may be more at once."""
        if self._clock.in_doubt:
            return None
        now = self._clock()
        async with self._uow.read() as uow:
            overdue = await uow.gifts.overdue(now, PIECE)
        for found in overdue:
            async with self._uow() as uow:
                gift, _ = await self._locked(uow, found)
                if gift.state is GiftState.OPEN:
                    await self._return(uow, gift, Ended.TIME, SYSTEM)
        return 0 if len(overdue) == PIECE else None

    def _tell(self, uow: UnitOfWork, gift: Gift, what: str, person: int) -> None:
        """Its giver, once: a link ends once."""
        facts = {"topic": str(gift.id), "what": what, "person": str(person)}
        facts |= {"amount": str(gift.amount), "currency": gift.currency}
        self._notify.person(uow, Event.GIFT, gift.giver_id, facts)

    def _note(self, uow: UnitOfWork, gift: Gift, action: str, actor: str, **more: str) -> None:
        details = {"amount": str(gift.amount), "giver": str(gift.giver_id), **more}
        entry = AuditEntry(at=self._clock(), actor=actor, action=action, details=details)
        entry.subject = f"gift:{gift.id}"
        uow.audit.add(entry)
