"""An owner refunds a paid order, gives time, and corrects an address: all of it by pressing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.client import shown
from tests.journeys.shop import ALICE, OLIVIA, Shop

GAME = ("Games", "Star Sailor")


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with Shop(tmp_path) as running:
        yield running
    assert "Traceback" not in running.log(), running.log()


async def test_an_order_is_given_time_paid_and_refunded(shop: Shop) -> None:
    """The customer reads each of it; the goods stay theirs, and the money is their credit."""
    alice, olivia = shop.person(ALICE), shop.person(OLIVIA)
    await olivia.says("/start")
    await alice.orders(*GAME)
    await olivia.says("/admin")
    await olivia.press("· unpaid ·", "More …", "+60 minutes")
    assert await alice.sees("has more time")
    await alice.pays()
    await shop.client.mine()
    assert await alice.sees("Here come your goods")
    await olivia.says("/admin")
    await olivia.press("Ended", "· done ·", "More …", "Refund this order")
    asked = shown(await olivia.sees("Refund order"))
    assert "the customer keeps it" in asked
    await olivia.press("as store credit")
    assert await alice.sees("was refunded")
    await olivia.says("/admin")
    await olivia.press("↩️ Refunded")
    assert "· refunded ·" in shown(await olivia.sees("Refunded orders"))
