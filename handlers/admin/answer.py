"""An admin's answer to a customer who wrote to the shop."""

from handlers import callbacks as on
from handlers.conversation import Conversation
from handlers.press import Press, Routes, Typed
from handlers.views import talk as views
from models.permission import Permission
from services.people.user import UserService


class AnswerDesk:
    def __init__(self, conversation: Conversation, users: UserService) -> None:
        self._conversation = conversation
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={on.AnswerPerson: self.ask},
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

    async def answered(self, typed: Typed) -> None:
        """Words, a picture, anything: the customer gets a copy of it."""
        await self._conversation.answer(typed, int(typed.subject))
