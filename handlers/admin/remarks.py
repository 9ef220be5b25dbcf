"""Notes and tags of a person."""

from contextlib import suppress

from handlers import people_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import remarks as views
from handlers.views.screen import Screen
from models.errors import NotFound
from models.permission import Permission
from models.role_errors import PersonNotFound
from services.people.remarks import RemarkService
from services.people.user import UserService


class RemarkDesk:
    def __init__(self, remarks: RemarkService, users: UserService) -> None:
        self._remarks = remarks
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.OpenNotes: self.notes,
                on.AskNote: self.ask_note,
                on.DropNote: self.drop_note,
                on.OpenTags: self.tags,
                on.TurnTag: self.turn,
                on.AskTag: self.ask_tag,
            },
            typed={"note": self.noted, "tag": self.tagged},
            needs=Permission.PEOPLE,
        )

    async def notes(self, press: Press[on.OpenNotes]) -> None:
        await press.show(await self._notes(press.who, press.action.user_id))

    async def _notes(self, who: Visitor, user_id: int) -> Screen:
        return views.notes(who.t, await self._remarks.notes(user_id))

    async def ask_note(self, press: Press[on.AskNote]) -> None:
        who, user_id = press.who, press.action.user_id
        found = await self._remarks.notes(user_id)
        await self._users.expect(who.id, f"note:{user_id}")
        await press.show(views.ask_note(who.t, found.user))

    async def noted(self, typed: Typed) -> None:
        user_id = int(typed.subject)
        await self._remarks.add(user_id, typed.text, admin=typed.who.id)
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._notes(typed.who, user_id))

    async def drop_note(self, press: Press[on.DropNote]) -> None:
        """One that somebody else took away is gone, too."""
        who, row = press.who, press.action
        try:
            await self._remarks.remove(row.user_id, row.note_id, admin=who.id)
        except PersonNotFound:
            raise
        except NotFound:
            await press.show(await self._notes(who, row.user_id), who.t("note-gone-toast"))
        else:
            await press.show(await self._notes(who, row.user_id), who.t("note-dropped-toast"))

    async def tags(self, press: Press[on.OpenTags]) -> None:
        await press.show(await self._tags(press.who, press.action.user_id))

    async def _tags(self, who: Visitor, user_id: int) -> Screen:
        return views.tags(who.t, await self._remarks.tags(user_id))

    async def turn(self, press: Press[on.TurnTag]) -> None:
        """What is gone meanwhile is not there to be turned: the list shows it."""
        who, row = press.who, press.action
        with suppress(NotFound):
            await self._remarks.turn(row.user_id, row.tag_id, on=bool(row.on), admin=who.id)
        await press.show(await self._tags(who, row.user_id))

    async def ask_tag(self, press: Press[on.AskTag]) -> None:
        who, user_id = press.who, press.action.user_id
        found = await self._remarks.tags(user_id)
        await self._users.expect(who.id, f"tag:{user_id}")
        await press.show(views.ask_tag(who.t, found.user))

    async def tagged(self, typed: Typed) -> None:
        user_id = int(typed.subject)
        await self._remarks.tag(user_id, typed.text, admin=typed.who.id)
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._tags(typed.who, user_id))
