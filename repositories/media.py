"""Questions about photos, where they hang, and where Telegram keeps its copies."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from models.media import Media, MediaCopy, Picture
from repositories.base import Repository


class MediaRepository(Repository):
    async def put(self, media: Media) -> int:
        """The id of this photo, known before or not."""
        await self.in_turn(f"photo:{media.sha256}")
        known = await self._session.scalar(select(Media.id).where(Media.sha256 == media.sha256))
        if known is None:
            self._session.add(media)
            await self._session.flush()
        return known or media.id

    async def hang(self, picture: Picture) -> None:
        self._session.add(picture)
        await self._session.flush()

    async def count_of(self, product_id: int) -> int:
        query = select(func.count()).select_from(Picture).where(Picture.product_id == product_id)
        return await self._session.scalar(query) or 0

    async def hangs(self, product_id: int, media_id: int) -> bool:
        where = (Picture.product_id == product_id, Picture.media_id == media_id)
        return await self._session.scalar(select(Picture.id).where(*where)) is not None

    async def take_down(
        self,
        *,
        product_id: int | None = None,
        category_id: int | None = None,
        media_id: int | None = None,
    ) -> None:
        """One photo of a product, or all of a product or a category; the file stays."""
        change = delete(Picture).where(
            Picture.product_id == product_id
            if category_id is None
            else Picture.category_id == category_id
        )
        if media_id is not None:
            change = change.where(Picture.media_id == media_id)
        await self._session.execute(change)

    async def rehang(self, media_ids: Sequence[int], **where: int) -> None:
        """These photos, in this order, and no other. `where`: product_id or category_id."""
        await self.take_down(**where)
        for position, media_id in enumerate(media_ids):
            self._session.add(Picture(media_id=media_id, position=position, **where))
        await self._session.flush()

    async def remember(self, media_id: int, bot_id: int, file_id: str) -> None:
        row = self._insert(MediaCopy).values(media_id=media_id, bot_id=bot_id, file_id=file_id)
        keys = [MediaCopy.media_id, MediaCopy.bot_id]
        await self._session.execute(
            row.on_conflict_do_update(index_elements=keys, set_={"file_id": file_id})
        )

    async def hanging(self) -> Sequence[tuple[int | None, int | None, str]]:
        """(product, category, SHA-256) of everything that hangs, in its order."""
        query = select(Picture.product_id, Picture.category_id, Media.sha256).join(
            Media, Media.id == Picture.media_id
        )
        rows = await self._session.execute(query.order_by(Picture.position, Picture.id))
        return [(product, category, sha256) for product, category, sha256 in rows]

    async def hashes(self) -> Sequence[str]:
        return (await self._session.scalars(select(Media.sha256).order_by(Media.id))).all()
