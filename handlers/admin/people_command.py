"""People by commands, for those who like them: the same services, the same questions before."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from handlers.admin.banning import BAN, UNBAN, BanQuestions
from handlers.admin.people import Finding
from handlers.admin.purse import Booking
from handlers.conversation import Conversation
from handlers.press import Routes, Typed
from handlers.views import people as views
from handlers.views import talk
from handlers.views.screen import Screen
from models.errors import ShopError
from models.permission import Permission
from models.person_errors import OwnMessage
from services.people.user import UserService

Work = Callable[[Typed, int, str], Awaitable[Screen | None]]
"""What is done with whom, and what is typed behind them."""


class PeopleCommandDesk:
    def __init__(
        self,
        finding: Finding,
        booking: Booking,
        bans: BanQuestions,
        conversation: Conversation,
        users: UserService,
    ) -> None:
        self._finding = finding
        self._booking = booking
        self._bans = bans
        self._conversation = conversation
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            commands={
                "info": self.info,
                "pm": self.message,
                "editbalance": self.adjust,
                "ban": self.ban,
                "unban": self.unban,
            },
            needs=Permission.PEOPLE,
            apart={"pm": Permission.TALK, "editbalance": Permission.MONEY},
        )

    async def info(self, typed: Typed) -> None:
        """`/info 7001`, `/info @bob`, `/info K7Q2M`, `/info Bob Marley`."""
        if not (word := typed.subject.strip()):
            await typed.say(views.usage(typed.who.t, "info"))
            return
        await self._shown(typed, "info", self._finding.found(typed.who, word))

    async def message(self, typed: Typed) -> None:
        """`/pm @bob Your parcel is on its way`; without words it asks for them."""
        await self._with(typed, "pm", self._message)

    async def adjust(self, typed: Typed) -> None:
        """`/editbalance @bob +5.00 for the trouble`."""
        await self._with(typed, "editbalance", self._adjust)

    async def ban(self, typed: Typed) -> None:
        """`/ban @bob wrote to everybody`; without a reason it asks for one."""
        await self._with(typed, "ban", self._ban)

    async def unban(self, typed: Typed) -> None:
        await self._with(typed, "unban", self._unban)

    async def _with(self, typed: Typed, name: str, work: Work) -> None:
        word, *rest = typed.subject.split(None, 1) or [""]
        if not word or typed.message.text is None:
            await typed.say(views.usage(typed.who.t, name))
            return
        await self._shown(typed, name, self._worked(typed, word, "".join(rest), work))

    async def _worked(self, typed: Typed, word: str, rest: str, work: Work) -> Screen | None:
        return await work(typed, await self._finding.one(word), rest)

    async def _shown(self, typed: Typed, name: str, screen: Awaitable[Screen | None]) -> None:
        """Misused, it shows an example."""
        t = typed.who.t
        try:
            shown = await screen
        except ShopError as refusal:
            shown = views.usage(t, name, t(refusal.key, **refusal.fields))
        if shown is not None:
            await typed.say(shown)

    async def _message(self, typed: Typed, user_id: int, words: str) -> Screen | None:
        """The words alone are said here, and copied from here: as every answer is."""
        who = typed.who
        if user_id == who.id:
            raise OwnMessage
        person = await self._conversation.person(user_id)
        if not words:
            await self._users.expect(who.id, f"answer:{user_id}")
            return talk.type_answer(who.t, person)
        number = await typed.say(Screen(who.t("pm-words", text=words)))
        said = typed.message.model_copy(update={"message_id": number})
        await self._conversation.answer(replace(typed, message=said), user_id)
        return None

    async def _adjust(self, typed: Typed, user_id: int, words: str) -> Screen:
        return await self._booking.checked(typed, user_id, words)

    async def _ban(self, typed: Typed, user_id: int, words: str) -> Screen:
        if words:
            return await self._bans.checked(typed, user_id, words, BAN)
        return await self._bans.asked(typed.who, user_id, BAN)

    async def _unban(self, typed: Typed, user_id: int, words: str) -> Screen:
        if words:
            return await self._bans.checked(typed, user_id, words, UNBAN)
        return await self._bans.asked(typed.who, user_id, UNBAN)
