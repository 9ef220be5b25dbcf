"""The sandbox's Telegram: everything one bot and its people share."""

from collections.abc import Sequence

from sandbox.clock import SandboxClock
from sandbox.store import Store
from sandbox.telegram.chats import Chats
from sandbox.telegram.events import Events
from sandbox.telegram.faults import Faults
from sandbox.telegram.files import Files
from sandbox.telegram.people import People, Person
from sandbox.telegram.profile import Profile
from sandbox.telegram.queries import Queries
from sandbox.telegram.sequences import Sequences
from sandbox.telegram.updates import Updates


class World:
    """State only; methods/ is what the bot may do with it, acts.py what people do."""

    def __init__(
        self,
        store: Store,
        clock: SandboxClock,
        bot_token: str,
        bot_names: tuple[str, str],
        people: Sequence[Person],
    ) -> None:
        sequences = Sequences(store)
        bot_id = int(bot_token.partition(":")[0])
        self.store = store
        self.clock = clock
        self.token = bot_token
        self.events = Events()
        self.faults = Faults()
        self.files = Files(store)
        self.chats = Chats(store, self.events, sequences)
        self.updates = Updates(store, sequences)
        self.queries = Queries(store, clock, sequences)
        self.profile = Profile(store, self.events, bot_id, *bot_names)
        self.people = People(store, self.events, sequences)
        self.people.welcome(people)

    def now(self) -> int:
        """The present as Telegram writes it: whole Unix seconds."""
        return int(self.clock().timestamp())

    def close(self) -> None:
        """Let everybody who waits go."""
        self.updates.close()
        self.events.close()
