"""500 orders on a day on which every provider fails in every way: nothing lost, nothing for free.

Failure cases 1-13, 16-29, 32 and 34 at random. FAULT_ORDERS and FAULT_SEEDS (numbers, with commas)
make the run longer: `FAULT_ORDERS=500 FAULT_SEEDS=1,2,3
pytest tests/services/money/test_fault_run.py`.
"""

import os

import pytest

from db import Database
from tests.fault_day import day
from tests.fault_oracle import Oracle

ORDERS = int(os.environ.get("FAULT_ORDERS", "60"))
SEEDS = [int(seed) for seed in os.environ.get("FAULT_SEEDS", "4").split(",")]
STEPS = 24 * 6
BUSY = 20 * 6
"""Steps in which orders are placed, so that the day sees most of them through."""
AFTER = 18
"""Steps without faults at the end."""


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_day_of_faults(seed: int, sqlite_database: Database) -> None:
    async with day(seed, ORDERS, sqlite_database) as today:
        oracle = Oracle(today)
        for step in range(STEPS):
            today.change_moods()
            placed = len(today.buyers)
            await today.pass_step(max(0, min(ORDERS, ORDERS * (step + 1) // BUSY) - placed))
            await oracle.judge_step()
        today.recover()
        for _ in range(AFTER):
            await today.pass_step(0)
            await oracle.judge_step()
        await oracle.judge_day()
        oracle.judge_faults()
