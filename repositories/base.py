"""What every repository has: a session, and the insert of its database's dialect."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

SHELVES = 1803
"""The number of PostgreSQL's lock."""
TURNS = 1806
"""The first number of PostgreSQL's locks; the second is that of the name."""


class Repository:
    """Asks within somebody else's transaction; never commits."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def shelves_in_turn(self) -> None:
        """Until the commit, and before any row is locked: for who changes what is on sale. The
        database counts from a variant up to its categories, and passes on what is archived from a
        category down: two who begin at the two ends would wait for each other.
        """
        if self._on_postgresql:
            await self._session.execute(select(func.pg_advisory_xact_lock(SHELVES)))

    async def in_turn(self, what: str) -> None:
        """Until the commit nobody else has a turn of this name: a row that is not there yet, or the
        last one that a bound leaves room for, cannot be locked. After the locks of people.
        """
        if self._on_postgresql:
            turn = func.pg_advisory_xact_lock(TURNS, func.hashtext(what))
            await self._session.execute(select(turn))

    @property
    def _on_postgresql(self) -> bool:
        return bool(self._session.get_bind().dialect.name == "postgresql")

    def _insert(self, model: Any) -> Any:
        """An INSERT that knows ON CONFLICT (both dialects spell it alike, in two classes)."""
        return (postgresql if self._on_postgresql else sqlite).insert(model)
