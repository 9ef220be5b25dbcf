"""One bot's part of the store: documents of the same kinds as everybody's, under its own id."""

from contextlib import AbstractContextManager
from typing import Any

from sandbox.store import Store


class Shelf:
    """What a `Store` can do, for the documents of one bot."""

    def __init__(self, store: Store, bot_id: int) -> None:
        self._store = store
        self._suffix = f"@{bot_id}"

    def put(self, kind: str, key: str, value: dict[str, Any]) -> None:
        self._store.put(kind + self._suffix, key, value)

    def delete(self, kind: str, key: str) -> None:
        self._store.delete(kind + self._suffix, key)

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        return self._store.all(kind + self._suffix)

    def together(self) -> AbstractContextManager[None]:
        return self._store.together()


Documents = Store | Shelf
