"""A measured figure as a line of the table, with its spread."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

RUNS = 3
"""How often whatever can be noisy is measured."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `aim` is empty where none is set."""

    what: str
    figure: str
    aim: str = ""

    def __str__(self) -> str:
        return f"{self.what:<58} {self.figure:<34} {self.aim}".rstrip()


def spread(values: Sequence[float], digits: int = 0) -> str:
    """The median, then the least and the greatest."""
    middle = statistics.median(values)
    return f"{middle:,.{digits}f} ({min(values):,.{digits}f}-{max(values):,.{digits}f})"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def machine() -> str:
    """What the figures depend on most."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, load average {load}"
