"""What a cart costs now, and what stock cannot serve. Preview and charge use this alone."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from db import UnitOfWork
from models.cart import CartLine
from models.order import Order
from models.product import ProductKind
from services.goods.postage import FREE, Postage, postage, weight_of
from services.goods.price import Prices, prices_of
from services.money.tariff import FREE_OF_FEES, Tariff
from services.sale.applied import Applied

Key = tuple[int, int]
"""Of a question: the variant it is about, and its place among those of the product."""
SEAL = 12
"""Hexadecimal digits of a seal: 48 bits against what changes by itself, not against forgers."""


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One variant at its price; `price` in minor units. `wanted` may exceed `quantity`.

    `available`: what could be had of it now. `held`: what the customer's open order has of it
    already; it is part of none of the others.
    """

    variant_id: int
    title: str
    kind: ProductKind
    price: int
    wanted: int
    quantity: int
    available: int = 0
    held: int = 0
    full: int = 0
    """Its price without any discount; 0: not known."""
    seen: int | None = None
    """What one cost when it was put in, or last changed."""
    weight: int = 0
    """Grams of one."""
    product_id: int = 0
    cost: int | None = None
    """What one costs the shop; None: nobody noted it."""

    @property
    def total(self) -> int:
        return self.price * self.quantity

    @property
    def moved_from(self) -> int | None:
        """What one cost when it was put in, if it costs something else now."""
        return self.seen if self.seen not in (None, self.price) else None

    @property
    def reduced(self) -> bool:
        return self.quantity < self.wanted


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the product that a line is of."""

    key: Key
    title: str
    text: str

    @property
    def mark(self) -> str:
        """Of its words: what was answered to others is no answer to these."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:SEAL]


@dataclass(frozen=True, slots=True)
class Quote:
    """Every line of the cart in variant order, the sold-out ones with quantity 0. `order`: id and
    code of the open order that holds something of it. `asked`, `tariff`: what the shop wants to
    know, and what the ways to pay cost, at checkout alone.
    """

    all_lines: tuple[QuoteLine, ...]
    order: tuple[int, str] | None = None
    postage: Postage = FREE
    asked: tuple[Asked, ...] = ()
    tariff: Tariff = FREE_OF_FEES
    refill: int = 0
    """Minor units of store credit that are bought instead of goods."""
    voucher: Applied | None = None
    """The one that goes with the cart, and what it does to it."""

    @property
    def lines(self) -> tuple[QuoteLine, ...]:
        return tuple(line for line in self.all_lines if line.quantity)

    @property
    def changes(self) -> tuple[QuoteLine, ...]:
        return tuple(line for line in self.all_lines if line.reduced)

    @property
    def goods(self) -> int:
        """Minor units of the lines alone."""
        return sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        """Before what the way to pay costs."""
        return self.goods - self.off + self.postage.price + self.refill

    @property
    def off(self) -> int:
        """Minor units that a voucher takes off."""
        return self.voucher.off if self.voucher else 0

    @property
    def needs_delivery(self) -> bool:
        return any(line.kind is ProductKind.PHYSICAL for line in self.lines)

    @property
    def needs_form(self) -> bool:
        """Whether there is something to fill in before it can be ordered."""
        return self.needs_delivery or bool(self.asked)

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    def line(self, variant_id: int) -> QuoteLine | None:
        return next((line for line in self.all_lines if line.variant_id == variant_id), None)


def agreed(
    bill: Quote, credit: int, delivery: str | None = None, answers: Mapping[Key, str] | None = None
) -> str:
    """The seal that a button carries so that exactly what was shown is agreed to.

    Lines and prices, the store credit used, where it is to go and how, what was asked and answered,
    what a voucher takes off and what the ways to pay cost: changed, it differs.
    """
    lines = [(line.variant_id, line.price, line.quantity) for line in bill.lines]
    where = delivery.strip() if delivery and bill.needs_delivery else None
    how = bill.postage.chosen and (bill.postage.chosen.name, bill.postage.chosen.price)
    said = [(each.key, each.text, (answers or {}).get(each.key)) for each in bill.asked]
    fees = bill.tariff.fees(bill.total - credit)
    off = (bill.voucher.code_id, bill.off) if bill.voucher and bill.off else None
    whole: tuple[object, ...] = (lines, credit, where, how, said, fees, off)
    if bill.refill:
        whole = (bill.refill, bill.tariff.currency, fees)
    return hashlib.sha256(repr(whole).encode()).hexdigest()[:SEAL]


@dataclass(frozen=True, slots=True)
class Change:
    """How a line differs from what was shown before; None: there was, or is, no such line."""

    title: str
    before: tuple[int, int] | None
    now: tuple[int, int] | None
    """Each (quantity, price)."""


def changes(shown: Quote, now: Quote) -> list[Change]:
    """What is different since a customer saw it, in variant order."""
    ids = sorted({line.variant_id for line in (*shown.lines, *now.lines)})
    pairs = [(_served(shown, variant_id), _served(now, variant_id)) for variant_id in ids]
    return [
        Change((new or old).title, _facts(old), _facts(new))  # type: ignore[union-attr]
        for old, new in pairs
        if _facts(old) != _facts(new)
    ] + _shipping(shown.postage, now.postage)


def _shipping(shown: Postage, now: Postage) -> list[Change]:
    """It is shipped as before, for another price."""
    old, new = shown.chosen, now.chosen
    if old is None or new is None or old.id != new.id or old.price == new.price:
        return []
    return [Change(new.name, (1, old.price), (1, new.price))]


def _served(bill: Quote, variant_id: int) -> QuoteLine | None:
    return next((line for line in bill.lines if line.variant_id == variant_id), None)


def _facts(line: QuoteLine | None) -> tuple[int, int] | None:
    return (line.quantity, line.price) if line else None


def quote(cart: Iterable[CartLine], prices: Prices, order: Order | None = None) -> Quote:
    """Cut each line to what is available (units on the shelf not promised to others). `order`: the
    customer's own that is not paid yet; what it holds is not wanted a second time.
    """
    held = order.quantities if order else {}
    entries = sorted(cart, key=lambda entry: entry.variant_id)
    lines = tuple(_line(entry, prices, held.get(entry.variant_id, 0)) for entry in entries)
    named = order and any(line.held for line in lines)
    return Quote(lines, (order.id, order.code) if order and named else None)


async def cart_of(
    uow: UnitOfWork,
    user_id: int,
    at: datetime,
    *,
    lock: bool = False,
    order: Order | None = None,
    ship: int = 0,
) -> Quote:
    """What somebody's cart costs at this moment; `lock` holds the variants, in id order. `ship`:
    the way to ship that was chosen, or 0.
    """
    lines = await uow.carts.lines(user_id, lock=lock)
    user = await uow.users.find(user_id)
    group = user.group_id if user else None
    prices = await prices_of(uow, [line.variant.product_id for line in lines], at, group)
    found = quote(lines, prices, order)
    if not found.needs_delivery:
        return found
    return replace(found, postage=postage(await uow.shipping.active(), _weight(found), ship))


def _weight(bill: Quote) -> int:
    return weight_of((line.weight, line.quantity) for line in bill.lines if line.kind.is_shipped)


async def with_questions(uow: UnitOfWork, bill: Quote) -> Quote:
    """And what the shop wants to know of whoever buys this: for each line what its product asks."""
    rows = await uow.questions.of(sorted({line.product_id for line in bill.lines}))
    asked = tuple(
        Asked((line.variant_id, row.position), line.title, row.text)
        for line in bill.lines
        for row in rows
        if row.product_id == line.product_id
    )
    return replace(bill, asked=asked)


def _line(entry: CartLine, prices: Prices, held: int) -> QuoteLine:
    wanted = max(0, entry.quantity - held)
    variant, price = entry.variant, prices.of(entry.variant)
    available = variant.available if variant.active and variant.product.choices else 0
    return QuoteLine(
        variant_id=variant.id,
        title=variant.title,
        kind=variant.product.kind,
        price=price.now,
        wanted=wanted,
        quantity=min(wanted, available),
        available=available,
        held=held,
        full=price.full,
        seen=entry.price,
        weight=variant.weight,
        product_id=variant.product_id,
        cost=variant.cost,
    )
