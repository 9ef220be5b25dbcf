"""The people of the sandbox: who they are, whether they started or blocked the bot."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sandbox.store import Store
from sandbox.telegram.events import Events
from sandbox.telegram.sequences import Sequences

_FIRST_ID = 7001


@dataclass(frozen=True, slots=True)
class Person:
    """`role` is a label for the page; `started` is true once they wrote to the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "en"
    role: str = "customer"
    blocked: bool = False
    started: bool = False

    def user(self) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#user"""
        user = {"id": self.id, "is_bot": False, **self._names()}
        return user | {"language_code": self.language_code}

    def chat(self) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#chat"""
        return {"id": self.id, "type": "private", **self._names()}

    def shown(self) -> dict[str, Any]:
        """As the page sees them."""
        return asdict(self)

    def _names(self) -> dict[str, str]:
        names = {"first_name": self.first_name, "last_name": self.last_name}
        return {key: name for key, name in (names | {"username": self.username}).items() if name}


class People:
    """Everybody by id; changes are stored and published."""

    def __init__(self, store: Store, events: Events, sequences: Sequences) -> None:
        self._store = store
        self._events = events
        self._sequences = sequences
        self._by_id = {int(key): Person(**row) for key, row in store.all("person").items()}

    def welcome(self, people: Sequence[Person]) -> None:
        """Those present at the first start; one who is already known keeps their state."""
        for person in people:
            if person.id not in self._by_id:
                self._keep(person)

    def all(self) -> list[Person]:
        return list(self._by_id.values())

    def find(self, person_id: int) -> Person | None:
        return self._by_id.get(person_id)

    def user(self, person_id: int) -> dict[str, Any] | None:
        person = self._by_id.get(person_id)
        return person.user() if person else None

    def add(self, first_name: str, **details: Any) -> Person:
        first = max([_FIRST_ID, *(known + 1 for known in self._by_id)])
        person = Person(self._sequences.next("person", first), first_name, **details)
        return self._keep(person)

    def change(self, person: Person, **changes: Any) -> Person:
        return self._keep(replace(person, **changes))

    def _keep(self, person: Person) -> Person:
        self._store.put("person", str(person.id), asdict(person))
        self._by_id[person.id] = person
        self._events.publish("person", person=person.shown())
        return person
