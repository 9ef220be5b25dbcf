"""Photos where they hang: added, put in order, replaced and taken down by who keeps the shelves.

Every change says which photos were shown, in their order: if somebody else was faster, nothing is
changed. The audit has the photos before and after.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import ProductNotFound
from models.goods_errors import BadPhoto
from models.media import MOST_PICTURES
from models.stock_errors import ChangedMeanwhile
from repositories.shelf import Hung
from services.goods.gallery import Gallery, Photo
from services.goods.keeping import Moved, seal
from utils.clock import Clock

Order = list[int]
"""Ids of photos as they hang."""


@dataclass(frozen=True, slots=True)
class Place:
    """A product, which has several photos, or a category, which has one."""

    which: Moved
    row_id: int

    @property
    def subject(self) -> str:
        return f"{self.which}:{self.row_id}"

    @property
    def most(self) -> int:
        return 1 if self.which is Moved.CATEGORY else MOST_PICTURES


@dataclass(frozen=True, slots=True)
class Wall:
    """What hangs in a place, in its order."""

    place: Place
    name: str
    photos: Sequence[Photo] = ()

    @property
    def ids(self) -> Order:
        return [photo.media_id for photo in self.photos]

    @property
    def seen(self) -> str:
        return seal(self.ids)


class WallService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, gallery: Gallery) -> None:
        self._uow = uow
        self._clock = clock
        self._gallery = gallery

    async def at(self, place: Place) -> Wall:
        """Raises ProductNotFound."""
        async with self._uow.read() as uow:
            name = await _name(uow, place)
            return Wall(place, name, self._gallery.hang(await self._hung(uow, place)))

    async def add(self, place: Place, content: bytes, *, seen: str, actor: str) -> None:
        """Behind the others. Raises BadPhoto, ProductNotFound, ChangedMeanwhile."""
        media = await self._gallery.kept(content)

        async with self._uow() as uow:
            number = await uow.media.put(media)

            def behind(before: Order) -> Order:
                if number in before:
                    raise BadPhoto("there", place.most)
                if len(before) >= place.most:
                    raise BadPhoto("many", place.most)
                return [*before, number]

            await self._change(uow, place, behind, ("photo.added", seen, actor))

    async def replace(
        self, place: Place, media_id: int, content: bytes, *, seen: str, actor: str
    ) -> None:
        """In the same place. Raises BadPhoto, ProductNotFound, ChangedMeanwhile."""
        media = await self._gallery.kept(content)
        async with self._uow() as uow:
            number = await uow.media.put(media)

            def instead(before: Order) -> Order:
                if number in before:
                    raise BadPhoto("there", place.most)
                return [number if each == media_id else each for each in _having(before, media_id)]

            await self._change(uow, place, instead, ("photo.replaced", seen, actor))

    async def remove(self, place: Place, media_id: int, *, seen: str, actor: str) -> None:
        """The file stays. Raises ProductNotFound, ChangedMeanwhile."""

        def without(before: Order) -> Order:
            return [each for each in _having(before, media_id) if each != media_id]

        async with self._uow() as uow:
            await self._change(uow, place, without, ("photo.removed", seen, actor))

    async def move(self, place: Place, media_id: int, steps: int, *, seen: str, actor: str) -> None:
        """Towards the front (-1) or the end (1). Raises ProductNotFound, ChangedMeanwhile."""

        def moved(before: Order) -> Order:
            at = _having(before, media_id).index(media_id)
            after = [each for each in before if each != media_id]
            after.insert(max(0, at + steps), media_id)
            return after

        async with self._uow() as uow:
            await self._change(uow, place, moved, ("photo.moved", seen, actor))

    async def _change(
        self,
        uow: UnitOfWork,
        place: Place,
        become: Callable[[Order], Order],
        by: tuple[str, str, str],
    ) -> None:
        """`by`: what happens, the seal of what was shown, and who does it."""
        action, seen, actor = by
        await _name(uow, place, lock=True)
        before = [row.media_id for row in await self._hung(uow, place)]
        if seal(before) != seen:
            last = await uow.audit.last_about(place.subject)
            raise ChangedMeanwhile("photos", "", last.actor if last else "")
        after = become(before)
        if after != before:
            await uow.media.rehang(after, **{f"{place.which}_id": place.row_id})
            entry = AuditEntry(at=self._clock(), actor=actor, action=action, subject=place.subject)
            entry.details = {"before": before, "after": after}
            uow.audit.add(entry)

    async def _hung(self, uow: UnitOfWork, place: Place) -> Sequence[Hung]:
        if place.which is Moved.CATEGORY:
            found = await uow.shelves.photo_of_category(place.row_id, self._gallery.bot_id)
            return [found] if found else []
        return await uow.shelves.photos(place.row_id, self._gallery.bot_id)


async def _name(uow: UnitOfWork, place: Place, *, lock: bool = False) -> str:
    """Raises ProductNotFound."""
    find = uow.keeping.category if place.which is Moved.CATEGORY else uow.keeping.product
    row = await find(place.row_id, lock=lock)
    if row is None:
        raise ProductNotFound
    return row.name


def _having(before: Order, media_id: int) -> Order:
    """Callback data is forged until it is looked at. Raises ProductNotFound."""
    if media_id not in before:
        raise ProductNotFound
    return before
