"""Handing messages on between a customer and the admins, for every desk that hears one."""

from handlers.callbacks import AnswerPerson
from handlers.press import Typed
from handlers.views import talk as views
from models.errors import NotFound
from models.user import User
from services.people.talk import Change, TalkService
from services.people.user import UserService


class Conversation:
    def __init__(self, talk: TalkService, users: UserService) -> None:
        self._talk = talk
        self._users = users

    async def ask(self, typed: Typed) -> bool:
        """Customer to admins; False: a further picture of the same album. Raises TooMuchTalk."""
        return await self._talk.ask(typed.note)

    async def person(self, user_id: int) -> User:
        """Raises NotFound."""
        user = await self._users.find(user_id)
        if user is None:
            raise NotFound
        return user

    async def answer(self, typed: Typed, user_id: int) -> None:
        """Admin to customer. Raises NotFound."""
        user = await self.person(user_id)
        await self._talk.answer(typed.note, user_id)
        await self._users.expect(typed.who.id, None)
        await typed.say(views.sent_on(typed.who.t, user))

    async def follow(self, typed: Typed) -> bool:
        """Whether it is a further picture of an album that goes to a customer."""
        return await self._talk.follow(typed.note)

    async def changed(self, typed: Typed) -> Change:
        return await self._talk.edited(typed.note, answers=typed.who.shop)


def replied_to(typed: Typed) -> int | None:
    """The customer whose message an admin replies to by Telegram's own means.

    Our copy of it carries the button that answers them.
    """
    original = typed.message.reply_to_message
    if original is None or not original.from_user or original.from_user.id != typed.who.bot.id:
        return None
    rows = original.reply_markup.inline_keyboard if original.reply_markup else []
    packed = [one.callback_data or "" for row in rows for one in row]
    for data in packed:
        if data.startswith(f"{AnswerPerson.__prefix__}:"):
            return AnswerPerson.unpack(data).user_id
    return None
