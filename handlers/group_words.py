"""What is written in the admins' group, and by whom: notes, people without a name, albums."""

from collections.abc import Hashable

from aiogram.types import Message

from handlers.said import FROM_PEOPLE
from handlers.spoken import seen

NOTE = "//"
"""What a note among admins begins with; it never reaches a customer."""
REMEMBERED = 10_000
"""Things that were said once, and albums that are notes."""


def is_words(message: Message) -> bool:
    """From somebody, and no more than one of Telegram's own notices."""
    return message.content_type in FROM_PEOPLE


def is_note(message: Message) -> bool:
    return seen(message.text or message.caption or "").startswith(NOTE)


def unnamed(message: Message) -> bool:
    """A group's anonymous admin, a channel, or what was forwarded from one by itself."""
    return message.sender_chat is not None or bool(message.is_automatic_forward)


class Once:
    """What was said to somebody already; forgotten with a restart."""

    def __init__(self) -> None:
        self._said: dict[Hashable, None] = {}

    def first(self, message: Message, key: str) -> bool:
        """Whether nobody has told them that."""
        by = message.sender_chat.id if message.sender_chat else None
        person = message.from_user.id if message.from_user else None
        return self._note((message.chat.id, by or person, key))

    def note_album(self, message: Message) -> None:
        """The further pictures of a note have no words, and are notes all the same."""
        if message.media_group_id and is_note(message):
            self._note((message.chat.id, message.media_group_id))

    def is_of_a_note(self, message: Message) -> bool:
        return (message.chat.id, message.media_group_id) in self._said

    def _note(self, what: Hashable) -> bool:
        if what in self._said:
            return False
        if len(self._said) >= REMEMBERED:
            del self._said[next(iter(self._said))]
        self._said[what] = None
        return True
