"""How the shelves are looked at: no tables, what questions are asked and answered in."""

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """How a list of products is ordered."""

    OWN = "own"
    """As the shop placed them; what has the same place, by number."""
    NEW = "new"
    PRICE = "price"
    POPULAR = "popular"
    BEST = "best"
    """The most popular, without what nobody bought lately."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A category with the number of products on sale in it and within it."""

    id: int
    name: str
    total: int
