"""What buyers say of what they bought, and what the shop makes of it (docs/adr/0041-reviews.md)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.base import EPOCH
from models.errors import OrderNotFound
from models.order import OrderStatus
from models.review import LONGEST_REPLY, LONGEST_WORDS, MOST_STARS, Bought, Review, ReviewState
from models.review_errors import BadWords, NotBought, ReviewChanged, ReviewStands
from services.running.notification import Event, Notifications
from utils.clock import Clock
from utils.printable import is_seen, legible

PAGE = 5
"""Reviews of one screen."""
PIECE = 100
"""Orders of one round."""
ASKED = "reviews asked"
"""The fact that says up to which order buyers were asked: when it came, and its id."""
LINK = re.compile(r"://|www\.|t\.me/|@\w", re.I)
"""What leads away from the shop, and is found without Telegram's help."""
SEAL = 8
Signed = tuple[Review, str]
"""With what its writer is called."""


@dataclass(frozen=True, slots=True)
class ReviewTerms:
    """`asked_after`: the arrival of the goods; None: nobody is asked. `read_first`: words are shown
    once somebody has read them; stars alone at once.
    """

    asked_after: timedelta | None = timedelta(days=3)
    read_first: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """A review, with what its writer and its product are called."""

    review: Review
    name: str
    product: str


def seal_of(review: Review) -> str:
    """Of what is decided about."""
    value = (review.stars, review.words, review.reply, review.state.value)
    return hashlib.sha256(repr(value).encode()).hexdigest()[:SEAL]


class ReviewService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications, terms: ReviewTerms
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self._terms = terms

    async def bought(self, order_id: int, *, owner: int) -> Sequence[Bought]:
        """What may be reviewed. Raises NotBought."""
        async with self._uow.read() as uow:
            return await _bought(uow, order_id, owner)

    async def to_rate(self, order_id: int, *, owner: int) -> Bought | None:
        """The first of what came that they said nothing of; None: nothing, or they want to be left
        alone, or may not use the shop.
        """
        async with self._uow.read() as uow:
            user, account = await uow.users.find(owner), await uow.accounts.of(owner)
            if user is None or user.banned_at or (account and account.quiet_at):
                return None
            rows = await uow.reviews.bought(order_id, owner=owner)
            return next((row for row in rows if row.review is None), None)

    async def rate(self, order_id: int, product_id: int, stars: int, *, owner: int) -> None:
        """Raises NotBought."""
        async with self._uow() as uow:
            found = await _held(uow, order_id, product_id, owner)
            if not 1 <= stars <= MOST_STARS:
                raise NotBought
            if found.review is not None:
                found.review.stars = stars
            else:
                await uow.reviews.add(self._new(order_id, product_id, owner, stars))

    def _new(self, order_id: int, product_id: int, owner: int, stars: int) -> Review:
        return Review(
            product_id=product_id,
            user_id=owner,
            order_id=order_id,
            stars=stars,
            state=ReviewState.SHOWN,
            created_at=self._clock(),
        )

    async def say(
        self, order_id: int, product_id: int, words: str, *, owner: int, links: bool = False
    ) -> None:
        """In words. `links`: Telegram sees one in them. Raises NotBought, BadWords."""
        said = _valid(words, LONGEST_WORDS, links=links)
        async with self._uow() as uow:
            review = await _own(uow, order_id, product_id, owner)
            review.words, review.reply = said, ""
            if self._terms.read_first:
                review.state = ReviewState.WAITING
                self._notify.admins(uow, Event.ADMIN_RATED, args={"topic": str(review.id)})

    async def sign(self, order_id: int, product_id: int, named: bool, *, owner: int) -> None:
        """Whether one's name stands below it. Raises NotBought."""
        async with self._uow() as uow:
            (await _own(uow, order_id, product_id, owner)).named = named

    async def take_back(self, product_id: int, *, owner: int) -> None:
        """Also what was refunded since. Raises NotBought."""
        async with self._uow() as uow:
            await uow.users.lock(owner)
            review = await uow.reviews.own(owner, product_id, lock=True)
            if review is None:
                raise NotBought
            await uow.reviews.remove(review)

    async def shown(self, product_id: int, before: int = 0) -> tuple[Sequence[Signed], bool]:
        """A page of them, newest first, and whether there are more."""
        async with self._uow.glance() as uow:
            rows = await uow.reviews.shown(product_id, PAGE + 1, before or None)
        return rows[:PAGE], len(rows) > PAGE

    async def waiting(self, after: int = 0) -> Sequence[Said]:
        """One more than a page, if there is a next one."""
        async with self._uow.read() as uow:
            return [Said(*row) for row in await uow.reviews.waiting(PAGE + 1, after)]

    async def get(self, review_id: int) -> Said:
        """Raises NotFound."""
        async with self._uow.read() as uow:
            row = await uow.reviews.named(review_id)
        if row is None:
            raise NotBought
        return Said(*row)

    async def judge(self, review_id: int, *, shown: bool, seen: str, actor: str) -> None:
        """Show it, or take it off the card. `seen`: the seal of what was read. Raises NotFound,
        ReviewChanged.
        """
        async with self._uow() as uow:
            review = await _seen(uow, review_id, seen)
            review.state = ReviewState.SHOWN if shown else ReviewState.HIDDEN
            self._note(uow, f"review.{review.state}", review, actor)

    async def reply(self, review_id: int, text: str, *, seen: str, actor: str) -> None:
        """What the shop says to it, below it; a dash takes it away. Its writer hears of it once.

        Raises NotFound, ReviewChanged, BadWords.
        """
        said = "" if text.strip() in ("-", "–", "—") else _valid(text, LONGEST_REPLY, links=False)
        async with self._uow() as uow:
            review = await _seen(uow, review_id, seen)
            review.reply = said
            self._note(uow, "review.replied", review, actor)
            if said and review.state is ReviewState.SHOWN:
                args = {"topic": str(review.id)}
                self._notify.person(uow, Event.REVIEW_REPLY, review.user_id, args)

    async def round(self) -> float | None:
        """Ask a piece of those whose goods came long enough ago; 0 when there may be more."""
        if self._terms.asked_after is None:
            return None
        until = self._clock() - self._terms.asked_after
        async with self._uow() as uow:
            after = _mark(await uow.vault.fact(ASKED))
            if after is None:  # whoever bought before there were reviews is left alone
                await uow.vault.state(ASKED, _told(until, 0))
                return None
            orders = await uow.reviews.to_ask(after, until, PIECE)
            for order in orders:
                self._notify.customer(uow, Event.RATE, order)
            if orders and orders[-1].closed_at:
                await uow.vault.state(ASKED, _told(orders[-1].closed_at, orders[-1].id))
        return 0 if len(orders) == PIECE else None

    def _note(self, uow: UnitOfWork, action: str, review: Review, actor: str) -> None:
        details = {"stars": str(review.stars), "product": str(review.product_id)}
        subject = f"review:{review.id}"
        uow.audit.add(
            AuditEntry(
                at=self._clock(), actor=actor, action=action, subject=subject, details=details
            )
        )


async def _bought(
    uow: UnitOfWork, order_id: int, owner: int, *, lock: bool = False
) -> Sequence[Bought]:
    rows = await uow.reviews.bought(order_id, owner=owner, lock=lock)
    if not rows:
        raise NotBought
    return rows


async def _one(uow: UnitOfWork, order_id: int, product_id: int, owner: int) -> Bought:
    rows = await _bought(uow, order_id, owner, lock=True)
    found = next((row for row in rows if row.product_id == product_id), None)
    if found is None:
        raise NotBought
    return found


async def _held(uow: UnitOfWork, order_id: int, product_id: int, owner: int) -> Bought:
    """Nobody refunds the order, or the one that was reviewed, moves what was bought away,
    takes the review back or decides on it beside. Orders first, as a refund does.

    Raises NotBought, ReviewStands, ReviewChanged.
    """
    before = await uow.reviews.own(owner, product_id)
    reviewed = before.order_id if before else order_id
    try:
        numbers = sorted({order_id, reviewed})
        orders = {each: await uow.orders.get(each, owner=owner, lock=True) for each in numbers}
    except OrderNotFound:
        raise NotBought from None
    await uow.users.lock(owner)
    found = await _one(uow, order_id, product_id, owner)
    now = await uow.reviews.own(owner, product_id, lock=True)
    if now and now.order_id not in orders:
        raise ReviewChanged
    if now and orders[now.order_id].status is not OrderStatus.SHIPPED:
        raise ReviewStands
    return replace(found, review=now)


async def _own(uow: UnitOfWork, order_id: int, product_id: int, owner: int) -> Review:
    """Rated already."""
    review = (await _held(uow, order_id, product_id, owner)).review
    if review is None:
        raise NotBought
    return review


async def _seen(uow: UnitOfWork, review_id: int, seen: str) -> Review:
    review = await uow.reviews.get(review_id, lock=True)
    if review is None:
        raise NotBought
    if seal_of(review) != seen:
        raise ReviewChanged
    return review


def _valid(text: str, longest: int, *, links: bool) -> str:
    said = legible(text)
    if not is_seen(said):
        raise BadWords("empty", longest)
    if len(said) > longest:
        raise BadWords("long", longest)
    if links or LINK.search(said):
        raise BadWords("link", longest)
    return said


def _mark(fact: str | None) -> tuple[datetime, int] | None:
    if fact is None:
        return None
    millis, _, order_id = fact.partition(":")
    return EPOCH + timedelta(milliseconds=int(millis)), int(order_id)


def _told(when: datetime, order_id: int) -> str:
    return f"{(when - EPOCH) // timedelta(milliseconds=1)}:{order_id}"
