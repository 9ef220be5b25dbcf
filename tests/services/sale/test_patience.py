"""Goods are not held for ever by somebody who never pays; whoever pays, or waits, is welcome."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.errors import MustWait, NotFound, OrderAlreadyOpen, TooManyCancelled, TooManyTimeouts
from models.order import OneOrderUntil, OrderStatus
from models.product import ProductKind
from services.sale.checkout import CheckoutService
from services.sale.lifecycle import Lifecycle
from services.sale.patience import WAITS, End, Patience
from tests.services.conftest import ShopWorld
from utils.l10n import Translators

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEXTS = Translators(Path(__file__).parents[3] / "l10n", strict=True)
PATIENCE = Patience(3, 30 * DAY)


def timeouts(*ages: timedelta) -> list[End]:
    return [End(NOW - age, timed_out=True, given_up=False) for age in ages]


def given_up(*ages: timedelta) -> list[End]:
    return [End(NOW - age, timed_out=False, given_up=True) for age in ages]


@pytest.mark.parametrize(
    ("ends", "left"),
    [
        ([], None),
        (timeouts(MINUTE, HOUR), None),
        (timeouts(MINUTE, HOUR, DAY), 29 * DAY),
        (timeouts(MINUTE, HOUR, DAY, 2 * DAY), 29 * DAY),
        (timeouts(MINUTE, HOUR, 30 * DAY), None),
        (given_up(MINUTE, HOUR), None),
        (given_up(MINUTE, HOUR, 2 * HOUR), WAITS[0] - MINUTE),
        (given_up(WAITS[0], HOUR, 2 * HOUR), None),
        (given_up(MINUTE, HOUR, 2 * HOUR, 3 * HOUR), WAITS[1] - MINUTE),
        (given_up(*[MINUTE] * 50), WAITS[-1] - MINUTE),
        (given_up(MINUTE, HOUR, DAY), None),
    ],
)
def test_who_has_to_wait_how_long(ends: Sequence[End], left: timedelta | None) -> None:
    if left is None:
        PATIENCE.require(ends, NOW)
        return
    with pytest.raises(MustWait):
        PATIENCE.require(ends, NOW)
    with pytest.raises(MustWait):
        PATIENCE.require(ends, NOW + left - timedelta(seconds=1))
    PATIENCE.require(ends, NOW + left)


@pytest.mark.parametrize(
    ("minutes", "counts"), [(0, False), (14, False), (15, False), (16, True), (29, True)]
)
def test_the_later_half_counts_as_a_timeout(minutes: int, counts: bool) -> None:
    deadline = NOW + 30 * MINUTE
    assert PATIENCE.counts_as_timeout(NOW, deadline, NOW + minutes * MINUTE) is counts


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", [TooManyTimeouts, TooManyCancelled])
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=1), ("in a minute", "in einer Minute")),
        (timedelta(seconds=61), ("in 2 minutes", "in 2 Minuten")),
        (119 * MINUTE, ("in 119 minutes", "in 119 Minuten")),
        (2 * HOUR + MINUTE, ("in 3 hours", "in 3 Stunden")),
        (47 * HOUR, ("in 47 hours", "in 47 Stunden")),
        (29 * DAY + MINUTE, ("in 30 days", "in 30 Tagen")),
    ],
)
def test_the_wait_is_said_and_never_too_short(
    language: str, kind: type[MustWait], count: int, left: timedelta, words: tuple[str, str]
) -> None:
    refusal = kind(count, left)
    text = TEXTS(language)(refusal.key, **refusal.fields)
    assert words[language == "de"].lower() in " ".join(text.split()).lower()
    assert len(text) <= 200


async def give_up(world: ShopWorld, variant: int, after: timedelta) -> int:
    await world.carts.add(100, variant, 1)
    order_id = await world.till.place(100, "BTC")
    world.clock.now += after
    await world.rates.refresh()
    await world.orders.cancel(order_id, actor="user:100", owner=100)
    return order_id


async def test_cancelling_late_again_and_again_ends(world: ShopWorld) -> None:
    """Ten seconds before the deadline, and order again: all stock held for free, for ever."""
    variant = await world.variant(1)
    await world.customer()
    for _ in range(3):
        await give_up(world, variant, 30 * MINUTE - timedelta(seconds=10))
    with pytest.raises(TooManyTimeouts):
        await give_up(world, variant, MINUTE)
    with pytest.raises(TooManyTimeouts):
        await world.till.preview(100)
    assert await world.stock(variant) == (1, 0)


async def test_cancelling_early_again_and_again_takes_longer_and_longer(world: ShopWorld) -> None:
    """In a day somebody who only ever cancels holds the goods for a small part of it."""
    variant = await world.variant(1)
    await world.customer()
    held, start = timedelta(0), world.clock()
    while world.clock() - start < DAY:
        try:
            await give_up(world, variant, 15 * MINUTE)
            held += 15 * MINUTE
        except TooManyCancelled:
            world.clock.advance(minutes=1)
            await world.rates.refresh()
    assert held <= 3 * HOUR


async def test_what_an_admin_cancels_does_not_count(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.advance(minutes=20)
    await world.orders.cancel(order_id, actor="admin:1")
    order = await world.load(order_id)
    assert (order.given_up_at, order.timed_out_at) == (None, None)


async def test_timeouts_fade(world: ShopWorld) -> None:
    variant = await world.variant(5)
    await world.customer()
    for _ in range(3):
        await give_up(world, variant, 20 * MINUTE)
    world.clock.advance(days=30)
    await world.rates.refresh()
    order = await world.load(await give_up(world, variant, MINUTE))
    assert order.status is OrderStatus.CANCELLED


async def test_an_admin_forgives(world: ShopWorld) -> None:
    variant = await world.variant(5)
    await world.customer()
    for _ in range(3):
        await give_up(world, variant, 20 * MINUTE)
    await world.users.forgive(100, actor="admin:1")
    await give_up(world, variant, MINUTE)
    with pytest.raises(NotFound):
        await world.users.forgive(999, actor="admin:1")


async def test_a_paid_order_forgives(world: ShopWorld) -> None:
    variant = await world.variant(9)
    await world.customer()
    for _ in range(2):
        await give_up(world, variant, 20 * MINUTE)
    await world.carts.add(100, variant, 1)
    await pay(world, await world.till.place(100, "BTC"))
    for _ in range(2):
        await give_up(world, variant, 20 * MINUTE)
    order = await world.load(await give_up(world, variant, MINUTE))
    assert order.status is OrderStatus.CANCELLED


async def pay(world: ShopWorld, order_id: int) -> None:
    await world.pay(order_id)
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")


def shop_until(world: ShopWorld, until: OneOrderUntil) -> None:
    """The same shop with another ONE_ORDER_UNTIL."""
    world.lifecycle = Lifecycle(world.notifications, one_order_until=until)
    terms = replace(world.terms, one_order_until=until)
    world.till = CheckoutService(
        world.uow, world.clock, world.rates, world.wallets, world.lifecycle, world.sealer, terms
    )


async def parcel(world: ShopWorld) -> int:
    """A paid order that waits to be shipped."""
    variant = await world.variant(5, ProductKind.PHYSICAL)
    await world.customer()
    await world.carts.add(100, variant, 1)
    order_id = await world.till.place(100, "BTC", "1 Harbour Street")
    await pay(world, order_id)
    assert (await world.load(order_id)).status is OrderStatus.PAID
    await world.carts.add(100, variant, 1)
    return order_id


async def test_one_order_until_it_is_shipped(world: ShopWorld) -> None:
    order_id = await parcel(world)
    with pytest.raises(OrderAlreadyOpen) as refused:
        await world.till.place(100, "BTC", "1 Harbour Street")
    assert refused.value.key == "error-order-under-way"
    await world.orders.ship(order_id, actor="admin:1")
    await world.till.place(100, "BTC", "1 Harbour Street")


async def test_one_order_until_it_is_paid(world: ShopWorld) -> None:
    shop_until(world, OneOrderUntil.PAID)
    await parcel(world)
    second = await world.till.place(100, "BTC", "1 Harbour Street")
    with pytest.raises(OrderAlreadyOpen) as refused:
        await world.till.place(100, "BTC", "1 Harbour Street")
    assert refused.value.key == "error-order-already-open"
    assert refused.value.order_id == second


async def test_the_setting_may_change_with_orders_under_way(world: ShopWorld) -> None:
    shop_until(world, OneOrderUntil.PAID)
    await parcel(world)
    second = await world.till.place(100, "BTC", "1 Harbour Street")
    shop_until(world, OneOrderUntil.SHIPPED)
    with pytest.raises(OrderAlreadyOpen) as refused:
        await world.till.place(100, "BTC", "1 Harbour Street")
    assert refused.value.order_id == second  # what can be paid or cancelled is named first
