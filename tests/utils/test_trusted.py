"""Case 47: a clock that jumps is noticed; what other machines say tells which time is right."""

from datetime import UTC, datetime, timedelta

import pytest

from utils.trusted import PATIENCE, TOLERANCE, News, TrustedClock, Turn

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOUR = 3600.0
WITNESSES = ("kraken", "coinbase", "telegram")


class Machine:
    """True time, what the machine's clock shows of it, and what passes."""

    def __init__(self, wrong_by: float = 0.0) -> None:
        self.passed = 5_000.0
        self.wrong_by = wrong_by
        self.true = START
        self.clock = TrustedClock(
            lambda: self.true + timedelta(seconds=self.wrong_by), lambda: self.passed
        )

    def live(self, seconds: float = 1.0) -> list[News]:
        """Time passes, then a look."""
        self.passed += seconds
        self.true += timedelta(seconds=seconds)
        return self.clock.review()

    def sleep(self, seconds: float) -> None:
        """A virtual machine that stands still, its counters too."""
        self.true += timedelta(seconds=seconds)

    def witnesses(self, *names: str, lie: float = 0.0) -> None:
        for name in names or WITNESSES:
            self.clock.expect(name)
            self.clock.hear(name, (self.true + timedelta(seconds=lie)).replace(microsecond=0))

    @property
    def error(self) -> float:
        """Seconds the shop's own time is ahead of the truth."""
        return (self.clock() - self.true).total_seconds()


def turns(news: list[News]) -> list[Turn]:
    return [item.turn for item in news]


def test_a_right_clock_is_followed_and_nobody_hears_of_it() -> None:
    machine = Machine()
    machine.witnesses()
    assert machine.live() == []
    assert (machine.error, machine.clock.in_doubt) == (0, False)


@pytest.mark.parametrize("jump", [2 * HOUR, -600.0, -24 * 30 * HOUR, 10.0])
def test_a_jump_moves_nothing_until_a_witness_has_spoken(jump: float) -> None:
    machine = Machine()
    machine.witnesses()
    machine.live()
    machine.wrong_by = jump
    assert turns(machine.live()) == [Turn.JUMPED]
    assert machine.error == 0
    assert machine.clock.in_doubt


@pytest.mark.parametrize("jump", [2 * HOUR, -600.0])
def test_witnesses_prove_the_machine_wrong_and_the_shop_goes_on(jump: float) -> None:
    machine = Machine()
    machine.witnesses()
    machine.live()
    machine.wrong_by = jump
    machine.live()
    machine.witnesses()
    [news] = machine.live()
    assert (news.turn, round(news.by)) == (Turn.WRONG, jump)
    assert (machine.error, machine.clock.in_doubt) == (0, False)
    assert machine.live(PATIENCE * 10) == []  # however long it stays wrong, and all are silent
    assert (machine.error, machine.clock.in_doubt) == (0, False)
    machine.wrong_by = 0
    assert turns(machine.live()) == [Turn.RIGHT]


def test_witnesses_prove_the_machine_right() -> None:
    """It had slept: our seconds stood still with it."""
    machine = Machine()
    machine.witnesses()
    machine.live()
    machine.sleep(3 * HOUR)
    assert turns(machine.live()) == [Turn.JUMPED]
    assert machine.error == -3 * HOUR
    machine.witnesses()
    assert turns(machine.live()) == [Turn.MOVED, Turn.RIGHT]
    assert (machine.error, machine.clock.in_doubt) == (0, False)


@pytest.mark.parametrize("wrong_by", [2 * HOUR, -2 * HOUR])
def test_a_start_with_a_wrong_clock_waits_for_witnesses_and_then_goes_by_them(
    wrong_by: float,
) -> None:
    machine = Machine(wrong_by)
    machine.clock.expect("kraken")
    machine.clock.expect("coinbase")
    machine.live()
    assert machine.clock.in_doubt
    machine.witnesses()
    assert turns(machine.live()) == [Turn.MOVED, Turn.WRONG]
    assert abs(machine.error) <= 1
    assert not machine.clock.in_doubt


def test_a_start_before_the_shop_was_last_seen_alive_is_doubted() -> None:
    machine = Machine(-2 * HOUR)
    machine.clock.remember(machine.true)
    [news] = machine.live()
    assert (news.turn, round(news.by)) == (Turn.JUMPED, 1 - 2 * HOUR)
    assert machine.clock.in_doubt


def test_without_any_witness_a_lasting_step_is_believed_in_the_end() -> None:
    """A shop whose providers are all its own: whoever set the clock must have meant it."""
    machine = Machine()
    machine.live()
    machine.wrong_by = HOUR
    machine.live()
    assert machine.live(PATIENCE / 2) == []
    assert turns(machine.live(PATIENCE)) == [Turn.MOVED, Turn.RIGHT]
    assert machine.error == HOUR
    assert not machine.clock.in_doubt


def test_a_start_without_an_answer_from_anybody_is_believed_in_the_end() -> None:
    machine = Machine()
    machine.clock.expect("kraken")
    machine.live(PATIENCE / 2)
    assert machine.clock.in_doubt
    machine.live(PATIENCE)
    assert not machine.clock.in_doubt


@pytest.mark.parametrize("lie", [2 * HOUR, -2 * HOUR])
def test_one_liar_moves_nothing(lie: float) -> None:
    machine = Machine()
    machine.witnesses("kraken", "coinbase")
    machine.witnesses("liar", lie=lie)
    assert machine.live() == []
    assert machine.error == 0


def test_half_of_the_witnesses_are_no_majority() -> None:
    machine = Machine()
    machine.witnesses("kraken", "coinbase")
    machine.witnesses("liar", "other", lie=HOUR)
    machine.live()
    assert machine.error == 0
    assert machine.clock.in_doubt


def test_a_lone_witness_of_several_proves_nothing() -> None:
    machine = Machine()
    machine.clock.expect("coinbase")
    machine.witnesses("kraken", lie=HOUR)
    machine.live()
    assert machine.error == 0
    assert machine.clock.in_doubt


def test_what_was_heard_long_ago_is_no_proof() -> None:
    machine = Machine(2 * HOUR)
    machine.witnesses()
    machine.passed += 2 * PATIENCE
    machine.true += timedelta(seconds=2 * PATIENCE)
    assert machine.clock.review() == []
    assert machine.error == 2 * HOUR


def test_small_differences_are_followed_without_a_word() -> None:
    """NTP slews; answers take their time, and `Date` has no fractions."""
    machine = Machine()
    machine.witnesses(lie=-TOLERANCE * 0.7)
    for _ in range(10):
        machine.wrong_by += 0.5
        assert machine.live() == []
    assert machine.error == machine.wrong_by
    assert not machine.clock.in_doubt


def test_witnesses_are_bounded_in_number() -> None:
    machine = Machine()
    machine.witnesses(*(f"host-{number}" for number in range(1_000)))
    assert len(machine.clock._words) < 100
