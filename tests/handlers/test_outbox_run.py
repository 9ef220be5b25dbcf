"""Messages by the thousand through a Telegram on its worst day: nothing lost, nothing out of order.

`OUTBOX_EVENTS` says how many; `make prove` sends ten thousand.
"""

import os
import random
import re
from collections import Counter
from datetime import timedelta
from itertools import groupby
from typing import Any

from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage, SendPhoto, TelegramMethod
from sqlalchemy import func, select

from db import Database
from models.outbox import OutboxMessage, OutboxStatus
from services.running.notification import Event
from tests.handlers.mail import Mail, until
from tests.services.conftest import ADMINS, ShopWorld

EVENTS = int(os.environ.get("OUTBOX_EVENTS", "56"))
OF_A_SALE = 3 + 2 * len(ADMINS)
"""Invoice, paid and goods, and what each admin hears of it."""
OUTAGE = timedelta(hours=2)
AT_ONCE = 50
"""Sales."""
LONGEST = 60 + EVENTS / 10
"""Seconds."""
ANN, OLIVER = ADMINS
FIRST = 1_000
PAID = re.compile(r"is paid: .* by user (\d+)")


class BadDay:
    """Nobody answers for two hours; then three in ten are limited, one fails, and of what was
    done one answer in twenty is lost. An admin has blocked the bot.
    """

    def __init__(self, mail: Mail) -> None:
        self._dice = random.Random(7)
        self._clock = mail.world.clock
        self._ends = self._clock() + OUTAGE
        self.blocked = True
        self.twice: Counter[int] = Counter()
        mail.chats.refusal, mail.chats.lost = self.refuse, self.lose

    def refuse(self, method: TelegramMethod[Any]) -> Exception | None:
        if self._clock() < self._ends:
            return TelegramNetworkError(method, "nobody answers")
        if self.blocked and getattr(method, "chat_id", 0) == OLIVER:
            return TelegramForbiddenError(method, "Forbidden: bot was blocked by the user")
        drawn = self._dice.random()
        if drawn < 0.3:
            return TelegramRetryAfter(method, "Too Many Requests", 6)
        return TelegramServerError(method, "Bad Gateway") if drawn < 0.4 else None

    def lose(self, method: TelegramMethod[Any]) -> Exception | None:
        if self._dice.random() >= 0.05 or not isinstance(method, SendMessage | SendPhoto):
            return None
        self.twice[int(method.chat_id)] += 1
        return TelegramNetworkError(method, "Request timeout error")


async def test_a_bad_day_loses_nothing(sqlite_database: Database) -> None:
    mail = Mail(sqlite_database)
    for admin in ADMINS:
        await mail.world.customer(admin)
    customers = range(FIRST, FIRST + EVENTS // OF_A_SALE)
    await sell(mail.world, customers)
    day = BadDay(mail)
    await everything_went(mail)
    for customer in customers:
        said = [text[0] for text in mail.chats.texts(customer)]
        assert [sign for sign, _ in groupby(said)] == ["🧾", "✅", "🎁"], said
        assert len(said) <= 3 + day.twice[customer], said
    assert buyers(mail, ANN) == [*customers]
    assert any("🔕" in text for text in mail.chats.texts(ANN))
    assert mail.chats.texts(OLIVER) == []
    day.blocked = False
    await mail.world.users.register(OLIVER, "Oliver", None, "en")
    await everything_went(mail)
    assert buyers(mail, OLIVER) == [*customers]
    assert await mail.world.violations() == []


async def sell(world: ShopWorld, customers: range) -> None:
    """One to each, many at once: whoever is sold to alone waits for a scan of everybody before."""
    variant = await world.variant(len(customers))
    for first in customers[::AT_ONCE]:
        await world.rates.refresh()
        orders = [await world.place(each, variant) for each in customers[first - FIRST :][:AT_ONCE]]
        for order in orders:
            await world.pay(order)
        world.chain.mine(6)
        world.clock.advance(seconds=20)
        await world.payments.scan("BTC")


def buyers(mail: Mail, admin: int) -> list[int]:
    """Of whose payment this admin heard, in that order; a second copy next to the first is one."""
    found = [PAID.search(text) for text in mail.chats.texts(admin)]
    return [buyer for buyer, _ in groupby(int(match[1]) for match in found if match)]


async def everything_went(mail: Mail) -> None:
    """Who has blocked the bot is not waited for, nor what is for later."""
    query = select(func.count()).where(
        OutboxMessage.status == OutboxStatus.PENDING, OutboxMessage.event != Event.REMINDER
    )

    async def went() -> bool:
        async with mail.world.uow.read() as uow:
            return not await uow.session.scalar(query)

    async with mail.delivering():
        await until(went, LONGEST, 0.1)
