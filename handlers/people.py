"""Who speaks: loads or registers the person, their language and rights, for every update."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update
from aiogram.types import User as Telegrammer

from handlers.replies import answer
from models.user import User
from services.people.user import UserService
from utils.l10n import Translators

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class PeopleMiddleware(BaseMiddleware):
    """Adds `user` and `t`. Groups and channels are not served; banned people hear so once."""

    def __init__(self, users: UserService, translators: Translators) -> None:
        self._users = users
        self._translators = translators

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: Telegrammer | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if person is None or chat is None or chat.type != "private" or person.is_bot:
            return None
        user = await self._known(person)
        data["user"], data["t"] = user, self._translators(user.language)
        if user.banned_at is not None:
            return await _refuse(event, data)
        if user.expecting and isinstance(event, Update) and event.callback_query:
            await self._users.expect(user.id, None)
        return await handler(event, data)

    async def _known(self, person: Telegrammer) -> User:
        user = await self._users.find(person.id)
        if user is not None and user.unreachable_at is None:
            return user
        return await self._users.register(
            person.id, person.full_name, person.username, person.language_code
        )


async def _refuse(event: TelegramObject, data: dict[str, Any]) -> None:
    text = data["t"]("error-banned")
    if isinstance(event, Update) and event.callback_query:
        await answer(event.callback_query, text, alert=True)
    elif isinstance(event, Update) and event.message:
        await event.message.answer(text)


class FromAdmin(Filter):
    """Only people whose numeric id stands in `ADMIN_IDS`."""

    async def __call__(self, event: Message | CallbackQuery, admin_ids: frozenset[int]) -> bool:
        return event.from_user is not None and event.from_user.id in admin_ids


class Expecting(Filter):
    """A typed message that answers `topic`; hands its argument over as `subject`."""

    def __init__(self, topic: str) -> None:
        self._topic = topic

    async def __call__(self, message: Message, user: User) -> bool | dict[str, str]:
        topic, _, subject = (user.expecting or "").partition(":")
        return {"subject": subject} if message.text and topic == self._topic else False
