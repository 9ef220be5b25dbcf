"""Pressed buttons that wait for answerCallbackQuery."""

from datetime import timedelta

from sandbox.clock import SandboxClock
from sandbox.telegram.errors import bad_request
from sandbox.telegram.sequences import Sequences
from sandbox.telegram.shelf import Documents

# Telegram does not document how long an answer is awaited; clients give up after about this long.
LIFETIME = timedelta(seconds=15)
# Ids at Telegram are 64-bit numbers as text.
_FIRST_ID = 3_000_000_000_000_000_001


class Queries:
    """Open callback queries, oldest first; each can be answered once."""

    def __init__(self, store: Documents, clock: SandboxClock, sequences: Sequences) -> None:
        self._store = store
        self._clock = clock
        self._sequences = sequences
        self._open = store.all("query")

    def add(self, user_id: int) -> str:
        self._drop_old()
        query_id = str(self._sequences.next("query", _FIRST_ID))
        query = {"user_id": user_id, "at": self._clock().timestamp()}
        self._store.put("query", query_id, query)
        self._open[query_id] = query
        return query_id

    def answer(self, query_id: str) -> int:
        """Close the query and return who pressed; raises for unknown, answered and old ones.

        https://core.telegram.org/bots/api#answercallbackquery
        """
        self._drop_old()
        query = self._open.pop(query_id, None)
        if query is None:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        self._store.delete("query", query_id)
        return int(query["user_id"])

    def _drop_old(self) -> None:
        oldest_alive = (self._clock() - LIFETIME).timestamp()
        while self._open:
            query_id = next(iter(self._open))
            if self._open[query_id]["at"] >= oldest_alive:
                return
            self._store.delete("query", query_id)
            del self._open[query_id]
