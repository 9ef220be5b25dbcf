"""Fair and bounded rounds: no row, answer, coin or setting keeps another's money unseen."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text

from models.invoice import InvoiceState
from models.order import OrderStatus
from services.money import asking
from services.money.payment import PaymentService, WatchTerms
from services.money.rate import RateService
from services.running.health import HealthService
from services.running.notification import Event
from tests.fakes import FakeChain
from tests.services.conftest import ADMINS, ShopWorld
from utils.chains.base import (
    NOTHING_KNOWN,
    ChainClient,
    ChainConflict,
    ChainUnavailable,
    Known,
    Observation,
)
from utils.chains.failover import FailoverClient


class Watching(FakeChain):
    """Counts what it is asked; what `spoil` raises or changes happens to those addresses."""

    def __init__(self, world: ShopWorld) -> None:
        super().__init__(world.clock)
        self.asked: list[str] = []
        self.spoil: dict[str, Exception] = {}
        self.hangs = False
        self.transfers = world.chain.transfers

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        self.asked += addresses
        if self.hangs:
            await asyncio.sleep(3600)
        seen = await super().observe(addresses, known)
        for address in addresses:
            error = self.spoil.get(address)
            if isinstance(error, ChainUnavailable | ChainConflict):
                del seen.transfers[address]
                seen.failures[address] = error
            elif error:
                raise error
        return seen


def service(world: ShopWorld, chains: dict[str, ChainClient]) -> PaymentService:
    terms = WatchTerms(timedelta(seconds=15))
    return PaymentService(world.uow, world.clock, chains, world.accounting(), terms)


@pytest.fixture
def watching(world: ShopWorld) -> Watching:
    """The shop's only source of Bitcoin, eight addresses a scan."""
    source = Watching(world)
    chains = world.chains | {"BTC": FailoverClient([source], per_scan=8)}
    world.payments = service(world, chains)
    return source


async def many(world: ShopWorld, orders: Collection[int]) -> dict[str, int]:
    """Open orders of that many customers, by address."""
    placed = [await world.order(user_id=number) for number in orders]
    return {(await world.invoice(order_id)).address.address: order_id for order_id in placed}


async def statuses(world: ShopWorld, order_ids: Collection[int]) -> set[OrderStatus]:
    return {(await world.load(order_id)).status for order_id in order_ids}


async def test_old_addresses_get_their_share_of_every_scan(
    world: ShopWorld, watching: Watching
) -> None:
    old = await many(world, range(100, 103))
    for order_id in old.values():
        await world.orders.cancel(order_id, actor="admin:1")
    await many(world, range(200, 220))
    watching.asked.clear()
    await world.payments.scan("BTC")
    assert len(watching.asked) == 8
    assert len(set(watching.asked) & old.keys()) == 2


async def test_addresses_that_cannot_be_read_hold_up_no_other(
    world: ShopWorld, watching: Watching
) -> None:
    """Eight of them fill a scan; the ninth order's money is seen in the next."""
    bad = await many(world, range(100, 108))
    watching.spoil = dict.fromkeys(bad, ChainUnavailable("fake", "too large"))
    [(_, honest)] = (await many(world, [200])).items()
    await world.pay(honest)
    for _ in range(2):
        world.clock.advance(seconds=15)
        await world.payments.scan("BTC")
    assert (await world.invoice(honest)).state is InvoiceState.CONFIRMING
    assert world.payments.problems == {"BTC": "fake: too large"}
    watching.spoil = {}
    for _ in range(3):
        world.clock.advance(seconds=15)
        await world.payments.scan("BTC")
    assert world.payments.problems == {}


async def test_a_defect_with_one_address_holds_up_no_other(
    world: ShopWorld, watching: Watching
) -> None:
    addresses = await many(world, range(100, 105))
    [bad, *_] = addresses
    watching.spoil = {bad: ZeroDivisionError("a defect")}
    world.clock.advance(minutes=31)
    for _ in range(2):
        await world.payments.expire_overdue()
    broken = addresses.pop(bad)
    assert await statuses(world, addresses.values()) == {OrderStatus.EXPIRED}
    assert await statuses(world, [broken]) == {OrderStatus.CREATED}
    assert world.payments.aside == {broken: "ZeroDivisionError"}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE transfers SET amount = 'many' WHERE invoice_id = :id",
        "UPDATE invoices SET seen = 'many' WHERE id = :id",
        "UPDATE invoices SET spread_percent = 'much' WHERE id = :id",
        "UPDATE orders SET changes = 'no JSON' WHERE id IN"
        " (SELECT order_id FROM invoices WHERE id = :id)",
    ],
)
async def test_a_bad_row_stops_only_its_own_order(
    world: ShopWorld, watching: Watching, damage: str
) -> None:
    """The admins hear of it once, with the order's number, and once more when it is mended."""
    addresses = await many(world, range(100, 104))
    [_, bad, *_] = addresses.values()
    await world.pay(bad, "0.5")
    await world.payments.scan("BTC")
    invoice = await world.invoice(bad)
    async with world.uow() as uow:
        await uow.session.execute(text(damage), {"id": invoice.id})
    health = HealthService(
        world.uow, world.notifications, world.rates, world.payments, world.chains
    )
    world.clock.advance(minutes=31)
    for _ in range(3):
        await world.payments.expire_overdue()
        await world.payments.scan("BTC")
        await health.report()
    good = [order_id for order_id in addresses.values() if order_id != bad]
    assert await statuses(world, good) == {OrderStatus.EXPIRED}
    assert await told_of(world, health) == ([f"order:{bad}"], False, len(ADMINS))
    async with world.uow() as uow:  # mended, also for the checks after this test
        for statement in (
            "UPDATE transfers SET amount = '5' WHERE invoice_id = :id",
            "UPDATE invoices SET seen = '0', spread_percent = '1' WHERE id = :id",
            "UPDATE orders SET changes = '{}' WHERE id IN"
            " (SELECT order_id FROM invoices WHERE id = :id)",
        ):
            await uow.session.execute(text(statement), {"id": invoice.id})
    world.clock.advance(minutes=11)
    await world.payments.expire_overdue()
    await health.report()
    assert await statuses(world, [bad]) == {OrderStatus.EXPIRED}
    assert world.payments.aside == {}
    assert await told_of(world, health) == ([f"order:{bad}"], True, 2 * len(ADMINS))


async def told_of(world: ShopWorld, health: HealthService) -> tuple[list[str], bool, int]:
    """What the outage is about, whether it is over, and how many messages there were of it."""
    outage = await health.outage()
    assert outage is not None
    told = [row for row in await world.messages() if row.event == Event.ADMIN_OUTAGE]
    return list(outage.problems), outage.ended_at is not None, len(told)


async def test_a_coin_that_does_not_answer_delays_no_other(
    world: ShopWorld, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LONGEST_LOOK", 3.0)
    slow = await world.order(user_id=100)
    quick = await world.order(user_id=101, asset="ETH")
    watching.hangs = True
    world.clock.advance(minutes=31)
    sweep = asyncio.ensure_future(world.payments.expire_overdue())
    for _ in range(100):
        await asyncio.sleep(0.02)
        if (await world.load(quick)).status is OrderStatus.EXPIRED:
            break
    assert not sweep.done()
    await sweep
    assert (await world.invoice(slow)).state is InvoiceState.CHECKING
    assert world.payments.problems == {"BTC": "no complete answer within 3 s"}


async def test_what_confirms_past_its_deadline_is_asked_for_in_the_rhythm_of_scans(
    world: ShopWorld, watching: Watching
) -> None:
    order_id = await world.order()
    await world.pay(order_id)
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    watching.asked.clear()
    for _ in range(10):
        await world.payments.expire_overdue()
        await world.payments.scan("BTC")
    assert watching.asked == []
    world.clock.advance(seconds=15)
    await world.payments.expire_overdue()
    await world.payments.scan("BTC")
    assert len(watching.asked) == 1


async def test_a_doubt_that_lasts_is_told_of_its_order_across_restarts(
    world: ShopWorld, watching: Watching
) -> None:
    addresses = await many(world, [100, 101])
    [address, *_] = addresses
    for _ in range(3):
        watching.spoil = {address: ChainConflict("fake", "two amounts")}
        world.clock.advance(minutes=5)
        await world.payments.scan("BTC")
        world.payments = service(world, {"BTC": FailoverClient([watching])})
    assert (await world.load(addresses[address])).needs_review == "sources-disagree"
    assert (await world.events(1)).count(Event.ADMIN_REVIEW) == 1
    watching.spoil = {}
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(addresses[address])).needs_review is None


def not_taking(world: ShopWorld, *assets: str) -> RateService:
    """Prices of a shop whose CURRENCIES are these, while orders of all coins are watched."""
    return RateService(
        world.sources,
        world.clock,
        assets,
        currency="USD",
        spread_percent=world.rates.quote("BTC").spread_percent,
        watched=tuple(world.chains),
    )


@pytest.mark.parametrize("pays", ["in time", "late", "never"])
async def test_a_coin_that_is_not_taken_any_more_is_still_watched(
    world: ShopWorld, pays: str
) -> None:
    order_id = await world.order(asset="ETH")
    world.rates = not_taking(world, "BTC")
    world.payments = service(world, world.chains)
    await world.rates.refresh()
    assert world.rates.available() == ["BTC"]
    assert world.rates.missing() == []
    if pays != "in time":
        world.clock.advance(minutes=31)
        await world.payments.expire_overdue()
        assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    if pays != "never":
        await world.rates.refresh()
        await world.pay(order_id)
        world.ether.mine(20)
        world.clock.advance(seconds=15)
        await world.payments.scan("ETH")
        assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_a_coin_without_a_source_is_told_and_a_person_decides(world: ShopWorld) -> None:
    order_id = await world.order(asset="ETH")
    world.payments = service(world, {"BTC": world.chains["BTC"]})
    assert await world.payments.watched_assets() == ["ETH"]
    await world.payments.scan("ETH")
    assert "no source" in world.payments.problems["ETH"]
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    world.clock.advance(minutes=10)
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).needs_review == "expired-unchecked"


async def test_receipts_are_asked_for_without_reading_history(world: ShopWorld) -> None:
    if world.database.backend.gate is None:
        pytest.skip("the plan of SQLite")
    plan = text(
        "EXPLAIN QUERY PLAN SELECT id FROM transfers WHERE asset = 'ETH' AND receipt IS NULL"
        " AND block_height IS NOT NULL AND first_seen_at >= 5"
    )
    async with world.uow.read() as uow:
        rows = (await uow.session.execute(plan)).all()
    assert "ix_transfers_without_receipt" in str(rows)


async def test_a_receipt_that_cannot_be_found_holds_up_no_other(world: ShopWorld) -> None:
    orders = [await world.order(user_id=100 + number, asset="ETH") for number in range(25)]
    for order_id in orders:
        await world.pay(order_id)
    world.ether.mine(20)
    await world.payments.scan("ETH")
    [(bad, _), *_] = list(world.ether.transfers.items())
    sound = world.ether.find_transactions

    async def find(address: str, from_height: int, to_height: int) -> list[tuple[str, int]]:
        if address == bad:
            raise ArithmeticError
        return await sound(address, from_height, to_height)

    world.ether.find_transactions = find  # type: ignore[method-assign]
    for _ in range(2):
        await world.receipts.find()
    receipts = [row.receipt for order_id in orders for row in await world.transfers(order_id)]
    assert receipts.count(None) == 1


async def test_a_database_that_takes_nothing_sets_no_order_aside(
    world: ShopWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 52: a full disk is no defect of the order that was paid meanwhile: it need not rest."""
    [(_, order)] = (await many(world, [200])).items()
    watched = world.payments._watched

    async def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(watched, "put_off", full)
        for _ in range(3):
            await watched.failed(order, OSError(28, "No space left on device"))
    assert world.payments.aside == {}
    await world.pay(order)
    world.chain.mine(6)
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(order)).status is not OrderStatus.CREATED
