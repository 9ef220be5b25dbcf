"""Refunds: set aside before anything leaves, told only when the chain tells it too."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from models.errors import (
    BadTransactionId,
    CoinUnavailable,
    CreditGone,
    NothingToDecide,
    OfferChanged,
    OrderNotFound,
    ShopError,
)
from models.refund import Refund, RefundState
from models.refund_errors import (
    BadRefundAddress,
    ChainSilent,
    NoRefundAddress,
    RefundCameBack,
    RefundMovedOn,
    RefundNotFound,
    RefundTooLittle,
    RefundTooOld,
    RefundTransactionUsed,
    RefundUnderWay,
    RefundUnseen,
)
from services.money.rate import RateService
from services.running.notification import Event
from tests.services.conftest import ShopWorld

THERE = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"
ELSEWHERE = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"
ADMIN = "admin:1"


async def overpaid(world: ShopWorld, share: str = "2", user_id: int = 100) -> int:
    """A delivered order that was paid with more than it cost."""
    order_id = await world.order(user_id=user_id)
    await world.pay(order_id, share)
    world.chain.mine(3)
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    return order_id


async def opened(world: ShopWorld, order_id: int, amount: int | None = None) -> Refund:
    offer = await world.refunds.offer(order_id, amount)
    refund_id = await world.refunds.open(order_id, amount=offer.amount, actor=ADMIN, address=THERE)
    return await load(world, refund_id)


async def load(world: ShopWorld, refund_id: int) -> Refund:
    async with world.uow.read() as uow:
        return await uow.refunds.get(refund_id)


async def told(world: ShopWorld, event: Event = Event.REFUNDED) -> Sequence[dict[str, str]]:
    return [row.args for row in await world.messages() if row.event == event]


async def test_the_credit_is_set_aside_before_anything_leaves(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    credit = await world.credit()
    refund = await opened(world, order_id)
    assert (refund.state, refund.amount, await world.credit()) == (RefundState.OPEN, credit, 0)
    assert 0 <= (await world.invoice(order_id)).due - refund.units <= 20
    assert await told(world) == []
    [aside] = await told(world, Event.REFUNDING)
    assert aside["amount"] == str(credit)
    [card] = await world.refunds.of(order_id)
    assert card.address == THERE
    assert THERE not in repr(card)


async def test_the_customer_cannot_spend_what_is_set_aside(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    variant = await world.variant(5, price=500)
    await opened(world, order_id)
    await world.carts.add(100, variant, 1)
    with pytest.raises(CoinUnavailable):
        await world.till.place(100, None)
    await world.till.place(100, "BTC", use_credit=True)
    assert await world.credit() == 0


async def test_what_was_spent_cannot_be_set_aside(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    variant = await world.variant(5, price=700)
    await world.carts.add(100, variant, 1)
    before = await world.credit()
    await world.till.place(100, None)
    with pytest.raises(CreditGone):
        await world.refunds.open(order_id, amount=before, actor=ADMIN, address=THERE)
    assert (await world.refunds.offer(order_id)).amount == await world.credit() == before - 700


async def test_two_admins_open_one_refund(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    outcomes = await asyncio.gather(
        *(
            world.refunds.open(order_id, amount=400, actor=f"admin:{n}", address=THERE)
            for n in range(5)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, RefundUnderWay) for outcome in outcomes) == 4


async def test_a_refund_is_confirmed_by_the_chain(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    refund = await opened(world, order_id)
    txid = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, f" {txid.upper()} ", actor=ADMIN)
    assert (await load(world, refund.id)).state is RefundState.SENT
    [said] = await told(world)
    assert (said["txid"], said["final"], said["units"]) == (txid, "no", str(refund.units))
    await world.refunds.follow()
    assert len(await told(world)) == 1
    world.chain.mine(1)
    world.clock.advance(seconds=30)
    await world.refunds.follow()
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED
    assert [args["final"] for args in await told(world)] == ["no", "yes"]
    with pytest.raises(NothingToDecide):
        await world.refunds.offer(order_id)
    with pytest.raises(RefundMovedOn):
        await world.refunds.withdraw(refund.id, actor=ADMIN)


@pytest.mark.parametrize("txid", ["f" * 64, "ab" * 32])
async def test_an_unknown_transaction_is_told_to_nobody(world: ShopWorld, txid: str) -> None:
    refund = await opened(world, await overpaid(world))
    with pytest.raises(RefundUnseen):
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
    assert (await load(world, refund.id)).state is RefundState.OPEN
    assert await told(world) == []


@pytest.mark.parametrize("txid", ["", "<b>no</b>", "f" * 63, "0x" + "f" * 64, "g" * 64])
async def test_what_is_no_transaction_id_is_refused(world: ShopWorld, txid: str) -> None:
    refund = await opened(world, await overpaid(world))
    with pytest.raises(BadTransactionId):
        await world.refunds.sent(refund.id, txid, actor=ADMIN)


async def test_the_right_sum_to_the_wrong_address_is_nothing(world: ShopWorld) -> None:
    refund = await opened(world, await overpaid(world))
    with pytest.raises(RefundTooLittle) as refused:
        await world.refunds.sent(refund.id, world.chain.pay(ELSEWHERE, refund.units), actor=ADMIN)
    assert refused.value.fields["paid"] == "0"
    with pytest.raises(RefundTooLittle):
        await world.refunds.sent(refund.id, world.chain.pay(THERE, refund.units - 1), actor=ADMIN)
    assert await told(world) == []


async def test_one_transaction_pays_one_refund(world: ShopWorld) -> None:
    first = await opened(world, await overpaid(world))
    second = await opened(world, await overpaid(world, user_id=101))
    txid = world.chain.pay(THERE, 2 * first.units)
    await world.refunds.sent(first.id, txid, actor=ADMIN)
    with pytest.raises(RefundTransactionUsed):
        await world.refunds.sent(second.id, txid, actor="admin:2")
    assert (await load(world, second.id)).state is RefundState.OPEN


async def test_two_admins_name_a_transaction_once(world: ShopWorld) -> None:
    refund = await opened(world, await overpaid(world))
    txid = world.chain.pay(THERE, refund.units)
    outcomes = await asyncio.gather(
        *(world.refunds.sent(refund.id, txid, actor=f"admin:{n}") for n in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert len(await told(world)) == 1


async def test_the_change_of_a_payment_to_the_shop_is_no_refund(world: ShopWorld) -> None:
    """The customer paid with coins whose change went to the very address named here."""
    order_id = await overpaid(world)
    refund = await opened(world, order_id)
    [payment] = await world.transfers(order_id)
    [row] = world.chain.transfers[(await world.invoice(order_id)).address.address]
    world.chain.transfers[THERE].append(replace(row, output_index=1, amount=10**9))
    with pytest.raises(RefundTransactionUsed):
        await world.refunds.sent(refund.id, payment.txid, actor=ADMIN)


async def test_a_chain_that_is_down_proves_nothing(world: ShopWorld) -> None:
    refund = await opened(world, await overpaid(world))
    txid = world.chain.pay(THERE, refund.units)
    world.chain.down = True
    with pytest.raises(ChainSilent):
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
    world.chain.down = False
    await world.refunds.sent(refund.id, txid, actor=ADMIN)
    world.chain.down = True
    world.clock.advance(hours=5)
    await world.refunds.follow()
    assert (await load(world, refund.id)).state is RefundState.SENT


async def test_a_transaction_that_disappears_opens_the_refund_again(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    refund = await opened(world, order_id)
    txid = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, txid, actor=ADMIN)
    world.chain.drop(txid)
    await world.refunds.follow()
    assert (await load(world, refund.id)).state is RefundState.SENT
    world.clock.advance(minutes=11)
    await world.refunds.follow()
    again = await load(world, refund.id)
    assert (again.state, again.txid) == (RefundState.OPEN, None)
    assert (await world.load(order_id)).needs_review == "refund-vanished"
    assert len(await told(world, Event.REFUNDING)) == 2
    await world.refunds.sent(refund.id, world.chain.pay(THERE, refund.units), actor=ADMIN)
    assert (await world.load(order_id)).needs_review is None


async def test_what_never_left_is_credit_again(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    before = await world.credit()
    refund = await opened(world, order_id)
    await world.refunds.withdraw(refund.id, actor=ADMIN)
    assert await world.credit() == before
    assert (await load(world, refund.id)).state is RefundState.WITHDRAWN
    for act in (
        world.refunds.withdraw(refund.id, actor=ADMIN),
        world.refunds.sent(refund.id, "ab" * 32, actor=ADMIN),
    ):
        with pytest.raises(RefundMovedOn):
            await act
    assert (await opened(world, order_id)).amount == before
    with pytest.raises(RefundNotFound):
        await world.refunds.withdraw(99, actor=ADMIN)


@pytest.mark.parametrize(("price", "least", "most"), [(25_000, 1.0, 1.0), (100_000, 0.49, 0.51)])
async def test_credit_is_no_bet_on_the_price(
    world: ShopWorld, price: int, least: float, most: float
) -> None:
    """Fallen: as many coins as came, not twice as many; risen: what the credit is worth."""
    order_id = await overpaid(world, "2")
    surplus = sum(row.amount for row in await world.transfers(order_id)) // 2
    world.clock.advance(minutes=61)
    for source in world.sources:
        source.value = Decimal(price)
    await world.rates.refresh()
    offer = await world.refunds.offer(order_id)
    assert least * surplus - 1 <= offer.units <= most * surplus


async def test_no_more_goes_back_in_parts_than_came(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    surplus = (await world.invoice(order_id)).due
    sent = 0
    for amount in (300, 300, None):
        refund = await opened(world, order_id, amount)
        txid = world.chain.pay(THERE, refund.units)
        world.chain.mine(3)
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
        sent += refund.units
    assert surplus * 0.98 <= sent <= surplus
    assert await world.credit() == 0


async def test_without_a_price_nothing_is_set_aside(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    world.clock.advance(minutes=11)
    with pytest.raises(CoinUnavailable):
        await world.refunds.open(order_id, amount=100, actor=ADMIN, address=THERE)
    assert await world.credit() > 900


@pytest.mark.parametrize("amount", [0, -5, 10**9])
async def test_no_sum_but_what_is_there(world: ShopWorld, amount: int) -> None:
    order_id = await overpaid(world)
    with pytest.raises(CreditGone):
        await world.refunds.open(order_id, amount=amount, actor=ADMIN, address=THERE)


async def test_a_customer_gives_an_address_and_confirms_it(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    with pytest.raises(NothingToDecide):
        await world.places.give(order_id, THERE, owner=100)
    await world.places.ask(order_id, actor=ADMIN)
    assert len(await told(world, Event.REFUND_ASK)) == 1
    with pytest.raises(NoRefundAddress):
        await world.refunds.open(order_id, amount=100, actor=ADMIN)
    typo = await world.places.give(order_id, ELSEWHERE, owner=100)
    right = await world.places.give(order_id, f" {THERE.upper()} ", owner=100)
    assert right.address == THERE
    with pytest.raises(OfferChanged):
        await world.places.confirm(order_id, version=typo.version, owner=100)
    with pytest.raises(NoRefundAddress):
        await world.refunds.open(order_id, amount=100, actor=ADMIN)
    for _ in range(2):
        await world.places.confirm(order_id, version=right.version, owner=100)
    assert (await world.events(1)).count(Event.ADMIN_REFUND_ADDRESS) == 1
    assert (await world.refunds.offer(order_id)).address == THERE
    refund_id = await world.refunds.open(order_id, amount=100, actor=ADMIN)
    [card] = await world.refunds.of(order_id)
    assert (card.refund.id, card.address) == (refund_id, THERE)
    with pytest.raises(RefundUnderWay):
        await world.places.give(order_id, ELSEWHERE, owner=100)


async def test_a_stranger_names_no_address(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    await world.customer(101)
    await world.places.ask(order_id, actor=ADMIN)
    with pytest.raises(OrderNotFound):
        await world.places.give(order_id, THERE, owner=101)
    place = await world.places.give(order_id, THERE, owner=100)
    with pytest.raises(OrderNotFound):
        await world.places.confirm(order_id, version=place.version, owner=101)
    with pytest.raises(OrderNotFound):
        await world.places.of(order_id, owner=101)


@pytest.mark.parametrize(
    "typed", ["", "hello", "/start", "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu", "0x" + "0" * 40]
)
async def test_what_is_no_address_is_refused(world: ShopWorld, typed: str) -> None:
    """A mainnet address in a shop on a test network is none either."""
    order_id = await overpaid(world)
    await world.places.ask(order_id, actor=ADMIN)
    with pytest.raises(BadRefundAddress):
        await world.places.give(order_id, typed, owner=100)
    with pytest.raises(BadRefundAddress):
        await world.refunds.open(order_id, amount=100, actor=ADMIN, address=typed)


async def test_nothing_goes_back_to_the_shop_itself(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    ours = (await world.invoice(order_id)).address.address
    with pytest.raises(BadRefundAddress):
        await world.refunds.open(order_id, amount=100, actor=ADMIN, address=ours)


async def test_no_address_of_a_person_is_readable_anywhere(world: ShopWorld) -> None:
    """Failure case 70: in no row, message or audit entry, but sealed."""
    order_id = await overpaid(world)
    await world.places.ask(order_id, actor=ADMIN)
    place = await world.places.give(order_id, THERE, owner=100)
    await world.places.confirm(order_id, version=place.version, owner=100)
    refund_id = await world.refunds.open(order_id, amount=500, actor=ADMIN)
    txid = world.chain.pay(THERE, (await load(world, refund_id)).units)
    await world.refunds.sent(refund_id, txid, actor=ADMIN)
    async with world.uow.read() as uow:
        for table in ("refunds", "refund_addresses", "outbox", "audit", "credit_entries"):
            rows = (await uow.session.execute(text(f"SELECT * FROM {table}"))).all()
            assert rows
            assert THERE not in str([tuple(map(bytes_or_text, row)) for row in rows]), table


def bytes_or_text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


async def test_an_old_transaction_is_no_refund(world: ShopWorld) -> None:
    """The customer's address got as much from somebody else, long before the refund was opened."""
    txid = world.chain.pay(THERE, 10**8)
    world.chain.mine(1_000)
    world.clock.advance(days=7)
    await world.rates.refresh()
    order = await overpaid(world)
    refund = await opened(world, order)
    with pytest.raises(RefundTooOld):
        await world.refunds.sent(refund.id, txid, actor=ADMIN)


async def test_a_refund_that_left_and_came_back_is_not_credit_as_well(world: ShopWorld) -> None:
    """Seen, unseen for eleven minutes, withdrawn; the transaction was there again all the time."""
    order = await overpaid(world)
    refund = await opened(world, order)
    txid = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, txid, actor=ADMIN)
    kept = list(world.chain.transfers[THERE])
    world.chain.drop(txid)
    for minutes in (1, 11):
        world.clock.advance(minutes=minutes)
        await world.refunds.follow()
    assert (await load(world, refund.id)).state is RefundState.OPEN
    world.chain.transfers[THERE] += kept  # in a block by now
    world.chain.mine(6)
    with pytest.raises(RefundCameBack):
        await world.refunds.withdraw(refund.id, actor="admin:2")


async def test_a_final_refund_that_was_reorganised_away_is_noticed(
    world: ShopWorld,
) -> None:
    """A reorganisation takes away what was final: not noticed for ever."""
    order = await overpaid(world)
    refund = await opened(world, order)
    txid = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, txid, actor=ADMIN)
    world.chain.mine(6)
    await world.refunds.follow()
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED
    world.chain.drop(txid)  # reorganised after it was final for us
    for _ in range(3):
        world.clock.advance(minutes=20)
        await world.refunds.follow()
    assert (await world.load(order)).needs_review is not None


async def test_a_coin_not_offered_any_more_can_be_refunded(world: ShopWorld) -> None:
    order = await overpaid(world)
    world.rates = RateService(
        world.sources,
        world.clock,
        ["ETH"],
        currency="USD",
        spread_percent=Decimal(1),
        watched=["BTC"],
    )
    await world.rates.refresh()
    world._open_refunds()
    assert (await world.refunds.offer(order)).units > 0


async def test_one_payment_is_the_refund_of_one_of_two_customers(world: ShopWorld) -> None:
    """Both want it at the same address, and two admins name the same transaction at once."""
    first = await opened(world, await overpaid(world, user_id=100))
    second = await opened(world, await overpaid(world, user_id=101))
    txid = world.chain.pay(THERE, max(first.units, second.units))
    acts = [world.refunds.sent(each.id, txid, actor=ADMIN) for each in (first, second)]
    done = await asyncio.gather(*acts, return_exceptions=True)
    refused = [each for each in done if isinstance(each, BaseException)]
    assert [isinstance(each, ShopError) for each in refused] == [True], done
    states = [(await load(world, each.id)).state for each in (first, second)]
    assert states.count(RefundState.OPEN) == 1
