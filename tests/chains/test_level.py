"""One source that lies about the best block, in any place: it silences nobody."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from tests.chains.test_failover import FakeClient
from tests.scripted import START, SteppedClock
from utils.chains.base import ChainUnavailable, Observation
from utils.chains.failover import COMPARE_EVERY, FailoverClient
from utils.chains.level import Rhythm

TEN_MINUTES = timedelta(minutes=10)
HEIGHT = 900_000
RHYTHM = Rhythm(START - HEIGHT * TEN_MINUTES, TEN_MINUTES, lead=timedelta(hours=2))
PLACES = ["first", "second"]
ABSURD = [10**12, 2**31 - 1, 10**7, 5, 0, -1, -(10**12)]
NEAR = [HEIGHT + 10_000, HEIGHT + 4, HEIGHT - 4, HEIGHT - 10_000]
"""What the network could have had without any memory of what it did have."""


class Shop:
    """Two or three sources of one chain, of which `liar` is told what to show."""

    def __init__(self, *names: str, liar: str, rhythm: Rhythm | None = RHYTHM) -> None:
        self.clock = SteppedClock()
        self.sources = {name: FakeClient(name) for name in names}
        self.liar = self.sources[liar]
        self.client = FailoverClient(
            list(self.sources.values()),
            rhythm=replace(rhythm, clock=self.clock) if rhythm else None,
            monotonic=self.clock.monotonic,
        )
        for source in self.sources.values():
            source.height = HEIGHT
        self.liar.shown = ()

    async def look(self, seconds: float = COMPARE_EVERY) -> Observation:
        self.clock.skip(seconds)
        for source in self.sources.values():
            source.time = max(source.time, self.clock.now)
        return await self.client.observe(["a"], doublecheck=True)

    def aside(self) -> list[str]:
        return [health.source for health in self.client.health() if health.aside]


@pytest.fixture(params=PLACES)
def shop(request: pytest.FixtureRequest) -> Shop:
    return Shop(*PLACES, liar=request.param)


@pytest.mark.parametrize(
    ("height", "before"),
    [(h, False) for h in ABSURD] + [(h, True) for h in ABSURD + NEAR if h != HEIGHT + 4],
)
async def test_an_absurd_height_silences_nobody(shop: Shop, height: int, before: bool) -> None:
    """Failure case 2: whichever place the liar has, the other one goes on, and it is named.
    From the start, or after both had shown the same.
    """
    if before:
        await shop.look()
    shop.liar.height = height
    for _ in range(3):
        seen = await shop.look()
        assert seen.source != shop.liar.source
        assert (seen.transfers["a"], seen.contested) == (FakeClient("").shown, frozenset())
    assert shop.aside() == [shop.liar.source]
    health = next(h for h in shop.client.health() if h.source == shop.liar.source)
    assert not health.ok
    assert str(height) in (health.last_error or "")


@pytest.mark.parametrize(
    ("height", "rhythm"), [(h, RHYTHM) for h in NEAR] + [(h, None) for h in ABSURD + NEAR]
)
async def test_where_nobody_can_tell_who_lies_nothing_is_complete(
    height: int, rhythm: Rhythm | None
) -> None:
    """After a start: what one has seen is seen, the lower height counts, and it is told why."""
    for liar in PLACES:
        shop = Shop(*PLACES, liar=liar, rhythm=rhythm)
        shop.liar.height = height
        for _ in range(3):
            seen = await shop.look(1)
            assert seen.contested == {"a"}
            assert str(height) in seen.doubts["a"]
            assert seen.tip.height == min(height, HEIGHT)
            assert seen.transfers["a"] == FakeClient("").shown
        assert shop.aside() == []


async def test_the_dispute_ends_with_the_lie(shop: Shop) -> None:
    shop.liar.height = HEIGHT + 4
    assert (await shop.look()).contested
    shop.liar.height = HEIGHT + 1
    seen = await shop.look(seconds=1)
    assert (seen.contested, seen.doubts) == (frozenset(), {})


async def test_two_blocks_of_one_height_are_a_dispute(shop: Shop) -> None:
    """Failure case 25: a fork, or one of them is on another chain."""
    shop.liar.hash = "f" * 64
    seen = await shop.look()
    assert seen.contested == {"a"}
    assert "f" * 12 in seen.doubts["a"]


async def test_a_frozen_source_is_found_out(shop: Shop) -> None:
    """Failure case 1: also one that lies about the time of its block."""
    others = [source for source in shop.sources.values() if source is not shop.liar]
    contested = 0
    for _ in range(40):
        for source in others:
            source.height += 1
        seen = await shop.look(600)
        contested += bool(seen.contested)
        assert seen.transfers["a"] == FakeClient("").shown
    assert 0 < contested < 40
    assert shop.aside() == [shop.liar.source]


async def test_a_block_from_the_future_is_set_aside(shop: Shop) -> None:
    shop.liar.height = HEIGHT + 4
    shop.liar.time = START + timedelta(days=1)
    assert (await shop.look()).source != shop.liar.source
    assert shop.aside() == [shop.liar.source]


async def test_a_late_clock_silences_not_all_of_them() -> None:
    """Failure case 47: two that agree are believed, whatever our clock says."""
    shop = Shop(*PLACES, liar="second")
    for source in shop.sources.values():
        source.time = START + timedelta(days=1)
    seen = await shop.look()
    assert (shop.aside(), seen.contested) == ([], frozenset())


@pytest.mark.parametrize("names", [*permutations(["first", "second", "third"])])
@pytest.mark.parametrize("height", [*ABSURD, *NEAR])
async def test_two_of_three_outvote_the_third(names: tuple[str, ...], height: int) -> None:
    shop = Shop(*names, liar="second", rhythm=None)
    shop.liar.height = height
    seen = await shop.look()
    assert (shop.aside(), seen.contested) == (["second"], frozenset())
    assert seen.transfers["a"] == FakeClient("").shown


async def test_two_that_agree_are_believed_against_the_memory(shop: Shop) -> None:
    """Both have undone ten blocks, or what was seen before was wrong."""
    await shop.look()
    for source in shop.sources.values():
        source.height = HEIGHT - 10
    seen = await shop.look()
    assert (shop.aside(), seen.contested, seen.tip.height) == ([], frozenset(), HEIGHT - 10)


async def test_one_that_is_left_cannot_run_away(shop: Shop) -> None:
    """While the other is down, a lone liar's heights prove nothing for later."""
    await shop.look()
    (honest,) = (source for source in shop.sources.values() if source is not shop.liar)
    honest.down = ChainUnavailable(honest.source, "down")
    for _ in range(20):
        shop.liar.height += 3
        await shop.look(600)
    honest.down = None
    honest.height = HEIGHT + 20
    seen = await shop.look()
    assert honest.source not in shop.aside()
    assert seen.transfers["a"] == honest.shown
    assert seen.contested == {"a"}


async def test_all_that_answer_are_absurd() -> None:
    shop = Shop("only", liar="only")
    await shop.look()
    for height in [*ABSURD, HEIGHT + 10_000, HEIGHT - 10_000]:
        shop.liar.height = height
        with pytest.raises(ChainUnavailable, match=f"{height}"):
            await shop.look()
    shop.liar.height = HEIGHT
    assert (await shop.look()).tip.height == HEIGHT
