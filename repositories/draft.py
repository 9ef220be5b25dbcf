"""Questions about what was typed and waits to be confirmed."""

from datetime import datetime

from sqlalchemy import delete

from models.draft import Draft
from repositories.base import Repository


class DraftRepository(Repository):
    async def find(self, user_id: int, now: datetime) -> Draft | None:
        """One that is too old is as good as none."""
        draft = await self._session.get(Draft, user_id)
        return draft if draft and draft.expires_at > now else None

    async def put(self, draft: Draft, now: datetime) -> None:
        """In the place of this person's earlier one; what is too old, of anybody, goes."""
        await self._session.execute(
            delete(Draft).where((Draft.user_id == draft.user_id) | (Draft.expires_at <= now))
        )
        self._session.add(draft)
        await self._session.flush()

    async def drop(self, user_id: int) -> None:
        await self._session.execute(delete(Draft).where(Draft.user_id == user_id))

    async def drop_all(self) -> None:
        """When the key changes that they are sealed with: they are typed again."""
        await self._session.execute(delete(Draft))
