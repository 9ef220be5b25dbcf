"""Several sources for one chain: the first that works is kept until it fails, none can silence
another, and no question takes longer than a set time.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from utils.chains.agreement import agreed, joined, merged, qualified
from utils.chains.base import (
    NOTHING_KNOWN,
    ChainCannotTell,
    ChainError,
    ChainSource,
    ChainUnavailable,
    FindsTransactions,
    Known,
    Lookup,
    Observation,
    Tip,
)
from utils.chains.hedge import bounded, first_good, outcome
from utils.chains.level import Levels, Rhythm
from utils.chains.portion import in_portions
from utils.chains.secondlook import SecondLooks
from utils.health import Health

MOST_BLOCKS_BEHIND = 3
PER_SCAN = 200
AGREEING = 2
"""Sources that must say the same of a transaction that is looked up, if there are so many."""
COMPARE_EVERY = 60.0
"""Seconds between two rounds in which all sources show their best block."""
T = TypeVar("T")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a question may take; no call takes longer.

    `compare`: a round; who is slower is not part of it. `patience`: after which a single question
    also goes to the next source. `answer`: a single question, whoever is asked. `receipt`: finding
    transactions in blocks, which takes many questions and nobody waits for. `scan`, and
    `per_address` of it, at most `longest_scan`: one source in one scan. A whole scan takes that
    twice, with its second look, and once more for each source that fails on the way.
    """

    compare: float = 3.0
    patience: float = 3.0
    answer: float = 10.0
    receipt: float = 30.0
    scan: float = 30.0
    per_address: float = 0.5
    longest_scan: float = 90.0

    def of_scan(self, addresses: int) -> float:
        return min(self.longest_scan, self.scan + self.per_address * addresses)


LIMITS = Limits()


class FailoverClient:
    """Asks `clients` in turn, beginning with the one that worked last; `source` names it.

    `rhythm`: of a live network; without it only the sources themselves tell what can be.
    """

    def __init__(
        self,
        clients: Sequence[ChainSource],
        *,
        most_behind: int = MOST_BLOCKS_BEHIND,
        per_scan: int = PER_SCAN,
        rhythm: Rhythm | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        limits: Limits = LIMITS,
    ) -> None:
        if not clients:
            raise ValueError("at least one source is needed")
        self._clients = tuple(clients)
        self._favourite = 0
        self.per_scan = per_scan
        self._monotonic = monotonic
        self._limits = limits
        names = [client.source for client in clients]
        self._levels = Levels(names, most_behind, rhythm, monotonic)
        self._compared_at = float("-inf")
        self._second = SecondLooks(monotonic)

    @property
    def source(self) -> str:
        return self._clients[self._favourite].source

    def health(self) -> list[Health]:
        """One that is set aside is not well, however it answers."""
        found = [client.health() for client in self._clients]
        for place, fault in self._levels.faults.items():
            found[place] = replace(found[place], ok=False, last_error=fault, aside=fault)
        return found

    async def tip(self) -> Tip:
        async def ask(place: int) -> Tip:
            tip = await self._clients[place].tip()
            await self._require_level(place, tip)
            return tip

        return await self._first(ask)

    async def has_history(self, address: str) -> bool:
        return await self._first(lambda place: self._clients[place].has_history(address))

    async def lookup(self, txid: str, address: str) -> Lookup:
        """Two must say it where there are two: nobody else proves that a refund has left."""
        await self._compare()
        answers: list[Lookup] = []
        errors: list[ChainError] = []
        for place in self._turns():
            try:
                async with bounded(self._clients[place].source, self._limits.answer):
                    answers.append(await self._clients[place].lookup(txid, address))
            except ChainError as error:
                errors.append(self._noted(error))
            if len(answers) == min(AGREEING, len(self._clients)):
                return agreed(self.source, answers)
        if answers:
            raise ChainUnavailable(self.source, "only one source answers, and this takes two")
        raise next((e for e in errors if isinstance(e, ChainCannotTell)), self._last(errors))

    async def find_transactions(
        self, address: str, from_height: int, to_height: int
    ) -> list[tuple[str, int]]:
        async def ask(place: int) -> list[tuple[str, int]]:
            client = self._clients[place]
            if not isinstance(client, FindsTransactions):
                return []
            return await client.find_transactions(address, from_height, to_height)

        return await self._first(ask, self._limits.receipt)

    async def observe(
        self,
        addresses: Sequence[str],
        known: Known = NOTHING_KNOWN,
        *,
        agree: Collection[str] = frozenset(),
        doublecheck: bool = False,
    ) -> Observation:
        await self._compare()
        seen, read_by = await self._read(addresses, known)
        if len(self._clients) == 1:  # one's own node is believed
            return in_portions(seen, known)
        for place in range(len(self._clients)):
            mine = [address for address, reader in read_by.items() if reader == place]
            must = set(mine) if doublecheck else self._must(mine, place, agree, seen, known)
            if asked := [address for address in mine if address in must]:
                second = await self._ask_another(place, asked, known)
                seen = joined(seen, second, asked, agree)
                self._second.note(asked, second, seen)
        seen = qualified(seen, self._levels.dispute, self._levels.sound_tips())
        return in_portions(seen, known)

    def _must(
        self,
        mine: Sequence[str],
        reader: int,
        agree: Collection[str],
        seen: Observation,
        known: Known,
    ) -> set[str]:
        """Those that take two; and others, if there is a second source that is not slow or down."""
        has_another = bool(self._levels.present() - {reader})
        return set(agree) | (self._second.chosen(mine, seen, known) if has_another else set())

    async def _read(
        self, addresses: Sequence[str], known: Known
    ) -> tuple[Observation, dict[str, int]]:
        """What one source cannot read is asked of the next; and who read what."""
        seen: Observation | None = None
        read_by: dict[str, int] = {}
        errors: list[ChainError] = []
        for place in self._turns():
            try:
                part = await self._ask(place, list(seen.failures if seen else addresses), known)
            except ChainError as error:
                errors.append(self._noted(error))
                continue
            if part.transfers or not addresses:
                self._favourite = place
            read_by |= dict.fromkeys(part.transfers, place)
            seen = part if seen is None else merged(seen, part)
            if not seen.failures:
                break
        if seen is None:
            raise self._last(errors)
        return seen, read_by

    async def _ask_another(
        self, place: int, addresses: Sequence[str], known: Known
    ) -> Observation | None:
        for other in self._turns():
            if other != place:
                try:
                    return await self._ask(other, addresses, known)
                except ChainError as error:
                    self._noted(error)
        return None

    async def _ask(self, place: int, addresses: Sequence[str], known: Known) -> Observation:
        client = self._clients[place]
        async with bounded(client.source, self._limits.of_scan(len(addresses))):
            part = await client.observe(addresses, known)
        await self._require_level(place, part.tip)
        return part

    async def aclose(self) -> None:
        for client in self._clients:
            await client.aclose()

    async def _first(self, ask: Callable[[int], Awaitable[T]], seconds: float | None = None) -> T:
        """Whoever is slow is overtaken by the next."""
        async with bounded(self.source, seconds or self._limits.answer):
            found = await first_good(self._turns(), ask, patience=self._limits.patience)
        if isinstance(found, tuple):
            self._favourite, answer = found
            return answer
        for error in found:
            self._noted(error)
        raise self._last(found)

    def _turns(self) -> Iterator[int]:
        """Everybody sound once, the one that worked last first; an only source always."""
        first, count = self._favourite, len(self._clients)
        everybody = [(first + turn) % count for turn in range(count)]
        aside = self._levels.faults if count > 1 else {}
        return (place for place in everybody if place not in aside)

    def _noted(self, error: ChainError) -> ChainError:
        logger.warning("no answer from a chain source: %s", error)
        return error

    def _last(self, errors: Sequence[ChainError]) -> ChainError:
        faults = [f"{self._clients[p].source}: {f}" for p, f in self._levels.faults.items()]
        return errors[-1] if errors else ChainUnavailable(self.source, "; ".join(faults))

    async def _require_level(self, place: int, tip: Tip) -> None:
        """Raises ChainUnavailable for a best block that cannot be."""
        if len(self._clients) == 1 or not self._levels.still_holds(place, tip):
            await self._round({place: tip})
        if fault := self._levels.faults.get(place):
            raise ChainUnavailable(self._clients[place].source, fault)

    async def _compare(self) -> None:
        """Now and then, and always while they differ, all show their best block at once."""
        is_due = self._monotonic() - self._compared_at >= COMPARE_EVERY or self._levels.dispute
        if is_due and len(self._clients) > 1:
            await self._round({})

    async def _round(self, shown: Mapping[int, Tip]) -> None:
        self._compared_at = self._monotonic()
        tips = dict(shown)
        others = [place for place in range(len(self._clients)) if place not in shown]
        async with asyncio.TaskGroup() as group:
            tasks = {place: group.create_task(outcome(self._shown, place)) for place in others}
        answers = {place: task.result() for place, task in tasks.items()}
        tips |= {place: tip for place, tip in answers.items() if isinstance(tip, Tip)}
        self._levels.judge(tips)

    async def _shown(self, place: int) -> Tip:
        client = self._clients[place]
        async with bounded(client.source, self._limits.compare):
            return await client.tip()
