"""Groups of customers: what they are called, what they pay, and who comes into which.

Somebody is put into a group by hand, or comes into it by what they bought within a year; what was
said by hand stays. Every change says what was shown to whoever makes it, as at the shelves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.discount import MOST_PERCENT
from models.errors import NotFound, ProductNotFound
from models.group import LONGEST_NAME, MOST_GROUPS, CustomerGroup
from models.group_errors import TooManyGroupPrices, TooManyGroups, WhichGroup
from models.product import Variant
from models.stock_errors import BadNumber, ChangedMeanwhile, NameTaken
from services.goods.fields import NONE
from services.goods.keeping import seal
from services.goods.pricing import parse_price
from services.goods.sketch import one_line
from services.running.notification import Event, Notifications
from utils.clock import Clock

FACTS = ("name", "percent", "turnover", "active")
RESELLERS = "Resellers"
"""The group that a shop without any gets when it names its first reseller."""
YEAR = timedelta(days=365)
PAGE = 10
MOST_PRICES = 2_000
"""Prices of one group."""
PIECE = 50
"""Buyers that one round looks at."""
SUBJECT = "group:{}"


def seal_of(group: CustomerGroup) -> str:
    """Of what was shown of it."""
    return seal({name: getattr(group, name) for name in FACTS})


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A price of a group; `full`: what everybody pays for it without a discount."""

    variant: Variant
    price: int

    @property
    def full(self) -> int:
        return self.variant.price


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group, and one page of its prices."""

    group: CustomerGroup
    rows: tuple[GroupRow, ...]
    page: int
    more: bool


class GroupService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications, currency: str
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self.currency = currency

    async def listed(self) -> Sequence[CustomerGroup]:
        async with self._uow.read() as uow:
            return await uow.groups.all()

    async def card(self, group_id: int, page: int = 0) -> GroupCard:
        """Raises NotFound."""
        async with self._uow.read() as uow:
            group = _one(await uow.groups.all(), group_id)
            start = min(page, MOST_PRICES // PAGE) * PAGE
            found = await uow.groups.prices(group_id, PAGE + 1, start)
        rows = tuple(GroupRow(variant, row.price) for row, variant in found[:PAGE])
        return GroupCard(group, rows, page, len(found) > PAGE)

    async def named(self, name: str) -> CustomerGroup:
        """The group of this name; the only one where none is named. Raises WhichGroup, NotFound."""
        groups = await self.listed()
        if not name.strip() and len(groups) == 1:
            return groups[0]
        if not name.strip() and groups:
            raise WhichGroup(", ".join(group.name for group in groups))
        wanted = name.strip().casefold()
        found = next((group for group in groups if group.name.casefold() == wanted), None)
        if found is None:
            raise NotFound
        return found

    async def reseller_group(self, name: str, *, actor: str) -> CustomerGroup:
        """The same; the first one there is in a shop that has none and names none."""
        if name.strip() or await self.listed():
            return await self.named(name)
        return await self.add(RESELLERS, actor=actor)

    def percent(self, typed: str) -> int:
        """Raises BadNumber."""
        digits = typed.strip().removesuffix("%").strip()
        if not (digits.isascii() and digits.isdigit() and int(digits[:4]) <= MOST_PERCENT):
            raise BadNumber(0, MOST_PERCENT)
        return int(digits)

    def amount(self, typed: str) -> int | None:
        """Minor units, or a dash for none. Raises BadPrice."""
        return None if typed.strip() in NONE else parse_price(typed, self.currency)

    async def add(self, typed: str, *, actor: str) -> CustomerGroup:
        """Nothing is off until somebody says so. Raises BadField, NameTaken, TooManyGroups."""
        name = one_line(typed, "name", LONGEST_NAME)
        async with self._uow() as uow:
            rows = await uow.groups.all(lock=True)
            if len(rows) >= MOST_GROUPS:
                raise TooManyGroups(MOST_GROUPS)
            _refuse_taken(rows, name, 0)
            group = CustomerGroup(name=name, percent=0, active=True)
            await uow.groups.add(group)
            self._note(uow, SUBJECT.format(group.id), "group.created", actor, name=name)
        return group

    async def change(
        self, group_id: int, values: Mapping[str, Any], *, seen: str, actor: str
    ) -> None:
        """`seen`: the seal of what was shown. Raises NotFound, BadField, ChangedMeanwhile,
        NameTaken.
        """
        values = dict(values)
        if "name" in values:
            values["name"] = one_line(values["name"], "name", LONGEST_NAME)
        async with self._uow() as uow:
            rows = await uow.groups.all(lock=True)
            row = _one(rows, group_id)
            if seal_of(row) != seen:
                by = await uow.audit.last_about(SUBJECT.format(group_id))
                raise ChangedMeanwhile("group", "", by.actor if by else "")
            if "name" in values:
                _refuse_taken(rows, values["name"], row.id)
            before = {name: getattr(row, name) for name in values}
            if before != values:
                for name, value in values.items():
                    setattr(row, name, value)
                facts = {"before": before, "after": values}
                self._note(uow, SUBJECT.format(group_id), "group.changed", actor, **facts)

    async def put_price(
        self, group_id: int, variant_id: int, price: int | None, *, actor: str
    ) -> None:
        """Minor units; None: the group has no price of its own for it. Raises NotFound,
        ProductNotFound, TooManyGroupPrices.
        """
        async with self._uow() as uow:
            _one(await uow.groups.all(lock=True), group_id)
            if await uow.batches.variant(variant_id) is None:
                raise ProductNotFound
            before = await uow.groups.price(group_id, variant_id)
            there = before.price if before else None
            if there == price:
                return
            if price is None:
                await uow.groups.drop_price(group_id, variant_id)
            else:
                count = await uow.groups.count_prices(group_id, MOST_PRICES)
                if there is None and count >= MOST_PRICES:
                    raise TooManyGroupPrices(MOST_PRICES)
                await uow.groups.put_price(group_id, variant_id, price)
            facts = {"variant": variant_id, "before": there, "after": price}
            self._note(uow, SUBJECT.format(group_id), "group.priced", actor, **facts)

    async def put_into(self, user_id: int, group_id: int | None, *, actor: str) -> None:
        """By hand; None: into none, and turnover brings them into none. Raises NotFound."""
        async with self._uow() as uow:
            if group_id is not None:
                _one(await uow.groups.all(), group_id)
            if await uow.users.find(user_id) is None:
                raise NotFound
            user = await uow.users.lock(user_id)
            if (user.group_id, user.group_by_hand) == (group_id, True):
                return
            await self._move(uow, user_id, user.group_id, group_id, actor)

    async def _move(
        self, uow: UnitOfWork, user_id: int, before: int | None, after: int | None, actor: str
    ) -> None:
        by_hand = actor != "system"
        await uow.groups.put_into(user_id, after, by_hand=by_hand)
        facts = {"user": str(user_id), "before": before, "after": after, "by_hand": by_hand}
        self._note(uow, f"user:{user_id}", "user.group", actor, **facts)
        if before != after:
            self._notify.person(uow, Event.GROUP, user_id, {"topic": f"group:{after or 0}"})

    async def round(self) -> float | None:
        """Who bought something comes into the best group that it brings them into; 0 when there
        may be more at once.
        """
        async with self._uow.read() as uow:
            rows = [row for row in await uow.groups.all() if row.active and row.turnover]
            buyers = await uow.groups.buyers(PIECE) if rows else ()
        rows.sort(key=lambda row: row.turnover or 0)
        for user_id, seen in buyers:
            async with self._uow() as uow:
                await self._promote(uow, user_id, rows)
                await uow.groups.looked_at(user_id, seen)
        return 0 if len(buyers) == PIECE else None

    async def _promote(self, uow: UnitOfWork, user_id: int, rows: Sequence[CustomerGroup]) -> None:
        """`rows`: those that ask for a turnover, the least first. Nobody falls back."""
        user = await uow.users.lock(user_id)
        if user.group_by_hand:
            return
        bought = await uow.groups.turnover(user_id, self._clock() - YEAR, self.currency)
        ids = [row.id for row in rows]
        reached = [row.id for row in rows if (row.turnover or 0) <= bought]
        at = ids.index(user.group_id) if user.group_id in ids else -1
        if reached and len(reached) - 1 > at:
            await self._move(uow, user_id, user.group_id, reached[-1], "system")

    def _note(
        self, uow: UnitOfWork, subject: str, action: str, actor: str, **details: object
    ) -> None:
        uow.audit.add(
            AuditEntry(
                at=self._clock(), actor=actor, action=action, subject=subject, details=details
            )
        )


def _one(rows: Sequence[CustomerGroup], group_id: int) -> CustomerGroup:
    found = next((row for row in rows if row.id == group_id), None)
    if found is None:
        raise NotFound
    return found


def _refuse_taken(rows: Sequence[CustomerGroup], name: str, own: int) -> None:
    if any(row.name.casefold() == name.casefold() and row.id != own for row in rows):
        raise NameTaken(name)
