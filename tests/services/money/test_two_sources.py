"""Two providers of one chain, one of which is wrong, and what becomes of the orders."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from models.invoice import InvoiceState
from models.order import OrderStatus
from services.money.payment import PaymentService, WatchTerms
from services.running.health import HealthService
from services.running.notification import Event
from tests.fakes import FakeChain
from tests.services.conftest import ShopWorld
from utils.chains.base import (
    NOTHING_KNOWN,
    ChainError,
    ChainUnavailable,
    Known,
    Lookup,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.failover import FailoverClient
from utils.health import Health

PRICE = 1000


class Provider:
    """Tells what is on the chain, less what it omits and with what it invents."""

    def __init__(self, source: str, chain: FakeChain) -> None:
        self.source = source
        self.omits: set[str] = set()
        self.invents: defaultdict[str, list[SeenTransfer]] = defaultdict(list)
        self.height: int | None = None
        self.silent = False
        self._chain = chain

    def health(self) -> Health:
        return Health(self.source, True, None, None, None)

    async def tip(self) -> Tip:
        if self.silent:
            raise ChainUnavailable(self.source, "silent")
        tip = await self._chain.tip()
        return tip if self.height is None else replace(tip, height=self.height)

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        failures: dict[str, ChainError] = {}
        seen = {address: self._rows(address) for address in addresses}
        return Observation(self.source, await self.tip(), seen, failures)

    def _rows(self, address: str) -> tuple[SeenTransfer, ...]:
        true = [row for row in self._chain.transfers[address] if row.txid not in self.omits]
        return (*true, *self.invents[address])

    async def has_history(self, address: str) -> bool:
        return await self._chain.has_history(address)

    async def lookup(self, txid: str, address: str) -> Lookup:
        return await self._chain.lookup(txid, address)

    async def aclose(self) -> None:
        pass


class Pair:
    """The shop with two providers of Bitcoin; the first is asked first."""

    def __init__(self, world: ShopWorld, agree_from: int | None) -> None:
        self.world = world
        self.first, self.second = (Provider(name, world.chain) for name in ("first", "second"))
        start = world.clock()

        def monotonic() -> float:
            return (world.clock() - start).total_seconds()

        client = FailoverClient([self.first, self.second], monotonic=monotonic)
        chains = {"BTC": client}
        self.payments = PaymentService(
            world.uow,
            world.clock,
            chains,
            world.accounting(agree_from),
            WatchTerms(timedelta(seconds=15)),
        )
        self._health = HealthService(
            world.uow, world.notifications, world.rates, self.payments, chains
        )

    async def look(self, **later: float) -> None:
        """What the clock does: a scan, and a word to the admins about what does not work."""
        self.world.clock.advance(**(later or {"seconds": 15}))
        await self.payments.scan("BTC")
        await self._health.report()

    async def invents(self, provider: Provider, order_id: int) -> SeenTransfer:
        """A payment in full, in a block, of which the chain knows nothing."""
        invoice = await self.world.invoice(order_id)
        row = SeenTransfer("ab" * 32, 0, invoice.due, 100, "block-100")
        provider.invents[invoice.address.address].append(row)
        return row

    async def alerts(self) -> list[str]:
        """What one admin was told of the outage: what is down, what is up again, and `again` for
        each time more than that.
        """
        rows = [row for row in await self.world.messages() if row.event == Event.ADMIN_OUTAGE]
        told, outage = [row for row in rows if row.chat_id == 1], await self._health.outage()
        kinds = sorted({what.partition(":")[0] for what in outage.problems}) if outage else []
        news = [f"{kind}-down" for kind in kinds]
        if outage and outage.ended_at:
            news += [f"{kind}-up" for kind in kinds]
        return news + ["again"] * (len(told) - len(news))


@pytest.fixture
def pair(world: ShopWorld) -> Pair:
    """Whatever the order is worth, two must agree."""
    return Pair(world, agree_from=PRICE)


async def test_an_invented_payment_settles_nothing(world: ShopWorld, pair: Pair) -> None:
    """Case 2: refused above the threshold; the admins hear of it once, after ten minutes."""
    order_id = await world.order()
    await pair.invents(pair.first, order_id)
    world.chain.mine(10)
    for _ in range(5):
        await pair.look()
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    assert await pair.alerts() == []
    await pair.look(minutes=10)
    await pair.look()
    assert await pair.alerts() == ["chain-down"]
    assert pair.payments.problems["BTC"].startswith("first and second disagree about bcrt1")
    assert Event.GOODS not in await world.events(100)


async def test_a_lie_that_ends_lets_the_order_expire(world: ShopWorld, pair: Pair) -> None:
    """Case 2: what never was on the chain is gone as soon as nobody tells it any more."""
    order_id = await world.order()
    await pair.invents(pair.first, order_id)
    await pair.look()
    pair.first.invents.clear()
    await pair.look()
    await pair.look(minutes=31)
    await pair.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    [row] = await world.transfers(order_id)
    assert (row.accounted_at, row.missing_since is None) == (None, False)


async def test_below_the_threshold_one_is_believed(world: ShopWorld) -> None:
    """Case 2: what a liar can take is bounded by the setting."""
    pair = Pair(world, agree_from=PRICE + 1)
    order_id = await world.order()
    await pair.invents(pair.first, order_id)
    world.chain.mine()
    await pair.look()
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


@pytest.mark.parametrize("blind", ["first", "second"])
async def test_what_one_omits_is_held_until_they_agree(
    world: ShopWorld, pair: Pair, blind: str
) -> None:
    """Cases 3 and 4: seen by one it is seen; it settles when both have it."""
    order_id = await world.order()
    txid = await world.pay(order_id)
    world.chain.mine(3)
    getattr(pair, blind).omits.add(txid)
    await pair.look()
    await pair.look(minutes=10)
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    assert await pair.alerts() == ["chain-down"]
    await pair.look(hours=2)
    await pair.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    getattr(pair, blind).omits.clear()
    await pair.look()
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await pair.alerts() == ["chain-down", "chain-up"]


@pytest.mark.parametrize("look", ["sweep", "scan", "check"])
async def test_an_omitted_payment_settles_its_order(world: ShopWorld, look: str) -> None:
    """Case 3: where one source is enough, two are asked all the same before an order expires."""
    pair = Pair(world, agree_from=None)
    order_id = await world.order()
    await pair.look()
    pair.first.omits.add(await world.pay(order_id))
    world.chain.mine()
    world.clock.advance(minutes=31)
    if look == "sweep":
        await pair.payments.expire_overdue()
    elif look == "scan":
        await pair.payments.scan("BTC")
    else:
        await pair.payments.check(order_id)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    await pair.look(minutes=11)
    await pair.look(minutes=11)
    assert await pair.alerts() == ["chain-down"]
    assert pair.payments.problems["BTC"].startswith("first and second disagree about bcrt1")


async def test_two_amounts_for_one_payment_hold_the_order(world: ShopWorld, pair: Pair) -> None:
    """Case 4: neither paid nor called unpaid, and the admins hear of it at once."""
    order_id = await world.order()
    honest = await pair.invents(pair.first, order_id)
    wrong = await pair.invents(pair.second, order_id)
    address = (await world.invoice(order_id)).address.address
    pair.second.invents[address] = [replace(wrong, amount=wrong.amount - 1)]
    world.chain.mine()
    await pair.look()
    assert await pair.alerts() == ["chain-down"]
    await pair.look(minutes=31)
    await pair.payments.expire_overdue()
    invoice = await world.invoice(order_id)
    assert (invoice.order.status, invoice.state) == (OrderStatus.CREATED, InvoiceState.CHECKING)
    pair.second.invents[address] = [honest]
    await pair.look()
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


@pytest.mark.parametrize("block", [None, "block-of-a-fork"])
async def test_two_depths_of_one_payment_hold_the_order(
    world: ShopWorld, pair: Pair, block: str | None
) -> None:
    """Case 4: one says confirmed, the other waiting, or in another block."""
    order_id = await world.order()
    row = await pair.invents(pair.first, order_id)
    other = replace(row, block_height=row.block_height if block else None, block_hash=block)
    address = (await world.invoice(order_id)).address.address
    pair.second.invents[address] = [other]
    world.chain.mine(20)
    await pair.look()
    await pair.look(minutes=10)
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    assert await pair.alerts() == ["chain-down"]
    pair.second.invents[address] = [row]
    await pair.look()
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


LIES = {"huge": 10**9, "low": 3}


@pytest.mark.parametrize("liar", ["first", "second"])
@pytest.mark.parametrize("height", LIES.values(), ids=LIES)
async def test_a_lie_about_the_best_block_expires_no_paid_order(
    world: ShopWorld, liar: str, height: int
) -> None:
    """Case 2: the one that lies sees nothing; the honest one is heard, at the first look too."""
    pair = Pair(world, agree_from=None)
    order_id = await world.order()
    false = getattr(pair, liar)
    false.height = height
    false.omits.add(await world.pay(order_id))
    world.chain.mine()
    await pair.look()
    world.clock.advance(minutes=31)
    await pair.payments.expire_overdue()
    await pair.look(minutes=15)
    order = await world.load(order_id)
    assert order.status in (OrderStatus.CREATED, OrderStatus.SHIPPED)
    assert (await world.invoice(order_id)).seen
    assert set(await pair.alerts()) & {"chain-down", "source-down"}


@pytest.mark.parametrize("liar", ["first", "second"])
async def test_nothing_expires_as_complete_while_the_best_block_is_in_dispute(
    world: ShopWorld, liar: str
) -> None:
    """Case 1: an unpaid order waits; after a set time a person is asked."""
    pair = Pair(world, agree_from=None)
    order_id = await world.order()
    getattr(pair, liar).height = 10**9
    world.clock.advance(minutes=31)
    await pair.payments.expire_overdue()
    invoice = await world.invoice(order_id)
    assert (invoice.order.status, invoice.state) == (OrderStatus.CREATED, InvoiceState.CHECKING)
    world.clock.advance(minutes=10)
    await pair.payments.expire_overdue()
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, "expired-unchecked")
    for _ in range(3):  # one source's word does not end it
        await pair.look(minutes=30)
    assert (await world.load(order_id)).needs_review == "expired-unchecked"
    getattr(pair, liar).height = None
    for _ in range(3):
        await pair.look(minutes=30)
    assert (await world.load(order_id)).needs_review is None


@pytest.mark.parametrize("liar", ["first", "second"])
async def test_a_source_that_is_set_aside_is_named_once(world: ShopWorld, liar: str) -> None:
    pair = Pair(world, agree_from=None)
    await world.order()
    await pair.look()
    false = getattr(pair, liar)
    false.height = 3
    for _ in range(3):
        await pair.look(minutes=1)
    assert await pair.alerts() == ["source-down"]
    false.height = None
    for _ in range(3):
        await pair.look(minutes=1)
    assert await pair.alerts() == ["source-down", "source-up"]


async def test_what_ended_unchecked_is_over_when_both_have_been_asked(world: ShopWorld) -> None:
    """Both were silent. They are back, and the first is blind to the payment."""
    pair = Pair(world, agree_from=None)
    order_id = await world.order()
    pair.first.silent = pair.second.silent = True
    txid = await world.pay(order_id)
    world.chain.mine(6)
    pair.first.omits.add(txid)
    world.clock.advance(minutes=31)
    for _ in range(3):
        await pair.payments.expire_overdue()
        world.clock.advance(minutes=11)
    assert (await world.load(order_id)).needs_review == "expired-unchecked"
    pair.first.silent = pair.second.silent = False
    for _ in range(3):
        await pair.look(minutes=30)
        await world.rates.refresh()
    assert (await world.invoice(order_id)).seen
    assert (await world.load(order_id)).needs_review == "expired-unchecked"  # they disagree
    pair.first.omits.clear()
    for _ in range(3):
        await pair.look(minutes=30)
        await world.rates.refresh()
    assert (await world.load(order_id)).needs_review != "expired-unchecked"
