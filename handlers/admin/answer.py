"""An admin's answer to a customer who wrote to the shop."""

from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers import replies
from handlers.conversation import Conversation
from handlers.copying import copy_to
from handlers.press import Press, Routes, Typed
from handlers.views import talk as views
from models.permission import Permission
from services.people.talk import TalkService
from services.people.user import UserService


class AnswerDesk:
    def __init__(self, conversation: Conversation, talk: TalkService, users: UserService) -> None:
        self._conversation = conversation
        self._talk = talk
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.AnswerPerson: self.ask,
                act.ShowTalk: self.show,
                act.PutAside: self.put_aside,
            },
            typed={"answer": self.answered},
            sent=frozenset({"answer"}),
            needs=Permission.TALK,
        )

    async def ask(self, press: Press[on.AnswerPerson]) -> None:
        """Below the customer's message, which stays."""
        who, user_id = press.who, press.action.user_id
        person = await self._conversation.person(user_id)
        await self._users.expect(who.id, f"answer:{user_id}")
        await press.below(views.type_answer(who.t, person))

    async def show(self, press: Press[act.ShowTalk]) -> None:
        """What they asked, below the list; what is typed next answers it."""
        who, user_id = press.who, press.action.user_id
        person = await self._conversation.person(user_id)
        numbers = await self._talk.waiting(user_id)
        await press.below(views.shown(who.t, person, waits=bool(numbers)))
        for number in numbers:
            last = number == numbers[-1]
            rows = views.below_question(who.t, person, None, number) if last else []
            await copy_to(who, user_id, number, rows)
        if numbers:
            await self._users.expect(who.id, f"answer:{user_id}")
            await replies.say(who.bot, who.id, who.shown(views.type_answer(who.t, person)))

    async def put_aside(self, press: Press[act.PutAside]) -> None:
        """What they wrote since waits on."""
        row = press.action
        done = await self._talk.put_aside(row.user_id, row.message_id, by=press.who.id)
        await press.toast(press.who.t("put-aside-toast" if done else "put-aside-before-toast"))

    async def answered(self, typed: Typed) -> None:
        """Words, a picture, anything: the customer gets a copy of it."""
        await self._conversation.answer(typed, int(typed.subject))
