"""Vouchers, on every database: what is shown is charged, and a use goes with its order."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from db import Database
from models.approval_errors import WaitsForSecond
from models.errors import QuoteChanged, ShopError
from models.order import OrderStatus
from models.product import ProductKind
from models.stock_errors import ChangedMeanwhile
from models.voucher import Voucher, VoucherKind
from models.voucher_errors import (
    BadCode,
    OwnVoucher,
    VoucherGone,
    VoucherKept,
    VoucherRests,
    VoucherUnknown,
)
from services.money.currency import CurrencyService
from services.sale.applied import Applied, Lack
from services.sale.quote import Quote, QuoteLine, agreed
from services.sale.taken_off import taken_off
from services.sale.voucher import MOST_WRONG, RESTS
from tests.services.conftest import ShopWorld
from utils.refusal import CommandRefused

ANN, BEN, OWNER = 100, 101, "admin:1"
NOTHING = "QQQQ-QQQQ"


async def voucher(
    world: ShopWorld,
    kind: VoucherKind = VoucherKind.PERCENT,
    amount: int = 10,
    codes: int = 1,
    variant_id: int | None = None,
    scope: Sequence[dict[str, int]] = (),
    **rule: object,
) -> list[str]:
    """Codes that work."""
    making = world.hands.making
    number = await making.new(kind, amount, OWNER, variant_id)
    for of in scope:
        await making.limit_to(number, OWNER, **of)
    if rule:
        await making.change(number, OWNER, **rule)
    seen = (await making.sheet(number)).seal
    drawn = await making.draw(number, codes, OWNER, seen=seen)
    await switch(world, number)
    return drawn


async def switch(world: ShopWorld, number: int, *, on: bool = True) -> None:
    making = world.hands.making
    seen = (await making.sheet(number)).seal
    await making.switch(number, on=on, seen=seen, actor=OWNER)


async def enter(world: ShopWorld, code: str, user: int = ANN) -> int:
    """Store credit that it gave."""
    return (await world.hands.vouchers.enter(user, code)).credit


async def cart(world: ShopWorld, quantity: int = 2, user: int = ANN) -> int:
    """Of ten dollars each."""
    variant = await world.variant(5)
    await world.customer(user)
    await world.carts.add(user, variant, quantity)
    return variant


async def bill(world: ShopWorld, user: int = ANN) -> Quote:
    return await world.till.preview(user)


async def place(world: ShopWorld, asset: str | None = "BTC", user: int = ANN) -> int:
    """Exactly what was shown."""
    seal = agreed(await bill(world, user), 0)
    return await world.till.place(user, asset, seal=seal)


async def used(world: ShopWorld) -> list[int]:
    """Of every code, how often."""
    async with world.uow.read() as uow:
        rows = await uow.session.execute(text("SELECT used FROM voucher_codes ORDER BY id"))
        return [row[0] for row in rows]


async def paid(world: ShopWorld, order_id: int, share: str = "1") -> None:
    await world.pay(order_id, share)
    world.chain.mine()
    await world.payments.check(order_id)


async def test_what_is_shown_is_charged_and_a_use_goes_with_its_order(world: ShopWorld) -> None:
    """In the cart, at checkout, on the order; released when that ends, and there again."""
    [code] = await voucher(world, most=1)
    await cart(world)
    assert await enter(world, code.lower().replace("", " ")) == 0
    assert await used(world) == [0]
    assert (await world.carts.show(ANN)).total == (await bill(world)).total == 1800
    order_id = await place(world)
    order = await world.load(order_id)
    assert (order.total, order.discount, order.to_pay) == (1800, 200, 1800)
    assert await used(world) == [1]
    await world.orders.cancel(order_id, actor=f"user:{ANN}", owner=ANN)
    assert await used(world) == [0]
    assert (await bill(world)).off == 200  # it stays with the cart
    world.clock.advance(hours=2)
    await world.rates.refresh()
    order_id = await place(world)
    await paid(world, order_id)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await used(world) == [1]
    assert (await world.carts.show(ANN)).voucher is None
    await world.carts.add(ANN, await world.variant(3), 1)
    with pytest.raises(VoucherUnknown):
        await enter(world, code)


async def test_it_expires_with_its_order_and_comes_back_late_if_it_is_free(
    world: ShopWorld,
) -> None:
    [code] = await voucher(world, most=1, each=None)
    await cart(world)
    await enter(world, code)
    order_id = await place(world)
    world.clock.advance(minutes=31)
    await world.rates.refresh()
    await world.payments.scan("BTC")
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await used(world) == [0]
    await paid(world, order_id, "1.1")
    order = await world.load(order_id)
    assert (order.status, order.discount, await used(world)) == (OrderStatus.SHIPPED, 200, [1])
    assert await world.credit() < 200  # the discount holds as it was agreed to


async def test_late_money_buys_nothing_with_a_voucher_that_somebody_else_has(
    world: ShopWorld,
) -> None:
    """As with goods that are gone: it is credit, and an owner cannot deliver it either."""
    [code] = await voucher(world, most=1)
    await cart(world)
    await enter(world, code)
    order_id = await place(world)
    world.clock.advance(minutes=31)
    await world.rates.refresh()
    await world.payments.scan("BTC")
    await world.payments.expire_overdue()
    await cart(world, user=BEN)
    await enter(world, code, BEN)
    await place(world, user=BEN)
    await paid(world, order_id, "1.1")
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await world.credit() > 1700
    with pytest.raises(VoucherGone):
        await world.decisions.offer(order_id)
    assert await used(world) == [1]


async def test_another_coin_keeps_the_voucher_whatever_became_of_it(world: ShopWorld) -> None:
    [code] = await voucher(world, most=1)
    await cart(world)
    await enter(world, code)
    first = await place(world)
    await switch(world, 1, on=False)
    second = await world.switches.switch(first, "ETH", owner=ANN)
    order = await world.load(second)
    assert (order.total, order.discount, await used(world)) == (1800, 200, [1])
    await world.orders.cancel(second, actor=f"user:{ANN}", owner=ANN)
    assert await used(world) == [0]


async def test_a_voucher_that_covers_everything_is_an_order_for_nothing(world: ShopWorld) -> None:
    """Paid at once and delivered, without an invoice; the books and the numbers say so."""
    [code] = await voucher(world, amount=100)
    variant = await cart(world)
    await enter(world, code)
    order_id = await place(world, None)
    order = await world.load(order_id)
    assert (order.total, order.discount, order.status) == (0, 2000, OrderStatus.SHIPPED)
    assert await world.stock(variant) == (3, 0)
    world.clock.advance(seconds=1)
    book = world.office.books.of(world.clock().year)
    rows = [row async for row in book.rows()]
    [sale] = [row for row in rows if row.kind == "sale"]
    assert (sale.value, sale.discount, sale.note, book.adds_up) == (
        0,
        2000,
        "paid by voucher",
        True,
    )
    with pytest.raises(ShopError):
        await world.reversals.offer(order_id)  # nothing came that could go back


@pytest.mark.parametrize("asset", ["BTC", None])
async def test_one_use_left_and_many_who_want_it(world: ShopWorld, asset: str | None) -> None:
    """One has it; the others read that something changed, and have ordered nothing."""
    count, kind = 50, VoucherKind.FIXED
    [code] = await voucher(world, kind, 1000 if asset is None else 300, most=1)
    variant = await world.variant(count)
    people = range(ANN, ANN + count)
    for person in people:
        await world.customer(person)
        await world.carts.add(person, variant, 1)
        await enter(world, code, person)
    if asset:
        for _ in people:
            await world.wallets.prepare_one(asset)
    seals = [agreed(await bill(world, person), 0) for person in people]
    tried = await asyncio.gather(
        *(
            world.till.place(person, asset, seal=seal)
            for person, seal in zip(people, seals, strict=True)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(one, int) for one in tried) == 1
    assert sum(isinstance(one, QuoteChanged) for one in tried) == count - 1
    assert await used(world) == [1]


async def test_a_gift_card_is_credit_once_whoever_is_first(world: ShopWorld) -> None:
    """The database lets one through, and who asks again reads what they had."""
    [code] = await voucher(world, VoucherKind.CREDIT, 500)
    people = range(ANN, ANN + 10)
    for person in people:
        await world.customer(person)
    tried = await asyncio.gather(
        *(enter(world, code, person) for person in people), return_exceptions=True
    )
    assert sorted(str(one) for one in tried if isinstance(one, int)) == ["500"]
    assert sum(isinstance(one, VoucherUnknown) for one in tried) == 9
    [winner] = [person for person, one in zip(people, tried, strict=True) if one == 500]
    again = await world.hands.vouchers.enter(winner, code)
    assert (again.credit, again.again, await world.credit(winner)) == (500, True, 500)


async def test_whatever_is_wrong_with_a_code_is_one_answer_and_guessing_ends(
    world: ShopWorld,
) -> None:
    """Unknown, used up, over, not yet, not for them, off: and then nothing is looked up."""
    await cart(world)
    async with world.uow() as uow:
        add = "INSERT INTO customer_groups (name, percent, active) VALUES ('R', 0, 1)"
        await uow.session.execute(text(add))
    now = world.clock()
    codes = [
        NOTHING,
        *await voucher(world, starts_at=now + timedelta(days=1)),
        *await voucher(world, ends_at=now + timedelta(minutes=1)),
        *await voucher(world, scope=[{"group_id": 1}]),
        *await voucher(world),
    ]
    await switch(world, 4, on=False)
    world.clock.advance(minutes=2)
    for code in codes[: MOST_WRONG - 1]:
        with pytest.raises(VoucherUnknown):
            await enter(world, code)
    with pytest.raises(VoucherRests):
        await enter(world, codes[-1])
    [right] = await voucher(world)
    world.restart()
    with pytest.raises(VoucherRests) as refusal:
        await enter(world, right)
    assert refusal.value.fields == {"minutes": 5}
    world.clock.advance(seconds=RESTS.total_seconds() + 1)
    await enter(world, right)
    assert (await bill(world)).off == 200


async def test_what_is_missing_is_said_once_the_code_is_theirs(world: ShopWorld) -> None:
    mug = await world.variant(5, ProductKind.PHYSICAL, 500)
    [code] = await voucher(world, least=2500)
    [other] = await voucher(world, VoucherKind.FIXED, 700, scope=[{"product_id": 1}])
    [free] = await voucher(world, VoucherKind.PRODUCT, 1, variant_id=mug)
    await cart(world)
    await enter(world, code)
    shown = (await bill(world)).voucher or Applied(0)
    assert (shown.lack, shown.missing, shown.off) == (Lack.LEAST, 500, 0)
    await world.carts.add(ANN, mug, 1)
    assert (await bill(world)).off == 250
    await enter(world, other)  # the mug alone, and never more than it costs
    assert (await bill(world)).off == 500
    await enter(world, free)
    assert (await bill(world)).off == 500
    await world.carts.change(ANN, mug, 0)
    shown = (await bill(world)).voucher or Applied(0)
    assert (shown.lack, (await bill(world)).total) == (Lack.PRODUCT, 2000)
    await world.hands.vouchers.take_off(ANN)
    assert (await bill(world)).voucher is None


async def test_a_category_holds_what_is_within_it(world: ShopWorld) -> None:
    variant = await cart(world)
    async with world.uow() as uow:
        for statement in (
            "INSERT INTO categories (name, position) VALUES ('outer', 1)",
            "UPDATE categories SET parent_id = (SELECT id FROM categories WHERE name = 'outer')"
            " WHERE name = 'things'",
        ):
            await uow.session.execute(text(statement))
        outer = await uow.session.scalar(text("SELECT id FROM categories WHERE name = 'outer'"))
    [code] = await voucher(world, scope=[{"category_id": int(outer)}])
    await enter(world, code)
    assert variant
    assert (await bill(world)).off == 200


async def test_a_changed_voucher_is_asked_about_again(world: ShopWorld) -> None:
    [code] = await voucher(world)
    await cart(world)
    await enter(world, code)
    shown = agreed(await bill(world), 0)
    await switch(world, 1, on=False)
    with pytest.raises(QuoteChanged):
        await world.till.place(ANN, "BTC", seal=shown)
    gone = (await bill(world)).voucher or Applied(0)
    assert (gone.lack, gone.off) == (Lack.GONE, 0)


async def test_its_codes_fix_a_voucher_and_a_press_makes_them_once(world: ShopWorld) -> None:
    making = world.hands.making
    number = await making.new(VoucherKind.CREDIT, 500, OWNER)
    seen = (await making.sheet(number)).seal
    await making.draw(number, 2, OWNER, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        await making.draw(number, 2, OWNER, seen=seen)
    with pytest.raises(VoucherKept):
        await making.change(number, OWNER, amount=1000)
    seen = (await making.sheet(number)).seal
    with pytest.raises(BadCode):
        await making.choose(number, "SUMMER", OWNER, seen=seen)
    await switch(world, number)
    with pytest.raises(CommandRefused):
        await CurrencyService(world.uow, world.clock).change("EUR", Decimal(1))


async def test_who_made_a_gift_card_does_not_take_it(world: ShopWorld) -> None:
    [code] = await voucher(world, VoucherKind.CREDIT, 500)
    await world.customer(1)
    with pytest.raises(OwnVoucher):
        await enter(world, code, 1)
    assert await world.credit(1) == 0


async def test_no_code_stands_anywhere_in_the_database(world: ShopWorld) -> None:
    codes = [*await voucher(world, codes=3), *await voucher(world, VoucherKind.CREDIT, 500)]
    await cart(world)
    for code in (codes[0], codes[-1]):
        await enter(world, code)
    await paid(world, await place(world))
    tables = ("audit", "outbox", "users", "vouchers", "voucher_codes", "voucher_uses", "drafts")
    async with world.uow.read() as uow:
        for table in (*tables, "credit_entries", "orders"):
            rows = await uow.session.execute(text(f"SELECT * FROM {table}"))
            said = repr(rows.all())
            assert not [code for code in codes if code in said], table


async def test_a_gift_card_above_the_limit_waits_for_a_second_owner(
    sqlite_database: Database,
) -> None:
    shop = ShopWorld(sqlite_database, four_eyes_above=1_000)
    await shop.rates.refresh()
    for person in (1, 2, ANN):
        await shop.customer(person)
    making = shop.hands.making
    number = await making.new(VoucherKind.CREDIT, 600, OWNER)
    codes = await making.draw(number, 2, OWNER, seen=(await making.sheet(number)).seal)
    with pytest.raises(WaitsForSecond):
        await switch(shop, number)
    with pytest.raises(VoucherUnknown):
        await enter(shop, codes[0])
    [waiting] = await shop.hands.approvals.listed()
    await shop.hands.approvals.approve(waiting.approval.id, 2)
    assert await enter(shop, codes[0]) == 600
    assert await shop.violations() == []


lines = st.lists(st.tuples(st.integers(1, 10**7), st.integers(1, 50)), min_size=1, max_size=5)


@given(lines, st.sampled_from(VoucherKind), st.integers(1, 10**8), st.integers(1, 10**7), st.data())
def test_what_is_taken_off_is_never_more_than_the_goods(
    goods: list[tuple[int, int]], kind: VoucherKind, amount: int, cap: int, data: st.DataObject
) -> None:
    """And what is shown is what `Quote.total` charges; one more piece takes no less off."""
    rows = [
        QuoteLine(n, "", ProductKind.DIGITAL, price, count, count, product_id=n)
        for n, (price, count) in enumerate(goods, 1)
    ]
    rule = Voucher(id=1, kind=kind, amount=amount, least=None, cap=None, variant_id=1)
    if kind is VoucherKind.PERCENT:
        rule.amount, rule.cap = amount % 100 + 1, cap
    inside = data.draw(st.none() | st.sets(st.integers(1, 6)))
    found = taken_off(rule, rows, inside)
    quote = Quote(tuple(rows), voucher=found)
    assert 0 <= found.off <= quote.goods
    assert quote.total == quote.goods - found.off >= 0
    assert (found.off == 0) == (found.lack is not None)
    more = [replace(rows[0], quantity=rows[0].quantity + 1), *rows[1:]]
    assert taken_off(rule, more, inside).off >= found.off
