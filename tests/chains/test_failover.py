"""Several sources behave like one that is up whenever any of them is."""

from collections.abc import Sequence

import pytest

from tests.scripted import START, SteppedClock
from utils.chains.base import (
    NOTHING_KNOWN,
    UNKNOWN,
    ChainCannotTell,
    ChainConflict,
    ChainError,
    ChainMalformed,
    ChainUnavailable,
    Known,
    Lookup,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.failover import MEMORY_SECONDS, MOST_BLOCKS_BEHIND, FailoverClient
from utils.health import Health

PAID = SeenTransfer("ab" * 32, 0, 1_000, None, None)


class FakeClient:
    """A source whose height, payments and errors the test sets."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.height = 100
        self.down: ChainError | None = None
        self.unreadable: set[str] = set()
        self.asked: list[list[str]] = []
        self.closed = False
        self.found = Lookup(known=True, amount=1_000, confirmations=2)

    def health(self) -> Health:
        return Health(self.source, self.down is None, None, None, None)

    async def tip(self) -> Tip:
        if self.down:
            raise self.down
        return Tip(self.height, f"{self.height:064x}", START)

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        self.asked.append(list(addresses))
        tip = await self.tip()
        error = ChainUnavailable(self.source, "unreadable")
        failures: dict[str, ChainError] = {a: error for a in addresses if a in self.unreadable}
        return Observation(
            self.source, tip, {a: (PAID,) for a in addresses if a not in failures}, failures
        )

    async def has_history(self, address: str) -> bool:
        return (await self.tip()).height > 0

    async def lookup(self, txid: str, address: str) -> Lookup:
        await self.tip()
        return self.found

    async def aclose(self) -> None:
        self.closed = True


@pytest.fixture
def first() -> FakeClient:
    return FakeClient("first")


@pytest.fixture
def second() -> FakeClient:
    return FakeClient("second")


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def both(first: FakeClient, second: FakeClient, clock: SteppedClock) -> FailoverClient:
    return FailoverClient([first, second], monotonic=clock.monotonic)


async def test_the_first_is_asked_while_it_is_well(
    both: FailoverClient, second: FakeClient
) -> None:
    for _ in range(3):
        assert (await both.observe(["a"])).source == "first"
    assert both.source == "first"
    assert second.asked == []


async def test_the_one_that_works_is_kept(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Case 6."""
    first.down = ChainUnavailable("first", "429")
    assert (await both.observe(["a"])).source == "second"
    first.down = None
    assert (await both.observe(["a"])).source == both.source == "second"
    second.down = ChainMalformed("second", "HTML")
    assert (await both.observe(["a"])).source == both.source == "first"
    assert await both.has_history("a")


async def test_the_one_that_told_the_tip_is_kept(both: FailoverClient, first: FakeClient) -> None:
    first.down = ChainUnavailable("first", "429")
    await both.tip()
    first.down = None
    assert both.source == "second"
    assert (await both.observe(["a"])).source == "second"


async def test_the_last_error_is_told_when_nobody_answers(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    first.down = ChainUnavailable("first", "down")
    second.down = ChainMalformed("second", "HTML")
    for question in (both.tip(), both.observe(["a"]), both.has_history("a")):
        with pytest.raises(ChainMalformed, match="second: HTML"):
            await question
    second.down = None
    assert (await both.tip()).height == 100


async def test_a_source_far_behind_is_refused(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Case 1: nobody's word but that of a stuck node is no word."""
    await both.observe(["a"])
    first.height -= MOST_BLOCKS_BEHIND
    assert (await both.observe(["a"])).source == "first"
    first.height -= 1
    assert (await both.observe(["a"])).source == "second"
    second.height = first.height
    with pytest.raises(ChainUnavailable, match="4 blocks behind"):
        await both.observe(["a"])
    with pytest.raises(ChainUnavailable, match="4 blocks behind"):
        await both.tip()


async def test_one_absurd_height_is_forgotten(
    both: FailoverClient, first: FakeClient, clock: SteppedClock
) -> None:
    """Case 2: a liar delays, and does not stop the shop for ever."""
    first.height = 10**9
    await both.tip()
    first.height = 100
    with pytest.raises(ChainUnavailable):
        await both.tip()
    clock.skip(MEMORY_SECONDS + 1)
    assert (await both.tip()).height == 100


async def test_what_one_cannot_read_is_asked_of_the_next(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Case 12: at the lower tip, so that no confirmation is counted that one has not seen."""
    first.unreadable = {"b"}
    second.height = 99
    seen = await both.observe(["a", "b"])
    assert second.asked == [["b"]]
    assert (set(seen.transfers), seen.failures, seen.tip.height) == ({"a", "b"}, {}, 99)
    assert both.source == "second"


async def test_what_nobody_can_read_is_a_failure_of_that_address(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    first.unreadable = second.unreadable = {"b"}
    seen = await both.observe(["a", "b"])
    assert (set(seen.transfers), set(seen.failures)) == ({"a"}, {"b"})
    second.down = ChainUnavailable("second", "down")
    seen = await both.observe(["a", "b"])
    assert (set(seen.transfers), set(seen.failures)) == ({"a"}, {"b"})


async def test_all_are_closed_and_reported(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    second.down = ChainUnavailable("second", "down")
    assert [(health.source, health.ok) for health in both.health()] == [
        ("first", True),
        ("second", False),
    ]
    await both.aclose()
    assert first.closed
    assert second.closed


def test_no_source_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        FailoverClient([])


async def test_a_transaction_is_what_two_sources_say(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Case 3: what only one has heard of is not there yet, and the fewer confirmations count."""
    second.found = Lookup(known=True, amount=1_000, confirmations=1)
    assert await both.lookup("ab" * 32, "a") == second.found
    first.found = UNKNOWN
    assert await both.lookup("ab" * 32, "a") == UNKNOWN


async def test_one_source_alone_proves_no_transaction(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Cases 2 and 4: neither the one that lies nor the one that is left is enough."""
    second.found = Lookup(known=True, amount=999_999, confirmations=6)
    with pytest.raises(ChainConflict):
        await both.lookup("ab" * 32, "a")
    second.down = ChainUnavailable("second", "down")
    with pytest.raises(ChainUnavailable, match="this takes two"):
        await both.lookup("ab" * 32, "a")
    first.down = ChainCannotTell("first", "no index")
    with pytest.raises(ChainCannotTell):
        await both.lookup("ab" * 32, "a")


async def test_ones_own_node_is_believed(first: FakeClient) -> None:
    assert await FailoverClient([first]).lookup("ab" * 32, "a") == first.found


async def test_the_third_steps_in(first: FakeClient, second: FakeClient) -> None:
    second.down = ChainUnavailable("second", "down")
    client = FailoverClient([first, second, FakeClient("third")])
    assert await client.lookup("ab" * 32, "a") == first.found
