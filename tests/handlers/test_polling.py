"""Fetching goes on whatever Telegram says, and ends in time without losing anything."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import DeleteWebhook, GetMe, GetUpdates, GetWebhookInfo, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, PhotoSize, Update, WebhookInfo

from handlers import callbacks, polling, unheard
from handlers.app import LONGEST_SILENCE
from handlers.lanes import MESSAGES
from handlers.polling import Polling
from handlers.press import Press, Routes
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, Hall
from tests.handlers.telegram import FakeTelegram, bot_of, message, mounted, pressed, typed

PHOTO = [PhotoSize(file_id="x", file_unique_id="x", width=1, height=1)]
AWAY = TelegramNetworkError(method=GetMe(), message="nobody there")
HTML = ClientDecodeError("not JSON", ValueError("x"), "<html>502</html>")
BROKEN = TelegramServerError(method=GetMe(), message="Bad Gateway")
CONFLICT = TelegramConflictError(method=GetMe(), message="Conflict: webhook is active")


class Queue(FakeTelegram):
    """Hands updates over as Telegram does: an offset confirms what came before it."""

    def __init__(self) -> None:
        super().__init__()
        self.updates: list[Update] = []
        self.errors: list[Exception] = []
        self.hook = ""
        self._numbered = 0

    def add(self, *updates: Update) -> None:
        for update in updates:
            self._numbered += 1
            self.updates.append(update.model_copy(update={"update_id": self._numbered}))

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        if isinstance(method, GetUpdates):
            return await self._updates(bot, method)  # type: ignore[return-value]
        answer: Any = await super().make_request(bot, method, timeout)
        if isinstance(method, GetWebhookInfo):
            answer = WebhookInfo(
                url=self.hook, has_custom_certificate=False, pending_update_count=0
            )
        if isinstance(method, DeleteWebhook):
            self.hook = ""
        return answer  # type: ignore[no-any-return]

    async def _updates(self, bot: Bot, method: GetUpdates) -> list[Update]:
        if self.errors:
            raise self.errors.pop(0)
        offset = method.offset or 0
        self.updates = [update for update in self.updates if update.update_id >= offset]
        for _ in range(int((method.timeout or 0) / 0.01)):
            if self.updates:
                break
            await asyncio.sleep(0.01)
        return [mounted(update, bot) for update in self.updates[: method.limit or 100]]


class SlowDesk:
    """`served` has who was served, in order; a person may take longer than others."""

    def __init__(self) -> None:
        self.served: list[int] = []
        self.seconds: dict[int, float] = {}

    def routes(self) -> Routes:
        return Routes(buttons={callbacks.Catalogue: self.show})

    async def show(self, press: Press[callbacks.Catalogue]) -> None:
        await asyncio.sleep(self.seconds.get(press.who.id, 0))
        self.served.append(press.who.id)


class Counter:
    def __init__(self, hall: Hall) -> None:
        self.telegram = Queue()
        self.bot = bot_of(self.telegram)
        self.desk = SlowDesk()
        self.beats = 0
        self.stop = asyncio.Event()
        hall.open([self.desk])
        self.polling = Polling(self.bot, hall.reception, self._beat)

    def _beat(self) -> None:
        self.beats += 1

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
            tasks.create_task(self.polling.run(self.stop))
            yield
            self.stop.set()

    async def until(self, met: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not met():  # noqa: ASYNC110 - whatever the condition is
                await asyncio.sleep(0.01)


@pytest.fixture
def counter(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Counter:
    monkeypatch.setattr(polling, "RETRIES", (0.01,))
    monkeypatch.setattr(polling, "DRAIN", 0.5)
    return Counter(hall)


async def test_updates_are_served_and_confirmed(counter: Counter) -> None:
    counter.telegram.add(pressed(ALICE, "cat"), pressed(OLIVIA, "cat"))
    async with counter.open():
        await counter.until(lambda: len(counter.desk.served) == 2)
    assert counter.telegram.updates == []
    assert sorted(counter.desk.served) == [OLIVIA, ALICE]


@pytest.mark.parametrize("error", [AWAY, HTML, BROKEN, ValueError("?")], ids=repr)
async def test_telegram_being_away_is_waited_out(
    counter: Counter, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    counter.telegram.errors = [error, error]
    counter.telegram.add(pressed(ALICE, "cat"))
    async with counter.open():
        await counter.until(lambda: counter.desk.served == [ALICE])
    assert counter.beats >= 3
    assert "<html>" not in caplog.text


async def test_an_old_webhook_is_removed(counter: Counter) -> None:
    counter.telegram.hook = "https://old.example/hook"
    counter.telegram.errors = [CONFLICT]
    counter.telegram.add(pressed(ALICE, "cat"))
    async with counter.open():
        await counter.until(lambda: counter.desk.served == [ALICE])
    assert counter.telegram.hook == ""


async def test_a_hundred_quick_presses_are_all_answered_and_few_are_served(
    counter: Counter,
) -> None:
    counter.desk.seconds[ALICE] = 0.2
    counter.telegram.add(*(pressed(ALICE, "cat") for _ in range(100)), pressed(OLIVIA, "cat"))
    async with counter.open():
        await counter.until(lambda: OLIVIA in counter.desk.served)
        assert ALICE not in counter.desk.served
        await counter.until(lambda: len(counter.telegram.answers) == 101)
    assert counter.desk.served.count(ALICE) == 3
    words = [answer.text or "" for answer in counter.telegram.answers]
    assert sum("One moment" in word for word in words) == 97


async def test_quick_messages_are_named_as_not_sent_in_one_word(counter: Counter) -> None:
    counter.desk.seconds[ALICE] = 0.2
    quick = [typed(ALICE, f"hello {number}", number=number) for number in range(50)]
    counter.telegram.add(pressed(ALICE, "cat"), *quick)
    async with counter.open():
        await counter.until(lambda: "not sent to anybody" in "".join(counter.telegram.said))
    [told] = [text for text in counter.telegram.said if "not sent to anybody" in text]
    assert f"{50 - MESSAGES} messages" in told
    assert f"“hello {MESSAGES}”" in told


async def test_a_change_that_finds_no_room_is_named_and_a_later_one_too(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unheard, "SILENCE", 0.05)
    counter.desk.seconds[ALICE] = 0.5
    changed = message(ALICE, "The other street", 3, edit_date=5)
    full = [typed(ALICE, f"hello {number}", number=10 + number) for number in range(MESSAGES)]
    counter.telegram.add(pressed(ALICE, "cat"), *full)
    counter.telegram.add(Update(update_id=1, edited_message=changed))
    async with counter.open():
        await counter.until(lambda: "the change to “The other" in "".join(counter.telegram.said))
        counter.telegram.add(typed(ALICE, "and this?", number=99))
        await counter.until(lambda: "“and this?”" in "".join(counter.telegram.said))


@pytest.mark.parametrize(
    "sent",
    [
        [{"text": None, "photo": PHOTO, "media_group_id": "album"}] * 10,
        [{"text": "x" * 4000}] * 5,
    ],
    ids=["an album", "a long text in five"],
)
async def test_what_the_app_splits_reaches_the_shop_whole(
    counter: Counter, hall: Hall, sent: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "DRAIN", 5.0)  # as a shop has: the machine may be busy
    hall.open_all()
    counter.polling = Polling(counter.bot, hall.reception, lambda: None)
    for person in (ALICE, OLIVIA, OSCAR):
        await hall.user(person)
    numbers = range(20, 20 + len(sent))
    counter.telegram.add(
        *(typed(ALICE, number=n, **one) for n, one in zip(numbers, sent, strict=True))
    )
    async with counter.open():
        await counter.until(lambda: not counter.telegram.updates)
    async with hall.database.uow.read() as uow:
        rows = [row for row in await uow.outbox.all() if row.chat_id == OLIVIA]
    assert [row.args["message_id"] for row in rows] == [str(number) for number in numbers]


async def test_a_group_is_not_told_that_it_writes_too_fast(counter: Counter) -> None:
    counter.desk.seconds[ALICE] = 0.3
    group = Chat(id=-5, type="group")
    many = [
        Update(update_id=1, message=message(ALICE, "x", n).model_copy(update={"chat": group}))
        for n in range(30)
    ]
    counter.telegram.add(pressed(ALICE, "cat"), *many)
    async with counter.open():
        await counter.until(lambda: counter.desk.served == [ALICE])
    assert counter.telegram.said == []


async def test_stopping_serves_what_was_fetched(counter: Counter) -> None:
    counter.desk.seconds[ALICE] = 0.1
    counter.telegram.add(*(pressed(ALICE, "cat") for _ in range(3)))
    async with counter.open():
        await counter.until(lambda: counter.telegram.updates == [])
    assert counter.desk.served == [ALICE] * 3
    assert len(counter.telegram.answers) == 3


async def test_stopping_does_not_wait_for_what_hangs_and_says_so(counter: Counter) -> None:
    counter.desk.seconds[ALICE] = 60
    counter.telegram.add(*(pressed(ALICE, "cat") for _ in range(3)), pressed(OLIVIA, "cat"))
    started = time.monotonic()
    async with counter.open():
        await counter.until(lambda: counter.telegram.updates == [])
    assert time.monotonic() - started < 4
    assert counter.desk.served == [OLIVIA]
    words = [answer.text or "" for answer in counter.telegram.answers]
    assert sum("restarting" in word for word in words) >= 2
    assert len(words) >= 4


async def test_what_arrives_while_it_stops_stays_with_telegram(counter: Counter) -> None:
    counter.telegram.add(pressed(ALICE, "cat"))
    async with counter.open():
        await counter.until(lambda: counter.desk.served == [ALICE])
        counter.stop.set()
        counter.telegram.add(pressed(OLIVIA, "cat"))
    left = [one.callback_query for one in counter.telegram.updates]
    assert (OLIVIA in counter.desk.served) is not bool(left)  # neither lost nor served twice


async def test_a_long_rate_limit_is_waited_out_with_signs_of_life(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "SLICE", 0.02)
    monkeypatch.setattr(polling, "LONGEST_WAIT", 0.5)
    counter.telegram.errors = [TelegramRetryAfter(GetUpdates(), "Too Many Requests", 10**9)]
    began = time.monotonic()
    async with counter.open():
        await asyncio.sleep(0.2)
        assert counter.beats >= 5
        counter.telegram.add(pressed(ALICE, callbacks.Catalogue().pack()))
        await counter.until(lambda: bool(counter.desk.served))
    assert 0.4 < time.monotonic() - began < 5


class Stuck(Queue):
    """A cache in front of Telegram: it answers at once, and always the same."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    async def _updates(self, bot: Bot, _method: GetUpdates) -> list[Update]:
        self.times += 1
        await asyncio.sleep(0)
        return [mounted(update, bot) for update in self.updates]


@pytest.mark.parametrize("waits", [True, False])
async def test_what_is_handed_over_again_is_not_served_again_nor_asked_for_without_end(
    counter: Counter, hall: Hall, *, waits: bool
) -> None:
    counter.telegram = stuck = Stuck()
    counter.bot = bot_of(stuck)
    counter.polling = Polling(counter.bot, hall.reception, lambda: None)
    if waits:
        stuck.add(pressed(ALICE, "cat"))
    async with counter.open():
        await asyncio.sleep(1.2)
    assert counter.desk.served == [ALICE] * waits
    assert stuck.times <= 5


async def test_updates_are_served_once_and_in_their_order_however_they_come(
    counter: Counter,
) -> None:
    counter.telegram.add(pressed(ALICE, "cat"), pressed(OLIVIA, "cat"), pressed(OSCAR, "cat"))
    counter.telegram.updates.reverse()
    async with counter.open():
        await counter.until(lambda: len(counter.desk.served) == 3)
        await counter.until(lambda: counter.telegram.updates == [])
    assert sorted(counter.desk.served) == [OSCAR, OLIVIA, ALICE]


def test_a_pause_is_shorter_than_the_watchdog_is_patient() -> None:
    assert polling.SLICE * 3 < LONGEST_SILENCE
