"""Asks whether what must be true of every row at any instant is true, slice by slice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import TextClause, text

from repositories.base import Repository
from repositories.checks import CHECKS
from repositories.slice import Slice, kind_of

SHOWN = 20
PRAGMAS = {"quick_check": ["ok"], "foreign_key_check": [], "cipher_integrity_check": []}
"""What SQLite answers when all is well."""
BY_TABLE = ("quick_check", "foreign_key_check")


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that does not hold, and the first rows that break it."""

    name: str
    rows: list[tuple[Any, ...]]


class InvariantRepository(Repository):
    async def violations_in(self, part: Slice) -> list[Violation]:
        """What breaks an invariant among the rows of a slice."""
        found = []
        for name, query in CHECKS.items():
            if kind_of(name) is part.kind:
                rows = (await self._session.execute(self._narrow(part, query))).fetchmany(SHOWN)
                if rows:
                    found.append(Violation(name, [tuple(row) for row in rows]))
        return found

    def _narrow(self, part: Slice, query: str) -> TextClause:
        return part.narrow(query, home="" if self._on_postgresql else "main.")

    async def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file (I12). PostgreSQL checks its own pages."""
        if self._on_postgresql:
            return []
        return [fault for check in PRAGMAS for fault in await self.faults(check)]

    async def tables(self) -> list[str]:
        """The parts of the file that can be checked alone, `sqlite_schema` with the free pages."""
        if self._on_postgresql:
            return []
        query = text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return ["sqlite_schema", *await self._session.scalars(query)]

    def file_checks(self, tables: Sequence[str] | None = None) -> list[str]:
        """What to ask `faults`, table by table or of the file as a whole, which finds more."""
        if self._on_postgresql:
            return []
        if tables is None:
            return list(PRAGMAS)
        return [f"{check}({table})" for check in BY_TABLE for table in tables]

    async def faults(self, check: str) -> list[str]:
        """What one check of the file finds."""
        result = await self._session.execute(text(f"PRAGMA {check}"))
        answer = result.all() if result.returns_rows else []  # type: ignore[attr-defined]
        if [row[0] for row in answer] == PRAGMAS[check.partition("(")[0]]:
            return []
        return [f"{check}: {tuple(row)}" for row in answer]
