"""The one currency of the shop: fixed at the first start, changed by the operator alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from db import UnitOfWork, UnitOfWorkFactory
from models.approval import MOST_ASKED
from models.audit import AuditEntry
from models.credit import CreditEntry, CreditReason
from utils.clock import Clock
from utils.money import minor_digits
from utils.refusal import CommandRefused, StartRefused

CURRENCY = "currency"
SHOWN = 10


class CurrencyChanged(StartRefused):
    """SHOP_CURRENCY is not what the prices in the database are in."""


async def settle(uow: UnitOfWorkFactory, wanted: str) -> None:
    """Fix the currency at the first start; raises CurrencyChanged when it is another one by now."""
    async with uow() as work:
        current = await current_in(work)
        if current is None:
            await work.vault.state(CURRENCY, wanted)
    if current not in (None, wanted):
        raise CurrencyChanged(
            f"SHOP_CURRENCY is {wanted}, but the prices, orders and credit of this shop are in"
            f" {current}: set SHOP_CURRENCY={current}, or change it with: python bot.py currency"
            f" {wanted} --rate RATE (how many {wanted} one {current} is)"
        )


async def current_in(work: UnitOfWork) -> str | None:
    """What the shop sells in; None for one that has sold nothing and was never started."""
    return await work.vault.fact(CURRENCY) or await work.orders.newest_currency()


@dataclass(frozen=True, slots=True)
class Repriced:
    """Minor units before and after."""

    variant_id: int
    title: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Exchanged:
    user_id: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """All that changes with the currency. `rate`: how many of the new one of the old."""

    old: str
    new: str
    rate: Decimal
    prices: tuple[Repriced, ...]
    credit: tuple[Exchanged, ...]


class CurrencyService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def plan(self, new: str, rate: Decimal) -> Exchange:
        """What a change would do; raises CommandRefused."""
        async with self._uow.read() as uow:
            return await _planned(uow, new, rate)

    async def change(self, new: str, rate: Decimal) -> Exchange:
        """Prices and store credit in one transaction, or CommandRefused. No shop may run."""
        async with self._uow() as uow:
            exchange = await _planned(uow, new, rate)
            await self._move_credit(uow, exchange)
            for row in exchange.prices:
                await uow.products.reprice(row.variant_id, row.after)
            converter = Converter(exchange.old, new, rate)
            for variant in await uow.products.all_variants():
                if variant.cost:  # nothing stays nothing
                    variant.cost = converter(variant.cost)
            await uow.discounts.exchange(converter)
            await uow.shipping.exchange(converter)
            await uow.groups.exchange(converter)
            await uow.methods.exchange(converter)
            await uow.vault.state(CURRENCY, new)
            details = {"from": exchange.old, "to": new, "rate": format(rate, "f")}
            uow.audit.add(
                AuditEntry(
                    at=self._clock(), actor="operator", action="currency.changed", details=details
                )
            )
        return exchange

    async def _move_credit(self, uow: UnitOfWork, exchange: Exchange) -> None:
        now = self._clock()
        for row in exchange.credit:
            key = f"exchange:{exchange.old}:{exchange.new}:{now.timestamp()}:{row.user_id}"
            moves = (
                (CreditReason.EXCHANGED_FROM, -row.before, exchange.old),
                (CreditReason.EXCHANGED_INTO, row.after, exchange.new),
            )
            for reason, amount, currency in moves:
                entry = CreditEntry(
                    user_id=row.user_id,
                    amount=amount,
                    currency=currency,
                    reason=reason,
                    dedup_key=f"{key}:{reason}",
                    created_at=now,
                )
                await uow.credit.add(entry)


async def _planned(uow: UnitOfWork, new: str, rate: Decimal) -> Exchange:
    old = await current_in(uow)
    if old is None:
        raise CommandRefused("this shop has no currency yet: set SHOP_CURRENCY and start it")
    if old == new:
        raise CommandRefused(f"this shop sells in {new} already")
    for obstacle in (_moving, _promised):
        await obstacle(uow, old)
    exchanged = Converter(old, new, rate)
    prices = [
        Repriced(row.id, row.title, row.price, exchanged(row.price))
        for row in await uow.products.all_variants()
    ]
    credit = [Exchanged(user, has, exchanged(has)) for user, has in await uow.credit.balances(old)]
    return Exchange(old, new, rate, tuple(prices), tuple(credit))


async def _moving(uow: UnitOfWork, old: str) -> None:
    """Money is on its way at old prices: raises CommandRefused."""
    if waiting := await uow.orders.unpaid():
        raise CommandRefused(
            f"orders wait for money at their old prices ({_listed(waiting)}): start the shop with"
            f" SHOP_CURRENCY={old} until they are paid or run out, or cancel them"
        )
    if waiting := await uow.refunds.all_under_way():
        raise CommandRefused(
            f"refunds in {old} are under way ({_listed(waiting)}): start the shop with"
            f" SHOP_CURRENCY={old} until they are confirmed, or withdraw them"
        )
    if waiting := await uow.credit.owing(old):
        raise CommandRefused(
            f"coins of these orders have left the chain, and the credit they brought in {old} is"
            f" suspended ({_listed(waiting)}): start the shop with SHOP_CURRENCY={old} until they"
            " are back or replaced"
        )


async def _promised(uow: UnitOfWork, old: str) -> None:
    """Sums were named to somebody, or written by somebody: raises CommandRefused."""
    if on_the_way := await uow.gifts.waiting():
        raise CommandRefused(
            f"store credit in {old} is on its way through {on_the_way} links that nobody has opened"
            f" yet: start the shop with SHOP_CURRENCY={old} until it was taken or is back, seven"
            " days at most"
        )
    if asked := await uow.approvals.open(MOST_ASKED):
        raise CommandRefused(
            f"sums in {old} wait for a second owner ({len(asked)}): start the shop with"
            f" SHOP_CURRENCY={old} until they are decided on, three days at most"
        )
    if valid := await uow.vouchers.switched_on():
        raise CommandRefused(
            f"vouchers are on that were made in {old} ({_listed(valid)}): start the shop with"
            f" SHOP_CURRENCY={old} and switch them off"
        )
    if written := [rule.code for rule in await uow.methods.all() if rule.formula]:
        raise CommandRefused(
            f"fees are written as formulas in {old} ({', '.join(written)}): start the shop with"
            f" SHOP_CURRENCY={old} and with these in CURRENCIES, take them off with"
            f" /setformula {written[0]} - and so on, and write them anew afterwards"
        )


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(f"number {number}" for number in numbers[:SHOWN])
    return shown if len(numbers) <= SHOWN else f"{shown} and {len(numbers) - SHOWN} more"


@dataclass(frozen=True, slots=True)
class Converter:
    """Minor units of `old` in minor units of `new`, to the nearest; never less than one."""

    old: str
    new: str
    rate: Decimal

    def __call__(self, minor: int) -> int:
        steps = minor_digits(self.new) - minor_digits(self.old)
        exact = Decimal(minor) * self.rate.scaleb(steps)
        return max(1, int(exact.to_integral_value(ROUND_HALF_UP)))
