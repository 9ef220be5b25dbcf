"""Questions about what does not work right now."""

from models.outage import Outage
from repositories.base import Repository


class OutageRepository(Repository):
    async def find(self, name: str) -> Outage | None:
        return await self._session.get(Outage, name)

    async def add(self, outage: Outage) -> None:
        self._session.add(outage)
        await self._session.flush()
