"""Notices and windows, attacked: a shop that stood still for weeks, a clock that was ahead."""

import pytest

from models.approval_errors import WaitsForSecond
from models.permission import RIGHTS, Role
from repositories.noticed import SETTLE
from services.money.approval import KEY_FOR
from services.people.note import Note
from services.people.talk import MOST
from services.running.notification import Event
from services.running.outbox import PRUNE_AFTER
from tests.services.conftest import ADMINS, ShopWorld
from tests.services.money.test_approval import world as eyes
from tests.services.money.test_reversal import bought
from tests.services.running.test_noticing import MORNING, NIGHT, OWNER, queued, tell

__all__ = ["eyes"]


async def test_what_a_shop_that_stood_still_held_is_told_when_it_is_back(world: ShopWorld) -> None:
    order = await world.order()
    await world.notices.hours("22-7", actor=OWNER)
    world.clock.advance(seconds=(NIGHT - world.clock()).total_seconds())
    await tell(world, Event.ADMIN_SHIPPED, order)
    world.clock.advance(seconds=PRUNE_AFTER.total_seconds() * 2)
    await world.outbox.prune()
    [first, *_] = await queued(world, Event.HELD)
    found = await world.notices.gathered(first.chat_id, MORNING, RIGHTS[Role.OWNER])
    assert found is not None


async def test_the_numbers_of_a_day_come_whole_when_it_is_quiet_no_more(world: ShopWorld) -> None:
    """Not as a line that says that there were some."""
    await world.notices.hours("22-7", actor=OWNER)
    world.clock.advance(seconds=(NIGHT - world.clock()).total_seconds())
    await tell(world, Event.ADMIN_DIGEST)
    rows = await queued(world, Event.ADMIN_DIGEST)
    assert {row.due_at for row in rows} == {MORNING + SETTLE}
    assert not await queued(world, Event.HELD)


async def test_who_wrote_by_a_clock_that_was_ahead_may_write(world: ShopWorld) -> None:
    """And what was written after it was set back is closed with what was written before."""
    await world.customer(100)
    talk, threads = world.support.talk, world.support.threads
    world.clock.step(days=2)
    for number in range(MOST):
        await talk.ask(Note(100, number + 1, world.clock(), None))
    world.clock.step(days=-2)
    await talk.ask(Note(100, 50, world.clock(), None))
    page = await threads.page(100)
    assert await threads.close(100, page.upto, by=1)


async def test_a_key_is_not_open_for_days_because_the_clock_was_set_back(eyes: ShopWorld) -> None:
    ann, bob = ADMINS
    order_id, approvals = await bought(eyes), eyes.hands.approvals
    with pytest.raises(WaitsForSecond):
        await approvals.require_key(order_id, ann)
    [asked] = await approvals.listed()
    await approvals.approve(asked.approval.id, bob)
    await approvals.require_key(order_id, ann)
    eyes.clock.step(days=-2)
    eyes.clock.advance(seconds=2 * KEY_FOR.total_seconds())
    with pytest.raises(WaitsForSecond):
        await approvals.require_key(order_id, ann)
