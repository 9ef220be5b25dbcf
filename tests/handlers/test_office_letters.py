"""What is told after an admin acted: the customer by whom and why, no admin of their own act."""

from collections.abc import AsyncIterator

import pytest

from db import Database
from handlers.views.screen import Follows
from models.opened import Face
from models.product import ProductKind
from services.running.notification import Event
from tests.handlers.conftest import TEXTS
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


async def test_an_older_notice_that_cannot_be_deleted_says_nothing_untrue(mail: Mail) -> None:
    """It said "expired" for good, above the newer one that said what became of the money."""
    order_id = await mail.world.order(BOB)
    await mail.delivered()
    [old] = mail.chats.shown[OLIVER]
    assert "by" in old.text
    mail.chats.undeletable = True
    await late(mail, order_id)
    assert "stands further down" in old.text
    assert old.keyboard is None
    assert "store credit" in mail.chats.texts(OLIVER)[-1]


async def late(mail: Mail, order_id: int) -> None:
    """Half of it, after its time."""
    world = mail.world
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire("BTC")
    await world.rates.refresh()
    await world.pay(order_id, "0.5")
    await settled(mail)


async def settled(mail: Mail) -> None:
    mail.world.chain.mine(6)
    mail.world.clock.advance(seconds=20)
    await mail.world.payments.scan("BTC")
    await mail.delivered()


async def test_earlier_credit_is_part_of_what_came_and_of_what_it_costs(mail: Mail) -> None:
    """The decision and "sold after all" named both less the credit that the order had used."""
    world, t = mail.world, TEXTS("en")
    first = await world.order(BOB)
    await world.pay(first, "1.5")
    await settled(mail)
    await world.carts.add(BOB, await world.variant(stock=3), 1)
    await world.rates.refresh()
    order_id = await world.till.place(BOB, "BTC", use_credit=True)
    used = (await world.load(order_id)).credit_used
    assert used
    await late(mail, order_id)
    offer = await world.decisions.offer(order_id)
    assert (offer.price + used, offer.cost) == (1000, 1000)
    came = f"<b>${(offer.received + used) / 100:.2f}</b>"
    decision = await mail.board.draw(t, 1, Follows(order_id, Face.DECISION))  # type: ignore[misc]
    assert f"received {came} of <b>$10.00</b> (7" in decision.text
    assert f"${used / 100:.2f} of it are store credit" in decision.text
    await world.decisions.honour(
        order_id, actor="admin:1", received=offer.received, price=offer.price
    )
    await mail.delivered()
    assert f"for {came}; its goods cost $10.00" in mail.chats.texts(OLIVER)[-1]
