"""More customers than addresses that lie ready: a few wait for another one, nobody else does."""

import asyncio

import pytest

from models.errors import AddressUnavailable
from services.sale import invoicing
from services.sale.invoicing import MOST_WAITING, Invoicing
from tests.services.conftest import ShopWorld

CROWD = 40


class Rush:
    """Everybody asks at once, and there is no address; `reached`: all who do not wait know it."""

    def __init__(self, world: ShopWorld) -> None:
        self.waiting = self.told = 0
        self.reached = asyncio.Event()
        self.opening = Invoicing(world.rates, world.wallets, lambda _asset, _total: 1)

    def look(self) -> None:
        if (self.waiting, self.told) == (MOST_WAITING, CROWD - MOST_WAITING):
            self.reached.set()

    async def prepare_one(self, _asset: str) -> None:
        self.waiting += 1
        self.look()
        await asyncio.Event().wait()

    async def none_left(self) -> int:
        raise AddressUnavailable("BTC")

    async def buy(self) -> None:
        with pytest.raises(AddressUnavailable):
            await self.opening.prepared("BTC", self.none_left)
        self.told += 1
        self.look()


async def test_few_wait_and_the_others_are_told_at_once(
    world: ShopWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.rates.refresh()
    rush = Rush(world)
    monkeypatch.setattr(invoicing, "PATIENCE", 2.0)
    monkeypatch.setattr(world.wallets, "prepare_one", rush.prepare_one)
    for _ in range(2):  # who has waited makes room
        tasks = [asyncio.ensure_future(rush.buy()) for _ in range(CROWD)]
        async with asyncio.timeout(1.5):
            await rush.reached.wait()
        await asyncio.gather(*tasks)
        assert (rush.waiting, rush.told) == (MOST_WAITING, CROWD)
        rush.waiting = rush.told = 0
        rush.reached.clear()
