"""The shop's own time: the machine's clock, as long as the world does not contradict it.

The clock runs on the seconds that pass, from an anchor: setting the machine's clock moves nothing
by itself. What the machines we ask anyway say in the `Date` of their answers (RFC 9110, 6.6.1)
tells which is right, the anchor or the machine's clock, and when both are wrong what time it is.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from statistics import median

from utils.clock import Clock, Seconds, seconds, utc_now

TOLERANCE = 30.0
"""Seconds a witness may be off: `Date` has no fractions, and answers take their time."""
STEP = 2.0
"""Seconds within two looks that are a step of the machine's clock, and no slewing of NTP."""
FRESH = 600.0
"""Seconds a witness is believed."""
PATIENCE = 600.0
"""Seconds of doubt after which the machine's clock is believed, when no witness speaks."""
MOST_WITNESSES = 64
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Turn(StrEnum):
    """What the admins hear about the time."""

    JUMPED = "clock-jumped"
    """The machine's clock and ours are apart, and nobody has said yet which is right."""
    WRONG = "clock-wrong"
    """The machine's clock is wrong; the shop goes by what the witnesses say."""
    MOVED = "clock-moved"
    """The shop's own time was set."""
    RIGHT = "clock-right"
    """The machine's clock is right again."""


@dataclass(frozen=True, slots=True)
class News:
    """`by`: seconds the machine's clock is ahead, or our time was moved forward."""

    turn: Turn
    by: float


@dataclass(frozen=True, slots=True)
class _Word:
    """What a witness said, as the seconds between our counting and 1970; `heard`: when."""

    offset: float
    heard: float


class TrustedClock:
    """A `SteadyClock` that `HearsTime`; `review` is to be called about once a second."""

    def __init__(self, wall: Clock = utc_now, passed: Seconds = seconds) -> None:
        self._wall = wall
        self._passed = passed
        self._began = passed()
        self._offset = self._last = self._machine()
        self._words: dict[str, _Word] = {}
        self._expected: set[str] = set()
        self._not_before = -math.inf
        self._doubted_at: float | None = None
        self._proved = False  # by witnesses, and the machine's clock has not stepped since
        self._state = Turn.RIGHT

    def __call__(self) -> datetime:
        return EPOCH + timedelta(seconds=self._passed() + self._offset)

    def seconds(self) -> float:
        return self._passed()

    @property
    def in_doubt(self) -> bool:
        """After a start also until the first witnesses have been heard, if there are any."""
        unproved = not self._proved and bool(self._expected)
        return self._doubted_at is not None or (unproved and self._age() < PATIENCE)

    def remember(self, last_known: datetime) -> None:
        """The shop was alive at `last_known`, by the clock it had then."""
        self._not_before = (last_known - EPOCH).total_seconds()

    def expect(self, witness: str) -> None:
        self._expected.add(witness)

    def hear(self, witness: str, at: datetime) -> None:
        if witness in self._words or len(self._words) < MOST_WITNESSES:
            now = self._passed()
            self._words[witness] = _Word((at - EPOCH).total_seconds() - now, now)

    def review(self) -> list[News]:
        """Compare the machine's clock, our time and the witnesses'; what there is to tell."""
        machine, before = self._machine(), self._offset
        if abs(machine - self._last) > STEP:
            self._words.clear()  # a machine that stood still: what was heard before is no proof
            self._proved = False
        self._last = machine
        outside = self._outside()
        if outside is None:
            state, by = self._alone(machine)
        else:
            state, by = self._told(machine, outside)
        news = [News(state, by)] if state is not self._state else []
        self._state = state
        moved = self._offset - before
        return [News(Turn.MOVED, moved), *news] if abs(moved) > TOLERANCE else news

    def _told(self, machine: float, outside: float) -> tuple[Turn, float]:
        """The machine's clock if it is right, else our own time if that is, else the witnesses'."""
        self._proved, self._doubted_at, self._not_before = True, None, -math.inf
        # One that was wrong must come closer than one that is right may stray: no to and fro.
        limit = TOLERANCE / 2 if self._state is Turn.WRONG else TOLERANCE
        if abs(machine - outside) <= limit:
            self._offset = machine
            return Turn.RIGHT, 0.0
        if abs(self._offset - outside) > TOLERANCE:
            self._offset = outside
        return Turn.WRONG, machine - self._offset

    def _alone(self, machine: float) -> tuple[Turn, float]:
        """Nobody says what time it is."""
        if self._proved and self._state is Turn.WRONG:
            return Turn.WRONG, 0.0
        apart = self._apart(machine)
        if apart is None:
            self._doubted_at, self._offset = None, machine
            return Turn.RIGHT, 0.0
        now = self._passed()
        if self._doubted_at is None:
            self._doubted_at = now
        if now - self._doubted_at < PATIENCE:
            return Turn.JUMPED, apart
        self._doubted_at, self._offset, self._not_before = None, machine, -math.inf
        return Turn.RIGHT, 0.0

    def _apart(self, machine: float) -> float | None:
        """By how much the machine's clock contradicts what we know; None when it does not."""
        jump = machine - self._offset
        behind = machine + self._passed() - self._not_before
        if abs(jump) > STEP:
            return jump
        return behind if behind < -TOLERANCE else None

    def _outside(self) -> float | None:
        """What more than half of the witnesses, and two at least, agree on; or the only one."""
        words = [w for w in self._words.values() if self._passed() - w.heard <= FRESH]
        agreeing = _largest_group(sorted(word.offset for word in words))
        needed = max(min(2, len(self._expected)), len(words) // 2 + 1)
        return median(agreeing) if len(agreeing) >= needed else None

    def _machine(self) -> float:
        return (self._wall() - EPOCH).total_seconds() - self._passed()

    def _age(self) -> float:
        return self._passed() - self._began


def _largest_group(offsets: list[float]) -> list[float]:
    """The most of these that lie within the tolerance of each other. Sorted."""
    groups = ([o for o in offsets if first <= o <= first + TOLERANCE] for first in offsets)
    return max(groups, key=len, default=[])
