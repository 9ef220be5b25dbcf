"""More customers than addresses that lie ready: a few wait for another one, nobody else does."""

import asyncio

import pytest

from models.errors import AddressUnavailable
from services.sale import invoicing
from services.sale.invoicing import MOST_WAITING, Invoicing
from tests.services.conftest import ShopWorld

CROWD = 40


async def test_few_wait_and_the_others_are_told_at_once(
    world: ShopWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invoicing, "PATIENCE", 2.0)
    waiting = told = 0
    reached = asyncio.Event()

    def look() -> None:
        if (waiting, told) == (MOST_WAITING, CROWD - MOST_WAITING):
            reached.set()

    async def prepare_one(_asset: str) -> None:
        nonlocal waiting
        waiting += 1
        look()
        await asyncio.Event().wait()

    async def none_left() -> int:
        raise AddressUnavailable("BTC")

    async def buy() -> None:
        nonlocal told
        with pytest.raises(AddressUnavailable):
            await opening.prepared("BTC", none_left)
        told += 1
        look()

    await world.rates.refresh()
    monkeypatch.setattr(world.wallets, "prepare_one", prepare_one)
    opening = Invoicing(world.rates, world.wallets, lambda _asset, _total: 1)
    for _ in range(2):  # who has waited makes room
        tasks = [asyncio.ensure_future(buy()) for _ in range(CROWD)]
        async with asyncio.timeout(1.5):
            await reached.wait()
        await asyncio.gather(*tasks)
        assert (waiting, told) == (MOST_WAITING, CROWD)
        waiting = told = 0
        reached.clear()
