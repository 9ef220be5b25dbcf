"""However often people ask, a chain is asked seldom, and nobody waits for one that hangs."""

import asyncio
import logging

import pytest

from services.money import look as module
from services.money.look import AT_ONCE, LONGEST, PER_PERSON, REST, WINDOW, Looks


class Chain:
    """Counts the looks; `gate` is open unless it hangs."""

    def __init__(self) -> None:
        self.looks: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.now = 1000.0

    async def __call__(self, order_id: int) -> None:
        self.looks.append(order_id)
        await self.gate.wait()
        if self.error:
            raise self.error


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def looks(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> Looks:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    return Looks(chain, lambda: chain.now)


async def test_one_look_answers_for_a_while(chain: Chain, looks: Looks) -> None:
    assert [await looks.at(1, customer=5) for _ in range(50)] == [True] * 50
    assert chain.looks == [1]
    chain.now += REST
    assert await looks.at(1, customer=5)
    assert chain.looks == [1, 1]


async def test_a_look_under_way_is_joined(chain: Chain, looks: Looks) -> None:
    chain.gate.clear()
    asking = [asyncio.ensure_future(looks.at(1, customer=n)) for n in range(20)]
    await asyncio.sleep(0.01)
    chain.gate.set()
    assert await asyncio.gather(*asking) == [True] * 20
    assert chain.looks == [1]


async def test_a_chain_that_hangs_keeps_nobody(chain: Chain, looks: Looks) -> None:
    chain.gate.clear()
    assert not await looks.at(1, customer=5)
    chain.now += LONGEST - 1
    assert not await looks.at(1, customer=5)
    assert chain.looks == [1]  # still the same one
    chain.gate.set()
    assert await looks.at(1, customer=5)
    await looks.aclose()


async def test_a_look_that_hangs_ends(
    chain: Chain, looks: Looks, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "LONGEST", 0.02)
    chain.gate.clear()
    assert not await looks.at(1)
    assert "took too long" in caplog.text
    assert len(looks._tasks) == 0


async def test_many_orders_of_one_customer_share_an_allowance(chain: Chain, looks: Looks) -> None:
    answers = [await looks.at(n, customer=5) for n in range(20)]
    assert answers == [True] * PER_PERSON + [False] * (20 - PER_PERSON)
    assert await looks.at(100, customer=6)
    assert await looks.at(101)  # an admin
    chain.now += WINDOW
    assert await looks.at(50, customer=5)


async def test_only_so_many_at_once(chain: Chain, looks: Looks) -> None:
    chain.gate.clear()
    await asyncio.gather(*(looks.at(n, customer=n) for n in range(20)))
    assert len(chain.looks) == AT_ONCE
    chain.gate.set()
    await looks.aclose()


async def test_a_defect_is_logged_and_is_no_answer(
    chain: Chain, looks: Looks, caplog: pytest.LogCaptureFixture
) -> None:
    chain.error = RuntimeError("a defect")
    with caplog.at_level(logging.ERROR):
        assert not await looks.at(1, customer=5)
    assert "failed" in caplog.text


async def test_what_is_old_is_forgotten(chain: Chain, looks: Looks) -> None:
    for number in range(2000):
        await looks.at(number, customer=number)
        chain.now += 1
    assert len(looks._recent) <= LONGEST + 2
    assert len(looks._asked) <= WINDOW + 2
