"""People: lists that are turned by keys, and one search for all that somebody is known by."""

from aiogram.types import Message

from handlers import people_callbacks as on
from handlers.admin.pointing import pointed
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import people as views
from handlers.views.person import person as person_card
from handlers.views.screen import Screen
from models.crowd import People, Place
from models.permission import Permission
from models.role_errors import PersonNotFound
from services.people.remarks import RemarkService
from services.people.user import UserService
from services.sale.crowd import CrowdService
from services.sale.person import PersonService


class Finding:
    """Whom somebody looks for, by whatever they are known by."""

    def __init__(self, crowd: CrowdService, cards: PersonService, users: UserService) -> None:
        self._crowd = crowd
        self._cards = cards
        self._users = users

    async def pointed(self, who: Visitor, message: Message) -> Screen:
        """Raises PersonHidden, PersonNotFound."""
        if number := pointed(message):
            return await self._found_one(who, number)
        return await self.found(who, message.text or "")

    async def found(self, who: Visitor, word: str) -> Screen:
        """Their card, where it is one. Raises PersonNotFound."""
        rows = await self._crowd.find(word)
        if not rows:
            raise PersonNotFound
        if len(rows) == 1:
            return await self._found_one(who, rows[0].id)
        return views.found(who.t, word.strip(), rows)

    async def _found_one(self, who: Visitor, user_id: int) -> Screen:
        card = await self._cards.card(user_id)
        await self._users.expect(who.id, None)
        return person_card(who.t, card, 0)

    async def one(self, word: str) -> int:
        """Whom a word names for sure. Raises PersonNotFound."""
        return (await self._crowd.one(word)).id


class PeopleDesk:
    def __init__(
        self,
        crowd: CrowdService,
        remarks: RemarkService,
        finding: Finding,
        users: UserService,
    ) -> None:
        self._crowd = crowd
        self._remarks = remarks
        self._finding = finding
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={on.OpenPeople: self.page, on.FindPerson: self.ask, on.ByTag: self.tags},
            typed={"person": self.find},
            sent=frozenset({"person"}),
            needs=Permission.PEOPLE,
        )

    async def page(self, press: Press[on.OpenPeople]) -> None:
        row = press.action
        which = People(row.which) if row.which in set(People) else People.NEWEST
        place = Place(row.key, row.user_id, back=row.turn == on.BACK) if row.turn else None
        await press.show(views.crowd(press.who.t, await self._crowd.page(which, place, row.tag_id)))

    async def tags(self, press: Press[on.ByTag]) -> None:
        await press.show(views.by_tag(press.who.t, await self._remarks.all_tags()))

    async def ask(self, press: Press[on.FindPerson]) -> None:
        await self._users.expect(press.who.id, "person")
        await press.show(views.ask(press.who.t))

    async def find(self, typed: Typed) -> None:
        """What is typed next is looked for, too, until somebody is found."""
        await typed.say(await self._finding.pointed(typed.who, typed.message))
