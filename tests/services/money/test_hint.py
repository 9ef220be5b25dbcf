"""What a hint does: one look, soon, within bounds; and what it never does."""

import asyncio
import logging
from functools import partial

import pytest

from models.errors import OrderNotFound
from models.order import OrderStatus
from services.money import hint as module
from services.money.hint import AT_ONCE, MOST_NOTED, PER_MINUTE, REST, Hint, Hints
from tests.services.conftest import ShopWorld
from utils.wallets.address import parse_address

PARSE = partial(parse_address, network="regtest")


class Looking:
    """Counts the looks, and takes them to the watcher; `failing`: what a look raises."""

    def __init__(self, world: ShopWorld) -> None:
        self.orders: list[int] = []
        self.failing: dict[int, Exception] = {}
        self.hanging: set[int] = set()
        self._world = world
        self.hints = Hints(world.uow, self, PARSE, world.clock.seconds)

    async def __call__(self, order_id: int) -> None:
        self.orders.append(order_id)
        if order_id in self.hanging:
            await asyncio.Event().wait()
        if error := self.failing.get(order_id):
            raise error
        await self._world.payments.check(order_id)


@pytest.fixture
def looking(world: ShopWorld) -> Looking:
    return Looking(world)


async def test_whatever_it_names_it_by_the_order_is_looked_at_once(
    world: ShopWorld, looking: Looking
) -> None:
    """Ten hints of one order, by its code, its address and what was seen of it: one look."""
    order_id = await world.order()
    address, code = (
        (await world.invoice(order_id)).address.address,
        (await world.load(order_id)).code,
    )
    txid = await world.pay(order_id)
    await world.payments.check(order_id)
    named = [Hint(code), Hint(f"#{code.lower()}"), Hint(address=address.upper()), Hint(txid=txid)]
    for hint in [*named, Hint(code, address, txid)] * 2:
        assert looking.hints.hear(hint)
    assert await looking.hints.round() is None
    assert looking.orders == [order_id]


async def test_money_is_seen_at_once_and_no_word_is_believed(
    world: ShopWorld, looking: Looking
) -> None:
    """Case 63: the transaction that somebody names counts for nothing, and writes nothing; what
    counts is what came to our own address. It is seen while its turn is far away.
    """
    order_id, other = await world.order(), await world.order(user_id=200)
    foreign = await world.pay(other)
    for one in (order_id, other):
        await world.payments.check(one)
    before = await world.invoice(order_id)
    code = (await world.load(order_id)).code
    looking.hints.hear(Hint(order=code, txid=foreign))
    await looking.hints.round()
    assert sorted(looking.orders) == [order_id, other]
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    assert not await world.transfers(order_id)
    assert (await world.invoice(order_id)).state is before.state
    await world.pay(order_id)
    world.clock.advance(seconds=REST)
    await world.payments.scan("ETH")
    looking.hints.hear(Hint(order=code))
    await looking.hints.round()
    assert len(await world.transfers(order_id)) == 1
    world.chain.mine()
    assert (await world.load(order_id)).status is OrderStatus.CREATED


@pytest.mark.parametrize(
    "hint",
    [
        Hint(order="K7Q2M"),
        Hint(order="1"),
        Hint(order="100"),
        Hint(address="bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"),
        Hint(address="0x" + "ab" * 20),
        Hint(txid="f" * 64),
        Hint(address="%" * 100, txid="é"),
    ],
    ids=str,
)
async def test_what_is_nobody_s_or_another_shop_s(
    world: ShopWorld, looking: Looking, hint: Hint
) -> None:
    """It is heard as any other (numbers of orders and people are no codes), and nothing follows."""
    await world.order(user_id=100)
    assert looking.hints.hear(hint)
    assert await looking.hints.round() is None
    assert looking.orders == []


async def test_looks_are_rationed(world: ShopWorld, looking: Looking) -> None:
    """One order rests between two looks, all together have so many a minute; what waits is not
    lost, and memory has its bound.
    """
    orders = [await world.order(user_id=user) for user in range(300, 304)]
    codes = [(await world.load(order_id)).code for order_id in orders]
    for second in range(60):
        for code in codes:
            assert looking.hints.hear(Hint(order=code))
        await looking.hints.round()
        if second == int(REST) - 1:
            assert sorted(looking.orders) == orders
        world.clock.advance(seconds=1)
    assert max(looking.orders.count(one) for one in orders) == 60 // REST
    looking.orders.clear()
    looking.hints._allowance._within = 0.0  # used up
    assert looking.hints.hear(Hint(order=codes[0]))
    assert await looking.hints.round() is not None
    looking.hints._allowance._within = 60.0
    world.clock.advance(seconds=60)
    assert await looking.hints.round() is None
    assert orders[0] in looking.orders
    heard = [looking.hints.hear(Hint(order=f"X{number}")) for number in range(MOST_NOTED + 1)]
    assert heard == [True] * MOST_NOTED + [False]
    assert PER_MINUTE * 60 <= 60 * 60  # no more than one a second, which the slowest source bears


async def test_one_that_hangs_or_fails_keeps_nobody(
    world: ShopWorld,
    looking: Looking,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Others are looked at beside it; the log names none; what store credit paid is no error."""
    monkeypatch.setattr(module, "LONGEST", 1.0)
    orders = [await world.order(user_id=user) for user in range(400, 404)]
    looking.hanging = {orders[0]}
    looking.failing = {orders[1]: RuntimeError("odd"), orders[2]: OrderNotFound()}
    assert len(orders) <= AT_ONCE
    codes = [(await world.load(order_id)).code for order_id in orders]
    await world.pay(orders[3])
    for code in codes:
        looking.hints.hear(Hint(order=code))
    assert await looking.hints.round() is None
    assert sorted(looking.orders) == orders
    assert await world.transfers(orders[3])
    told = [record for record in caplog.records if record.name == module.__name__]
    assert [record.levelno for record in told] == [logging.ERROR, logging.WARNING]
    assert not [code for code in codes if code in caplog.text]
