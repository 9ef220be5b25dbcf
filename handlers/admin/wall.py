"""Photos of products and categories: looked at, put in order, replaced, taken down, added."""

from dataclasses import replace

from handlers import wall_callbacks as walls
from handlers.admin.shelves import Shelves
from handlers.fetching import fetch
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import wall as views
from handlers.views.screen import Screen, paragraphs
from models.errors import ProductNotFound
from models.goods_errors import BadPhoto
from models.media import MOST_PICTURES
from models.permission import Permission
from models.stock_errors import ChangedMeanwhile
from services.goods.keeping import Moved
from services.goods.wall import Place, WallService
from services.people.user import UserService


class WallDesk:
    def __init__(self, shelves: Shelves, walls: WallService, users: UserService) -> None:
        self._shelves = shelves
        self._walls = walls
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                walls.ShowPhoto: self.show,
                walls.MovePhoto: self.move,
                walls.AskPhoto: self.ask,
                walls.TakePhoto: self.ask_take,
                walls.TakePhotoNow: self.take,
            },
            typed={"goods-wall": self.photo},
            sent=frozenset({"goods-wall"}),
            needs=Permission.GOODS,
            apart={walls.ShowPhoto: Permission.SHELVES},
        )

    async def show(self, press: Press[walls.ShowPhoto]) -> None:
        row = press.action
        await press.show(await self._wall(press.who, _place(row), row.number))

    async def _wall(self, who: Visitor, place: Place, number: int = 0) -> Screen:
        return views.wall(who.t, await self._walls.at(place), number)

    async def _at(self, who: Visitor, place: Place, media_id: int) -> Screen:
        """Where that photo hangs now; the first one when it is gone."""
        found = await self._walls.at(place)
        number = found.ids.index(media_id) if media_id in found.ids else 0
        return views.wall(who.t, found, number)

    async def move(self, press: Press[walls.MovePhoto]) -> None:
        who, row = press.who, press.action
        place, steps = Place(Moved.PRODUCT, row.row_id), 1 if row.later else -1
        work = self._walls.move(place, row.media_id, steps, seen=row.seen, actor=who.as_admin)
        await self._shelves.act(press, work, self._at(who, place, row.media_id), "moved-toast")

    async def ask_take(self, press: Press[walls.TakePhoto]) -> None:
        who, row = press.who, press.action
        found = await self._walls.at(_place(row))
        if row.media_id not in found.ids:
            raise ProductNotFound
        await press.show(views.ask_take_photo(who.t, found, found.ids.index(row.media_id)))

    async def take(self, press: Press[walls.TakePhotoNow]) -> None:
        who, row = press.who, press.action
        place = _place(row)
        work = self._walls.remove(place, row.media_id, seen=row.seen, actor=who.as_admin)
        await self._shelves.act(press, work, self._wall(who, place), "photo-taken-toast")

    async def ask(self, press: Press[walls.AskPhoto]) -> None:
        """What is sent next is compared with what is shown now."""
        who, row = press.who, press.action
        found = await self._walls.at(_place(row))
        if row.media_id and row.media_id not in found.ids:
            raise ProductNotFound
        subject = f"{row.of_category}:{row.row_id}:{row.media_id}:{found.seen}"
        await self._users.expect(who.id, f"goods-wall:{subject}")
        await press.show(views.ask_photo(who.t, found, row.media_id))

    async def photo(self, typed: Typed) -> None:
        """One that is no photo leaves the question as it is."""
        of_category, row_id, media_id, seen = typed.subject.split(":")
        place, old = _at_row(of_category, int(row_id)), int(media_id)
        content, who, number = await _photo(typed), typed.who, MOST_PICTURES
        try:
            if old:
                before = (await self._walls.at(place)).ids
                number = before.index(old) if old in before else 0
                await self._walls.replace(place, old, content, seen=seen, actor=who.as_admin)
            else:
                await self._walls.add(place, content, seen=seen, actor=who.as_admin)
        except ChangedMeanwhile as error:
            await typed.say(Screen(await self._shelves.told(who, error)))
            told = None
        else:
            told = who.t("photo-added")
        await self._users.expect(who.id, None)
        screen = await self._wall(who, place, number)
        await typed.say(replace(screen, text=paragraphs(told, screen.text)))


async def _photo(typed: Typed) -> bytes:
    """Raises BadPhoto for an album, and for what is no photo."""
    message = typed.message
    if message.media_group_id:
        raise BadPhoto("album", 1)
    if not message.photo:
        raise BadPhoto("kind", 0)
    return await fetch(typed.who.bot, message.photo[-1].file_id)


def _place(row: walls.ShowPhoto | walls.TakePhoto | walls.TakePhotoNow | walls.AskPhoto) -> Place:
    return _at_row(str(row.of_category), row.row_id)


def _at_row(of_category: str, row_id: int) -> Place:
    return Place(Moved.CATEGORY if of_category == "1" else Moved.PRODUCT, row_id)
