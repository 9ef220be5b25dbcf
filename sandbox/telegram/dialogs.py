"""Private chats: one for each pair of a bot and a person."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from sandbox.store import Store
from sandbox.telegram.people import People, Person


@dataclass(slots=True)
class Dialog:
    """`key` names it in the sandbox; the bot knows it by the person's id.

    `keyboard` is the reply keyboard or forced reply below the composer, with its message_id.
    """

    type: ClassVar[str] = "private"
    username: ClassVar[None] = None
    is_forum: ClassVar[bool] = False

    key: str
    bot_id: int
    person: Person
    started: bool = False
    blocked: bool = False
    pinned: list[int] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def readers(self) -> list[int]:
        """The people who read here."""
        return [self.person.id]

    def card(self) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#chat"""
        return self.person.chat()

    def row(self) -> dict[str, Any]:
        names = ("started", "blocked", "pinned", "keyboard")
        return {name: getattr(self, name) for name in names}


class Dialogs:
    """All private chats, those with the first bot under the bare id of the person."""

    def __init__(self, store: Store, people: People, first_bot: int) -> None:
        self._store = store
        self._people = people
        self._first_bot = first_bot
        self._rows = store.all("dialog")
        self._open: dict[str, Dialog] = {}

    def of(self, bot_id: int, person: Person) -> Dialog:
        key = str(person.id) if bot_id == self._first_bot else f"{bot_id}:{person.id}"
        dialog = self._open.get(key)
        if dialog is None:
            dialog = Dialog(key, bot_id, person, **self._rows.get(key, {}))
            self._open[key] = dialog
        return dialog

    def with_bot(self, bot_id: int) -> list[Dialog]:
        """The private chats of a bot that have begun, in the order of the people."""
        dialogs = (self.of(bot_id, person) for person in self._people.all())
        return [dialog for dialog in dialogs if dialog.started or dialog.blocked]

    def renew(self, person: Person) -> None:
        """A person has changed their name."""
        for dialog in self._open.values():
            if dialog.id == person.id:
                dialog.person = person

    def keep(self, dialog: Dialog) -> None:
        self._rows[dialog.key] = dialog.row()
        self._store.put("dialog", dialog.key, dialog.row())
