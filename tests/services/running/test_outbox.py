"""The queue: order per chat, leases that die with their holder, nothing ever dropped."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text, update

from db import Database
from models.outbox import Damaged, Importance, OutboxMessage, OutboxStatus
from models.post import PostForm
from services.running.notification import Event
from services.running.outbox import LEASE, PRUNE_AFTER, Delivered
from tests.services.conftest import ShopWorld

MANY = 100
SENT = Delivered(5)


async def queue(world: ShopWorld, chat: int, count: int = 1) -> None:
    for _ in range(count):
        world.clock.advance(milliseconds=1)
        async with world.uow() as uow:
            world.notifications.admins(uow, Event.ADMIN_ALERT, args={"topic": str(chat)})


async def rows(
    world: ShopWorld, chats: list[int], importances: list[int], event: str = "admin-alert"
) -> None:
    """One message per entry, written in this order."""
    now = world.clock()
    async with world.uow() as uow:
        uow.outbox.add(
            [
                {
                    "dedup_key": f"{event}{chat}:{number}",
                    "event": event,
                    "chat_id": chat,
                    "order_id": None,
                    "args": {},
                    "importance": importance,
                    "due_at": now,
                    "created_at": now,
                }
                for number, (chat, importance) in enumerate(zip(chats, importances, strict=True))
            ]
        )


async def claimed(world: ShopWorld, most: int = MANY) -> list[OutboxMessage]:
    return list(await world.outbox.claim(most))


async def chats(world: ShopWorld) -> list[int]:
    return [message.chat_id for message in await claimed(world)]


async def only(world: ShopWorld, chat_id: int = 1) -> list[OutboxMessage]:
    return [m for m in await world.messages() if m.chat_id == chat_id]


async def test_a_claim_is_exclusive_until_its_lease_ends(world: ShopWorld) -> None:
    await queue(world, 1)
    assert len(await claimed(world)) == 2
    assert await claimed(world) == []
    world.clock.advance(seconds=LEASE.total_seconds() + 1)
    assert len(await claimed(world)) == 2


async def test_what_is_meant_for_later_does_not_wait_for_its_turn(world: ShopWorld) -> None:
    """A review is asked for days ahead; what was refused for now waits to be tried again."""
    await rows(world, [1, 2, 3], [1, 1, 1])
    later = world.clock() + timedelta(days=3)
    async with world.uow() as uow:
        for chat, error in ((2, None), (3, "not now")):
            of = update(OutboxMessage).where(OutboxMessage.chat_id == chat)
            await uow.session.execute(of.values(due_at=later, error=error))
    async with world.uow.read() as uow:
        assert await uow.outbox.depth(world.clock(), MANY) == (2, 0)
        assert await uow.outbox.depth(later, MANY) == (3, 0)


async def test_who_is_still_sending_keeps_the_message(world: ShopWorld) -> None:
    await queue(world, 1)
    held = await claimed(world)
    for _ in range(5):
        world.clock.advance(seconds=LEASE.total_seconds() - 1)
        await world.outbox.renew(held)
    assert await claimed(world) == []


async def test_a_chat_has_one_message_under_way(world: ShopWorld) -> None:
    """However many wait: its second is no head until its first is marked."""
    await queue(world, 1, count=3)
    first = await claimed(world)
    assert [m.chat_id for m in first] == [1, 2]
    assert await claimed(world) == []
    for message in first:
        await world.outbox.sent(message, SENT)
    assert sorted(await chats(world)) == [1, 2]


async def test_messages_leave_a_chat_in_the_order_of_writing(world: ShopWorld) -> None:
    """Whatever their importance, however many wait, and with every third one failing once."""
    dice = Random(7)
    people = [dice.randrange(20) + 1 for _ in range(400)]
    await rows(world, people, [dice.choice([*Importance]) for _ in people])
    arrived: dict[int, list[int]] = {chat: [] for chat in people}
    tried = 0
    for _ in range(2_000):
        for message in await claimed(world, 7):
            tried += 1
            if tried % 3 == 0 and not message.attempts:
                await world.outbox.retry(message, "boom")
            else:
                await world.outbox.sent(message, SENT)
                arrived[message.chat_id].append(message.id)
        if sum(map(len, arrived.values())) == len(people):
            break
        world.clock.advance(seconds=1)
    assert sum(map(len, arrived.values())) == len(people)
    assert all(ids == sorted(ids) for ids in arrived.values())


async def test_the_more_important_goes_first_between_chats(world: ShopWorld) -> None:
    await rows(world, [1, 2, 3], [Importance.STATUS, Importance.ADMIN, Importance.GOODS])
    assert await chats(world) == [3, 2, 1]


async def test_goods_do_not_wait_behind_the_backlog_of_others(world: ShopWorld) -> None:
    """Thirty chats of a hundred notices each; somebody's goods are in the very next claim."""
    backlog = [chat for chat in range(1, 31) for _ in range(100)]
    await rows(world, backlog, [Importance.ADMIN] * len(backlog))
    await rows(world, [999], [Importance.GOODS], event="goods")
    assert (await chats(world))[0] == 999


async def test_a_late_holder_can_neither_mark_nor_free(world: ShopWorld) -> None:
    """It stood still while its lease ended; the message is somebody else's."""
    await queue(world, 1)
    late = await claimed(world)
    world.clock.advance(seconds=LEASE.total_seconds() + 1)
    new = await claimed(world)
    for message in late:
        assert not await world.outbox.sent(message, Delivered(1))
        await world.outbox.retry(message, "boom")
        await world.outbox.limited(message, 9)
        await world.outbox.skipped(message)
        await world.outbox.refused(message, "boom")
        await world.outbox.undeliverable(message, "boom")
    await world.outbox.free(late)
    await world.outbox.renew(late)
    assert await claimed(world) == []
    for message in new:
        assert await world.outbox.sent(message, SENT)
        assert not await world.outbox.sent(message, Delivered(6))
    assert {(m.status, m.message_id) for m in await world.messages()} == {(OutboxStatus.SENT, 5)}


async def test_a_start_frees_nothing_that_is_held(world: ShopWorld) -> None:
    """Case 50: the dead one's lease ends by itself, a living one's goes on."""
    await queue(world, 1)
    held = await claimed(world)
    world.restart()
    assert await claimed(world) == []
    assert all([await world.outbox.sent(message, SENT) for message in held])


async def test_a_chat_waits_for_its_failed_message(world: ShopWorld) -> None:
    await queue(world, 1, count=2)
    mine, _ = await claimed(world)
    await world.outbox.retry(mine, "boom")
    assert await claimed(world) == []
    world.clock.advance(seconds=1)
    assert [m.id for m in await claimed(world)] == [mine.id]


async def test_what_is_for_later_holds_nothing_up(world: ShopWorld) -> None:
    """A reminder was written first and is due last."""
    await world.order()
    fresh = [m for m in await only(world, 100) if m.event == Event.REMINDER]
    assert fresh
    while found := [m for m in await claimed(world) if m.chat_id == 100]:
        for message in found:
            assert message.event != Event.REMINDER
            await world.outbox.sent(message, SENT)


async def test_a_key_is_erased_whatever_its_chat_waits_for(world: ShopWorld) -> None:
    await queue(world, 1, count=50)
    mine = next(m for m in await claimed(world) if m.chat_id == 1)
    await world.outbox.limited(mine, 3_600)
    async with world.uow() as uow:
        world.notifications.erase(uow, 1, 77, world.clock() + timedelta(seconds=60))
    assert await claimed(world) == []
    world.clock.advance(seconds=60)
    assert Event.ERASE in [m.event for m in await claimed(world)]


async def test_a_rate_limit_is_obeyed_and_is_no_attempt(world: ShopWorld) -> None:
    """Case 62; and what follows does not overtake."""
    await queue(world, 1, count=2)
    mine, _ = await claimed(world)
    await world.outbox.limited(mine, 30)
    row, _ = await only(world)
    assert (row.attempts, row.due_at) == (0, world.clock() + timedelta(seconds=30))
    world.clock.advance(seconds=29)
    assert 1 not in await chats(world)
    world.clock.advance(seconds=1)
    assert 1 in await chats(world)


async def test_no_wait_is_longer_than_a_day(world: ShopWorld) -> None:
    await queue(world, 1)
    for message in await claimed(world):
        await world.outbox.limited(message, 10**12)
    assert {m.due_at - world.clock() for m in await world.messages()} == {timedelta(days=1)}


async def test_an_outage_is_waited_out_for_ever(world: ShopWorld) -> None:
    await queue(world, 1)
    for _ in range(50):
        for message in await claimed(world):
            await world.outbox.retry(message, "boom")
        world.clock.advance(minutes=5)
    assert {m.status for m in await world.messages()} == {OutboxStatus.PENDING}


@pytest.mark.parametrize("most", [2, 5])
async def test_what_nobody_understands_is_set_aside_after_some_tries(
    world: ShopWorld, most: int
) -> None:
    """A failure that passes for everybody is not counted as one of them."""
    await queue(world, 1)
    for _ in range(9):
        for message in await claimed(world):
            await world.outbox.retry(message, "outage")
        world.clock.advance(minutes=5)
    for left in range(most, 0, -1):
        found = [m for m in await claimed(world) if m.event == Event.ADMIN_ALERT]
        assert len(found) == 2, left
        for message in found:
            await world.outbox.doubted(message, "KeyError", most)
        world.clock.advance(minutes=5)
    alerts = [m for m in await world.messages() if m.event == Event.ADMIN_ALERT]
    assert {(m.status, m.error) for m in alerts} == {(OutboxStatus.FAILED, "KeyError")}


async def test_a_blocked_reader_gets_everything_on_return(world: ShopWorld) -> None:
    """Case 61: and the others are not held up."""
    await world.customer(1)
    await queue(world, 1, count=2)
    while found := await claimed(world):
        for message in found:
            if message.chat_id == 1:
                await world.outbox.undeliverable(message, "blocked")
            else:
                await world.outbox.sent(message, SENT)
    await world.users.register(1, "back", None, "en")
    waiting = [m for m in await only(world) if m.status is OutboxStatus.PENDING]
    assert len(waiting) == 2
    assert (await world.user(1)).unreachable_at is None


async def test_the_same_event_is_queued_once(world: ShopWorld) -> None:
    async with world.uow() as uow:
        world.notifications.erase(uow, 1, 5, world.clock())
    async with world.uow() as uow:
        world.notifications.erase(uow, 1, 5, world.clock())
    assert len(await world.messages()) == 1


async def test_the_loop_sleeps_while_everything_waits(world: ShopWorld) -> None:
    """What is blocked behind a retry is not due; a lease is looked at when it ends."""
    assert await world.outbox.pause() is None
    await queue(world, 1, count=2)
    for message in await claimed(world):
        await world.outbox.retry(message, "boom")
    assert await claimed(world) == []
    assert await world.outbox.pause() == 1
    world.clock.advance(seconds=1)
    await claimed(world)
    assert await world.outbox.pause() == LEASE.total_seconds()


async def test_an_admin_who_comes_late_hears_what_happened(world: ShopWorld) -> None:
    """Telegram lets nobody write to a person who never started the bot."""
    await queue(world, 1)
    for message in await claimed(world):
        await world.outbox.undeliverable(message, "bot can't initiate conversation with a user")
    assert await claimed(world) == []
    await world.users.register(1, "Ann", None, "en")
    assert await chats(world) == [1]


async def test_one_row_that_cannot_be_read_keeps_nobody_else_waiting(world: ShopWorld) -> None:
    await queue(world, 1)
    for damage in ("'{'", "'[1]'", "'null'"):
        async with world.uow() as uow:
            spoil = text(f"UPDATE outbox SET args = {damage} WHERE chat_id = 1")
            await uow.session.execute(spoil)
        found = await claimed(world)
        assert {m.chat_id: type(m.args) for m in found} == {1: Damaged, 2: dict}
        await world.outbox.free(found)


async def test_a_message_that_is_edited_later_is_remembered_with_its_bot(world: ShopWorld) -> None:
    order_id = await world.order()
    message = next(m for m in await claimed(world) if m.chat_id == 100)
    await world.outbox.sent(message, Delivered(9, f"invoice:{order_id}", PostForm.PHOTO, 77))
    post = await world.outbox.post(100, f"invoice:{order_id}")
    assert post is not None
    assert (post.message_id, post.form, post.bot_id) == (9, PostForm.PHOTO, 77)
    assert post.order_id == order_id


async def test_what_is_old_and_over_is_forgotten_in_slices(world: ShopWorld) -> None:
    """What waits, what was set aside and what is about a living order stays."""
    await rows(world, list(range(1, 1_203)), [4] * 1_202, event="news")
    await world.order()
    found = await claimed(world, 2_000)
    for message in found:
        if message.chat_id == 1:
            await world.outbox.refused(message, "refused")
        else:
            await world.outbox.sent(message, SENT)
    world.clock.advance(seconds=PRUNE_AFTER.total_seconds())
    await world.outbox.prune()
    assert len(await world.messages()) > 1_200
    world.clock.advance(seconds=1)
    await world.outbox.prune()
    left = await world.messages()
    assert [m.chat_id for m in left if m.event == "news"] == [1]
    assert Event.INVOICE in {m.event for m in left}


async def test_the_heads_are_found_by_index_alone(database: Database) -> None:
    """A look per chat, never the whole queue."""
    world = ShopWorld(database)
    people = [number % 200 + 1 for number in range(5_000)]
    await rows(world, people, [Importance.ADMIN] * len(people))
    async with database.uow() as uow:
        await uow.session.execute(text("ANALYZE"))
    plan = await plan_of_heads(database)
    assert "ix_outbox_pending" in plan
    for scan in ("SCAN o\n", "SCAN outbox\n", "Seq Scan on outbox o_1", "Seq Scan on outbox\n"):
        assert scan not in plan, plan


async def plan_of_heads(database: Database) -> str:
    from repositories.outbox import HEADS

    on_postgresql = "postgresql" in type(database.backend).__name__.lower()
    explain = "EXPLAIN " if on_postgresql else "EXPLAIN QUERY PLAN "
    query = text(explain + HEADS.text.replace(":now", "0").replace(":most", "30"))
    async with database.uow.read() as uow:
        found = await uow.session.execute(query)
        return "\n".join(str(row[-1]) for row in found) + "\n"
