"""What is told after an admin acted: the customer by whom and why, no admin of their own act."""

from collections.abc import AsyncIterator

import pytest

from db import Database
from models.product import ProductKind
from services.running.notification import Event
from tests.handlers.mail import Mail

ANN, OLIVER, BOB = 1, 2, 100


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for admin, name in ((ANN, "Ann"), (OLIVER, "Oliver")):
        await mail.world.users.register(admin, name, None, "en")
    yield mail
    assert await mail.world.violations() == []


async def test_the_customer_reads_that_it_was_the_shop_and_why(mail: Mail) -> None:
    order_id = await mail.world.order(BOB)
    await mail.world.orders.cancel(order_id, actor="admin:1", reason="The <last> one broke.")
    await mail.delivered()
    told = mail.chats.texts(BOB)[-1]
    assert "Cancelled by the shop" in told
    assert "The &lt;last&gt; one broke." in told


async def test_the_customer_s_own_cancelling_is_not_the_shop_s(mail: Mail) -> None:
    order_id = await mail.world.order(BOB)
    await mail.world.orders.cancel(order_id, actor=f"user:{BOB}", owner=BOB)
    await mail.delivered()
    assert not [text for text in mail.chats.texts(BOB) if "The shop" in text]
    assert "cancelled by the customer" in mail.chats.texts(ANN)[-1]


async def test_the_others_read_who_and_the_actor_s_notice_changes_silently(mail: Mail) -> None:
    order_id = await mail.world.order(BOB)
    await mail.delivered()
    await mail.world.orders.cancel(order_id, actor="admin:1")
    await mail.delivered()
    for admin in (ANN, OLIVER):
        [notice] = mail.chats.shown[admin]
        assert "was cancelled by Ann" in notice.text


async def test_an_own_act_is_no_message(mail: Mail) -> None:
    """Where there is no notice to change."""
    order_id = await mail.world.order(BOB)
    await mail.delivered()
    async with mail.world.uow() as uow:
        await uow.posts.forget(OLIVER, f"notice:{order_id}")
        await uow.posts.forget(ANN, f"notice:{order_id}")
    await mail.world.orders.cancel(order_id, actor="admin:1")
    await mail.delivered()
    assert len(mail.chats.shown[ANN]) == 1
    assert len(mail.chats.shown[OLIVER]) == 2
    assert await mail.statuses(Event.ADMIN_CANCELLED) == {"sent", "skipped"}


async def test_who_delivers_after_all_hears_no_bell(mail: Mail) -> None:
    world = mail.world
    variant = await world.variant(stock=3, kind=ProductKind.PHYSICAL)
    await world.customer(BOB)
    await world.carts.add(BOB, variant, 1)
    order_id = await world.till.place(BOB, "BTC", "1 Street, Town")
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire("BTC")
    await world.rates.refresh()
    await world.pay(order_id, "0.5")
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    await mail.delivered()
    before = {admin: mail.chats.shown[admin][-1].id for admin in (ANN, OLIVER)}
    offer = await world.decisions.offer(order_id)
    await world.decisions.honour(
        order_id, actor="admin:1", received=offer.received, price=offer.price
    )
    await mail.delivered()
    after = {admin: mail.chats.shown[admin][-1].id for admin in (ANN, OLIVER)}
    assert after[ANN] == before[ANN]
    assert after[OLIVER] != before[OLIVER]
    assert "is sold after all for <b>$4.99</b>" in mail.chats.shown[ANN][-1].text
    assert "Please ship it." in mail.chats.shown[OLIVER][-1].text
    assert "Decided by Ann." in mail.chats.shown[OLIVER][-1].text
