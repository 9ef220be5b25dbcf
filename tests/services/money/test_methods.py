"""Ways to pay as an owner sets them, on every database: fees, limits, their order."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import text

from models.errors import NotFound, QuoteChanged
from models.method_errors import (
    AboveMost,
    BelowLeast,
    FeeAboveSum,
    FeeUnknown,
    FormulaWrong,
    LimitsCrossed,
    MethodBarred,
    MethodOff,
)
from models.order import OrderStatus
from models.stock_errors import ChangedMeanwhile
from services.money.currency import CurrencyService
from services.money.methods import MethodService, seal_of
from services.sale.due import due_of
from services.sale.offer import OfferService
from services.sale.quote import Quote, agreed
from tests.services.conftest import ShopWorld
from utils.refusal import CommandRefused

ANN, OWNER = 100, "admin:1"


def methods_of(world: ShopWorld) -> MethodService:
    return MethodService(world.uow, world.clock, ["BTC", "ETH"], "USD")


async def put(world: ShopWorld, code: str, **values: object) -> None:
    await methods_of(world).change(code, values, seen=None, actor=OWNER)


async def cart(world: ShopWorld, quantity: int = 2) -> None:
    """Of ten dollars each."""
    variant = await world.variant(5)
    await world.customer()
    await world.carts.add(ANN, variant, quantity)


async def bill(world: ShopWorld) -> Quote:
    return await world.till.preview(ANN)


async def test_a_fee_is_a_line_of_its_own_and_is_paid(world: ShopWorld) -> None:
    await put(world, "BTC", formula="2.5% + 0.30")
    await cart(world)
    order_id = await world.till.place(ANN, "BTC", seal=agreed(await bill(world), 0))
    order, invoice = await world.load(order_id), await world.invoice(order_id)
    assert (order.total, order.fee, order.to_pay) == (2080, 80, 2080)
    assert invoice.due == due_of(2080, "USD", world.rates.quote("BTC"))
    await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.credit() == 0


async def test_credit_lowers_the_fee_and_what_is_free_of_it_has_none(world: ShopWorld) -> None:
    await put(world, "BTC", formula="10%")
    past = await world.order(asset="ETH")
    await world.pay(past, "1.5")
    world.ether.mine(9)
    await world.payments.scan("ETH")
    has = await world.credit()
    await cart(world)
    order = await world.load(await world.till.place(ANN, "BTC", use_credit=True))
    rest = 2000 - has
    assert (order.credit_used, order.fee) == (has, round(rest / 10))
    assert order.to_pay == rest + order.fee


async def test_what_changed_between_is_asked_again(world: ShopWorld) -> None:
    await put(world, "BTC", formula="1%")
    await cart(world)
    shown = agreed(await bill(world), 0)
    await put(world, "BTC", formula="2%")
    with pytest.raises(QuoteChanged):
        await world.till.place(ANN, "BTC", seal=shown)
    await world.till.place(ANN, "BTC", seal=agreed(await bill(world), 0))


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"active": False}, MethodOff),
        ({"least": 2001}, BelowLeast),
        ({"most": 1999}, AboveMost),
        ({"formula": "20.01"}, FeeAboveSum),
        ({"formula": "1 / (x - 20)"}, FeeUnknown),
    ],
)
async def test_what_is_not_open_is_said_and_refused(
    world: ShopWorld, values: dict[str, object], refusal: type[MethodBarred]
) -> None:
    await put(world, "BTC", **values)
    await cart(world)
    offers = OfferService(world.uow, world.rates, world.sealer, world.terms)
    shown = {offer.asset: offer for offer in offers.of(await bill(world), 0)}
    if refusal is MethodOff:
        assert "BTC" not in shown
    else:
        assert isinstance(shown["BTC"].barred, refusal)
    with pytest.raises(refusal):
        offers.require("BTC", await bill(world), 0)
    with pytest.raises(refusal):
        await world.till.place(ANN, "BTC")
    await world.till.place(ANN, "ETH")


async def test_another_coin_has_another_fee(world: ShopWorld) -> None:
    """What the goods cost stays the same, there and back; the last coin that is closed is refused
    and leaves the order as it is.
    """
    await put(world, "BTC", formula="1%")
    await put(world, "ETH", formula="3%")
    await cart(world)
    first = await world.till.place(ANN, "BTC")
    second = await world.switches.switch(first, "ETH", owner=ANN)
    assert ((await world.load(second)).total, (await world.load(second)).fee) == (2060, 60)
    await put(world, "BTC", active=False)
    with pytest.raises(MethodOff):
        await world.switches.switch(second, "BTC", owner=ANN)
    await put(world, "BTC", active=True, formula=None)
    third = await world.load(await world.switches.switch(second, "BTC", owner=ANN))
    assert (third.total, third.fee) == (2000, 0)


async def test_too_little_comes_back_with_its_share_of_the_fee(world: ShopWorld) -> None:
    await put(world, "BTC", formula="5%")
    await cart(world)
    order_id = await world.till.place(ANN, "BTC")
    await world.pay(order_id, "0.5")
    world.chain.mine()
    await world.payments.scan("BTC")
    world.clock.advance(minutes=31)
    await world.rates.refresh()
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await world.credit() in (1049, 1050)


async def test_the_order_is_the_owners(world: ShopWorld) -> None:
    methods, offers = (
        methods_of(world),
        OfferService(world.uow, world.rates, world.sealer, world.terms),
    )
    assert [each.code for each in await methods.listed()] == ["BTC", "ETH"]
    await methods.move_up("ETH", actor=OWNER)
    await methods.move_up("ETH", actor=OWNER)
    assert [each.code for each in await methods.listed()] == ["ETH", "BTC"]
    await cart(world)
    assert [offer.asset for offer in offers.of(await bill(world), 0)] == ["ETH", "BTC"]
    with pytest.raises(NotFound):
        await methods.move_up("DOGE", actor=OWNER)


async def test_two_owners_at_one_way_to_pay(world: ShopWorld) -> None:
    """Whoever saw what is no more changes nothing; of two at one time one is second."""
    methods = methods_of(world)
    seen = seal_of(await methods.method("BTC"))
    both = [methods.change("BTC", {"formula": fee}, seen=seen, actor=OWNER) for fee in ("1%", "2%")]
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert [type(each) for each in ended if each] == [ChangedMeanwhile]
    with pytest.raises(LimitsCrossed):
        await methods.change("BTC", {"least": 2, "most": 1}, seen=None, actor=OWNER)
    await put(world, "BTC", most=500)
    with pytest.raises(LimitsCrossed):
        await methods.change("BTC", {"least": 501}, seen=None, actor=OWNER)
    with pytest.raises(FormulaWrong):
        methods.formula("__import__('os')")


async def test_another_currency_needs_other_fees(world: ShopWorld) -> None:
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    await put(world, "BTC", formula="0.30", least=500, most=1000)
    change = CurrencyService(world.uow, world.clock)
    with pytest.raises(CommandRefused, match=r"with these in CURRENCIES.* /setformula BTC -"):
        await change.change("EUR", Decimal("0.5"))
    await put(world, "BTC", formula=None)
    await change.change("EUR", Decimal("0.5"))
    [row] = [each for each in await methods_of(world).listed() if each.code == "BTC"]
    assert (row.least, row.most) == (250, 500)


async def test_what_a_shop_was_told_before_is_in_the_audit(world: ShopWorld) -> None:
    await put(world, "ETH", formula="1%")
    async with world.uow.read() as uow:
        query = text("SELECT action, subject FROM audit WHERE subject = 'method:ETH'")
        found = [tuple(row) for row in await uow.session.execute(query)]
    assert found == [("method.changed", "method:ETH")]
