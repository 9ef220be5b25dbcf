"""What the sandbox remembers across a kill -9: one SQLite table of JSON values."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCHEMA = """CREATE TABLE IF NOT EXISTS entries (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key))"""
_PUT = """INSERT INTO entries (kind, key, value) VALUES (?, ?, ?)
    ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value"""

_encode = json.JSONEncoder(separators=(",", ":")).encode


class Store:
    """Small documents by (kind, key); `path=None` keeps them in memory.

    Every write is a transaction of its own and belongs to the operating system when the call
    returns, so a killed process loses nothing; only a power cut could (`synchronous=OFF`).
    """

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(_SCHEMA)

    def put(self, kind: str, key: str, value: dict[str, Any]) -> None:
        self._db.execute(_PUT, (kind, key, _encode(value)))

    def delete(self, kind: str, key: str) -> None:
        self._db.execute("DELETE FROM entries WHERE kind = ? AND key = ?", (kind, key))

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        """Every document of a kind, in the order of first writing."""
        rows = self._db.execute(
            "SELECT key, value FROM entries WHERE kind = ? ORDER BY rowid", (kind,)
        )
        return {key: json.loads(value) for key, value in rows}

    @contextmanager
    def together(self) -> Iterator[None]:
        """All writes inside, or none of them: a kill cannot part what belongs together."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()
