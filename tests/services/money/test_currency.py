"""The shop's currency: fixed at the first start, changed with all that is counted in it."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from models.credit import CreditEntry, CreditReason
from services.money.currency import Converter, CurrencyChanged, CurrencyService, settle
from services.money.judgement import Judge
from services.money.policy import Policy
from services.money.proof import ProofTerms
from services.money.rate import RateService
from tests.services.conftest import ShopWorld
from utils.refusal import CommandRefused

RATE = Decimal("0.92")


def service(world: ShopWorld) -> CurrencyService:
    return CurrencyService(world.uow, world.clock)


async def credit(world: ShopWorld, user_id: int, amount: int) -> None:
    """Given by hand, as if an order had returned it."""
    await world.customer(user_id)
    entry = CreditEntry(
        user_id=user_id,
        amount=amount,
        currency="USD",
        reason=CreditReason.RETURNED,
        dedup_key=f"given:{user_id}",
        created_at=world.clock(),
    )
    async with world.uow() as uow:
        await uow.credit.add(entry)


async def test_the_first_start_fixes_it(world: ShopWorld) -> None:
    await settle(world.uow, "EUR")
    await settle(world.uow, "EUR")
    with pytest.raises(CurrencyChanged, match=r"python bot.py currency USD --rate RATE") as refused:
        await settle(world.uow, "USD")
    assert "in EUR: set SHOP_CURRENCY=EUR" in str(refused.value)


async def test_a_shop_of_before_sells_in_what_its_orders_say(world: ShopWorld) -> None:
    await world.order()
    with pytest.raises(CurrencyChanged, match="in USD"):
        await settle(world.uow, "EUR")
    await settle(world.uow, "USD")


@pytest.mark.parametrize(
    ("new", "rate", "minor", "expected"),
    [
        ("EUR", "0.92", 2490, 2291),
        ("JPY", "151.2", 2490, 3765),
        ("EUR", "1", 2490, 2490),
        ("EUR", "0.001", 1, 1),
        ("EUR", "0.5", 3, 2),
    ],
)
def test_amounts_are_converted_to_the_nearest(
    new: str, rate: str, minor: int, expected: int
) -> None:
    """24.90 dollars never become 2,490 yen."""
    assert Converter("USD", new, Decimal(rate))(minor) == expected


async def test_prices_and_credit_are_exchanged_together(world: ShopWorld) -> None:
    await settle(world.uow, "USD")
    variant = await world.variant(3, price=2490)
    await credit(world, 100, 1000)
    plan = await service(world).plan("EUR", RATE)
    assert [(row.before, row.after) for row in plan.prices] == [(2490, 2291)]
    assert [(row.user_id, row.before, row.after) for row in plan.credit] == [(100, 1000, 920)]
    assert await service(world).change("EUR", RATE) == plan
    async with world.uow.read() as uow:
        [row] = await uow.products.all_variants()
        assert (row.id, row.price) == (variant, 2291)
        assert await uow.credit.balance(100, "USD") == 0
        assert await uow.credit.balance(100, "EUR") == 920
        [(details,)] = await uow.session.execute(
            text("SELECT details FROM audit WHERE action = 'currency.changed'")
        )
    assert '"rate": "0.92"' in details
    await settle(world.uow, "EUR")


async def test_it_is_refused_while_an_order_waits_for_money(world: ShopWorld) -> None:
    await settle(world.uow, "USD")
    await world.order()
    with pytest.raises(CommandRefused, match="orders wait for money at their old prices"):
        await service(world).change("EUR", RATE)
    with pytest.raises(Exception, match="the currency stays while an order or refund is open"):
        async with world.uow() as uow:
            await uow.vault.state("currency", "EUR")
    await settle(world.uow, "USD")


async def test_there_must_be_another_currency_to_change_to(world: ShopWorld) -> None:
    with pytest.raises(CommandRefused, match="no currency yet"):
        await service(world).plan("EUR", RATE)
    await settle(world.uow, "USD")
    with pytest.raises(CommandRefused, match="sells in USD already"):
        await service(world).plan("USD", RATE)


async def test_money_for_an_order_of_before_is_not_converted_by_guess(world: ShopWorld) -> None:
    """What a dollar order's coins are worth in euros, nobody has said: it waits for a person."""
    invoice = await world.invoice(await world.order())
    euros = RateService(
        world.sources, world.clock, ["BTC"], currency="EUR", spread_percent=Decimal(1)
    )
    await euros.refresh()
    assert euros.today("BTC", "EUR") is not None
    for rates, has_price in ((world.rates, True), (euros, False)):
        judge = Judge(rates, Policy(), ProofTerms(world.terms.confirmations, None))
        assert (judge.prices(invoice).lower is not None) == has_price
