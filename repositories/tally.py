"""Questions about the file that says what was sold, as this database knows it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select, update

from models.tally import Tally
from repositories.base import Repository
from utils.tally import Sold, TallyBehind, TallyFile


class TallyRepository(Repository):
    async def find(self, token: str) -> Tally | None:
        return await self._session.get(Tally, token)

    async def is_new(self) -> bool:
        """Whether this database has never had such a file."""
        return not await self._session.scalar(select(exists().where(Tally.token != "")))

    async def begin(self, token: str, doubt: str | None) -> None:
        self._session.add(Tally(token=token, sold=0, doubt=doubt))
        await self._session.flush()

    async def advance(self, file: TallyFile, sold: Sequence[Sold]) -> int:
        """Write down what this transaction sells; how many entries there are then.

        The row is locked until the commit, so that entries stand in the order of the commits. A
        crash in between makes the file newer than the database, never older.
        """
        if file.token is None:
            raise TallyBehind("nobody has looked yet whether this database is from a backup")
        count = await self._counted(file.token, len(sold))
        if count is None:
            raise TallyBehind("the database has no tally of this file: start the shop again")
        await file.append(count - len(sold), sold)
        return count

    async def _counted(self, token: str, more: int) -> int | None:
        change = update(Tally).where(Tally.token == token).values(sold=Tally.sold + more)
        count: int | None = await self._session.scalar(change.returning(Tally.sold))
        return count

    async def catch_up(self, token: str, count: int) -> None:
        """Everything up to there was seen to."""
        older = (Tally.token == token, Tally.sold < count)
        await self._session.execute(update(Tally).where(*older).values(sold=count))

    async def doubt(self, reason: str) -> None:
        """From now on, whichever file it is."""
        await self._session.execute(update(Tally).values(doubt=reason, cleared_at=None))

    async def is_doubted(self) -> bool:
        """Whether goods may have been sold that this database knows nothing of."""
        open_one = exists().where(Tally.doubt.is_not(None), Tally.cleared_at.is_(None))
        return bool(await self._session.scalar(select(open_one)))

    async def clear(self, now: datetime) -> None:
        """A person has looked at everything."""
        doubted = (Tally.doubt.is_not(None), Tally.cleared_at.is_(None))
        await self._session.execute(update(Tally).where(*doubted).values(cleared_at=now))
