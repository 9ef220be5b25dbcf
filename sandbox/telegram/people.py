"""The people of the sandbox: who they are."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sandbox.store import Store
from sandbox.telegram.sequences import Sequences

_FIRST_ID = 7001


@dataclass(frozen=True, slots=True)
class Person:
    """`role` is a label for the page."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "en"
    role: str = "customer"

    @property
    def phone_number(self) -> str:
        """555-01xx numbers belong to nobody; this one is as long as the id is."""
        return f"+1555{self.id:07d}"

    def user(self) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#user"""
        user = {"id": self.id, "is_bot": False, **self._names()}
        return user | {"language_code": self.language_code}

    def chat(self) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#chat"""
        return {"id": self.id, "type": "private", **self._names()}

    def _names(self) -> dict[str, str]:
        names = {"first_name": self.first_name, "last_name": self.last_name}
        return {key: name for key, name in (names | {"username": self.username}).items() if name}


_FIELDS = {field.name for field in fields(Person)}


class People:
    """Everybody by id; `changed` hears of every new and every changed person."""

    def __init__(
        self, store: Store, sequences: Sequences, changed: Callable[[Person], None]
    ) -> None:
        self._store = store
        self._sequences = sequences
        self._changed = changed
        rows = store.all("person").items()
        self._by_id = {
            int(key): Person(**{name: row[name] for name in _FIELDS & row.keys()})
            for key, row in rows
        }

    def welcome(self, people: Sequence[Person]) -> None:
        """Those present at the first start; one who is already known keeps their state."""
        for person in people:
            if person.id not in self._by_id:
                self._keep(person)

    def all(self) -> list[Person]:
        return list(self._by_id.values())

    def find(self, person_id: int) -> Person | None:
        return self._by_id.get(person_id)

    def add(self, first_name: str, **details: Any) -> Person:
        first = max([_FIRST_ID, *(known + 1 for known in self._by_id)])
        person = Person(self._sequences.next("person", first), first_name, **details)
        return self._keep(person)

    def change(self, person: Person, **changes: Any) -> Person:
        return self._keep(replace(person, **changes))

    def _keep(self, person: Person) -> Person:
        self._store.put("person", str(person.id), asdict(person))
        self._by_id[person.id] = person
        self._changed(person)
        return person
