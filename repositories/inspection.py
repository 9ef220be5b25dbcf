"""Questions about what is wrong with the books or the file, and how far the look at them is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select, text

from models.inspection import Finding, Inspection
from repositories.base import Repository

NAME = "everything"
STOPPED = select(exists(select(Finding.__table__.c.name)))


class InspectionRepository(Repository):
    async def find(self) -> Inspection | None:
        return await self._session.get(Inspection, NAME)

    async def put(self, look: Inspection) -> None:
        """How far the look under way has come."""
        await self._session.merge(look)

    async def is_stopped(self) -> bool:
        """Whether something contradicts itself, so that nothing new is sold."""
        return bool(await self._session.scalar(STOPPED))

    async def schema(self) -> str | None:
        """The revision of the tables, as the migrations keep it."""
        found = await self._session.scalar(text("SELECT version_num FROM alembic_version"))
        return str(found) if found else None

    async def findings(self) -> Sequence[Finding]:
        return (await self._session.scalars(select(Finding).order_by(Finding.name))).all()

    async def note(self, name: str, detail: str, look: int, now: datetime) -> bool:
        """Keep what a look found; False when it was known."""
        known = await self._session.get(Finding, name)
        found_at = known.found_at if known else now
        await self._session.merge(Finding(name=name, detail=detail, found_at=found_at, look=look))
        return known is None

    async def end(self, look: int) -> int:
        """Drop what this look did not find again; how many findings that were."""
        gone = delete(Finding).where(Finding.look < look).returning(Finding.name)
        return len((await self._session.scalars(gone)).all())
