"""Inline queries that wait, what was answered, and the messages sent by way of a bot.

https://core.telegram.org/bots/api#inline-mode
"""

from typing import Any

from sandbox.store import Store
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.sequences import Sequences

Query = dict[str, Any]

_FIRST_QUERY = 3_000_000_000_000_000_001
_FIRST_MESSAGE = 9_000_000_000_000_000_001


class Inline:
    """Queries are forgotten at a restart; messages are not."""

    def __init__(self, store: Store, sequences: Sequences) -> None:
        self._store = store
        self._sequences = sequences
        self._queries: dict[str, Query] = {}
        self._places = store.all("inline")

    def ask(self, bot_id: int, person_id: int, query: str) -> str:
        query_id = str(self._sequences.next("query", _FIRST_QUERY))
        asked = {"bot_id": bot_id, "person_id": person_id, "query": query}
        self._queries[query_id] = asked | {"results": None}
        return query_id

    def find(self, query_id: str) -> Query | None:
        return self._queries.get(query_id)

    def answer(self, query_id: str, results: list[dict[str, Any]]) -> None:
        self._queries[query_id]["results"] = results

    def new_message_id(self) -> str:
        return f"AAA{self._sequences.next('inline', _FIRST_MESSAGE)}"

    def keep(self, inline_id: str, bot_id: int, chat: Chat, message: Message) -> None:
        """A message with buttons can be found again by its inline_message_id."""
        number = message["message_id"]
        place = {"bot_id": bot_id, "chat": chat.key, "message_id": number}
        self._store.put("inline", inline_id, place)
        self._places[inline_id] = place

    def place(self, inline_id: str) -> dict[str, Any] | None:
        return self._places.get(inline_id)

    def id_of(self, chat: Chat, message: Message) -> str | None:
        wanted = (chat.key, message["message_id"])
        found = (
            inline_id
            for inline_id, place in self._places.items()
            if (place["chat"], place["message_id"]) == wanted
        )
        return next(found, None)
