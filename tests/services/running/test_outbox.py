"""The queue: order per chat, leases that die with their process, nothing ever dropped."""

from datetime import timedelta

from models.outbox import OutboxMessage, OutboxStatus
from services.running.notification import Event
from tests.services.conftest import ShopWorld


async def queue(world: ShopWorld, chat: int, count: int = 1) -> None:
    for _ in range(count):
        world.clock.advance(milliseconds=1)
        async with world.uow() as uow:
            world.notifications.admins(uow, Event.ADMIN_ALERT, args={"topic": str(chat)})


async def claimed(world: ShopWorld) -> list[int]:
    return [message.id for message in await world.outbox.claim()]


async def only(world: ShopWorld, chat_id: int = 1) -> list[OutboxMessage]:
    return [m for m in await world.messages() if m.chat_id == chat_id]


async def test_a_claim_is_exclusive_until_its_lease_ends(world: ShopWorld) -> None:
    await queue(world, 1)
    assert len(await claimed(world)) == 2
    assert await claimed(world) == []
    world.clock.advance(seconds=61)
    assert len(await claimed(world)) == 2


async def test_a_restart_ends_the_leases_of_the_dead(world: ShopWorld) -> None:
    """Case 50."""
    await queue(world, 1)
    first = await claimed(world)
    await world.outbox.recover()
    assert await claimed(world) == first


async def test_a_chat_waits_for_its_failed_message(world: ShopWorld) -> None:
    await queue(world, 1, count=2)
    batch = await world.outbox.claim()
    await world.outbox.failed(batch[0], "boom")
    await world.outbox.free(batch[1:])
    rest = {message.chat_id for message in await world.outbox.claim()}
    assert rest == {2}
    world.clock.advance(seconds=1)
    assert [m.chat_id for m in await world.outbox.claim()] == [1, 1]


async def test_a_rate_limit_is_obeyed_and_is_no_attempt(world: ShopWorld) -> None:
    await queue(world, 1)
    batch = await world.outbox.claim()
    await world.outbox.limited(batch[0], 30)
    [row] = await only(world, batch[0].chat_id)
    assert (row.attempts, row.due_at) == (0, world.clock() + timedelta(seconds=30))


async def test_failures_are_retried_for_ever(world: ShopWorld) -> None:
    await queue(world, 1)
    for _ in range(20):
        for message in await world.outbox.claim():
            await world.outbox.failed(message, "boom")
        world.clock.advance(minutes=5)
    assert {m.status for m in await world.messages()} == {OutboxStatus.PENDING}


async def test_a_blocked_reader_gets_everything_on_return(world: ShopWorld) -> None:
    """Case 61: and the others are not held up."""
    await world.customer(1)
    await queue(world, 1, count=2)
    for message in await world.outbox.claim():
        if message.chat_id == 1:
            await world.outbox.undeliverable(message, "blocked")
        else:
            await world.outbox.sent(message, 5)
    assert await claimed(world) == []
    await world.users.register(1, "back", None, "en")
    assert len(await claimed(world)) == 2
    assert (await world.user(1)).unreachable_at is None


async def test_the_same_event_is_queued_once(world: ShopWorld) -> None:
    async with world.uow() as uow:
        world.notifications.erase(uow, 1, 5, world.clock())
    async with world.uow() as uow:
        world.notifications.erase(uow, 1, 5, world.clock())
    assert len(await world.messages()) == 1


async def test_a_rate_limited_message_is_not_overtaken(world: ShopWorld) -> None:
    """Case 62."""
    await queue(world, 1, count=2)
    batch = await world.outbox.claim()
    mine = [message for message in batch if message.chat_id == 1]
    await world.outbox.limited(mine[0], 30)
    await world.outbox.free([message for message in batch if message is not mine[0]])
    assert {m.chat_id for m in await world.outbox.claim()} == {2}


async def test_the_loop_sleeps_while_everything_waits(world: ShopWorld) -> None:
    """What is blocked behind a retry is not due; a lease is looked at when it ends."""
    await queue(world, 1, count=2)
    for message in await world.outbox.claim():
        await world.outbox.failed(message, "boom")
    assert await world.outbox.claim() == []
    due = await world.outbox.next_due()
    assert due is not None
    assert due > world.clock()
    world.clock.advance(seconds=1)
    await world.outbox.claim()
    due = await world.outbox.next_due()
    assert due == world.clock() + timedelta(seconds=60)


async def test_an_admin_who_comes_late_hears_what_happened(world: ShopWorld) -> None:
    """Telegram lets nobody write to a person who never started the bot."""
    await queue(world, 1)
    for message in await world.outbox.claim():
        await world.outbox.undeliverable(message, "bot can't initiate conversation with a user")
    assert await claimed(world) == []
    await world.users.register(1, "Ann", None, "en")
    assert [message.chat_id for message in await world.outbox.claim()] == [1]
