"""Shipping is part of what is agreed to; answers stay with their line; notes are always current."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from models.errors import QuoteChanged
from models.order import Order, OrderStatus
from models.product import ProductKind
from models.shipping import ShippingOption
from models.shipping_errors import AnswersMissing, BadAnswer, NothingShips, ShippingUnchosen
from services.goods.keeping import Field, seal
from services.goods.price import worth_today
from services.keys.rekey import rekey
from services.money.currency import CurrencyService, settle
from services.sale.checkout import Choices
from services.sale.delivery import damaged as unreadable
from services.sale.quote import Quote, agreed
from services.sale.reading import Said
from tests.services.conftest import ShopWorld
from utils.sealing import Sealer

STREET = "1 Harbour Street, Hamburg"
ANN = 100


async def way(world: ShopWorld, name: str = "Parcel", price: int = 400, **facts: int) -> int:
    async with world.uow() as uow:
        option = ShippingOption(name=name, price=price, step_price=0, active=True)
        for fact, value in facts.items():
            setattr(option, fact, value)
        await uow.shipping.add(option)
    return option.id


async def mugs(world: ShopWorld, quantity: int = 2, weight: int = 300) -> int:
    """Ann's cart has some, at 10.00 each."""
    mug = await world.variant(9, ProductKind.PHYSICAL)
    async with world.uow() as uow:
        await uow.keeping.set_variant(mug, weight=weight)
    await world.customer(ANN)
    await world.carts.add(ANN, mug, quantity)
    return mug


async def asks(world: ShopWorld, variant: int, *texts: str) -> None:
    async with world.uow() as uow:
        found = await uow.products.find_variant(variant)
        assert found is not None
        await uow.questions.put(found.product_id, texts)


async def preview(world: ShopWorld, ship: int = 0) -> Quote:
    return await world.till.preview(ANN, ship)


async def placed(world: ShopWorld, choices: Choices | None = None) -> Order:
    order_id = await world.till.place(ANN, "BTC", STREET, choices=choices)
    return await world.load(order_id)


async def test_the_only_way_is_taken_and_stays_with_the_order(world: ShopWorld) -> None:
    await mugs(world)
    number = await way(world, step=500, step_price=100)
    bill = await preview(world)
    assert (bill.goods, bill.postage.price, bill.total) == (2000, 500, 2500)
    order = await placed(world)
    assert (order.total, order.shipping, order.shipping_name) == (2500, 500, "Parcel")
    assert order.to_pay == 2500
    due = (await world.invoice(order.id)).due
    async with world.uow() as uow:
        await uow.shipping.set(number, price=900, name="Dear", active=False)
    order = await world.load(order.id)
    assert (order.total, order.shipping, order.shipping_name) == (2500, 500, "Parcel")
    await world.pay(order.id)
    world.chain.mine(3)
    await world.payments.scan("BTC")
    order = await world.load(order.id)
    assert (order.status, (await world.invoice(order.id)).due) == (OrderStatus.PAID, due)


async def test_several_ways_are_chosen_from(world: ShopWorld) -> None:
    await mugs(world)
    letter, parcel = await way(world, "Letter", 200, up_to=500), await way(world)
    fast = await way(world, "Fast", 900)
    bill = await preview(world)
    assert [each.id for each in bill.postage.fitting] == [parcel, fast]
    assert bill.total == bill.goods == 2000
    for wrong in (0, letter, 999):
        with pytest.raises(ShippingUnchosen):
            await placed(world, Choices(ship=wrong))
    order = await placed(world, Choices(ship=fast))
    assert (order.total, order.shipping_name) == (2900, "Fast")


async def test_without_a_way_shipping_is_free_and_digital_goods_need_none(world: ShopWorld) -> None:
    await mugs(world)
    order = await placed(world)
    assert (order.total, order.shipping, order.shipping_name) == (2000, 0, None)
    await world.orders.cancel(order.id, actor="admin:1")
    await world.carts.clear(ANN)
    await way(world)
    await world.carts.add(ANN, await world.variant(1), 1)
    assert (await placed(world)).shipping_name is None


async def test_what_no_way_carries_is_not_ordered(world: ShopWorld) -> None:
    mug = await mugs(world)
    await way(world, up_to=599)
    assert (await world.carts.show(ANN)).postage.blocked
    for work in (preview(world), placed(world)):
        with pytest.raises(NothingShips) as refusal:
            await work
        assert refusal.value.fields == {"weight": 600}
    await world.carts.change(ANN, mug, 1)
    assert (await placed(world)).shipping == 400


async def test_another_price_of_shipping_is_asked_about(world: ShopWorld) -> None:
    await mugs(world)
    number = await way(world)
    sealed = agreed(await preview(world), 0, STREET)
    async with world.uow() as uow:
        await uow.shipping.set(number, price=401)
    with pytest.raises(QuoteChanged):
        await world.till.place(ANN, "BTC", STREET, seal=sealed)
    sealed = agreed(await preview(world), 0, STREET)
    assert await world.till.place(ANN, "BTC", STREET, seal=sealed)


async def test_store_credit_pays_for_shipping_too(world: ShopWorld) -> None:
    order_id = await world.order(ANN, quantity=1)
    await world.pay(order_id, "4")
    world.chain.mine(3)
    await world.payments.scan("BTC")
    await mugs(world)
    await way(world, price=300)
    order = await world.load(await world.till.place(ANN, None, STREET))
    assert (order.status, order.total, order.credit_used) == (OrderStatus.PAID, 2300, 2300)
    async with world.uow.read() as uow:
        assert await uow.invariants.violations() == []


async def test_another_coin_keeps_shipping_and_answers(world: ShopWorld) -> None:
    mug = await mugs(world)
    await way(world)
    await asks(world, mug, "Which name?")
    old = await placed(world, Choices(answers={(mug, 0): "Ann"}))
    await world.rates.refresh()
    await asks(world, mug, "Which colour?")
    new = await world.load(await world.switches.switch(old.id, "ETH", owner=ANN))
    assert (new.total, new.shipping, new.shipping_name) == (2400, 400, "Parcel")
    assert await world.orders.reading.answers(new.id) == [Said("thing 0", "Which name?", "Ann")]
    async with world.uow.read() as uow:
        assert await worth_today(uow, new.id, world.clock()) == 2400
        assert await uow.invariants.violations() == []


async def test_late_money_pays_for_shipping_as_it_was_agreed_to(world: ShopWorld) -> None:
    await mugs(world)
    number = await way(world)
    order = await placed(world)
    async with world.uow() as uow:
        await uow.shipping.set(number, price=1, active=False)
        assert await worth_today(uow, order.id, world.clock()) == 2400


async def test_an_answer_is_sealed_and_stays_as_it_was_asked(world: ShopWorld) -> None:
    mug = await mugs(world)
    await asks(world, mug, "Which name?", "Which colour?")
    answers = {(mug, 0): " Ann's secret \n", (mug, 1): "blue"}
    order = await placed(world, Choices(answers=answers))
    await asks(world, mug)
    assert await world.orders.reading.answers(order.id) == [
        Said("thing 0", "Which name?", "Ann's secret"),
        Said("thing 0", "Which colour?", "blue"),
    ]
    async with world.uow.read() as uow:
        for table in ("answers", "outbox", "audit", "orders", "order_lines", "users"):
            rows = (await uow.session.execute(text(f"SELECT * FROM {table}"))).all()
            assert "secret" not in repr(rows), table
            assert b"secret" not in b"".join(v for row in rows for v in row if type(v) is bytes)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, AnswersMissing),
        ({(1, 0): "Ann"}, AnswersMissing),
        ({(1, 0): "Ann", (1, 1): " \u200b "}, BadAnswer),
        ({(1, 0): "Ann", (1, 1): "x" * 501}, BadAnswer),
        ({(1, 0): "Ann", (1, 1): "a\x00b"}, BadAnswer),
    ],
)
async def test_what_is_not_answered_is_not_ordered(
    world: ShopWorld, answers: dict[tuple[int, int], str], wrong: type[Exception]
) -> None:
    mug = await mugs(world)
    await asks(world, mug, "Which name?", "Which colour?")
    assert mug == 1
    with pytest.raises(wrong):
        await placed(world, Choices(answers=answers))
    async with world.uow.read() as uow:
        assert await uow.orders.active_of(ANN) is None


async def test_a_question_that_changes_is_asked_anew(world: ShopWorld) -> None:
    mug = await mugs(world)
    await asks(world, mug, "Which name?")
    choices = Choices(answers={(mug, 0): "Ann"})
    sealed = agreed(await preview(world), 0, STREET, choices.answers)
    other = agreed(await preview(world), 0, STREET, {(mug, 0): "Bob"})
    await asks(world, mug, "Which colour?")
    for old in (sealed, other):
        with pytest.raises(QuoteChanged):
            await world.till.place(ANN, "BTC", STREET, seal=old, choices=choices)


async def test_another_key_opens_the_answers(world: ShopWorld) -> None:
    mug = await mugs(world)
    await asks(world, mug, "Which name?")
    order = await placed(world, Choices(answers={(mug, 0): "Ann"}))
    new = Sealer("ab" * 16 + "0123456789abcdef" * 2)
    await rekey(world.database, world.sealer, new, world.clock)
    (damaged,) = await world.orders.reading.answers(order.id)
    assert damaged.text is None
    assert await unreadable(world.database.uow, world.sealer) == [order.code]
    world.sealer = new
    world.restart()
    assert (await world.orders.reading.answers(order.id))[0].text == "Ann"


async def test_a_note_is_read_with_the_goods_as_it_is_now(world: ShopWorld) -> None:
    mug = await mugs(world)
    key = await world.variant(1)
    await world.carts.add(ANN, key, 1)
    for product, note in ((1, "Rinse it."), (2, "Open it.")):
        await world.keeping.change(Field.NOTE, product, note, seen=seal(""), actor="admin:1")
    order = await placed(world)
    assert await notes(world, order) == []
    await world.pay(order.id)
    world.chain.mine(3)
    await world.payments.scan("BTC")
    assert await notes(world, order) == ["Open it."]
    await world.keeping.change(
        Field.NOTE, 2, "Open it twice.", seen=seal("Open it."), actor="admin:1"
    )
    await world.orders.ship(order.id, actor="admin:1")
    assert await notes(world, order) == ["Rinse it.", "Open it twice."]
    card = await world.orders.card(order.id, owner=ANN)
    assert card.noted
    assert mug == 1


async def notes(world: ShopWorld, order: Order) -> list[str]:
    return [note.text for note in await world.orders.reading.notes(order.id, owner=ANN)]


async def test_shipping_changes_its_currency_with_the_shop(world: ShopWorld) -> None:
    """What is free stays free, and what costs something costs something."""
    await mugs(world)
    await way(world, "Parcel", 400, step=1000, step_price=1)
    await way(world, "Pick up", 0)
    await settle(world.uow, "USD")
    await CurrencyService(world.uow, world.clock).change("EUR", Decimal("0.25"))
    async with world.uow.read() as uow:
        rows = [(row.name, row.price, row.step_price) for row in await uow.shipping.all()]
    assert rows == [("Parcel", 100, 1), ("Pick up", 0, 0)]
