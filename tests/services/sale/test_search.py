"""Finding an order again by whatever an admin has at hand."""

from functools import partial

import pytest
from sqlalchemy import text

from db import Database
from models.order import Listed, OrderStatus
from services.sale.order import PAGE
from services.sale.search import SearchService
from tests.services.conftest import ShopWorld
from utils.wallets.address import parse_address

THERE = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


async def found(world: ShopWorld, word: str) -> list[int]:
    search = SearchService(world.uow, partial(parse_address, network="regtest"))
    return [order.id for order in await search.find(word)]


async def test_every_key_finds_it(world: ShopWorld) -> None:
    await world.users.register(100, "Bob", "Bob_the_Buyer", "en")
    order_id = await world.order(100)
    await world.order(200)
    txid = await world.pay(order_id)
    world.chain.mine(3)
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    code = (await world.load(order_id)).code
    address = (await world.invoice(order_id)).address.address
    await world.users.register(100, "Bob", "Bob_the_Buyer", "en")
    async with world.uow() as uow:
        await uow.session.execute(
            text("UPDATE users SET username = 'Bob_the_Buyer' WHERE id = 100")
        )
    keys = (code, f"#{code.lower()}", "100", "@Bob_the_Buyer", "Bob_the_Buyer", address, txid)
    for key in (*keys, address.upper(), f" {txid} "):
        assert await found(world, key) == [order_id], key


@pytest.mark.parametrize(
    "word", ["", " ", "#", "@", "K7Q2!", "99999", "9" * 100, "x" * 129, THERE, "f" * 64, "'; --"]
)
async def test_what_is_none_finds_none(world: ShopWorld, word: str) -> None:
    await world.order(100)
    assert await found(world, word) == []


async def test_a_refund_is_found_by_its_transaction(world: ShopWorld) -> None:
    order_id = await world.order()
    await world.pay(order_id, "2")
    world.chain.mine(3)
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    offer = await world.refunds.offer(order_id)
    refund = await world.refunds.open(order_id, amount=offer.amount, actor="admin:1", address=THERE)
    txid = world.chain.pay(THERE, offer.units)
    await world.refunds.sent(refund, txid, actor="admin:1")
    assert await found(world, txid) == [order_id]


async def test_lists(world: ShopWorld) -> None:
    kept = await world.order(100)
    ended = [await world.order(user) for user in range(200, 200 + PAGE + 2)]
    for order_id in ended:
        await world.orders.cancel(order_id, actor="admin:1")

    async def listed(which: Listed, page: int = 0) -> list[int]:
        return [order.id for order in await world.orders.listed(which, page)]

    assert await listed(Listed.OPEN) == [kept]
    assert await listed(Listed.DECIDE) == []
    assert await listed(Listed.ENDED) == ended[::-1][: PAGE + 1]
    assert await listed(Listed.ENDED, 1) == ended[::-1][PAGE:]
    assert kept in await listed(Listed.ALL, 1)
    assert {o.status for o in await world.orders.listed(Listed.ENDED, 0)} == {OrderStatus.CANCELLED}


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM orders WHERE code = 'K7Q2M'",
        "SELECT * FROM orders JOIN users ON users.id = user_id WHERE username = 'bob'",
        "SELECT * FROM orders WHERE user_id = 7 ORDER BY id DESC LIMIT 8",
        "SELECT * FROM invoices JOIN addresses a ON a.id = address_id"
        " WHERE a.chain = 'BTC' AND a.address = 'x'",
        "SELECT * FROM transfers WHERE chain IN ('BTC', 'LTC') AND asset IN ('BTC', 'LTC')"
        " AND txid IN ('x', 'y')",
        "SELECT * FROM refunds WHERE asset IN ('BTC', 'LTC') AND txid IN ('x', 'y')",
    ],
)
async def test_every_key_has_an_index(sqlite_database: Database, question: str) -> None:
    async with sqlite_database.uow.read() as uow:
        plan = await uow.session.execute(text(f"EXPLAIN QUERY PLAN {question}"))
        steps = [row.detail for row in plan]
    assert not [step for step in steps if step.startswith("SCAN")], steps
