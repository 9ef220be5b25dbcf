"""A backup brought back, and the shop goes on selling: the real process, all of it."""

from pathlib import Path

from tests.commands.operator import Operator
from tests.journeys.shop import ALICE, OLIVIA, Shop

GIVEN_AT_MOST = 100
"""Accounts of a shop that has just begun."""


async def next_index(operator: Operator) -> int:
    rows = (await operator.does("wallet", "show-paths")).splitlines()
    [number] = [int(row.split()[2]) for row in rows if row.startswith("BTC")]
    return number


async def test_a_restored_shop_knows_it_and_sells_under_addresses_far_ahead(tmp_path: Path) -> None:
    """What was ordered after the backup is unknown to it; its address is given to nobody else."""
    operator = Operator(tmp_path)
    operator.settings = {}
    async with Shop(tmp_path) as shop:
        alice = shop.person(ALICE)
        await shop.person(OLIVIA).says("/start")
        await operator.does("backup", str(tmp_path / "copy"))
        await alice.orders("Games", "Star Sailor")
        lost, _ = await alice.invoice()
        await shop.stop()
        assert await next_index(operator) < GIVEN_AT_MOST
        await operator.does("restore", str(tmp_path / "copy"), "--yes")
        await shop.start()
        await shop.person(OLIVIA).sees("The database was restored or moved")
        assert await next_index(operator) > 1_000
        found = await operator.does("wallet", "export-accounts", "0-99", "--coin=BTC")
        assert lost in found.split()
        bob = shop.person((await shop.client.person("Bob"))["id"])
        await bob.orders("Games", "Star Sailor")
        fresh, _ = await bob.invoice()
        assert fresh not in found.split()
        await bob.pays()
        await bob.sees("Payment seen")
