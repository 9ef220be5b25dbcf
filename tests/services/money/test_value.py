"""What is given away is bounded by what is proved, and by today's value: through the services."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from models.errors import (
    GoodsOffSale,
    NothingToDecide,
    OfferChanged,
    PaymentDetected,
    PaymentUnconfirmed,
    ShopError,
    TooLateToHonour,
)
from models.invoice import InvoiceState
from models.order import OrderStatus
from models.refund import RefundState
from services.money.payment import PaymentService, WatchTerms
from services.running.notification import Event
from tests.fakes import FakeChain
from tests.services.conftest import ShopWorld
from utils.chains.base import SeenTransfer
from utils.chains.failover import FailoverClient

COIN = 10**8
THERE = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"
SURPLUS = 98_998_999
"""Minor units that twenty coins are beyond an order of 10.00."""
LARGE = 50_000
"""Minor units from which three confirmations are needed, and here two sources."""


async def reprice(world: ShopWorld, price: int | None) -> None:
    """What a bitcoin costs from now on; None: nobody knows. A leap takes its hour."""
    world.clock.advance(minutes=61)
    for source in world.sources:
        source.value = Decimal(price) if price else None
    await world.rates.refresh()


async def look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 15}))
    await world.payments.scan("BTC")


async def address_of(world: ShopWorld, order_id: int) -> str:
    return (await world.invoice(order_id)).address.address


async def delivered(world: ShopWorld, quantity: int = 1) -> int:
    order_id = await world.order(quantity=quantity)
    await world.pay(order_id)
    world.chain.mine(3)
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    return order_id


async def run_sql(world: ShopWorld, statement: str) -> None:
    async with world.uow() as uow:
        await uow.session.execute(text(statement))


def told_by(world: ShopWorld, *chains: FakeChain, agree_from: int | None = LARGE) -> None:
    """The shop reads Bitcoin from these alone."""
    world.payments = PaymentService(
        world.uow,
        world.clock,
        {"BTC": FailoverClient(chains)},
        world.accounting(agree_from),
        WatchTerms(timedelta(seconds=15)),
    )


@pytest.mark.parametrize(("price", "credit"), [(25_000, 2_500_000), (90_000, 4_950_000)])
async def test_a_coin_sent_eighty_days_later_is_worth_the_lower_rate(
    world: ShopWorld, price: int, credit: int
) -> None:
    """Case 76: no customer holds an option: fallen, it is worth what it is; risen, what it was."""
    order_id = await delivered(world)
    world.clock.advance(days=80)
    await reprice(world, price)
    world.chain.pay(await address_of(world, order_id), COIN)
    world.chain.mine(3)
    await look(world)
    assert await world.credit() == credit


async def test_the_surplus_of_a_payment_is_worth_the_lower_rate(world: ShopWorld) -> None:
    """The goods at the locked rate, even if the price fell before the third confirmation."""
    order_id = await world.order()
    await world.pay(order_id, "2")
    await look(world)
    await reprice(world, 25_000)
    world.chain.mine(3)
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert 495 <= await world.credit() <= 506


async def test_without_a_price_the_surplus_waits_and_is_seen(world: ShopWorld) -> None:
    order_id = await world.order()
    await world.pay(order_id, "2")
    await look(world)
    await reprice(world, None)
    world.chain.mine(3)
    await look(world)
    card = await world.orders.card(order_id)
    assert (card.order.status, await world.credit()) == (OrderStatus.SHIPPED, 0)
    assert card.order.needs_review == "credit-waits"
    assert card.money is not None
    assert (card.money.pending, card.money.pending_value) == (card.money.due, None)
    await look(world)
    told = [row for row in await world.messages() if row.event == Event.ADMIN_REVIEW]
    assert len(told) == 2  # one for each admin
    await reprice(world, 50_000)
    await look(world)
    card = await world.orders.card(order_id)
    assert (card.order.needs_review, await world.credit() > 990) == (None, True)


async def test_one_confirmation_delivers_and_the_surplus_waits_for_three(world: ShopWorld) -> None:
    order_id = await world.order()
    world.chain.pay(await address_of(world, order_id), 20 * COIN)
    for confirmations in (1, 2):
        world.chain.mine()
        await look(world)
        assert (await world.load(order_id)).status is OrderStatus.SHIPPED
        assert await world.credit() == 0, confirmations
    world.chain.mine()
    await look(world)
    assert await world.credit() == SURPLUS
    assert (await world.events(100)).count(Event.GOODS) == 1


async def test_a_reorganised_surplus_was_never_given(world: ShopWorld) -> None:
    order_id = await world.order()
    txid = world.chain.pay(await address_of(world, order_id), 20 * COIN)
    world.chain.mine()
    await look(world)
    world.chain.drop(txid)
    world.chain.mine(5)
    await look(world)
    order = await world.load(order_id)
    assert (order.needs_review, await world.credit()) == ("payment-vanished", 0)


async def test_small_orders_of_a_day_add_up(world: ShopWorld) -> None:
    """Two of 240.00 take one confirmation each; the third is more than 500.00 in a day."""
    for number in range(3):
        order_id = await world.order(quantity=24, stock=24)
        await world.pay(order_id)
        world.chain.mine()
        await look(world)
        paid = (await world.load(order_id)).status is OrderStatus.SHIPPED
        assert paid is (number < 2)
    assert (await world.invoice(order_id)).confirmations_required == 3
    other = await world.order(user_id=101, quantity=24, stock=24)
    await world.pay(other)
    world.chain.mine()
    await look(world)
    assert (await world.load(other)).status is OrderStatus.SHIPPED
    world.chain.mine()
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    world.clock.advance(hours=25)
    await world.rates.refresh()
    later = await world.order(quantity=24, stock=24)
    await world.pay(later)
    world.chain.mine()
    await look(world)
    assert (await world.load(later)).status is OrderStatus.SHIPPED


async def test_one_liar_of_two_gives_nobody_anything(world: ShopWorld) -> None:
    """An order of 10.00, and a source that tells of twenty coins: the other one is asked."""
    liar, honest = FakeChain(world.clock), world.chain
    told_by(world, liar, honest)
    order_id = await world.order()
    address = await address_of(world, order_id)
    liar.transfers[address].append(SeenTransfer("ab" * 32, 0, 20 * COIN, 90, "block-90"))
    for _ in range(5):
        await look(world)
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    assert await world.credit() == 0
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    honest.transfers[address] += liar.transfers[address]
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.credit() == SURPLUS


async def test_lies_below_the_threshold_add_up_to_it(world: ShopWorld) -> None:
    """What one source may take of the shop for one customer in a day is what the setting says."""
    liar = FakeChain(world.clock)
    told_by(world, liar, world.chain)
    order_id = await world.order()
    address = await address_of(world, order_id)
    for number in range(40):
        row = SeenTransfer(f"{number:064x}", 0, COIN // 400, 90, "block-90")
        liar.transfers[address].append(row)
        await look(world)
    assert await world.credit() + 1000 < LARGE


async def test_what_the_only_source_tells_waits_for_a_person(world: ShopWorld) -> None:
    """Goods of 10.00 go out; twenty coins beyond do not become credit on the word of one."""
    told_by(world, world.chain)
    order_id = await world.order()
    world.chain.pay(await address_of(world, order_id), 20 * COIN)
    world.chain.mine(10)
    await look(world)
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.SHIPPED, "single-source-large")
    assert await world.credit() == 0
    with pytest.raises(OfferChanged):
        await world.decisions.vouch(order_id, actor="admin:1", units=COIN)
    await world.decisions.vouch(order_id, actor="admin:1", units=20 * COIN)
    await look(world)
    assert (await world.credit(), (await world.load(order_id)).needs_review) == (SURPLUS, None)
    with pytest.raises(NothingToDecide):
        await world.decisions.vouch(order_id, actor="admin:1", units=20 * COIN)
    world.chain.pay(await address_of(world, order_id), COIN)
    world.chain.mine(10)
    await look(world)
    assert (await world.load(order_id)).needs_review == "single-source-large"
    assert await world.credit() == SURPLUS


async def test_a_dear_order_of_a_single_source_waits_for_a_person(world: ShopWorld) -> None:
    told_by(world, world.chain)
    order_id = await world.order(quantity=50, stock=50)
    await world.pay(order_id)
    world.chain.mine(10)
    await look(world)
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.CREATED, "single-source-large")
    await world.decisions.vouch(
        order_id, actor="admin:1", units=(await world.invoice(order_id)).due
    )
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_where_one_source_is_enough_depth_still_counts(world: ShopWorld) -> None:
    told_by(world, world.chain, agree_from=None)
    order_id = await world.order()
    world.chain.pay(await address_of(world, order_id), 20 * COIN)
    world.chain.mine(2)
    await look(world)
    assert await world.credit() == 0
    world.chain.mine()
    await look(world)
    assert await world.credit() == SURPLUS


@pytest.mark.parametrize("change", ["price", "off sale", "product off sale", "days"])
async def test_a_cancelled_order_is_no_option_on_its_goods(world: ShopWorld, change: str) -> None:
    """Forty pieces at a mistyped price, cancelled, corrected, and paid for all the same."""
    order_id = await world.order(quantity=40, stock=40)
    variant = await world.variant_of(order_id)
    await world.orders.cancel(order_id, actor="user:100", owner=100)
    statement = {
        "price": f"UPDATE variants SET price = 100000 WHERE id = {variant}",
        "off sale": f"UPDATE variants SET active = 0 WHERE id = {variant}",
        "product off sale": "UPDATE products SET active = 0",
        "days": "UPDATE variants SET price = price",
    }[change]
    await run_sql(world, statement)
    if change == "days":
        world.clock.advance(days=2)
        await world.rates.refresh()
    await world.pay(order_id)
    world.chain.mine(3)
    await look(world)
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.CANCELLED, "late-money")
    async with world.uow.read() as uow:
        sold = await uow.session.scalar(text("SELECT sold_quantity FROM variants"))
    assert sold == 0
    assert 39_990 <= await world.credit() <= 40_000


async def test_honouring_by_itself_charges_today_s_price(world: ShopWorld) -> None:
    """Twice the price was paid, and the goods cost half as much again by now."""
    order_id = await world.order()
    await world.orders.cancel(order_id, actor="user:100", owner=100)
    await run_sql(world, "UPDATE variants SET price = 1500")
    await world.pay(order_id, "2")
    world.chain.mine()
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert 490 <= await world.credit() <= 501
    [told] = [row for row in await world.messages() if row.event == Event.HONOURED]
    assert told.args == {"charged": "1500", "price": "1500", "actor": "system"}


async def late_half(world: ShopWorld) -> int:
    order_id = await world.order()
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    await world.pay(order_id, "0.5")
    world.chain.mine()
    await world.rates.refresh()
    await look(world)
    return order_id


async def test_a_decision_is_made_on_the_numbers_that_were_shown(world: ShopWorld) -> None:
    order_id = await late_half(world)
    offer = await world.decisions.offer(order_id)
    assert (offer.received, offer.price, offer.percent) == (await world.credit(), 1000, 49)
    assert offer.given_away == 1000 - offer.received
    await run_sql(world, "UPDATE variants SET price = 1100")
    shown = {"received": offer.received, "price": offer.price}
    with pytest.raises(OfferChanged):
        await world.decisions.honour(order_id, actor="admin:1", **shown)
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    await world.decisions.honour(order_id, actor="admin:1", received=offer.received, price=1100)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.credit() == 0
    for event, recipients in ((Event.HONOURED, 1), (Event.ADMIN_HONOURED, 2)):
        rows = [row for row in await world.messages() if row.event == event]
        assert len(rows) == recipients
        charged = {"charged": str(offer.received), "price": "1100", "actor": "admin:1"}
        assert rows[0].args == charged
    assert Event.ADMIN_PAID not in await world.events(1)


async def test_a_decision_is_bounded_by_time_and_by_what_is_on_sale(world: ShopWorld) -> None:
    order_id = await late_half(world)
    shown = {"received": await world.credit(), "price": 1000}
    await run_sql(world, "UPDATE variants SET active = 0")
    with pytest.raises(GoodsOffSale):
        await world.decisions.honour(order_id, actor="admin:1", **shown)
    await run_sql(world, "UPDATE variants SET active = 1")
    world.clock.advance(days=31)
    with pytest.raises(TooLateToHonour):
        await world.decisions.honour(order_id, actor="admin:1", **shown)
    with pytest.raises(TooLateToHonour):
        await world.decisions.offer(order_id)
    await world.decisions.keep(order_id, actor="admin:1")


async def test_goods_are_not_sold_for_a_payment_that_lost_its_value(world: ShopWorld) -> None:
    """In the mempool for days while the price fell: it is late, and worth what it is worth."""
    order_id = await world.order(stock=1)
    await world.pay(order_id)
    await look(world)
    await look(world, minutes=91)
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await world.stock(await world.variant_of(order_id)) == (1, 0)
    await reprice(world, 40_000)
    world.chain.mine()
    await look(world)
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, "late-money")
    assert 800 <= await world.credit() <= 810
    assert (await world.load(order_id)).timed_out_at is None


async def test_an_admin_may_cancel_what_is_in_no_block(world: ShopWorld) -> None:
    order_id = await world.order()
    await world.pay(order_id)
    await look(world)
    with pytest.raises(PaymentDetected):
        await world.orders.cancel(order_id, actor="user:100", owner=100, unconfirmed=True)
    with pytest.raises(PaymentUnconfirmed):
        await world.orders.cancel(order_id, actor="admin:1")
    await world.orders.cancel(order_id, actor="admin:1", unconfirmed=True)
    assert (await world.load(order_id)).status is OrderStatus.CANCELLED


async def test_what_the_shop_has_cancelled_only_a_person_delivers(world: ShopWorld) -> None:
    """It said no: money that comes all the same is credit, and a decision."""
    order_id = await world.order()
    await world.orders.cancel(order_id, actor="admin:1", reason="Wrong price, sorry")
    await world.pay(order_id)
    world.chain.mine()
    await look(world)
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.CANCELLED, "late-money")
    assert await world.credit() >= 1_000
    offer = await world.decisions.offer(order_id)
    numbers = {"received": offer.received, "price": offer.price}
    await world.decisions.honour(order_id, actor="admin:1", **numbers)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_nobody_cancels_what_is_in_a_block(world: ShopWorld) -> None:
    order_id = await world.order(quantity=51, stock=51)
    await world.pay(order_id)
    world.chain.mine()
    await look(world)
    with pytest.raises(PaymentDetected):
        await world.orders.cancel(order_id, actor="admin:1", unconfirmed=True)


async def test_half_a_payment_is_credit_as_soon_as_its_order_ends(world: ShopWorld) -> None:
    """And it is no timeout: something was seen."""
    order_id = await world.order()
    await world.pay(order_id, "0.5")
    world.chain.mine()
    await look(world, minutes=29)
    await world.rates.refresh()
    world.clock.advance(minutes=1)
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert 495 <= await world.credit() <= 500
    assert (await world.load(order_id)).timed_out_at is None


async def test_money_found_after_an_outage_is_worth_the_lower_rate(world: ShopWorld) -> None:
    """Nobody can prove when it was sent: it pays the order if it is still worth the price."""
    order_id = await world.order(stock=1)
    world.chain.down = True
    await world.pay(order_id)
    world.chain.mine()
    world.clock.advance(minutes=33)
    await world.payments.expire_overdue()
    for source in world.sources:
        source.value = Decimal(45_000)
    await world.rates.refresh()
    world.chain.down = False
    await world.payments.expire_overdue()
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, "late-money")
    assert 900 <= await world.credit() <= 910


async def test_money_found_after_an_outage_pays_while_the_price_holds(world: ShopWorld) -> None:
    order_id = await world.order(stock=1)
    world.chain.down = True
    await world.pay(order_id, "1.5")
    world.chain.mine()
    world.clock.advance(minutes=33)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    world.chain.down = False
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert 495 <= await world.credit() <= 505


class Gambler:
    """Pays whenever the price suits, in any sum; afterwards nobody got more than came in."""

    def __init__(self, world: ShopWorld, seed: int) -> None:
        self.world = world
        self.dice = random.Random(seed)
        self.lowest: dict[str, Decimal] = {}

    async def live(self, steps: int) -> int:
        order_id = await self.world.order(quantity=self.dice.choice([1, 30, 60]), stock=60)
        for _ in range(steps):
            deeds = [self.pay, self.pass_time, self.move, self.cancel, self.refund]
            await self.dice.choice(deeds)(order_id)
            self.world.chain.mine(self.dice.choice([0, 0, 1, 3]))
            await look(self.world)
            await self.world.payments.expire_overdue()
        return order_id

    async def pay(self, order_id: int) -> None:
        share = self.dice.choice(["0.1", "0.5", "1", "1.7", "40"])
        txid = await self.world.pay(order_id, share)
        self.lowest[txid] = (await self.world.invoice(order_id)).rate

    async def pass_time(self, _order_id: int) -> None:
        self.world.clock.advance(minutes=self.dice.choice([1, 10, 40, 300, 3_000]))
        await self.world.rates.refresh()

    async def move(self, _order_id: int) -> None:
        await reprice(self.world, self.dice.choice([None, 20_000, 41_000, 52_000, 110_000]))

    async def refund(self, order_id: int) -> None:
        """An admin's next step, whichever it is; sometimes the wrong one."""
        refunds, admin = self.world.refunds, "admin:1"
        try:
            waiting = [r for r in await refunds.of(order_id) if r.refund.state is RefundState.OPEN]
            if not waiting:
                offer = await refunds.offer(order_id)
                await refunds.open(order_id, amount=offer.amount, actor=admin, address=THERE)
            elif self.dice.random() < 0.3:
                await refunds.withdraw(waiting[0].refund.id, actor=admin)
            else:
                units = waiting[0].refund.units // self.dice.choice([1, 1, 2])
                txid = self.world.chain.pay(THERE, units)
                await refunds.sent(waiting[0].refund.id, txid, actor=admin)
            await refunds.follow()
        except ShopError:
            return

    async def cancel(self, order_id: int) -> None:
        if (await self.world.load(order_id)).status is OrderStatus.CREATED:
            try:
                await self.world.orders.cancel(order_id, actor="user:100", owner=100)
            except PaymentDetected:
                return


@pytest.mark.parametrize("seed", range(12))
async def test_nobody_gambles_against_the_shop(world: ShopWorld, seed: int) -> None:
    """Whatever is paid, and whenever: goods and credit are worth no more than the coins were at
    the locked rate, each transfer is used once, and the books balance.
    """
    order_id = await Gambler(world, seed).live(14)
    await reprice(world, 50_000)
    world.chain.mine(6)
    await look(world, days=1)
    await world.payments.check(order_id)
    invoice, rows = await world.invoice(order_id), await world.transfers(order_id)
    came = sum(row.amount for row in rows)
    goods = invoice.order.to_pay if invoice.order.status is OrderStatus.SHIPPED else 0
    back = [card.refund for card in await world.refunds.of(order_id)]
    back = [refund for refund in back if refund.state is not RefundState.WITHDRAWN]
    assert sum(refund.units for refund in back) <= came
    given = goods + await world.credit() + sum(refund.amount for refund in back)
    assert given <= came * invoice.rate * 100 / COIN + 1
    assert all(row.accounted in (0, row.amount) for row in rows if goods or invoice.order.closed_at)
    assert await world.violations() == []
