"""Keeping the ways to ship: what each is called, carries and costs, and in which order they stand.

Every change says what was shown to whoever makes it, as at the shelves (`services/goods/keeping`).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import NotFound
from models.shipping import HEAVIEST, LEAST_STEP, MOST_OPTIONS, ShippingOption
from models.shipping_errors import TooManyOptions
from models.stock_errors import BadCaption, BadPrice, BadWeight, ChangedMeanwhile, NameTaken
from services.goods.fields import NONE
from services.goods.keeping import seal
from services.goods.pricing import parse_price
from services.goods.sketch import valid_name
from utils.clock import Clock

FACTS = ("name", "price", "up_to", "step", "step_price", "active")
WEIGHT = re.compile(r"(\d{1,8})(?:[.,](\d{1,3}))?\s*(kg|g)?", re.IGNORECASE | re.ASCII)
SUBJECT = "shipping:{}"


def facts_of(option: ShippingOption) -> dict[str, Any]:
    return {name: getattr(option, name) for name in FACTS}


def seal_of(option: ShippingOption) -> str:
    """Of what was shown of it."""
    return seal(facts_of(option))


def grams(text: str, least: int, most: int, none: str) -> int:
    """`250`, `250 g`, `1.5 kg`; `none`: what a dash would mean. Raises BadWeight."""
    found = WEIGHT.fullmatch(text.strip())
    if found is None:
        raise BadWeight(least, most, none)
    whole, part, unit = found[1], found[2] or "", (found[3] or "g").lower()
    if part and unit != "kg":
        raise BadWeight(least, most, none)
    number = int(whole) * 1000 + int(part.ljust(3, "0")) if unit == "kg" else int(whole)
    if not least <= number <= most:
        raise BadWeight(least, most, none)
    return number


def postage_price(text: str, currency: str) -> int:
    """Minor units; unlike goods, shipping may cost nothing. Raises BadPrice."""
    try:
        return parse_price(text, currency)
    except BadPrice as refusal:
        if refusal.fields["why"] != "zero":
            raise
        return 0


class ShippingService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, currency: str) -> None:
        self._uow = uow
        self._clock = clock
        self.currency = currency

    async def listed(self) -> Sequence[ShippingOption]:
        """All of them, in their order, on offer or not."""
        async with self._uow.read() as uow:
            return await uow.shipping.all()

    async def get(self, option_id: int) -> ShippingOption:
        """Raises NotFound."""
        return _one(await self.listed(), option_id)

    def limit(self, typed: str) -> dict[str, Any]:
        """`5 kg`, or a dash. Raises BadWeight."""
        none = typed.strip() in NONE
        return {"up_to": None if none else grams(typed, 1, HEAVIEST, "limit")}

    def steps(self, typed: str) -> dict[str, Any]:
        """`1 kg / 1.50`, or a dash. Raises BadWeight, BadPrice."""
        if typed.strip() in NONE:
            return {"step": None, "step_price": 0}
        weight, _, price = typed.partition("/")
        step = grams(weight, LEAST_STEP, HEAVIEST, "steps")
        return {"step": step, "step_price": postage_price(price, self.currency)}

    async def add(self, typed: str, *, actor: str) -> ShippingOption:
        """`name / price`: the last of them, and not on offer before somebody says so. Raises
        BadCaption, BadField, BadPrice, NameTaken, TooManyOptions.
        """
        name, slash, price = typed.rpartition("/")
        if not slash:
            raise BadCaption("price")
        minor, name = postage_price(price, self.currency), valid_name(name)
        async with self._uow() as uow:
            rows = await uow.shipping.all(lock=True)
            if len(rows) >= MOST_OPTIONS:
                raise TooManyOptions(MOST_OPTIONS)
            _refuse_taken(rows, name, 0)
            option = ShippingOption(name=name, price=minor, step_price=0, active=False)
            option.position = len(rows)
            await uow.shipping.add(option)
            self._note(uow, option.id, "shipping.created", actor, name=name, price=minor)
        return option

    async def change(
        self, option_id: int, values: Mapping[str, Any], *, seen: str, actor: str
    ) -> None:
        """`seen`: the seal of what was shown. Raises NotFound, ChangedMeanwhile, NameTaken."""
        values = dict(values)
        if "name" in values:
            values["name"] = valid_name(values["name"])
        async with self._uow() as uow:
            rows = await uow.shipping.all(lock=True)
            row = _one(rows, option_id)
            await _refuse_changed(uow, row.id, seal_of(row), seen)
            if "name" in values:
                _refuse_taken(rows, values["name"], row.id)
            before = {name: getattr(row, name) for name in values}
            if before != values:
                await uow.shipping.set(row.id, **values)
                facts = {"before": before, "after": values}
                self._note(uow, row.id, "shipping.changed", actor, **facts)

    async def reorder(self, option_id: int, steps: int, *, seen: str, actor: str) -> None:
        """Up (-1) or down (1). `seen`: the seal of their ids. Raises NotFound, ChangedMeanwhile."""
        async with self._uow() as uow:
            rows = await uow.shipping.all(lock=True)
            order = [row.id for row in rows]
            at = order.index(_one(rows, option_id).id)
            await _refuse_changed(uow, option_id, seal(order), seen)
            to = max(0, min(len(order) - 1, at + steps))
            order.insert(to, order.pop(at))
            for position, each in enumerate(order):
                await uow.shipping.set(each, position=position)
            self._note(uow, option_id, "shipping.moved", actor, before=at, after=to)

    def _note(
        self, uow: UnitOfWork, option_id: int, action: str, actor: str, **details: object
    ) -> None:
        subject, now = SUBJECT.format(option_id), self._clock()
        uow.audit.add(
            AuditEntry(at=now, actor=actor, action=action, subject=subject, details=details)
        )


async def _refuse_changed(uow: UnitOfWork, option_id: int, now: str, seen: str) -> None:
    if now != seen:
        by = await uow.audit.last_about(SUBJECT.format(option_id))
        raise ChangedMeanwhile("shipping", "", by.actor if by else "")


def _one(rows: Sequence[ShippingOption], option_id: int) -> ShippingOption:
    found = next((row for row in rows if row.id == option_id), None)
    if found is None:
        raise NotFound
    return found


def _refuse_taken(rows: Sequence[ShippingOption], name: str, own: int) -> None:
    if any(row.name == name and row.id != own for row in rows):
        raise NameTaken(name)
