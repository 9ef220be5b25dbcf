"""What becomes of a refund whose transactions are old, lost, back again, replaced or too many."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from models.address import Address
from models.errors import BadTransactionId, NothingToDecide
from models.refund import MOST_NAMED, Refund, RefundState, RefundTransaction
from models.refund_errors import (
    BadRefundAddress,
    ChainBlind,
    ChainSilent,
    RefundCameBack,
    RefundNamed,
    RefundTooLittle,
    RefundTooOld,
    RefundTransactionUsed,
    RefundUnasked,
    RefundUnseen,
    TooManyTransactions,
)
from services.money.refund_course import FOLLOWED, PATIENCE, REVERSIBLE
from services.money.sighting import SKEW, spelled
from services.running.notification import Event
from tests.services.conftest import ShopWorld
from tests.services.money.test_refund import ADMIN, THERE, load, opened, overpaid, told
from utils.chains.base import UNKNOWN, ChainCannotTell, ChainUnavailable, Lookup, SeenTransfer

NOBODYS = "ab" * 32


async def sent(world: ShopWorld, share: float = 1) -> tuple[int, Refund, str]:
    """An order, its refund, and the transaction that is on its way for it."""
    order_id = await overpaid(world)
    refund = await opened(world, order_id)
    txid = world.chain.pay(THERE, int(refund.units * share))
    await world.refunds.sent(refund.id, txid, actor=ADMIN)
    return order_id, await load(world, refund.id), txid


def taken_out(world: ShopWorld, txid: str) -> list[SeenTransfer]:
    rows = [row for row in world.chain.transfers[THERE] if row.txid == txid]
    world.chain.drop(txid)
    return rows


async def followed(world: ShopWorld, **passed: float) -> None:
    """A look at the beginning of that time, if it is due, and one at its end."""
    await looked(world, seconds=1)
    await looked(world, **passed)


async def looked(world: ShopWorld, **passed: float) -> None:
    world.clock.advance(**passed)
    await world.refunds.follow()


async def named(world: ShopWorld, refund_id: int) -> list[RefundTransaction]:
    async with world.uow.read() as uow:
        return list(await uow.refunds.named(refund_id))


async def concerns(world: ShopWorld, reason: str) -> list[str]:
    """What one admin was told of it."""
    rows = [row for row in await world.messages() if row.event == Event.ADMIN_REVIEW]
    return [r.args["detail"] for r in rows if r.chat_id == 1 and r.args["reason"] == reason]


@pytest.mark.parametrize(("hours", "accepted"), [(1, True), (3, False), (24 * 365, False)])
async def test_what_a_block_of_before_paid_is_no_refund(
    world: ShopWorld, hours: int, accepted: bool
) -> None:
    """Miners choose the time of a block within two hours, so that much is allowed for."""
    refund = await opened(world, await overpaid(world))
    txid = world.chain.pay(THERE, refund.units)
    world.chain.mine()
    world.chain.mined_at[world.chain.height] = refund.opened_at - timedelta(hours=hours)
    if accepted:
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
        return
    with pytest.raises(RefundTooOld) as refused:
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
    assert refused.value.fields["opened"] == f"{refund.opened_at:%Y-%m-%d %H:%M} UTC"
    assert (await load(world, refund.id)).state is RefundState.OPEN
    assert await told(world) == []
    await world.refunds.withdraw(refund.id, actor=ADMIN)


async def test_the_allowance_is_bounded() -> None:
    assert set(SKEW) == {"BTC", "LTC", "ETH", "SOL"}
    assert max(SKEW.values()) <= timedelta(hours=2)


async def test_a_source_without_times_proves_nothing_of_what_is_mined(world: ShopWorld) -> None:
    refund = await opened(world, await overpaid(world))
    txid = world.chain.pay(THERE, refund.units)
    world.chain.mine()
    world.chain.mined_at[world.chain.height] = None
    with pytest.raises(ChainBlind):
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
    await followed(world, minutes=1)
    assert (await load(world, refund.id)).state is RefundState.OPEN
    with pytest.raises(RefundUnasked):
        await world.refunds.withdraw(refund.id, actor=ADMIN)
    world.chain.mined_at[world.chain.height] = world.clock()
    await followed(world, minutes=1)
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED


@pytest.mark.parametrize("again", ["named", "withdrawn", "followed"])
async def test_what_comes_back_is_the_refund(world: ShopWorld, again: str) -> None:
    """Gone from all mempools for a while: whoever acts next finds out."""
    _, refund, txid = await sent(world)
    kept = taken_out(world, txid)
    await followed(world, minutes=11)
    assert (await load(world, refund.id)).state is RefundState.OPEN
    world.chain.transfers[THERE] += kept
    if again == "followed":
        await followed(world, minutes=2)
    else:
        act: dict[str, Callable[[], Awaitable[object]]] = {
            "named": lambda: world.refunds.sent(refund.id, NOBODYS, actor="admin:2"),
            "withdrawn": lambda: world.refunds.withdraw(refund.id, actor="admin:2"),
        }
        with pytest.raises(RefundCameBack):
            await act[again]()
    found = await load(world, refund.id)
    assert (found.state, found.txid, found.sent_by) == (RefundState.SENT, txid, ADMIN)
    assert await world.credit() == 0
    assert len(await told(world)) == 2


async def test_coins_that_leave_after_all_are_told_to_a_person(world: ShopWorld) -> None:
    """The credit is back, and then the old transaction is mined: the sum, once, to every admin."""
    order_id, refund, txid = await sent(world)
    kept = taken_out(world, txid)
    await followed(world, minutes=11)
    await world.refunds.withdraw(refund.id, actor=ADMIN)
    credit = await world.credit()
    assert credit == refund.amount
    await followed(world, hours=5)
    world.chain.transfers[THERE] += kept
    world.chain.mine()
    for _ in range(3):
        await followed(world, days=1)
    assert (await world.load(order_id)).needs_review == "refund-twice"
    [said] = await concerns(world, "refund-twice")
    assert said.endswith(f" BTC, {txid}")
    assert (await load(world, refund.id)).state is RefundState.WITHDRAWN
    assert await world.credit() == credit
    await world.refunds.seen_to(order_id, actor="admin:2")
    assert (await world.load(order_id)).needs_review is None
    with pytest.raises(NothingToDecide):
        await world.refunds.seen_to(order_id, actor="admin:2")


async def test_a_graver_look_is_not_hidden(world: ShopWorld) -> None:
    order_id, refund, txid = await sent(world)
    kept = taken_out(world, txid)
    await followed(world, minutes=11)
    await world.refunds.withdraw(refund.id, actor=ADMIN)
    async with world.uow() as uow:
        (await uow.orders.get(order_id, lock=True)).needs_review = "payment-vanished"
    world.chain.transfers[THERE] += kept
    await followed(world, minutes=30)
    assert (await world.load(order_id)).needs_review == "payment-vanished"
    assert len(await concerns(world, "refund-twice")) == 1


async def test_what_was_too_little_is_told_when_the_credit_is_back(world: ShopWorld) -> None:
    """A wallet took its fee out of the sum: coins left, and the customer has the credit too."""
    order_id = await overpaid(world)
    refund = await opened(world, order_id)
    txid = world.chain.pay(THERE, refund.units - 500)
    with pytest.raises(RefundTooLittle):
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
    await world.refunds.withdraw(refund.id, actor=ADMIN)
    [said] = await concerns(world, "refund-twice")
    assert said.endswith(txid)
    assert (await world.load(order_id)).needs_review == "refund-twice"


async def test_a_silent_chain_gives_no_credit_back(world: ShopWorld) -> None:
    _, refund, txid = await sent(world)
    taken_out(world, txid)
    await followed(world, minutes=11)
    world.chain.down = True
    with pytest.raises(RefundUnasked):
        await world.refunds.withdraw(refund.id, actor=ADMIN)
    assert (await load(world, refund.id)).state is RefundState.OPEN
    assert await world.credit() == 0
    world.chain.down = False
    await world.refunds.withdraw(refund.id, actor=ADMIN)


@pytest.mark.parametrize("doubt", ["one of two sources", "no way to know"])
async def test_what_may_be_there_gives_no_credit_back(world: ShopWorld, doubt: str) -> None:
    """Seen by one is seen; and what was seen once must be denied, not only out of sight."""
    order_id, refund, txid = await sent(world)
    taken_out(world, txid)
    await followed(world, minutes=11)
    lookup = world.chain.lookup

    async def doubtful(txid: str, address: str) -> Lookup:
        if doubt == "no way to know":
            raise ChainCannotTell("fake", "no index")
        return replace(UNKNOWN, doubted=True)

    world.chain.lookup = doubtful  # type: ignore[method-assign]
    with pytest.raises(RefundUnasked):
        await world.refunds.withdraw(refund.id, actor=ADMIN)
    world.chain.lookup = lookup  # type: ignore[method-assign]
    assert (await load(world, refund.id)).state is RefundState.OPEN
    assert (await world.load(order_id)).needs_review == "refund-vanished"
    await world.refunds.withdraw(refund.id, actor=ADMIN)


async def test_a_slip_of_the_pen_is_no_lock(world: ShopWorld) -> None:
    """A node without an index cannot deny a made-up id: the admin's word is enough."""
    refund = await opened(world, await overpaid(world))
    Meddling(world, lambda _: ChainCannotTell("fake", "no index"))
    with pytest.raises(ChainBlind):
        await world.refunds.sent(refund.id, NOBODYS, actor=ADMIN)
    await world.refunds.withdraw(refund.id, actor=ADMIN)
    assert await world.credit() == refund.amount


async def test_what_one_of_two_sources_still_shows_is_not_gone_at_once(world: ShopWorld) -> None:
    _, refund, txid = await sent(world)
    taken_out(world, txid)

    async def doubtful(txid: str, address: str) -> Lookup:
        return replace(UNKNOWN, doubted=True)

    world.chain.lookup = doubtful  # type: ignore[method-assign]
    await followed(world, hours=3)
    assert (await load(world, refund.id)).state is RefundState.SENT
    await followed(world, hours=22)
    assert (await load(world, refund.id)).state is RefundState.OPEN


async def test_what_was_never_named_needs_no_chain(world: ShopWorld) -> None:
    refund = await opened(world, await overpaid(world))
    world.chain.down = True
    await world.refunds.withdraw(refund.id, actor=ADMIN)
    assert (await load(world, refund.id)).look_at is None


class Meddling:
    """A chain during whose answer something happens."""

    def __init__(self, world: ShopWorld, meanwhile: Callable[[str], object]) -> None:
        self._lookup = world.chain.lookup
        self._meanwhile = meanwhile
        world.chain.lookup = self.lookup  # type: ignore[method-assign]

    async def lookup(self, txid: str, address: str) -> Lookup:
        answer = self._meanwhile(txid)
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            await answer  # type: ignore[misc]
        return await self._lookup(txid, address)


async def test_what_is_named_while_the_chain_answers_stops_a_withdrawal(world: ShopWorld) -> None:
    refund = await opened(world, await overpaid(world))
    with pytest.raises(RefundUnseen):
        await world.refunds.sent(refund.id, NOBODYS, actor=ADMIN)
    names = iter(["cd" * 32])

    async def name(txid: str) -> None:
        async with world.uow() as uow:
            row = RefundTransaction(refund_id=refund.id, txid=txid, named_by="admin:2")
            row.named_at = world.clock()
            await uow.refunds.name(row)

    Meddling(world, lambda _: name(found) if (found := next(names, None)) else None)
    with pytest.raises(RefundNamed):
        await world.refunds.withdraw(refund.id, actor=ADMIN)
    assert (await load(world, refund.id)).state is RefundState.OPEN
    await world.refunds.withdraw(refund.id, actor=ADMIN)


async def test_what_is_named_while_the_chain_is_down_is_looked_up_later(world: ShopWorld) -> None:
    refund = await opened(world, await overpaid(world))
    txid = world.chain.pay(THERE, refund.units)
    world.chain.down = True
    with pytest.raises(ChainSilent):
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
    await followed(world, minutes=1)
    world.chain.down = False
    await followed(world, minutes=1)
    found = await load(world, refund.id)
    assert (found.state, found.txid, found.sent_by) == (RefundState.SENT, txid, ADMIN)
    assert len(await told(world)) == 1


async def test_what_nobody_knows_yet_is_found_when_it_is_there(world: ShopWorld) -> None:
    """Named a second too early: nobody has to send the id again."""
    refund = await opened(world, await overpaid(world))
    with pytest.raises(RefundUnseen):
        await world.refunds.sent(refund.id, NOBODYS, actor=ADMIN)
    world.chain.transfers[THERE].append(SeenTransfer(NOBODYS, 7, refund.units, None, None))
    await followed(world, seconds=30)
    assert (await load(world, refund.id)).txid == NOBODYS


async def test_one_that_replaced_another_takes_its_place(world: ShopWorld) -> None:
    """RBF: the second pays; then a reorganisation brings the first instead; never both."""
    order_id, refund, first = await sent(world)
    kept = taken_out(world, first)
    await followed(world, minutes=11)
    second = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, second, actor=ADMIN)
    assert (await load(world, refund.id)).txid == second
    world.chain.drop(second)
    world.chain.transfers[THERE] += kept
    world.chain.mine(3)
    await followed(world, minutes=1)
    found = await load(world, refund.id)
    assert (found.state, found.txid) == (RefundState.CONFIRMED, first)
    assert await concerns(world, "refund-twice") == []
    assert (await world.load(order_id)).needs_review is None


async def test_two_that_both_paid_are_told_to_a_person(world: ShopWorld) -> None:
    """Sent again although the first was only lost for a while."""
    order_id, refund, first = await sent(world)
    kept = taken_out(world, first)
    await followed(world, minutes=11)
    second = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, second, actor=ADMIN)
    world.chain.transfers[THERE] += kept
    world.chain.mine(3)
    for _ in range(3):
        await followed(world, hours=1)
    assert (await load(world, refund.id)).txid == second
    assert len(await concerns(world, "refund-twice")) == 1
    assert (await world.load(order_id)).needs_review == "refund-twice"
    third = await opened_by_another(world)
    with pytest.raises(RefundTransactionUsed):
        await world.refunds.sent(third.id, first, actor=ADMIN)


async def test_what_came_on_top_counts_once_the_other_is_gone(world: ShopWorld) -> None:
    order_id, refund, first = await sent(world)
    kept = taken_out(world, first)
    await followed(world, minutes=11)
    second = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, second, actor=ADMIN)
    world.chain.transfers[THERE] += kept
    await followed(world, minutes=11)
    assert len(await concerns(world, "refund-twice")) == 1
    world.chain.drop(second)
    for _ in range(3):
        await followed(world, minutes=11)
    found = await load(world, refund.id)
    assert (found.state, found.txid) == (RefundState.SENT, first)
    assert [name.extra_at for name in await named(world, refund.id)] == [None, None]
    assert (await world.load(order_id)).needs_review == "refund-twice"


async def opened_by_another(world: ShopWorld) -> Refund:
    await world.rates.refresh()
    return await opened(world, await overpaid(world, user_id=101))


async def test_a_final_refund_that_is_undone_can_be_sent_again(world: ShopWorld) -> None:
    order_id, refund, txid = await sent(world)
    world.chain.mine(6)
    await followed(world, minutes=1)
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED
    taken_out(world, txid)
    await followed(world, minutes=5)
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED
    await followed(world, minutes=20)
    found = await load(world, refund.id)
    assert (found.state, found.txid, found.closed_at) == (RefundState.OPEN, None, None)
    assert (await world.load(order_id)).needs_review == "refund-undone"
    assert len(await concerns(world, "refund-undone")) == 1
    again = world.chain.pay(THERE, refund.units)
    world.chain.mine(6)
    await world.refunds.sent(refund.id, again, actor=ADMIN)
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED
    assert (await world.load(order_id)).needs_review is None


async def test_an_undone_refund_whose_place_is_taken_goes_to_a_person(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    first = await opened(world, order_id, 400)
    txid = world.chain.pay(THERE, first.units)
    world.chain.mine(6)
    await world.refunds.sent(first.id, txid, actor=ADMIN)
    await opened(world, order_id, 300)
    taken_out(world, txid)
    for _ in range(4):
        await followed(world, minutes=20)
    assert (await load(world, first.id)).state is RefundState.CONFIRMED
    assert (await world.load(order_id)).needs_review == "refund-undone"
    assert len(await concerns(world, "refund-undone")) == 1


async def test_what_is_final_for_long_is_looked_at_no_more(world: ShopWorld) -> None:
    """Public sources forget old transactions: that is no reorganisation."""
    order_id, refund, txid = await sent(world)
    world.chain.mine(6)
    await followed(world, minutes=1)
    for _ in range(10):
        await followed(world, hours=12)
    assert (await load(world, refund.id)).look_at is None
    taken_out(world, txid)
    await followed(world, days=2)
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED
    assert (await world.load(order_id)).needs_review is None
    assert timedelta(hours=1) <= min(REVERSIBLE.values())


async def test_what_never_comes_is_looked_for_less_and_less(world: ShopWorld) -> None:
    refund = await opened(world, await overpaid(world))
    with pytest.raises(RefundUnseen):
        await world.refunds.sent(refund.id, NOBODYS, actor=ADMIN)
    asked: list[str] = []
    Meddling(world, asked.append)
    for _ in range(24 * 4):
        await followed(world, minutes=15)
    assert 10 < len(asked) < 50
    for _ in range(120):
        await followed(world, days=1)
    assert len(asked) < 200
    assert (await load(world, refund.id)).look_at is None


async def test_a_clock_that_ran_ahead_hides_no_refund(world: ShopWorld) -> None:
    _, refund, _ = await sent(world)
    async with world.uow() as uow:
        await uow.refunds.postpone(refund.id, world.clock() + timedelta(days=4_000))
    world.chain.mine(3)
    await followed(world, minutes=1)
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED


async def test_one_that_cannot_be_looked_up_holds_up_no_other(world: ShopWorld) -> None:
    refunds = []
    for user in (100, 101, 102):
        order = await overpaid(world, user_id=user)
        refund = await opened(world, order)
        txid = world.chain.pay(THERE, refund.units)
        await world.refunds.sent(refund.id, txid, actor=ADMIN)
        refunds.append((refund.id, txid))
    bad = refunds[0][1]
    down = ChainUnavailable("fake", "too large")
    Meddling(world, lambda txid: down if txid == bad else None)
    world.chain.mine(3)
    for _ in range(3):
        await followed(world, seconds=30)
    states = [(await load(world, number)).state for number, _ in refunds]
    assert states == [RefundState.SENT, RefundState.CONFIRMED, RefundState.CONFIRMED]


async def test_names_are_bounded(world: ShopWorld) -> None:
    """What was seen, or may still turn up, is never forgotten; what cannot any more makes room."""
    refund = await opened(world, await overpaid(world))
    txids = [f"{number:02x}" * 32 for number in range(1, MOST_NAMED + 1)]
    for txid in txids:
        with pytest.raises(RefundUnseen):
            await world.refunds.sent(refund.id, txid, actor=ADMIN)
    with pytest.raises(TooManyTransactions):
        await world.refunds.sent(refund.id, NOBODYS, actor=ADMIN)
    assert [name.txid for name in await named(world, refund.id)] == txids
    with pytest.raises(RefundUnseen):  # one that was named is looked up again
        await world.refunds.sent(refund.id, txids[0], actor=ADMIN)
    world.clock.advance(days=FOLLOWED.days + 1)
    with pytest.raises(RefundUnseen):
        await world.refunds.sent(refund.id, NOBODYS, actor=ADMIN)
    assert [name.txid for name in await named(world, refund.id)] == [*txids[1:], NOBODYS]
    async with world.uow() as uow:
        for name in await uow.refunds.named(refund.id):
            name.seen_at = world.clock()
    with pytest.raises(TooManyTransactions):
        await world.refunds.sent(refund.id, "cd" * 32, actor=ADMIN)


async def test_what_one_refund_only_asked_for_may_pay_another(world: ShopWorld) -> None:
    """A mix-up of two ids is no loss; believed once it is taken."""
    first = await opened(world, await overpaid(world, share="3"))
    second = await opened(world, await overpaid(world, user_id=101))
    txid = world.chain.pay(THERE, second.units)
    with pytest.raises(RefundTooLittle):
        await world.refunds.sent(first.id, txid, actor=ADMIN)
    await world.refunds.sent(second.id, txid, actor=ADMIN)
    with pytest.raises(RefundTransactionUsed):
        await world.refunds.sent(first.id, txid, actor=ADMIN)


async def test_a_lost_transaction_stays_its_refunds(world: ShopWorld) -> None:
    """One transaction pays one refund for ever, also when it was gone in between."""
    _, refund, txid = await sent(world)
    kept = taken_out(world, txid)
    await followed(world, minutes=11)
    await world.refunds.withdraw(refund.id, actor=ADMIN)
    world.chain.transfers[THERE] += kept
    other = await opened_by_another(world)
    with pytest.raises(RefundTransactionUsed):
        await world.refunds.sent(other.id, txid, actor=ADMIN)


async def test_a_glitch_is_no_disappearance(world: ShopWorld) -> None:
    """It counts when it was seen last, not when it was sent."""
    _, refund, txid = await sent(world)
    await followed(world, hours=2)
    await followed(world, minutes=15)
    kept = taken_out(world, txid)
    await followed(world, minutes=9)
    world.chain.transfers[THERE] += kept
    await followed(world, minutes=9)
    assert (await load(world, refund.id)).state is RefundState.SENT
    assert timedelta(minutes=9) < PATIENCE


async def test_an_address_that_became_the_shops_own_gets_nothing(world: ShopWorld) -> None:
    order_id = await overpaid(world)
    await world.places.ask(order_id, actor=ADMIN)
    place = await world.places.give(order_id, THERE, owner=100)
    await world.places.confirm(order_id, version=place.version, owner=100)
    async with world.uow() as uow:
        ours = Address(chain="BTC", index=9_999, address=THERE, path="m")
        ours.created_at = world.clock()
        uow.session.add(ours)
    with pytest.raises(BadRefundAddress):
        await world.refunds.open(order_id, amount=100, actor=ADMIN)


@pytest.mark.parametrize(
    ("asset", "typed", "read"),
    [
        ("BTC", " " + "AB" * 32 + "\n", "ab" * 32),
        ("BTC", "ab" * 16 + "\n  " + "ab" * 16, "ab" * 32),
        ("LTC", "\u200b" + "ab" * 32 + "\ufeff\u00a0", "ab" * 32),
        ("ETH", "0X" + "AB" * 32, "0x" + "ab" * 32),
        ("ETH", "ab" * 32, "0x" + "ab" * 32),
    ],
)
def test_one_spelling(asset: str, typed: str, read: str) -> None:
    assert spelled(asset, typed) == read


@pytest.mark.parametrize(
    ("asset", "typed"),
    [
        ("BTC", "0x" + "ab" * 32),
        ("BTC", "ab" * 33),
        ("BTC", "ab" * 32 + "\u0661"),
        ("ETH", "0x0x" + "ab" * 32),
        ("ETH", "ab" * 31),
        ("SOL", "ab" * 32),
        ("SOL", "1" * 65),
        ("SOL", "0" * 88),
        ("SOL", ""),
        ("LTC", "x" * 100_000),
    ],
)
def test_no_spelling(asset: str, typed: str) -> None:
    with pytest.raises(BadTransactionId):
        spelled(asset, typed)


@pytest.mark.parametrize("hours", [3, 30])
async def test_one_denial_after_a_long_pause_is_no_ten_minutes(
    world: ShopWorld, hours: int
) -> None:
    """The longer it takes the rarer it is looked at; one answer of a source that has forgotten for
    a moment must not have the coins sent a second time.
    """
    _, refund, txid = await sent(world)
    kept = taken_out(world, txid)
    await looked(world, hours=hours)
    assert (await load(world, refund.id)).state is RefundState.SENT
    world.chain.transfers[THERE] += kept
    await looked(world, minutes=11)
    assert (await load(world, refund.id)).state is RefundState.SENT
    assert await concerns(world, "refund-vanished") == []


async def test_what_is_denied_for_ten_minutes_after_a_long_pause_is_gone(world: ShopWorld) -> None:
    _, refund, txid = await sent(world)
    taken_out(world, txid)
    await looked(world, hours=30)
    for _ in range(12):
        await looked(world, minutes=1)
    assert (await load(world, refund.id)).state is RefundState.OPEN


async def test_a_withdrawn_refund_is_asked_about_no_more(world: ShopWorld) -> None:
    order_id, refund, txid = await sent(world)
    taken_out(world, txid)
    for _ in range(13):
        await followed(world, minutes=1)
    assert (await world.load(order_id)).needs_review == "refund-vanished"
    await world.refunds.withdraw(refund.id, actor=ADMIN)
    assert (await world.load(order_id)).needs_review is None
