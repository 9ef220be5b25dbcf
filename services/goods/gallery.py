"""Photos of products and categories: files in data/media, named by what is in them."""

import asyncio
import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db import UnitOfWork, UnitOfWorkFactory
from models.goods_errors import BadPhoto
from models.media import LARGEST_PHOTO, MOST_PICTURES, Media, Picture
from repositories.shelf import Hung
from utils import private
from utils.clock import Clock

logger = logging.getLogger(__name__)
SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""How a JPEG and a PNG begin."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo, ready to be sent: by Telegram's own copy, or by its bytes."""

    gallery: "Gallery"
    media_id: int
    sha256: str
    file_id: str | None

    async def content(self) -> bytes | None:
        """None when the file is missing or damaged: the words go without it."""
        return await self.gallery.read(self.sha256)

    async def sent(self, bot_id: int, file_id: str) -> None:
        """This bot need not upload it again."""
        if file_id != self.file_id:
            await self.gallery.remember(self.media_id, bot_id, file_id)


class Gallery:
    """`bot_id`: whose copies at Telegram are looked up."""

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, folder: Path, bot_id: int) -> None:
        self._uow = uow
        self._clock = clock
        self._folder = folder
        self.bot_id = bot_id

    def hang(self, rows: Sequence[Hung]) -> tuple[Photo, ...]:
        return tuple(Photo(self, row.media_id, row.sha256, row.file_id) for row in rows)

    async def add_to_product(self, product_id: int, content: bytes) -> None:
        """Behind the photos that it has; one that it has already stays. Raises BadPhoto."""
        media = await self.kept(content)
        async with self._uow() as uow:
            media_id = await uow.media.put(media)
            count = await uow.media.count_of(product_id)
            if await uow.media.hangs(product_id, media_id):
                return
            if count >= MOST_PICTURES:
                raise BadPhoto("many", MOST_PICTURES)
            await uow.media.hang(_picture(media_id, count, product_id=product_id))

    async def put_on_category(self, category_id: int, content: bytes) -> None:
        """In the place of the one that it has. Raises BadPhoto."""
        media = await self.kept(content)
        async with self._uow() as uow:
            media_id = await uow.media.put(media)
            await uow.media.take_down(category_id=category_id)
            await uow.media.hang(_picture(media_id, 0, category_id=category_id))

    async def kept(self, content: bytes) -> Media:
        """The file is there before anything speaks of it. Raises BadPhoto."""
        check_photo(content)
        name = hashlib.sha256(content).hexdigest()
        await asyncio.to_thread(keep, self._folder, name, content)
        return Media(sha256=name, size=len(content), created_at=self._clock())

    async def read(self, sha256: str) -> bytes | None:
        return await asyncio.to_thread(self._read, sha256)

    def _read(self, sha256: str) -> bytes | None:
        try:
            with (self._folder / sha256).open("rb") as file:
                content = file.read(LARGEST_PHOTO + 1)
        except OSError as error:
            logger.error("photo %s cannot be read: %s", sha256, error.strerror)
            return None
        if hashlib.sha256(content).hexdigest() != sha256:
            logger.error("photo %s is damaged: restore data/media from a backup", sha256)
            return None
        return content

    async def remember(self, media_id: int, bot_id: int, file_id: str) -> None:
        async with self._uow() as uow:
            await uow.media.remember(media_id, bot_id, file_id)


def check_photo(content: bytes) -> None:
    """Raises BadPhoto for what cannot be hung."""
    if not content.startswith(SIGNS):
        raise BadPhoto("kind", 0)
    if len(content) > LARGEST_PHOTO:
        raise BadPhoto("size", LARGEST_PHOTO // 1_000_000)


def keep(folder: Path, name: str, content: bytes) -> None:
    """Whole or not at all, for the owner alone; one that is there stays. Raises StartRefused."""
    target = folder / name
    if target.exists():
        return
    with private.said(target):
        private.folder(folder)
        partial = folder / f"{name}.{os.getpid()}.partial"
        partial.unlink(missing_ok=True)
        private.new_file(partial)
        with partial.open("r+b") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)


def _picture(
    media_id: int,
    position: int,
    *,
    product_id: int | None = None,
    category_id: int | None = None,
) -> Picture:
    return Picture(
        product_id=product_id, category_id=category_id, media_id=media_id, position=position
    )


async def photos_of(gallery: Gallery | None, uow: UnitOfWork, product_id: int) -> tuple[Photo, ...]:
    if gallery is None:
        return ()
    return gallery.hang(await uow.shelves.photos(product_id, gallery.bot_id))
