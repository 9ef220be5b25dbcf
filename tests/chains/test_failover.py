"""Several sources behave like one that is up whenever any of them is."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

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
    KnownTransfer,
    Lookup,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.chains.failover import MOST_BLOCKS_BEHIND, FailoverClient, Limits
from utils.chains.level import MEMORY_SECONDS
from utils.chains.secondlook import EVERY
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
        self.hangs = False
        self.hash = ""
        self.time = START
        self.shown: tuple[SeenTransfer, ...] = (PAID,)
        self.found = Lookup(known=True, amount=1_000, confirmations=2)

    def health(self) -> Health:
        return Health(self.source, self.down is None, None, None, None)

    async def tip(self) -> Tip:
        if self.hangs:
            await asyncio.Event().wait()
        if self.down:
            raise self.down
        return Tip(self.height, self.hash or f"{self.height:064x}", self.time)

    async def observe(self, addresses: Sequence[str], known: Known = NOTHING_KNOWN) -> Observation:
        self.asked.append(list(addresses))
        tip = await self.tip()
        error = ChainUnavailable(self.source, "unreadable")
        failures: dict[str, ChainError] = {a: error for a in addresses if a in self.unreadable}
        return Observation(
            self.source, tip, {a: self.shown for a in addresses if a not in failures}, failures
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
    both: FailoverClient, second: FakeClient, clock: SteppedClock
) -> None:
    """What it says is compared with another's word now and then."""
    for _ in range(3):
        assert (await both.observe(["a"])).source == "first"
    assert both.source == "first"
    assert second.asked == [["a"]]
    clock.skip(EVERY)
    for _ in range(3):
        await both.observe(["a"])
    assert second.asked == [["a"], ["a"]]


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
    second.down = ChainUnavailable("second", "down")
    with pytest.raises(ChainUnavailable):
        await both.observe(["a"])
    assert "too far below 100" in (both.health()[0].aside or "")


async def test_one_absurd_height_of_an_only_source_is_forgotten(
    first: FakeClient, clock: SteppedClock
) -> None:
    """Case 2: a liar delays, and does not stop the shop for ever."""
    only = FailoverClient([first], monotonic=clock.monotonic)
    first.height = 10**9
    await only.tip()
    first.height = 100
    with pytest.raises(ChainUnavailable):
        await only.tip()
    clock.skip(MEMORY_SECONDS + 1)
    assert (await only.tip()).height == 100


async def test_what_one_cannot_read_is_asked_of_the_next(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Case 12: at the lower tip, so that no confirmation is counted that one has not seen."""
    first.unreadable = {"b"}
    second.height = 99
    seen = await both.observe(["a", "b"])
    assert second.asked == [["b"], ["a"]]
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


async def test_of_two_times_the_earlier_counts(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Who dates an old payment anew is contradicted; who cannot tell is completed by the other."""
    hour = timedelta(hours=1)
    first.found = replace(first.found, height=99, mined_at=START)
    second.found = replace(first.found, height=98, mined_at=START - hour)
    told = await both.lookup("ab" * 32, "a")
    assert (told.height, told.mined_at) == (98, START - hour)
    second.found = replace(first.found, mined_at=None)
    assert (await both.lookup("ab" * 32, "a")).mined_at == START
    second.found = replace(first.found, mined_at=START - 3 * hour)
    with pytest.raises(ChainConflict):
        await both.lookup("ab" * 32, "a")


async def test_what_one_of_two_knows_is_doubted(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    second.found = UNKNOWN
    assert (await both.lookup("ab" * 32, "a")).doubted
    first.found = UNKNOWN
    assert not (await both.lookup("ab" * 32, "a")).doubted


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


async def test_a_source_that_denies_what_is_recorded_is_not_believed_alone(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Case 3: a first source that is blind is contradicted by the record, at every look."""
    known = {"a": [KnownTransfer(PAID)]}
    await both.observe(["a"], known)
    first.shown = ()
    for _ in range(3):
        assert (await both.observe(["a"], known)).transfers == {"a": (PAID,)}
    second.shown = ()
    assert (await both.observe(["a"], known)).transfers == {"a": ()}


async def test_two_that_differ_are_both_asked_until_they_agree(
    both: FailoverClient, first: FakeClient, second: FakeClient
) -> None:
    """Case 3: as long as the doubt lasts it is told at every look, and the surer word counts."""
    mined = replace(PAID, block_height=100, block_hash="b" * 64)
    second.shown = (mined,)
    for _ in range(3):
        seen = await both.observe(["a"])
        assert (seen.transfers, list(seen.doubts)) == ({"a": (mined,)}, ["a"])
    first.shown = (mined,)
    assert (await both.observe(["a"])).doubts == {}
    asked = len(second.asked)
    await both.observe(["a"])
    assert len(second.asked) == asked


HASTY = Limits(compare=0.02, patience=0.02, answer=0.1, receipt=0.1, scan=0.1, per_address=0)


async def test_a_source_that_hangs_is_overtaken(first: FakeClient, second: FakeClient) -> None:
    """Case 8: at a press, at the start, and for good."""
    both = FailoverClient([first, second], limits=HASTY)
    first.hangs = True
    async with asyncio.timeout(1):
        assert await both.has_history("a")
        assert both.source == "second"
        assert (await both.tip()).height == 100
        assert (await both.observe(["a"])).source == "second"


@pytest.mark.parametrize(
    "ask",
    [
        lambda both: both.tip(),
        lambda both: both.has_history("a"),
        lambda both: both.observe(["a"], doublecheck=True),
        lambda both: both.lookup("ab" * 32, "a"),
    ],
)
async def test_no_question_takes_longer_than_a_set_time(
    first: FakeClient, second: FakeClient, ask: Callable[[FailoverClient], Awaitable[object]]
) -> None:
    """Case 8."""
    both = FailoverClient([first, second], limits=HASTY)
    first.hangs = second.hangs = True
    async with asyncio.timeout(1):
        with pytest.raises(ChainUnavailable, match="no answer within"):
            await ask(both)
