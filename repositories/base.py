"""What every repository has: a session, and the insert of its database's dialect."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


class Repository:
    """Asks within somebody else's transaction; never commits."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def _on_postgresql(self) -> bool:
        return bool(self._session.get_bind().dialect.name == "postgresql")

    def _insert(self, model: Any) -> Any:
        """An INSERT that knows ON CONFLICT (both dialects spell it alike, in two classes)."""
        return (postgresql if self._on_postgresql else sqlite).insert(model)
