"""Money that only what was seen before a restart can tell: through the database, real clients."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from sandbox.chains import ethereum_rpc
from sandbox.chains.ethereum import EthereumChain
from sandbox.store import Store
from services.money.payment import PaymentService, WatchTerms
from tests.chains.conftest import serving
from tests.services.conftest import ShopWorld
from utils.chains.ethereum import EthereumClient
from utils.chains.failover import FailoverClient
from utils.uri import CHAIN_IDS

FINAL = 100


class Shop:
    """Looks at the sandbox's Ethereum; each process remembers what the database holds."""

    def __init__(self, world: ShopWorld, chain: EthereumChain, url: str) -> None:
        self.world = world
        self.chain = chain
        self._url = url

    async def looks(self) -> None:
        """In a process of its own."""
        world, network = self.world, CHAIN_IDS["regtest"]
        world.clock.advance(seconds=20)
        async with aclosing(
            EthereumClient(self._url, clock=world.clock, chain_id=network)
        ) as client:
            chains, terms = {"ETH": FailoverClient([client])}, WatchTerms(timedelta(seconds=15))
            payments = PaymentService(world.uow, world.clock, chains, world.accounting(), terms)
            await payments.scan("ETH")

    async def amounts(self, order_id: int) -> list[int]:
        return [row.amount for row in await self.world.transfers(order_id)]


@web.middleware
async def forgets_old_states(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """What is asked of a block by its number, and not by the hash of the newest, is gone."""
    asked = json.loads(await request.text())
    questions = asked if isinstance(asked, list) else [asked]
    if not any(is_old_state(each) for each in questions):
        return await handler(request)
    error = {"code": -32000, "message": "missing trie node"}
    replies = [{"jsonrpc": "2.0", "id": each["id"], "error": error} for each in questions]
    return web.json_response(replies if isinstance(asked, list) else replies[0])


def is_old_state(question: dict[str, Any]) -> bool:
    is_state = question["method"] in ("eth_getBalance", "eth_getTransactionCount")
    return is_state and isinstance(question["params"][1], str)


@pytest.fixture
async def shop(world: ShopWorld) -> AsyncIterator[Shop]:
    store = Store(None)
    chain = EthereumChain(store, world.clock)
    app = web.Application(middlewares=[forgets_old_states])
    app.add_routes(ethereum_rpc.routes(chain))
    async with serving(app) as url:
        yield Shop(world, chain, url.rstrip("/") + ethereum_rpc.PREFIX)
    store.close()


async def test_ether_paid_again_to_a_swept_address_is_seen_over_a_restart(
    world: ShopWorld, shop: Shop
) -> None:
    """Failure case 51: each look is another process, and the states of old blocks are gone."""
    order_id = await world.order(asset="ETH")
    invoice = await world.invoice(order_id)
    address = invoice.address.address
    shop.chain.pay(address, invoice.due)
    shop.chain.mine(FINAL)
    await shop.looks()
    assert await shop.amounts(order_id) == [invoice.due]
    shop.chain.sweep(address)
    shop.chain.mine(FINAL)
    await shop.looks()
    note = (await world.invoice(order_id)).chain_memory
    assert note is not None
    shop.chain.pay(address, invoice.due)
    shop.chain.mine(FINAL)
    await shop.looks()
    assert await shop.amounts(order_id) == [invoice.due, invoice.due]
    settled = (await world.invoice(order_id)).chain_memory
    await shop.looks()
    assert (await world.invoice(order_id)).chain_memory == settled


async def test_a_note_that_stays_the_same_is_not_written_again(
    world: ShopWorld, shop: Shop
) -> None:
    order_id = await world.order(asset="ETH")
    await shop.looks()
    assert (await world.invoice(order_id)).chain_memory is None
