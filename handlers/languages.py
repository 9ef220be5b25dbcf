"""Which language a person reads, known without asking the database."""

from aiogram.types import User as Telegrammer

from models.user import User

REMEMBERED = 10_000
"""Persons; the one who was noted first goes."""


class Languages:
    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def note(self, user: User) -> None:
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[user.id] = user.language

    def of(self, person: Telegrammer) -> str:
        """Of who was never here, their app's."""
        return self._known.get(person.id, person.language_code or "")
