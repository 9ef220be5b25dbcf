"""Banning somebody, and letting them in again: with a reason that is shown before it counts."""

from handlers import people_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import banning as views
from handlers.views.person import person as person_card
from handlers.views.screen import Screen
from models.permission import Permission
from models.person_errors import BanChanged
from services.goods.keeping import seal
from services.people.draft import DraftService
from services.people.user import UserService
from services.sale.ban import BanService, reason_of
from services.sale.person import PersonService

BAN, UNBAN = "ban", "unban"
TOPIC = "{} {}"
"""What a draft is for: one or the other, and whom."""


class BanQuestions:
    """Why, and whether really."""

    def __init__(
        self, bans: BanService, cards: PersonService, users: UserService, drafts: DraftService
    ) -> None:
        self._bans = bans
        self._cards = cards
        self._users = users
        self._drafts = drafts

    async def asked(self, who: Visitor, user_id: int, what: str) -> Screen:
        """Why? Of what is so already, their card. Raises PersonNotFound, OwnBan, OwnerBySettings,
        WorksHere.
        """
        found = await self._bans.barring(user_id, admin=who.id)
        if (found.user.banned_at is None) is (what == UNBAN):
            return await self.card(who, user_id)
        await self._users.expect(who.id, f"{what}:{user_id}")
        return views.ask(who.t, found, what)

    async def checked(self, typed: Typed, user_id: int, text: str, what: str) -> Screen:
        """Shown before it counts. Raises BadReason, and what `asked` raises."""
        who = typed.who
        found = await self._bans.barring(user_id, admin=who.id)
        if (found.user.banned_at is None) is (what == UNBAN):
            return await self.card(who, user_id)
        reason = reason_of(text)
        await self._drafts.keep(who.id, reason, typed.note, TOPIC.format(what, user_id))
        return views.check(who.t, found, reason, seal(reason), what)

    async def card(self, who: Visitor, user_id: int) -> Screen:
        return person_card(who.t, await self._cards.card(user_id), 0)


class BanDesk:
    def __init__(self, bans: BanService, questions: BanQuestions, drafts: DraftService) -> None:
        self._bans = bans
        self._questions = questions
        self._drafts = drafts

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.AskBan: self.ask_ban,
                on.BanNow: self.ban,
                on.AskUnban: self.ask_unban,
                on.UnbanNow: self.unban,
            },
            typed={BAN: self.ban_typed, UNBAN: self.unban_typed},
            needs=Permission.PEOPLE,
        )

    async def ask_ban(self, press: Press[on.AskBan]) -> None:
        await press.show(await self._questions.asked(press.who, press.action.user_id, BAN))

    async def ask_unban(self, press: Press[on.AskUnban]) -> None:
        await press.show(await self._questions.asked(press.who, press.action.user_id, UNBAN))

    async def ban_typed(self, typed: Typed) -> None:
        await typed.say(await self._questions.checked(typed, int(typed.subject), typed.text, BAN))

    async def unban_typed(self, typed: Typed) -> None:
        await typed.say(await self._questions.checked(typed, int(typed.subject), typed.text, UNBAN))

    async def ban(self, press: Press[on.BanNow]) -> None:
        await self._act(press, BAN)

    async def unban(self, press: Press[on.UnbanNow]) -> None:
        await self._act(press, UNBAN)

    async def _act(self, press: Press[on.BanNow] | Press[on.UnbanNow], what: str) -> None:
        """With the reason that was shown; one that is gone by now is asked for again."""
        who, row = press.who, press.action
        draft = await self._drafts.find(who.id, TOPIC.format(what, row.user_id))
        if draft is None or seal(draft.text) != row.seen:
            await press.show(await self._questions.asked(who, row.user_id, what))
            return
        work = self._bans.ban if what == BAN else self._bans.unban
        toast = who.t("ban-toast" if what == BAN else "unban-toast")
        try:
            await work(row.user_id, draft.text, admin=who.id)
        except BanChanged as refusal:
            toast = who.t(refusal.key)
        await self._drafts.drop(who.id)
        await press.show(await self._questions.card(who, row.user_id), toast)
