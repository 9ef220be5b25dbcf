"""Which best blocks can be true: judged against each other, against time and the chain's pace.

Two sources that show the same are believed, whatever a memory or this machine's clock says. One
that differs from all others is set aside if the others agree, or if what it shows cannot be. Where
several differ that all can be true, nobody knows who lies: they are in dispute.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from utils.chains.base import Tip
from utils.clock import Clock, utc_now

MEMORY_SECONDS = 2 * 60 * 60.0
"""How long a height counts after it was last confirmed, where nothing but heights tells what can
be: one absurd height of an only source does not keep its true ones out for ever."""
SHORT_OF, BEYOND = 0.5, 1.5
"""A network that made as few or as many blocks in all its life, by its interval, is another one."""
DIGITS = 12
"""Of a hash, enough to tell two apart."""
FASTER = SLOWER = 4
"""No network makes blocks so much faster or slower for as long as an hour."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a live network grows: one block each `interval` since it `began`. `lead`: how far ahead
    of the clock a block's own time may be.
    """

    began: datetime
    interval: timedelta
    lead: timedelta
    clock: Clock = utc_now

    def blocks(self, seconds: float) -> float:
        return seconds / self.interval.total_seconds()

    def doubts(self, tip: Tip) -> Iterator[str]:
        """Why this cannot be the best block now."""
        now = self.clock()
        if tip.time > now + self.lead:
            yield f"its best block is from {tip.time:%Y-%m-%d %H:%M} UTC: or is our clock late?"
        expected = self.blocks((now - self.began).total_seconds())
        if not SHORT_OF * expected <= tip.height <= BEYOND * expected:
            yield f"this network has no block {tip.height}"


@dataclass(frozen=True, slots=True)
class Level:
    """A height, and when (monotonic seconds) it was the best one."""

    height: int
    at: float


class Levels:
    """`faults`: why a source (by its place in `names`) is set aside; `dispute`: what the sound ones
    contradict each other in. Both as of the last round, in which all were asked at once.
    """

    def __init__(
        self,
        names: Sequence[str],
        most_behind: int,
        rhythm: Rhythm | None,
        monotonic: Callable[[], float],
    ) -> None:
        self.faults: dict[int, str] = {}
        self.dispute: str | None = None
        self._names = names
        self._most_behind = most_behind
        self._rhythm = rhythm
        self._monotonic = monotonic
        self._tips: dict[int, Tip] = {}
        self._agreed: Level | None = None
        self._own: dict[int, Level] = {}

    def still_holds(self, place: int, tip: Tip) -> bool:
        """Whether the last round speaks for this tip too."""
        known = self._tips.get(place)
        return known is not None and self._is_near(known, tip)

    def present(self) -> set[int]:
        """Who is sound and answered in time; whoever did not is not waited for without need."""
        return self._tips.keys() - self.faults.keys()

    def sound_tips(self) -> list[Tip]:
        return [self._tips[place] for place in self.present()]

    def judge(self, tips: Mapping[int, Tip]) -> None:
        """A round: what those that answered showed at about the same time."""
        self._tips = dict(tips)
        together = self._together(tips)
        if together:
            self.faults = {p: self._apart(p) for p in tips if p not in together}
        else:
            self.faults = {p: why for p, tip in tips.items() if (why := self._absurd(p, tip))}
        sound = sorted(self.present())
        self.dispute = None if together or len(sound) < 2 else self._words(sound)
        self._remember(sound, agreed=bool(together) or len(self._names) == 1)

    def _together(self, tips: Mapping[int, Tip]) -> set[int]:
        """The largest group that shows the same; nobody when another one is as large."""
        groups = [
            {place for place, other in tips.items() if self._match(tip, other)}
            for tip in tips.values()
        ]
        largest = max(groups, key=len, default=set())
        rivals = [group for group in groups if group.isdisjoint(largest)]
        if len(largest) < 2 or any(len(group) == len(largest) for group in rivals):
            return set()
        return largest

    def _match(self, one: Tip, other: Tip) -> bool:
        if one.height == other.height and one.hash != other.hash:
            return False
        return self._is_near(one, other)

    def _is_near(self, one: Tip, other: Tip) -> bool:
        return abs(one.height - other.height) <= self._most_behind

    def _absurd(self, place: int, tip: Tip) -> str | None:
        """Why this cannot be, or None."""
        return next(self._doubts(place, tip), None)

    def _doubts(self, place: int, tip: Tip) -> Iterator[str]:
        if self._rhythm:
            yield from self._rhythm.doubts(tip)
        for level in filter(None, (self._agreed, self._own.get(place))):
            yield from self._strays(level, tip.height)

    def _strays(self, level: Level, height: int) -> Iterator[str]:
        """From what was seen before: backwards, too fast or too slow."""
        elapsed = self._monotonic() - level.at
        is_lonely = self._rhythm is None or len(self._names) == 1
        if elapsed > MEMORY_SECONDS and is_lonely:
            return
        grown = self._rhythm.blocks(elapsed) if self._rhythm else 0.0
        if level.height - height + int(grown / SLOWER) > self._most_behind:
            yield f"its best block {height} is too far below {level.height}, {elapsed:.0f} s ago"
        elif self._rhythm and height - level.height > self._most_behind + grown * FASTER:
            yield f"its best block {height} is too far above {level.height}, {elapsed:.0f} s ago"

    def _apart(self, place: int) -> str:
        return f"its best block {self._tips[place].height} is not the one that the others show"

    def _words(self, sound: Sequence[int]) -> str:
        shown = ((self._names[place], self._tips[place]) for place in sound)
        words = [f"{name} {tip.height} ({tip.hash[:DIGITS]})" for name, tip in shown]
        return "its sources show different best blocks: " + ", ".join(words)

    def _remember(self, sound: Sequence[int], *, agreed: bool) -> None:
        now = self._monotonic()
        self._own |= {place: Level(self._tips[place].height, now) for place in sound}
        if agreed and sound:
            self._agreed = Level(min(self._tips[place].height for place in sound), now)
