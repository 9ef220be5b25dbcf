"""People who block the bot in the middle of it, and come back: what was said does not stay so."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import EditMessageText, GetMe, SendMessage, SendPhoto, TelegramMethod

from db import Database
from models.outbox import OutboxStatus
from models.permission import Role
from services.people.role import RoleService
from services.people.team import TeamService, seal
from services.running.notification import DELIVERY_FAILED, Event
from tests.handlers.chats import bad_request
from tests.handlers.mail import Mail
from tests.handlers.test_notifier import ANN, BOB, OLIVER

CARL = 7300
SENDS = (SendMessage, SendPhoto, EditMessageText)


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for admin in (ANN, OLIVER):
        await mail.world.customer(admin)
    yield mail
    assert await mail.world.violations() == []


def blocking(mail: Mail, *chats: int) -> None:
    """These people have blocked the bot; all others have not."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        if isinstance(method, SENDS) and getattr(method, "chat_id", 0) in chats:
            said = "Forbidden: bot was blocked by the user"
            return TelegramForbiddenError(method=GetMe(), message=said)
        return None

    mail.chats.refusal = refuse


async def back(mail: Mail, user_id: int) -> None:
    blocking(mail)
    await mail.world.users.register(user_id, "Bob", None, None)
    await mail.delivered()


async def test_goods_that_arrive_at_last_take_back_what_was_said_of_them(mail: Mail) -> None:
    order_id = await mail.paid(shown=True)
    blocking(mail, BOB)
    await mail.delivered()
    assert (await mail.world.load(order_id)).needs_review == DELIVERY_FAILED
    [notice] = mail.chats.shown[ANN]
    assert "did not reach" in notice.text.splitlines()[0]
    await back(mail, BOB)
    assert (await mail.world.load(order_id)).needs_review is None
    assert "KEY-" in "".join(mail.chats.texts(BOB))
    assert "A person is looking" not in "".join(mail.chats.texts(BOB))
    for admin in (ANN, OLIVER):
        [notice] = mail.chats.shown[admin]
        assert "have reached the customer now" in notice.text.splitlines()[0]


async def test_goods_that_arrive_at_once_are_told_as_before(mail: Mail) -> None:
    await mail.paid()
    await mail.delivered()
    events = {row.event for row in await mail.world.messages()}
    assert Event.ADMIN_ARRIVED not in events


async def test_it_is_told_whatever_else_the_order_needs_a_look_for(mail: Mail) -> None:
    order_id = await mail.paid()
    blocking(mail, BOB)
    await mail.delivered()
    async with mail.world.uow() as uow:
        (await uow.orders.get(order_id, lock=True)).needs_review = "stuck-confirming"
    await back(mail, BOB)
    assert (await mail.world.load(order_id)).needs_review == "stuck-confirming"
    [notice] = mail.chats.shown[ANN]
    assert "have reached the customer now" in notice.text.splitlines()[0]


async def test_who_saw_to_the_goods_takes_back_what_the_customer_reads(mail: Mail) -> None:
    order_id = await mail.paid(shown=True)

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        words = str(getattr(method, "text", None) or getattr(method, "caption", None))
        return bad_request(method, "chat is haunted") if "🎁" in words else None

    mail.chats.refusal = refuse
    await mail.delivered()
    assert (await mail.world.load(order_id)).needs_review == DELIVERY_FAILED
    [goods] = [row.id for row in await mail.world.messages() if row.event == Event.GOODS]
    assert await mail.world.set_aside.settle(goods)
    waiting = [row.event for row in await mail.waiting()]
    assert waiting == [Event.INVOICE]


async def test_an_admin_who_hears_nothing_is_told_to_the_others_once(mail: Mail) -> None:
    blocking(mail, OLIVER)
    await mail.paid()
    await mail.world.order(BOB + 1000)
    await mail.delivered()
    told = [text for text in mail.chats.texts(ANN) if "hears nothing" in text]
    assert len(told) == 1
    assert f"tg://user?id={OLIVER}" in told[0]
    blocking(mail)
    await mail.world.users.register(OLIVER, "Oliver", None, None)
    await mail.delivered()
    assert not [text for text in mail.chats.texts(OLIVER) if "hears nothing" in text]


async def test_who_is_back_before_it_is_told_is_no_news(mail: Mail) -> None:
    blocking(mail, OLIVER, ANN)
    await mail.paid()
    await mail.delivered()
    blocking(mail)
    await mail.world.users.register(OLIVER, "Oliver", None, None)
    await mail.world.users.register(ANN, "Ann", None, None)
    await mail.delivered()
    said = mail.chats.texts(ANN) + mail.chats.texts(OLIVER)
    assert not [text for text in said if "hears nothing" in text]
    assert OutboxStatus.UNDELIVERABLE not in await mail.outcomes()


async def test_a_shop_without_ears_says_so_in_its_log(
    mail: Mail, caplog: pytest.LogCaptureFixture
) -> None:
    blocking(mail, OLIVER, ANN)
    await mail.paid()
    await mail.delivered()
    errors = [r.message for r in caplog.records if r.levelno == logging.ERROR]
    assert [e for e in errors if "no admin can be written to" in e]
    assert len([e for e in errors if "no admin can be written to" in e]) == 1


async def test_a_stock_keeper_who_hears_nothing_is_told_to_the_owners(mail: Mail) -> None:
    """They are no owner, and what they miss is the shop's business all the same."""
    world = mail.world
    await world.customer(CARL)
    roles = RoleService(world.uow, world.clock, lambda: mail.admins)
    team = TeamService(world.uow, world.clock, world.notifications, roles)
    await team.give(CARL, Role.STOCK, None, seen=seal(None), admin=ANN)
    blocking(mail, CARL)
    await mail.delivered()
    [told] = [text for text in mail.chats.texts(ANN) if "hears nothing" in text]
    assert f"tg://user?id={CARL}" in told
