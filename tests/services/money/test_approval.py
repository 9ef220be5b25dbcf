"""Four eyes: what gives away much is done by two, as it was asked for, or not at all."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest

from db import Database
from handlers.views import approval as approvals
from handlers.views.screen import visible
from models.approval import ApprovalState
from models.approval_errors import (
    ApprovalNotFound,
    ApprovalOver,
    AskedChanged,
    AskerLacksRight,
    NoSecondOwner,
    NotAnOwner,
    OwnApproval,
    WaitsForSecond,
)
from models.errors import CoinUnavailable, OfferChanged, ShopError
from models.order import OrderStatus
from models.permission import Role
from models.refund_errors import OtherCurrency
from models.role import Grant
from services.money.approval import KEY_FOR
from services.money.currency import CurrencyService
from services.money.eyes import LASTS
from services.people.role import RoleService
from services.people.team import TeamService, seal
from services.running.notification import Event
from services.sale.purse import Adjustment
from tests.handlers.conftest import TEXTS
from tests.services.conftest import ADMINS, ShopWorld
from tests.services.money.test_reversal import THERE, acts, bought, price
from utils.refusal import CommandRefused

ANN, BOB = ADMINS
MIA, CARL = 7, 100
MANAGER = f"admin:{MIA}"


@asynccontextmanager
async def opened(database: Database, above: int = 1_000) -> AsyncIterator[ShopWorld]:
    shop = ShopWorld(database, four_eyes_above=above)
    await shop.rates.refresh()
    for person in (*ADMINS, MIA):
        await shop.customer(person)
    yield shop
    assert await shop.violations() == []


@pytest.fixture
async def world(sqlite_database: Database) -> AsyncIterator[ShopWorld]:
    async with opened(sqlite_database) as shop:
        yield shop


@pytest.fixture
async def racing(database: Database) -> AsyncIterator[ShopWorld]:
    async with opened(database) as shop:
        yield shop


async def asked(world: ShopWorld, actor: str = "admin:1", pieces: int = 2) -> tuple[int, int]:
    """A refund of 20.00 as credit: (order, approval)."""
    order_id = await bought(world, pieces=pieces)
    await refund(world, order_id, actor)
    [row] = await world.hands.approvals.listed()
    return order_id, row.approval.id


async def refund(world: ShopWorld, order_id: int, actor: str = "admin:1") -> None:
    amount = (await world.reversals.offer(order_id)).shares.amount
    with pytest.raises(WaitsForSecond):
        await world.reversals.to_credit(order_id, amount=amount, back=True, actor=actor)


async def state(world: ShopWorld, approval_id: int) -> ApprovalState:
    return (await world.hands.approvals.card(approval_id)).approval.state


async def refunded(world: ShopWorld, order_id: int) -> bool:
    return (await world.load(order_id)).status is OrderStatus.REFUNDED


async def outcome(work: Awaitable[object]) -> bool:
    try:
        await work
    except ShopError:
        return False
    return True


async def employ(world: ShopWorld, role: Role | None) -> None:
    roles = RoleService(world.uow, world.clock, lambda: set(ADMINS))
    team = TeamService(world.uow, world.clock, world.notifications, roles)
    grant: Grant | None = (await team.member(MIA)).grant
    if role is None:
        await team.take(MIA, seen=seal(grant), admin=ANN)
    else:
        await team.give(MIA, role, None, seen=seal(grant), admin=ANN)


async def test_a_second_owner_agrees_and_it_is_done_once(world: ShopWorld) -> None:
    order_id, number = await asked(world)
    await refund(world, order_id)  # pressed again: nothing new is asked
    assert len(await world.hands.approvals.listed()) == 1
    assert not await refunded(world, order_id)
    assert await world.credit() == 0
    with pytest.raises(OwnApproval):
        await world.hands.approvals.approve(number, ANN)
    await world.hands.approvals.approve(number, BOB)
    assert await refunded(world, order_id)
    assert await world.credit() == 2000
    for again in (world.hands.approvals.approve, world.hands.approvals.refuse):
        with pytest.raises(ApprovalOver):
            await again(number, BOB)
    assert await acts(world, order_id, "order.refunded") == 1
    assert await acts(world, order_id, "approval.approved") == 1
    events = await world.events()
    assert events.count(Event.ADMIN_APPROVAL) == 2 * len(ADMINS)  # asked, and agreed
    assert [m.chat_id for m in await world.messages() if m.event == Event.APPROVAL] == [ANN]


async def test_what_is_not_above_is_done_at_once(world: ShopWorld) -> None:
    order_id = await bought(world, pieces=1)
    await world.reversals.to_credit(order_id, amount=1000, back=False, actor="admin:1")
    assert await refunded(world, order_id)


async def test_who_may_decide_is_asked_when_they_do(world: ShopWorld) -> None:
    await employ(world, Role.MANAGER)
    order_id, number = await asked(world, MANAGER)
    with pytest.raises(ApprovalNotFound):
        await world.hands.approvals.approve(99, ANN)
    for nobody in (CARL, 12345):
        with pytest.raises(NotAnOwner):
            await world.hands.approvals.approve(number, nobody)
        with pytest.raises(NotAnOwner):
            await world.hands.approvals.refuse(number, nobody)
    with pytest.raises(OwnApproval):
        await world.hands.approvals.approve(number, MIA)
    await employ(world, None)
    with pytest.raises(AskerLacksRight):
        await world.hands.approvals.approve(number, ANN)
    assert await state(world, number) is ApprovalState.OVERTAKEN
    assert not await refunded(world, order_id)


async def test_one_owner_alone_gives_nothing_that_large(world: ShopWorld) -> None:
    order_id = await bought(world)
    world.notifications.admin_ids = (ANN,)
    with pytest.raises(NoSecondOwner):
        await world.reversals.to_credit(order_id, amount=2000, back=True, actor="admin:1")
    assert not await refunded(world, order_id)
    assert await world.hands.approvals.listed() == []


async def test_what_changed_is_said_and_nothing_is_done(world: ShopWorld) -> None:
    order_id, number = await asked(world)
    price(world, "25000")
    world.clock.advance(minutes=10)
    await world.rates.refresh()
    with pytest.raises(OfferChanged):
        await world.hands.approvals.approve(number, BOB)
    card = await world.hands.approvals.card(number)
    assert (card.approval.state, card.approval.why) == (
        ApprovalState.OVERTAKEN,
        OfferChanged.key,
    )
    assert not await refunded(world, order_id)
    await refund(world, order_id)  # asked anew, for what there is now
    [row] = await world.hands.approvals.listed()
    await world.hands.approvals.approve(row.approval.id, BOB)
    assert await refunded(world, order_id)


async def test_why_it_is_over_can_be_read_without_what_is_forgotten(world: ShopWorld) -> None:
    """A refusal names the coin that has no price; the card does not."""
    order_id, number = await asked(world)
    world.clock.advance(hours=5)
    with pytest.raises(CoinUnavailable):
        await world.hands.approvals.approve(number, BOB)
    card = await world.hands.approvals.card(number)
    assert "$" not in visible(approvals.told(TEXTS("en"), card).text).replace("$20.00", "")
    assert card.approval.why == AskedChanged.key
    assert not await refunded(world, order_id)


async def test_asked_again_for_something_else_ends_the_first(world: ShopWorld) -> None:
    order_id, number = await asked(world)
    with pytest.raises(WaitsForSecond):
        await world.reversals.to_credit(order_id, amount=2000, back=False, actor="admin:2")
    assert await state(world, number) is ApprovalState.OVERTAKEN
    [row] = await world.hands.approvals.listed()
    assert (row.approval.args["back"], row.approval.asked_by) == (0, BOB)


async def test_nobody_decides_in_time(world: ShopWorld) -> None:
    order_id, number = await asked(world)
    world.clock.advance(seconds=LASTS.total_seconds())
    with pytest.raises(ApprovalOver):
        await world.hands.approvals.approve(number, BOB)
    world.clock.in_doubt = True
    await world.hands.approvals.round()
    assert await state(world, number) is ApprovalState.OPEN
    world.clock.in_doubt = False
    for _ in range(2):
        await world.hands.approvals.round()
    assert await state(world, number) is ApprovalState.EXPIRED
    assert not await refunded(world, order_id)


async def test_it_is_sent_to_where_it_was_asked_for(world: ShopWorld) -> None:
    order_id = await bought(world)
    amount = (await world.reversals.offer(order_id)).shares.amount
    with pytest.raises(WaitsForSecond):
        await world.reversals.to_send(
            order_id, amount=amount, back=False, actor="admin:1", address=THERE
        )
    [row] = await world.hands.approvals.listed()
    assert row.address == THERE
    assert THERE.encode() not in (row.approval.sealed or b"")
    assert THERE not in repr(row)
    await world.hands.approvals.approve(row.approval.id, BOB)
    [refund_card] = await world.refunds.of(order_id)
    assert refund_card.address == THERE


async def test_a_word_and_a_key_take_two(world: ShopWorld) -> None:
    order_id = await world.order(CARL, quantity=2)
    with pytest.raises(WaitsForSecond):
        await world.hand.take_for_paid(order_id, "paid in cash", seen=0, actor="admin:1")
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    approvals = world.hands.approvals
    [row] = await approvals.listed()
    await approvals.approve(row.approval.id, BOB)
    assert (await world.load(order_id)).by_hand_at is not None
    with pytest.raises(WaitsForSecond):
        await approvals.require_key(order_id, ANN)
    [row] = await approvals.listed()
    await approvals.approve(row.approval.id, BOB)
    await approvals.require_key(order_id, ANN)
    with pytest.raises(WaitsForSecond):  # for who asked, and nobody else
        await approvals.require_key(order_id, BOB)
    world.clock.advance(seconds=KEY_FOR.total_seconds())
    with pytest.raises(WaitsForSecond):
        await approvals.require_key(order_id, ANN)


async def test_late_money_is_counted_in_pieces(world: ShopWorld) -> None:
    """What goes back in two goes is as much as in one."""
    order_id = await bought(world, pieces=1)
    await world.pay(order_id, "1.5")
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.rates.refresh()
    await world.payments.scan("BTC")
    assert await world.credit() > 1400
    with pytest.raises(WaitsForSecond):
        await world.refunds.open(order_id, amount=1400, actor="admin:1", address=THERE)
    await world.refunds.open(order_id, amount=900, actor="admin:1", address=THERE)
    [refund_card] = await world.refunds.of(order_id)
    txid = world.chain.pay(THERE, refund_card.refund.units)
    await world.refunds.sent(refund_card.refund.id, txid, actor="admin:1")
    world.chain.mine(6)
    world.clock.advance(minutes=11)
    await world.rates.refresh()
    await world.refunds.follow()
    with pytest.raises(WaitsForSecond):
        await world.refunds.open(order_id, amount=400, actor="admin:1", address=THERE)
    rows = [row.approval for row in await world.hands.approvals.listed()]
    assert [row.amount for row in rows if row.args["amount"] == 400] == [1300]


@pytest.mark.parametrize("rival", ["agree", "refuse"])
async def test_one_of_two_decides(racing: ShopWorld, rival: str) -> None:
    await employ(racing, Role.OWNER)
    order_id, number = await asked(racing)
    service = racing.hands.approvals
    other = service.approve if rival == "agree" else service.refuse
    won = await asyncio.gather(outcome(service.approve(number, BOB)), outcome(other(number, MIA)))
    assert sorted(won) == [False, True]
    assert await refunded(racing, order_id) == (rival == "agree" or won[0])
    assert await racing.credit() == (2000 if await refunded(racing, order_id) else 0)


async def test_credit_by_hand_waits_and_pieces_count_together(world: ShopWorld) -> None:
    await world.customer(CARL)
    credit = world.hands.credit

    async def give(amount: int, key: str) -> None:
        change = Adjustment(amount, "for the trouble")
        purse = await credit.checked(CARL, change, admin=ANN)
        await credit.adjust(CARL, change, seen=purse.seal(change), key=key, admin=ANN)

    await give(600, "by-hand:1.1.1")
    with pytest.raises(WaitsForSecond):
        await give(600, "by-hand:1.2.1")
    assert await world.credit(CARL) == 600
    [asked] = await world.hands.approvals.listed()
    assert "user 100" in visible(approvals.card(TEXTS("en"), asked, BOB).text)
    assert (asked.approval.amount, asked.approval.asked_by) == (1_200, ANN)
    with pytest.raises(OwnApproval):
        await world.hands.approvals.approve(asked.approval.id, ANN)
    await world.hands.approvals.approve(asked.approval.id, BOB)
    assert await world.credit(CARL) == 1_200
    with pytest.raises(ApprovalOver):
        await world.hands.approvals.approve(asked.approval.id, BOB)
    with pytest.raises(WaitsForSecond):
        await give(-1_100, "by-hand:1.3.1")
    assert await world.credit(CARL) == 1_200


async def test_a_sum_that_waits_keeps_its_currency(world: ShopWorld) -> None:
    """5,000 cents are no 5,000 yen."""
    await world.customer(CARL)
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    change = Adjustment(5_000, "why")
    seen = (await world.hands.credit.purse(CARL)).seal(change)
    with pytest.raises(WaitsForSecond):
        await world.hands.credit.adjust(CARL, change, seen=seen, key="k", admin=ANN)
    with pytest.raises(CommandRefused, match=re.escape("wait for a second owner (1)")):
        await CurrencyService(world.uow, world.clock).change("JPY", Decimal(150))
    async with world.uow() as uow:  # however it came to be another one
        await uow.vault.state("currency", "JPY")
    [row] = await world.hands.approvals.listed()
    with pytest.raises(OtherCurrency):
        await world.hands.approvals.approve(row.approval.id, BOB)
    assert await state(world, row.approval.id) is ApprovalState.OVERTAKEN
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    assert await world.credit(CARL) == 0
