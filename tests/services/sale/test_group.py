"""Groups of customers: what they pay, from the first look to late money, and who comes into one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.discount import DiscountKind
from models.errors import NotFound, ProductNotFound, QuoteChanged
from models.group import MOST_GROUPS
from models.group_errors import TooManyGroupPrices, TooManyGroups, WhichGroup
from models.shelf import Sort
from models.stock_errors import BadField, BadNumber, BadPrice, ChangedMeanwhile, NameTaken
from services.goods.discount import DiscountService, NewDiscount
from services.goods.product import ProductService
from services.money.currency import CurrencyService
from services.running.notification import Event
from services.sale import group as groups_of
from services.sale.group import GroupService, seal_of
from services.sale.quote import agreed
from tests.services.conftest import ShopWorld

ADMIN, BOB = "admin:1", 100


@pytest.fixture
def groups(world: ShopWorld) -> GroupService:
    return GroupService(world.uow, world.clock, world.notifications, "USD")


async def change(groups: GroupService, group_id: int, **values: object) -> None:
    seen = seal_of((await groups.card(group_id)).group)
    await groups.change(group_id, values, seen=seen, actor=ADMIN)


async def reseller(
    world: ShopWorld, groups: GroupService, percent: int = 20, user_id: int = BOB
) -> int:
    """A group of so much off, with somebody in it."""
    made = await groups.add("Resellers", actor=ADMIN)
    await change(groups, made.id, percent=percent)
    await world.customer(user_id)
    await groups.put_into(user_id, made.id, actor=ADMIN)
    return made.id


async def price(world: ShopWorld, variant: int, group: int | None) -> int:
    service = ProductService(world.uow, world.clock)
    card, choice = await service.of_variant(variant, group=group)
    rows = (await service.everything(Sort.OWN, group=group)).rows
    [row] = [each for each in rows if each.id == card.product.id]
    assert row.price == card.price(choice)  # the list says what the card says
    return card.price(choice).now


async def told(world: ShopWorld) -> int:
    """How often anybody heard of a group."""
    return (await world.events()).count(Event.GROUP)


async def test_the_lowest_of_what_holds_is_paid(world: ShopWorld, groups: GroupService) -> None:
    variant = await world.variant(9, price=1000)
    group = await reseller(world, groups)
    assert (await price(world, variant, None), await price(world, variant, group)) == (1000, 800)
    await groups.put_price(group, variant, 650, actor=ADMIN)
    assert await price(world, variant, group) == 650
    card, _ = await ProductService(world.uow, world.clock).of_variant(variant)
    new = NewDiscount(DiscountKind.PERCENT, 50, product_id=card.product.id)
    await DiscountService(world.uow, world.clock).begin(new, ADMIN)
    assert (await price(world, variant, None), await price(world, variant, group)) == (500, 500)
    await groups.put_price(group, variant, 1200, actor=ADMIN)  # dearer than for everybody
    assert await price(world, variant, group) == 500


async def test_what_was_shown_is_what_is_charged(world: ShopWorld, groups: GroupService) -> None:
    """Cart, line and total; and who leaves the group in between pays nothing they did not see."""
    variant = await world.variant(9, price=1000)
    group = await reseller(world, groups)
    await world.carts.take(BOB, variant, 2)
    shown = await world.till.preview(BOB)
    assert (shown.total, shown.lines[0].full, shown.lines[0].moved_from) == (1600, 1000, None)
    seal = agreed(shown, 0)
    await groups.put_into(BOB, None, actor=ADMIN)
    with pytest.raises(QuoteChanged):
        await world.till.place(BOB, "BTC", seal=seal)
    await groups.put_into(BOB, group, actor=ADMIN)
    order = await world.load(await world.till.place(BOB, "BTC", seal=seal))
    assert (order.total, order.lines[0].unit_price) == (1600, 800)


async def test_late_money_buys_at_the_price_of_its_customer(
    world: ShopWorld, groups: GroupService
) -> None:
    order_id = await world.order(user_id=BOB)
    async with world.uow() as uow:
        assert await world.lifecycle.price_today(uow, await uow.orders.get(order_id)) == 1000
    group = await groups.add("Resellers", actor=ADMIN)
    await change(groups, group.id, percent=25)
    await groups.put_into(BOB, group.id, actor=ADMIN)
    async with world.uow() as uow:
        assert await world.lifecycle.price_today(uow, await uow.orders.get(order_id)) == 750


async def test_one_that_is_switched_off_gives_nothing(
    world: ShopWorld, groups: GroupService
) -> None:
    variant = await world.variant(9, price=1000)
    group = await reseller(world, groups)
    assert await world.users.group_of(BOB) == "Resellers"
    await change(groups, group, active=False)
    assert await price(world, variant, group) == 1000
    assert await world.users.group_of(BOB) is None


async def bought(world: ShopWorld, user_id: int, price: int, paid: int = 1) -> None:
    for _ in range(paid):
        variant = await world.variant(1, price=price)
        await world.customer(user_id)
        await world.carts.clear(user_id)
        await world.carts.take(user_id, variant, 1)
        await world.rates.refresh()
        order_id = await world.till.place(user_id, "BTC")
        await world.pay(order_id, "1")
        world.chain.mine(6)
        world.clock.advance(minutes=1)
        await world.payments.scan("BTC")
        assert (await world.load(order_id)).paid_at is not None


async def group_of(world: ShopWorld, user_id: int) -> int | None:
    async with world.uow.read() as uow:
        return (await uow.users.get(user_id)).group_id


async def test_turnover_brings_somebody_into_the_best_group_it_reaches(
    world: ShopWorld, groups: GroupService
) -> None:
    silver = (await groups.add("Silver", actor=ADMIN)).id
    gold = (await groups.add("Gold", actor=ADMIN)).id
    await change(groups, silver, turnover=5_000)
    await bought(world, BOB, 3_999)
    await groups.round()
    assert await group_of(world, BOB) is None
    await bought(world, BOB, 1_001)
    await change(groups, gold, turnover=9_000)
    await groups.round()
    assert await group_of(world, BOB) == silver
    assert await told(world) == 1
    await bought(world, BOB, 4_000)
    await groups.round()
    await groups.round()
    assert await group_of(world, BOB) == gold
    assert await told(world) == 2
    world.clock.advance(days=366)
    await bought(world, BOB, 6_000)  # within this year that is silver: nobody falls back
    await groups.round()
    assert await group_of(world, BOB) == gold


async def test_what_is_older_than_a_year_and_unpaid_makes_no_turnover(
    world: ShopWorld, groups: GroupService
) -> None:
    silver = (await groups.add("Silver", actor=ADMIN)).id
    await change(groups, silver, turnover=5_000)
    await bought(world, BOB, 4_000)
    world.clock.advance(days=366)
    await bought(world, BOB, 4_999)
    variant = await world.variant(1, price=2_000)
    await world.carts.take(BOB, variant, 1)
    await world.till.place(BOB, "BTC")
    await groups.round()
    assert await group_of(world, BOB) is None


async def test_what_was_said_by_hand_stays(world: ShopWorld, groups: GroupService) -> None:
    silver = (await groups.add("Silver", actor=ADMIN)).id
    await change(groups, silver, turnover=100)
    await world.customer(BOB)
    await groups.put_into(BOB, None, actor=ADMIN)
    await bought(world, BOB, 5_000)
    await groups.round()
    assert await group_of(world, BOB) is None
    assert await told(world) == 0  # nothing became another


async def test_more_buyers_than_a_round_looks_at(
    world: ShopWorld, groups: GroupService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups_of, "PIECE", 1)
    silver = (await groups.add("Silver", actor=ADMIN)).id
    await bought(world, BOB, 5_000)
    await bought(world, BOB + 1, 5_000)
    assert await groups.round() is None  # no group asks for a turnover: nobody is looked at
    await change(groups, silver, turnover=100)
    assert [await groups.round() for _ in range(3)] == [0, 0, None]
    assert [await group_of(world, user) for user in (BOB, BOB + 1)] == [silver, silver]


async def test_the_second_of_two_admins_is_told(world: ShopWorld, groups: GroupService) -> None:
    made = await groups.add("Resellers", actor=ADMIN)
    seen = seal_of(made)
    await groups.change(made.id, {"percent": 10}, seen=seen, actor=ADMIN)
    with pytest.raises(ChangedMeanwhile):
        await groups.change(made.id, {"percent": 90}, seen=seen, actor="admin:2")
    assert (await groups.card(made.id)).group.percent == 10


async def test_what_is_refused(
    world: ShopWorld, groups: GroupService, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await groups.add("Resellers", actor=ADMIN)
    with pytest.raises(NameTaken):
        await groups.add("resellers", actor=ADMIN)
    for name in ("", "\u200b", "x" * 41):
        with pytest.raises(BadField):
            await groups.add(name, actor=ADMIN)
    for typed in ("96", "-1", "ten", "1.5", "9" * 5_000, "\u0663"):
        with pytest.raises(BadNumber):
            groups.percent(typed)
    for typed in ("0", "-1", "1e3", "free"):
        with pytest.raises(BadPrice):
            groups.amount(typed)
    assert (groups.percent(" 15 % "), groups.amount("-"), groups.amount("1,50")) == (15, None, 150)
    with pytest.raises(ProductNotFound):
        await groups.put_price(made.id, 999, 100, actor=ADMIN)
    for work in (
        groups.put_price(99, 1, 100, actor=ADMIN),
        groups.put_into(555, made.id, actor=ADMIN),
        groups.put_into(555, 99, actor=ADMIN),
        groups.card(99),
    ):
        with pytest.raises(NotFound):
            await work
    monkeypatch.setattr(groups_of, "MOST_PRICES", 1)
    one, other = await world.variant(1), await world.variant(1)
    await groups.put_price(made.id, one, 100, actor=ADMIN)
    with pytest.raises(TooManyGroupPrices):
        await groups.put_price(made.id, other, 100, actor=ADMIN)
    await groups.put_price(made.id, one, 90, actor=ADMIN)  # it is no further one
    for number in range(MOST_GROUPS - 1):
        await groups.add(f"Group {number}", actor=ADMIN)
    with pytest.raises(TooManyGroups):
        await groups.add("One more", actor=ADMIN)
    with pytest.raises(WhichGroup):
        await groups.named("")


async def test_the_first_reseller_makes_the_group(world: ShopWorld, groups: GroupService) -> None:
    with pytest.raises(NotFound):
        await groups.named("")
    made = await groups.reseller_group("", actor=ADMIN)
    assert made.id == (await groups.reseller_group(" ", actor=ADMIN)).id
    assert made.id == (await groups.named("RESELLERS")).id


async def test_another_currency(world: ShopWorld, groups: GroupService) -> None:
    variant = await world.variant(9, price=1000)
    group = await reseller(world, groups, 0)
    await change(groups, group, turnover=10_000)
    await groups.put_price(group, variant, 500, actor=ADMIN)
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    await CurrencyService(world.uow, world.clock).change("EUR", Decimal("0.5"))
    card = await groups.card(group)
    assert (card.group.turnover, card.rows[0].price) == (5_000, 250)


async def test_who_was_put_in_is_on_record(world: ShopWorld, groups: GroupService) -> None:
    group = await reseller(world, groups)
    await groups.put_into(BOB, group, actor="admin:2")  # again: nothing happened
    async with world.uow.read() as uow:
        last = await uow.audit.last_about(f"user:{BOB}")
    assert last is not None
    assert (last.actor, last.action, last.details["after"]) == (ADMIN, "user.group", group)
    world.clock.advance(hours=1)
    assert world.clock() > last.at + timedelta(minutes=59)
