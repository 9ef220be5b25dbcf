"""The admins hear of a wrong clock, once per turn; what it wrote is mended."""

from datetime import datetime, timedelta

import pytest

from services.running.clock import ClockService, span
from services.running.integrity import IntegrityService
from services.running.notification import Event
from tests.services.conftest import ADMINS, ShopWorld
from utils.trusted import TrustedClock

HOUR = timedelta(hours=1)


class Machine:
    """The machine's clock, which may be set; the world's clock is the truth."""

    def __init__(self, world: ShopWorld) -> None:
        self.world = world
        self.wrong_by = timedelta(0)
        self.clock = TrustedClock(self.read, world.clock.seconds)
        self.service = ClockService(world.uow, self.clock, world.notifications)

    def read(self) -> datetime:
        return self.world.clock() + self.wrong_by

    def witnesses(self) -> None:
        for name in ("kraken", "coinbase"):
            self.clock.expect(name)
            self.clock.hear(name, self.world.clock())

    async def told(self) -> list[tuple[str, str]]:
        rows = [row for row in await self.world.messages() if row.event == Event.ADMIN_ALERT]
        mine = [row.args for row in rows if row.chat_id == ADMINS[0]]
        return [(args["topic"], args["reason"]) for args in mine]


async def test_a_jump_is_told_and_so_is_its_end(world: ShopWorld) -> None:
    machine = Machine(world)
    machine.witnesses()
    await machine.service.start()
    machine.wrong_by = 2 * HOUR
    for _ in range(3):
        world.clock.advance(seconds=1)
        await machine.service.review()
    machine.witnesses()
    await machine.service.review()
    machine.wrong_by = timedelta(0)
    for _ in range(3):
        world.clock.advance(seconds=1)
        await machine.service.review()
    assert await machine.told() == [
        ("clock-jumped", "+2:00:00"),
        ("clock-wrong", "+2:00:00"),
        ("clock-right", "+0:00:00"),
    ]


async def test_a_start_before_the_last_sign_of_life_is_noticed(world: ShopWorld) -> None:
    await IntegrityService(world.uow, world.clock).beat("expiry-BTC")
    machine = Machine(world)
    machine.wrong_by = -3 * HOUR
    machine.clock = TrustedClock(machine.read, world.clock.seconds)
    machine.service = ClockService(world.uow, machine.clock, world.notifications)
    await machine.service.start()
    assert machine.clock.in_doubt
    assert await machine.told() == [("clock-jumped", "-3:00:00")]


async def test_a_doubtful_time_is_no_sign_of_life(world: ShopWorld) -> None:
    integrity = IntegrityService(world.uow, world.clock)
    world.clock.in_doubt = True
    await integrity.beat("expiry-BTC")
    async with world.uow.read() as uow:
        assert await uow.hours.last_known() is None


async def test_signs_of_life_are_noted_in_seconds_that_pass(world: ShopWorld) -> None:
    integrity = IntegrityService(world.uow, world.clock)
    await integrity.beat("expiry-BTC")
    world.clock.step(hours=-2)
    world.clock.advance(seconds=11)
    await integrity.beat("expiry-BTC")
    async with world.uow.read() as uow:
        assert await uow.hours.last_known() == world.clock()


async def test_messages_are_mended_once_the_time_is_known(world: ShopWorld) -> None:
    world.clock.step(hours=2)
    await world.order()
    world.clock.step(hours=-2)
    machine = Machine(world)
    machine.clock.expect("kraken")
    await machine.service.start()
    assert all(row.due_at > world.clock() + HOUR for row in await world.messages())
    machine.witnesses()
    await machine.service.review()
    due = [row.due_at for row in await world.messages() if row.event == Event.INVOICE]
    assert due == [world.clock()]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(7200.4, "+2:00:00"), (-600, "-0:10:00"), (90_000, "+25:00:00"), (0, "+0:00:00")],
)
def test_a_span_has_no_language(seconds: float, words: str) -> None:
    assert span(seconds) == words
