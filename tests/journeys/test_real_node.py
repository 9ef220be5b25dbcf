"""The same sale with a real Bitcoin node behind it, by its RPC and by an Esplora over it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.chains.conftest import address_index, node, regtest, serving
from tests.facade import AddressIndex, Facade
from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import Actor
from tests.nodes import Regtest

__all__ = ["address_index", "node", "regtest"]


@asynccontextmanager
async def by_esplora(
    request: pytest.FixtureRequest, folder: Path, **settings: str
) -> AsyncIterator[Live]:
    index: AddressIndex = request.getfixturevalue("address_index")
    async with (
        serving(Facade(index).app()) as url,
        Live(folder, BTC_API_URLS=url.rstrip("/"), **settings) as shop,
    ):
        yield shop


@asynccontextmanager
async def by_rpc(
    request: pytest.FixtureRequest, folder: Path, **settings: str
) -> AsyncIterator[Live]:
    url = request.getfixturevalue("node").url
    async with Live(folder, BTC_RPC_URL=url, **settings) as shop:
        yield shop


@pytest.fixture(params=[by_esplora, by_rpc], ids=["esplora", "rpc"])
def opened(
    request: pytest.FixtureRequest, regtest: Regtest, tmp_path: Path
) -> Callable[[str], Any]:
    """A live shop on the node, by either way to it, with these confirmations."""

    def open_with(confirmations: str) -> Any:
        return request.param(
            request, tmp_path, CONFIRMATIONS_BTC=confirmations, ORDER_TIMEOUT_MINUTES="30"
        )

    return open_with


async def buyer(shop: Live) -> tuple[Actor, Actor, tuple[str, int]]:
    """A customer with an invoice, the admin, and what is to be paid where."""
    await shop.greet_admins()
    alice = shop.person((await shop.client.person("Alice"))["id"])
    await alice.orders("Games", "Star Sailor")
    return alice, shop.person(ADMINS[0].id), await alice.invoice()


async def test_a_real_payment_buys_real_goods(
    opened: Callable[[str], Any], regtest: Regtest
) -> None:
    async with opened("1") as shop:
        alice, olivia, due = await buyer(shop)
        regtest.pay(due)
        assert await alice.sees("in no block yet")
        regtest.mine()
        goods = await alice.sees("star-")
        assert "has_protected_content" not in goods
        assert await olivia.sees("is paid")


async def test_a_payment_that_moves_to_another_block_is_counted_anew(
    opened: Callable[[str], Any], regtest: Regtest
) -> None:
    """Case 25, first half."""
    async with opened("3") as shop:
        alice, _olivia, due = await buyer(shop)
        txid = regtest.pay(due)
        regtest.mine(2)
        assert await alice.sees("2 of 3")
        regtest.node.call("invalidateblock", regtest.node.call("getbestblockhash"))
        regtest.reorg_moving(txid)
        assert await alice.sees("1 of 3")
        await alice.never_saw("star-")
        regtest.mine(2)
        assert await alice.sees("star-")


async def test_a_payment_that_is_double_spent_counts_no_more(
    opened: Callable[[str], Any], regtest: Regtest
) -> None:
    """Case 25, second half: and the order can still be paid."""
    async with opened("3") as shop:
        alice, olivia, due = await buyer(shop)
        txid = regtest.pay(due)
        regtest.mine()
        assert await alice.sees("1 of 3")
        regtest.reorg_dropping(txid)
        assert await alice.sees("Send exactly")
        assert await olivia.sees("disappeared from the chain")
        regtest.pay(due)
        regtest.mine(3)
        assert await alice.sees("star-")


async def test_a_settled_payment_that_disappears_alarms_the_admin(
    opened: Callable[[str], Any], regtest: Regtest
) -> None:
    async with opened("1") as shop:
        alice, olivia, due = await buyer(shop)
        txid = regtest.pay(due)
        regtest.mine()
        assert await alice.sees("star-")
        regtest.reorg_dropping(txid)
        assert await olivia.sees("disappeared from the chain after it was settled")


async def test_wrong_amounts(opened: Callable[[str], Any], regtest: Regtest) -> None:
    """Too little, then the rest and more: paid once, the surplus is credit."""
    async with opened("1") as shop:
        alice, olivia, (address, units) = await buyer(shop)
        regtest.pay((address, units // 2))
        assert await alice.sees("Still missing")
        regtest.pay((address, units))
        assert await alice.sees("Payment seen")
        regtest.mine()
        assert await alice.sees("star-")
        assert await alice.sees("became your store credit")
        assert await olivia.sees("became store credit")
