"""Several sources for one chain: the first that works is kept until it fails."""

import logging
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from typing import TypeVar

from utils.chains.agreement import agreed, joined
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
    lower,
)
from utils.health import Health

MOST_BLOCKS_BEHIND = 3
PER_SCAN = 200
MEMORY_SECONDS = 2 * 60 * 60.0
"""How long the highest tip counts after it was last confirmed. A source that stands still is by
then refused for its age, and one absurd height does not keep every honest source out for ever."""
AGREEING = 2
"""Sources that must say the same of a transaction that is looked up, if there are so many."""
T = TypeVar("T")
logger = logging.getLogger(__name__)


class FailoverClient:
    """Asks `clients` in turn, beginning with the one that worked last; `source` names it."""

    def __init__(
        self,
        clients: Sequence[ChainSource],
        *,
        most_behind: int = MOST_BLOCKS_BEHIND,
        per_scan: int = PER_SCAN,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if not clients:
            raise ValueError("at least one source is needed")
        self._clients = tuple(clients)
        self._favourite = 0
        self._most_behind = most_behind
        self.per_scan = per_scan
        self._monotonic = monotonic
        self._highest = 0
        self._highest_at = monotonic()

    @property
    def source(self) -> str:
        return self._clients[self._favourite].source

    def health(self) -> list[Health]:
        return [client.health() for client in self._clients]

    async def tip(self) -> Tip:
        async def ask(client: ChainSource) -> Tip:
            tip = await client.tip()
            self._require_level(client.source, tip)
            return tip

        return await self._first(ask)

    async def has_history(self, address: str) -> bool:
        async def ask(client: ChainSource) -> bool:
            return await client.has_history(address)

        return await self._first(ask)

    async def lookup(self, txid: str, address: str) -> Lookup:
        """Two must say it where there are two: nobody else proves that a refund has left."""
        answers: list[Lookup] = []
        errors: list[ChainError] = []
        for position in self._turns():
            try:
                answers.append(await self._clients[position].lookup(txid, address))
            except ChainError as error:
                errors.append(self._noted(error))
            if len(answers) == min(AGREEING, len(self._clients)):
                return agreed(self.source, answers)
        if answers:
            raise ChainUnavailable(self.source, "only one source answers, and this takes two")
        raise next((e for e in errors if isinstance(e, ChainCannotTell)), errors[-1])

    async def find_transactions(
        self, address: str, from_height: int, to_height: int
    ) -> list[tuple[str, int]]:
        async def ask(client: ChainSource) -> list[tuple[str, int]]:
            if not isinstance(client, FindsTransactions):
                return []
            return await client.find_transactions(address, from_height, to_height)

        return await self._first(ask)

    async def observe(
        self,
        addresses: Sequence[str],
        known: Known = NOTHING_KNOWN,
        *,
        agree: Collection[str] = frozenset(),
        doublecheck: bool = False,
    ) -> Observation:
        seen, read_by = await self._read(addresses, known)
        if len(self._clients) == 1:  # one's own node is believed
            return seen
        for position in range(len(self._clients)):
            asked = [
                address
                for address, reader in read_by.items()
                if reader == position and (doublecheck or address in agree)
            ]
            if asked:
                second = await self._ask_another(position, asked, known)
                seen = joined(seen, second, asked, agree)
        return seen

    async def _read(
        self, addresses: Sequence[str], known: Known
    ) -> tuple[Observation, dict[str, int]]:
        """What one source cannot read is asked of the next; and who read what."""
        seen: Observation | None = None
        read_by: dict[str, int] = {}
        errors: list[ChainError] = []
        for position in self._turns():
            try:
                part = await self._ask(position, list(seen.failures if seen else addresses), known)
            except ChainError as error:
                errors.append(self._noted(error))
                continue
            if part.transfers or not addresses:
                self._favourite = position
            read_by |= dict.fromkeys(part.transfers, position)
            seen = part if seen is None else merge(seen, part)
            if not seen.failures:
                break
        if seen is None:
            raise errors[-1]
        return seen, read_by

    async def _ask_another(
        self, position: int, addresses: Sequence[str], known: Known
    ) -> Observation | None:
        for other in self._turns():
            if other != position:
                try:
                    return await self._ask(other, addresses, known)
                except ChainError as error:
                    self._noted(error)
        return None

    async def _ask(self, position: int, addresses: Sequence[str], known: Known) -> Observation:
        client = self._clients[position]
        part = await client.observe(addresses, known)
        self._require_level(client.source, part.tip)
        return part

    async def aclose(self) -> None:
        for client in self._clients:
            await client.aclose()

    async def _first(self, ask: Callable[[ChainSource], Awaitable[T]]) -> T:
        errors: list[ChainError] = []
        for position in self._turns():
            try:
                answer = await ask(self._clients[position])
            except ChainError as error:
                errors.append(self._noted(error))
            else:
                self._favourite = position
                return answer
        raise errors[-1]

    def _turns(self) -> Iterator[int]:
        """Everybody once, the one that worked last first."""
        first, count = self._favourite, len(self._clients)
        return ((first + turn) % count for turn in range(count))

    def _noted(self, error: ChainError) -> ChainError:
        logger.warning("no answer from a chain source: %s", error)
        return error

    def _require_level(self, source: str, tip: Tip) -> None:
        """Raises ChainUnavailable for a tip that is far below the highest one seen."""
        now = self._monotonic()
        if now - self._highest_at > MEMORY_SECONDS:
            self._highest = tip.height
        behind = self._highest - tip.height
        if behind > self._most_behind:
            raise ChainUnavailable(source, f"{behind} blocks behind the highest one seen")
        self._highest = max(self._highest, tip.height)
        self._highest_at = now


def merge(seen: Observation, more: Observation) -> Observation:
    """Both, at the lower tip."""
    tip = lower(seen.tip, more.tip)
    return Observation(seen.source, tip, seen.transfers | more.transfers, more.failures)
