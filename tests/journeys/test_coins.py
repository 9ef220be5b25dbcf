"""A sale in each coin: in the sandbox, and with a real node of that coin behind the shop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from sandbox.chains import solana_rpc
from sandbox.chains.solana import SolanaChain
from sandbox.store import Store
from tests.chains.conftest import litecoin_index, litecoin_node, litecoin_regtest, serving
from tests.chains.ethereum_chains import AnvilChain
from tests.databases import missing_service
from tests.ethereum_node import ANVIL_MISSING, FINAL_LAG, Anvil, find_anvil, new_anvil
from tests.facade import AddressIndex, Facade
from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import ALICE, OLIVIA, Actor, Shop, until
from tests.nodes import Regtest
from utils.assets import ASSETS
from utils.clock import utc_now

__all__ = ["litecoin_index", "litecoin_node", "litecoin_regtest"]
GAME = ("Games", "Star Sailor")
DEPTHS = {"BTC": 1, "LTC": 3}


@pytest.mark.parametrize("asset", ASSETS)
async def test_a_sale_in_the_sandbox_survives_a_kill(asset: str, tmp_path: Path) -> None:
    """Pays, kills the shop before the money is final, and gets the goods afterwards."""
    chain = asset.lower()
    async with Shop(tmp_path) as shop:
        alice, olivia = shop.person(ALICE), shop.person(OLIVIA)
        await olivia.says("/start")
        await alice.orders(*GAME, asset=asset)
        address, units = await alice.invoice(asset)
        await shop.client.pay(address, units, chain)
        await shop.client.mine(1, chain)
        assert await alice.sees("Payment seen" if asset != "BTC" else "Paid.")
        await shop.restart()
        state = (await shop.client.state())["chains"][chain]
        await shop.client.mine(state["final_lag"] or DEPTHS[asset], chain)
        # What was being sent when it was killed holds the chat until its lease is over.
        assert await alice.sees("STAR-7F3K-Q2ML-88XA", timeout=45)
        assert await olivia.sees("is paid: $24.90")
        assert await alice.count("STAR-7F3K") == 1
        assert "Traceback" not in shop.log(), shop.log()


@dataclass(frozen=True, slots=True)
class Network:
    """A real chain: how to pay on it, how to make that final, and the settings that lead to it."""

    asset: str
    pay: Callable[[str, int], object]
    finish: Callable[[], object]
    settings: dict[str, str]


@asynccontextmanager
async def litecoin_by_rpc(request: pytest.FixtureRequest) -> AsyncIterator[Network]:
    chain: Regtest = request.getfixturevalue("litecoin_regtest")
    settings = {"LTC_RPC_URL": chain.node.url}
    yield Network("LTC", lambda *due: chain.pay(due), lambda: chain.mine(3), settings)


@asynccontextmanager
async def litecoin_by_esplora(request: pytest.FixtureRequest) -> AsyncIterator[Network]:
    chain: Regtest = request.getfixturevalue("litecoin_regtest")
    index: AddressIndex = request.getfixturevalue("litecoin_index")
    async with serving(Facade(index).app()) as url:
        settings = {"LTC_API_URLS": url.rstrip("/")}
        yield Network("LTC", lambda *due: chain.pay(due), lambda: chain.mine(3), settings)


@pytest.fixture(scope="session")
def anvil() -> Iterator[Anvil]:
    program = find_anvil()
    if program is None:
        missing_service(ANVIL_MISSING)
    assert program is not None
    node = new_anvil(program)
    AnvilChain(node).mine(2 * FINAL_LAG)
    yield node
    node.stop()


@asynccontextmanager
async def ethereum(request: pytest.FixtureRequest) -> AsyncIterator[Network]:
    node: Anvil = request.getfixturevalue("anvil")
    chain = AnvilChain(node)
    settings = {"ETH_RPC_URLS": node.url}
    yield Network("ETH", chain.pay, lambda: chain.mine(FINAL_LAG + 1), settings)


@asynccontextmanager
async def ethereum_by_contract(request: pytest.FixtureRequest) -> AsyncIterator[Network]:
    """Case 28: an exchange pays out of a contract, which no transaction of its own shows."""
    node: Anvil = request.getfixturevalue("anvil")
    chain = AnvilChain(node)
    settings = {"ETH_RPC_URLS": node.url}
    yield Network("ETH", chain.pay_by_contract, lambda: chain.mine(FINAL_LAG + 1), settings)


@asynccontextmanager
async def solana(request: pytest.FixtureRequest) -> AsyncIterator[Network]:
    """The real runtime; slots and commitment are the front's."""
    store = Store(None)
    chain = SolanaChain(store, utc_now)
    app = web.Application()
    app.add_routes(solana_rpc.routes(chain, lambda *_, **__: None))
    async with serving(app) as url:
        settings = {"SOL_RPC_URLS": f"{url.rstrip('/')}/rpc/sol"}
        yield Network("SOL", chain.pay, lambda: chain.mine(33), settings)
    store.close()


NETWORKS = [litecoin_by_rpc, litecoin_by_esplora, ethereum, ethereum_by_contract, solana]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.__name__)
async def test_a_sale_with_a_real_node(
    network: Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Network]],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    async with (
        network(request) as net,
        Live(tmp_path, CURRENCIES=net.asset, ORDER_TIMEOUT_MINUTES="30", **net.settings) as shop,
    ):
        await shop.greet_admins()
        alice = shop.person((await shop.client.person("Alice"))["id"])
        await alice.orders(*GAME, asset=net.asset)
        paid_by = net.pay(*await alice.invoice(net.asset))
        net.finish()
        goods = await alice.sees("star-", timeout=60)
        assert "has_protected_content" not in goods
        olivia = shop.person(ADMINS[0].id)
        assert await olivia.sees("is paid")
        if network is not ethereum_by_contract:  # which is named by its block
            await olivia.press("Open order", "Payment")
            await until(partial(shows, olivia, str(paid_by)), timeout=40)


async def shows(person: Actor, text: str) -> None:
    """The newest screen, looked at afresh."""
    await person.press("Rescan")
    await asyncio.sleep(0.5)
    assert await person.count(text)


async def test_an_admin_who_starts_late_hears_of_the_sale(tmp_path: Path) -> None:
    """Case 89: the sale waits for no admin."""
    async with Shop(tmp_path) as shop:
        alice, olivia = shop.person(ALICE), shop.person(OLIVIA)
        await alice.orders(*GAME)
        await alice.pays()
        await shop.client.mine()
        assert await alice.sees("STAR-7F3K")
        await olivia.says("/start")
        assert await olivia.sees("🆕 ")
        assert await olivia.sees("is paid: $24.90")
