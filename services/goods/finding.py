"""Finding products by typed words: forgiving of case, accents, order and a slip of the finger."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWorkFactory
from repositories.sought import Candidate
from utils.clock import Clock

LONGEST = 64
"""Characters of a search; of a longer one the beginning counts."""
MOST_WORDS = 8
MOST_FOUND = 20
MOST_PROPOSED = 40
ENOUGH = 0.5
"""Likeness, from 0 to 1, of what is shown."""
WORD = re.compile(r"[^\W_]+")
EXACT, BEGINS, WITHIN, NEARLY, TOLD = 1.0, 0.9, 0.8, 0.7, 0.5
"""How well a word fits: into the name in four ways, or into the description."""


@dataclass(frozen=True, slots=True)
class Found:
    """A product that may be meant, as a list shows it.

    `surely`: every word fits, and half of them its name: nothing else was said.
    """

    product_id: int
    name: str
    surely: bool = False


def fold(text: str) -> str:
    """Without case and accents, `Käse` and `KASE` alike."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def words_of(text: str) -> list[str]:
    """What is looked for; signs, quotation marks and emoji are none of it."""
    return WORD.findall(fold(text[:LONGEST]))[:MOST_WORDS]


class Finder:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def find(self, text: str, limit: int = MOST_FOUND) -> list[Found]:
        """The likest first; a number finds the product of that number before all others."""
        words = words_of(text)
        if not words:
            return []
        async with self._uow.read() as uow:
            proposed = await uow.sought.candidates(words, MOST_PROPOSED)
            number = number_in(text)
            named = await uow.shelves.names([number]) if number else {}
        first = [Found(product_id, name, surely=True) for product_id, name in named.items()]
        rest = [one for one in ranked(words, proposed) if one.product_id not in named]
        return [*first, *rest][:limit]


def number_in(text: str) -> int | None:
    """`12`, `#12`, `p12`."""
    digits = text.strip().removeprefix("#").removeprefix("p").removeprefix("P")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def ranked(words: Sequence[str], proposed: Sequence[Candidate]) -> list[Found]:
    marks = [(_marks(words, one), one) for one in proposed]
    fit = sorted((-_mean(mark), one.id, one, mark) for mark, one in marks if _mean(mark) >= ENOUGH)
    return [Found(one.id, one.name, surely=_surely(mark)) for _, _, one, mark in fit]


def likeness(words: Sequence[str], of: Candidate) -> float:
    """From 0 to 1: every word counts, and the name more than the description."""
    return _mean(_marks(words, of))


def _mean(marks: Sequence[float]) -> float:
    return sum(marks) / len(marks)


def _surely(marks: Sequence[float]) -> bool:
    named = sum(mark >= NEARLY for mark in marks)
    return min(marks) > 0 and named * 2 >= len(marks)


def _marks(words: Sequence[str], of: Candidate) -> list[float]:
    name, told = WORD.findall(fold(of.name)), set(WORD.findall(fold(of.description)))
    whole = "".join(name)
    return [_fits(word, name, whole, told) for word in words]


def _fits(word: str, name: Sequence[str], whole: str, told: set[str]) -> float:
    if word in name:
        return EXACT
    if any(part.startswith(word) for part in name):
        return BEGINS
    if word in whole and len(word) > 1:
        return WITHIN
    if any(_nearly(word, part) for part in name):
        return NEARLY
    return TOLD if word in told else 0.0


def _nearly(one: str, other: str) -> bool:
    """A slip in a short word, two in a long one; in the shortest none."""
    slips = 0 if len(one) < 4 else 1 if len(one) < 7 else 2
    if not slips or abs(len(one) - len(other)) > slips or len(set(one) ^ set(other)) > 2 * slips:
        return False
    return distance(one, other, slips) <= slips


def distance(one: str, other: str, most: int) -> int:
    """Letters added, left out, changed or swapped with their neighbour; `most` + 1 for more."""
    before, row = list[int](), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
