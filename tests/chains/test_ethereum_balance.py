"""Balances become transfers: examples, and properties against a chain that knows the truth."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.chains.base import KnownTransfer, SeenTransfer, Tip
from utils.chains.ethereum_balance import (
    Account,
    Block,
    Past,
    Received,
    dated,
    sum_up_to,
    total,
    transfers,
)
from utils.chains.strict import BadShape

ADDRESS = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
TIME = datetime(2026, 1, 1, tzinfo=UTC)
LAG = 4


def tip_at(height: int, final: int, name: str = "") -> Tip:
    return Tip(height, f"tip {height}{name}", TIME, final)


TIP, FINAL = tip_at(100, 90), Block(90, "final 90")


def row(number: int, amount: int, height: int, gone: bool = False) -> KnownTransfer:
    transfer = SeenTransfer(ADDRESS.lower(), number, amount, height, f"tip {height}")
    return KnownTransfer(transfer, gone)


def shown(now: int, final: int, *known: KnownTransfer) -> list[tuple[int, int, int | None]]:
    """Number, amount and height of every row."""
    rows = transfers(ADDRESS, known, Received(now, final), TIP, FINAL)
    return [(each.output_index, each.amount, each.block_height) for each in rows]


@pytest.mark.parametrize(
    ("now", "final", "known", "expected"),
    [
        pytest.param(0, 0, [], [], id="nothing"),
        pytest.param(5, 0, [], [(0, 5, 100)], id="first money, dated to the tip"),
        pytest.param(5, 5, [], [(0, 5, 90)], id="first seen when it was final already"),
        pytest.param(8, 5, [], [(0, 8, 100)], id="part of one row is not enough to be final"),
        pytest.param(5, 0, [row(0, 5, 95)], [(0, 5, 95)], id="unchanged"),
        pytest.param(9, 0, [row(0, 5, 95)], [(0, 5, 95), (1, 4, 100)], id="more"),
        pytest.param(5, 5, [row(0, 5, 80)], [(0, 5, 80)], id="final, keeps its block"),
        pytest.param(5, 5, [row(0, 5, 95)], [(0, 5, 90)], id="final before its block was"),
        pytest.param(5, 0, [row(0, 5, 80)], [(0, 5, 100)], id="should be final and is not"),
        pytest.param(9, 5, [row(0, 5, 80), row(1, 4, 85)], [(0, 5, 80), (1, 4, 100)], id="half"),
        pytest.param(0, 0, [row(0, 5, 95)], [], id="reorganised away"),
        pytest.param(5, 0, [row(0, 5, 95), row(1, 4, 99)], [(0, 5, 95)], id="the newest goes"),
        pytest.param(4, 0, [row(0, 5, 95), row(1, 4, 99)], [(1, 4, 99)], id="the fitting one goes"),
        pytest.param(7, 0, [row(0, 5, 95), row(1, 4, 99)], [(0, 5, 95), (2, 2, 100)], id="re-paid"),
        pytest.param(
            6, 5, [row(0, 5, 80), row(1, 4, 99)], [(0, 5, 80), (2, 1, 100)], id="final ones stay"
        ),
        pytest.param(5, 0, [row(0, 5, 95, gone=True)], [(0, 5, 100)], id="back to the wei"),
        pytest.param(
            6, 0, [row(0, 5, 95, gone=True)], [(0, 5, 100), (1, 1, 100)], id="back, and more"
        ),
        pytest.param(4, 0, [row(0, 5, 95, gone=True)], [(1, 4, 100)], id="not the same money"),
        pytest.param(
            9,
            0,
            [row(0, 5, 95, gone=True), row(1, 4, 96, gone=True)],
            [(0, 5, 100), (1, 4, 100)],
            id="both are back after a blind look",
        ),
        pytest.param(
            9, 0, [row(0, 5, 95), row(3, 4, 9, gone=True)], [(0, 5, 95), (3, 4, 100)], id="revived"
        ),
        pytest.param(
            8, 0, [row(0, 5, 95), row(3, 4, 9, gone=True)], [(0, 5, 95), (4, 3, 100)], id="numbers"
        ),
        pytest.param(0, 0, [row(0, 5, 101)], [(0, 5, 101)], id="seen by one who is ahead"),
        pytest.param(5, 0, [row(0, 5, 95), row(1, 4, 102)], [(0, 5, 95), (1, 4, 102)], id="ahead"),
        pytest.param(0, 0, [row(0, 5, 95), row(1, 4, 102)], [(1, 4, 102)], id="ahead, one gone"),
    ],
)
def test_rows(
    now: int, final: int, known: list[KnownTransfer], expected: list[tuple[int, int, int | None]]
) -> None:
    assert shown(now, final, *known) == expected


def test_the_block_of_a_row_is_one_block() -> None:
    """Height and hash always belong together."""
    for final, known in [(5, [row(0, 5, 95)]), (0, [row(0, 5, 80)]), (0, [])]:
        (only,) = transfers(ADDRESS, known, Received(5, final), TIP, FINAL)
        blocks = {(90, "final 90"), (100, "tip 100"), (95, "tip 95")}
        assert (only.block_height, only.block_hash) in blocks


@pytest.mark.parametrize(("final", "height"), [(0, 100), (5, 90)])
def test_what_has_no_block_is_of_the_tip(final: int, height: int) -> None:
    """Only one of two sources has confirmed it: new until it is found in the final block."""
    undated = KnownTransfer(SeenTransfer(ADDRESS.lower(), 0, 5, None, None))
    gone = replace(undated, gone=True)
    assert shown(5, final, *dated([undated], TIP)) == [(0, 5, height)]
    assert shown(0, 0, *dated([gone, row(1, 5, 95)], TIP)) == []


def test_less_than_was_final_is_no_answer() -> None:
    """Failure case 2: who never sent anything cannot have less than what was final."""
    past = Past()
    past.received([], TIP, Account(5, 0), Account(5, 0))
    with pytest.raises(BadShape, match="less than was final"):
        past.received([row(0, 5, 80)], TIP, Account(4, 0), Account(5, 0))


@dataclass
class World:
    """One address on one chain: by block what it has, has sent, and has ever received."""

    blocks: list[tuple[int, int, int]] = field(default_factory=lambda: [(0, 0, 0)] * 10)
    known: list[KnownTransfer] = field(default_factory=list)
    past: Past = field(default_factory=Past)
    other_past: Past = field(default_factory=Past)
    forks: int = 0
    lag: int = 0

    @property
    def height(self) -> int:
        """Of the provider that is asked."""
        return len(self.blocks) - 1 - self.lag

    @property
    def final(self) -> int:
        return self.height - LAG

    def fail_over(self, lag: int) -> None:
        """To another client of another provider, which may be behind."""
        self.past, self.other_past = self.other_past, self.past
        self.lag = lag

    def pay(self, wei: int) -> None:
        balance, nonce, received = self.blocks[-1]
        self.blocks.append((balance + wei, nonce, received + wei))

    def sweep(self, rest: int) -> None:
        balance, nonce, received = self.blocks[-1]
        if balance:
            self.blocks.append((min(rest, balance - 1), nonce + 1, received))

    def mine(self, count: int) -> None:
        self.blocks += self.blocks[-1:] * count

    def reorg(self, depth: int) -> None:
        """At least as long again, so that nothing final is undone."""
        del self.blocks[-depth:]
        self.forks += 1
        self.mine(depth)

    def look(self, is_final_readable: bool = True) -> list[SeenTransfer]:
        """As the client does it; looking again shows the same."""
        if not is_final_readable and self.past.final < sum_up_to(self.known, self.final):
            return []  # a failure there: nothing is said
        rows = self.rows(is_final_readable)
        self.record(rows)
        assert set(rows) == set(self.rows(is_final_readable))
        return list(rows)

    def rows(self, is_final_readable: bool) -> tuple[SeenTransfer, ...]:
        height, final = self.height, self.final
        tip = tip_at(height, final, f"/{self.forks}")
        now, then = (Account(*self.blocks[at][:2]) for at in (height, final))
        received = self.past.received(self.known, tip, now, then if is_final_readable else None)
        return transfers(ADDRESS, self.known, received, tip, Block(final, f"tip {final}"))

    def record(self, rows: tuple[SeenTransfer, ...]) -> None:
        fresh = {each.output_index: each for each in rows}
        assert len(fresh) == len(rows)
        kept = [
            KnownTransfer(fresh.pop(old.transfer.output_index))
            if old.transfer.output_index in fresh
            else replace(old, gone=True)
            for old in self.known
        ]
        self.known = kept + [KnownTransfer(each) for each in fresh.values()]

    def final_sum(self, rows: list[SeenTransfer]) -> int:
        return sum(row.amount for row in rows if (row.block_height or 0) <= self.final)


AMOUNTS = st.integers(1, 6)
QUIET = st.one_of(
    st.tuples(st.just("pay"), AMOUNTS),
    st.tuples(st.just("mine"), st.integers(1, LAG + 2)),
    st.tuples(st.just("reorg"), st.integers(1, LAG)),
    st.tuples(st.just("look"), st.booleans()),
    st.tuples(st.just("restart"), st.just(0)),
)
Steps = list[tuple[str, int]]


def step(world: World, name: str, number: int) -> None:
    if name == "restart":
        world.past = Past()
    elif name == "look":
        world.look(bool(number))
    else:
        getattr(world, name)(number)


@settings(max_examples=150, deadline=None)
@given(st.lists(QUIET, max_size=40))
def test_the_sum_is_what_was_received(steps: Steps) -> None:
    """As long as the owner sends nothing: at the tip to the wei, as of finality never more."""
    world = World()
    for name, number in steps:
        step(world, name, number)
        if name in ("look", "mine", "pay"):
            rows = world.look()
            assert all(each.amount > 0 for each in rows)
            assert world.final_sum(rows) <= world.blocks[world.final][2]
            assert total(world.known) == world.blocks[-1][2]
    world.mine(LAG)
    world.look()
    world.mine(LAG)
    assert world.final_sum(world.look()) == world.blocks[-1][2]


@settings(max_examples=150, deadline=None)
@given(st.lists(QUIET, max_size=40))
def test_what_is_final_stays(steps: Steps) -> None:
    """Failure case 26: whatever is undone, it was not final."""
    world = World()
    done: set[int] = set()
    for name, number in [*steps, ("look", 1)]:
        step(world, name, number)
        if name == "look" and number:
            rows = world.look()
            final = {row.output_index for row in rows if (row.block_height or 0) <= world.final}
            assert done <= final
            done = final


SEVERAL = st.one_of(QUIET, st.tuples(st.just("fail_over"), st.integers(0, 2)))


@settings(max_examples=150, deadline=None)
@given(st.lists(SEVERAL, max_size=40))
def test_several_providers_one_of_them_behind(steps: Steps) -> None:
    """Failure cases 3, 10: never more than was received or final; all of it in the end."""
    world = World()
    for name, number in steps:
        step(world, name, number)
        rows = world.look()
        assert world.final_sum(rows) <= world.blocks[-1 - LAG][2]
        assert total(world.known) >= world.blocks[world.height][2]
        if not world.lag:
            assert total(world.known) == world.blocks[-1][2]
    world.lag = 0
    for _ in range(2):
        world.mine(LAG)
        rows = world.look()
    assert total(world.known) == world.final_sum(rows) == world.blocks[-1][2]


SENDING = st.one_of(QUIET, st.tuples(st.just("sweep"), st.integers(0, 3)))


@settings(max_examples=150, deadline=None)
@given(st.lists(SENDING, max_size=40))
def test_an_owner_who_sends_never_makes_money(steps: Steps) -> None:
    """Looking after every step: never more than was received, and none final too soon."""
    world = World()
    for name, number in steps:
        if name == "restart":
            continue
        step(world, name, number)
        rows = world.look()
        assert world.final_sum(rows) <= world.blocks[world.final][2]
        assert total(world.known) <= world.blocks[-1][2]


CALM = st.one_of(
    st.tuples(st.just("pay"), AMOUNTS),
    st.tuples(st.just("mine"), st.integers(1, LAG + 2)),
    st.tuples(st.just("sweep"), st.integers(0, 3)),
    st.tuples(st.just("restart"), st.just(0)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(CALM, max_size=40))
def test_nothing_is_lost_however_often_it_is_swept(steps: Steps) -> None:
    """With a look after each step: late money is found to the wei, and becomes final."""
    world = World()
    for name, number in steps:
        step(world, name, number)
        world.look()
        assert total(world.known) == world.blocks[-1][2]
    world.mine(LAG)
    world.look()
    world.mine(LAG)
    assert world.final_sum(world.look()) == world.blocks[-1][2]


OWNED = st.one_of(CALM, st.tuples(st.just("fail_over"), st.integers(0, 2)))


@settings(max_examples=150, deadline=None)
@given(st.lists(OWNED, max_size=30))
def test_several_providers_while_the_owner_sends(steps: Steps) -> None:
    """Never more than was received."""
    world = World()
    for name, number in steps:
        step(world, name, number)
        rows = world.look()
        assert world.final_sum(rows) <= world.blocks[-1 - LAG][2]
        assert total(world.known) <= world.blocks[-1][2]


def test_what_only_one_source_had_seen_becomes_final() -> None:
    """Recorded without a block while two sources had to agree and one was down."""
    alone = SeenTransfer(ADDRESS.lower(), 0, 5, None, None)
    (row,) = transfers(ADDRESS, [KnownTransfer(alone)], Received(5, 5), TIP, FINAL)
    assert (row.block_height, row.block_hash) == (FINAL.height, FINAL.hash)
