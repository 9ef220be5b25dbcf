"""Questions about the marks that a marker file shares with this database."""

from sqlalchemy import exists, select, update

from models.address import Address
from models.mark import Mark
from repositories.base import Repository
from utils.marker import Marker


class MarkRepository(Repository):
    async def find(self, token: str) -> Mark | None:
        return await self._session.get(Mark, token)

    async def is_new(self) -> bool:
        """Whether this database has never had an address, nor a mark."""
        used = select(exists().where(Address.id > 0) | exists().where(Mark.token != ""))
        return not await self._session.scalar(used)

    async def add(self, mark: Mark) -> None:
        self._session.add(mark)
        await self._session.flush()

    async def advance(self, marker: Marker, more: int = 1) -> None:
        """The file first: a crash in between makes it newer than the database, never older."""
        mark = await marker.step(more)
        if mark is not None:
            values = {"given": mark.given, "stamp": mark.stamp}
            older = (Mark.token == mark.token, Mark.given < mark.given)
            await self._session.execute(update(Mark).where(*older).values(**values))
