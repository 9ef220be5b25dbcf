"""The bots of the sandbox: token, profile, waiting updates, open queries."""

from collections.abc import Callable, Container
from dataclasses import asdict, dataclass, replace
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.store import Store
from sandbox.telegram.profile import Profile
from sandbox.telegram.queries import Queries
from sandbox.telegram.sequences import Sequences
from sandbox.telegram.shelf import Documents, Shelf
from sandbox.telegram.updates import Updates


@dataclass(frozen=True, slots=True)
class Settings:
    """What a bot's owner tells BotFather, https://core.telegram.org/bots/features#botfather."""

    name: str
    username: str
    can_join_groups: bool = True
    privacy: bool = True
    inline: bool = False
    inline_placeholder: str = ""
    inline_feedback: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What all bots share; `wake` hears that there is something for a webhook."""

    store: Store
    clock: SandboxClock
    sequences: Sequences
    wake: Callable[[], None]


class Bot:
    """One bot and everything that is its own, kept in `store`."""

    def __init__(self, token: str, settings: Settings, store: Documents, around: Around) -> None:
        self.token = token
        self.id = bot_id(token)
        self.settings = settings
        self.sequences = Sequences(store)
        self.profile = Profile(store)
        self.updates = Updates(store, self.sequences, around.wake)
        self.queries = Queries(store, around.clock, around.sequences)

    def user(self) -> dict[str, Any]:
        """As the sender of a message, https://core.telegram.org/bots/api#user"""
        name = self.profile.field("name", "") or self.settings.name
        user = {"id": self.id, "is_bot": True, "first_name": name}
        return user | {"username": self.settings.username}

    def me(self) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#getme"""
        return self.user() | {
            "can_join_groups": self.settings.can_join_groups,
            "can_read_all_group_messages": not self.settings.privacy,
            "supports_guest_queries": False,
            "supports_inline_queries": self.settings.inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_join_request_queries": False,
        }


def bot_id(token: str) -> int:
    """The number a token begins with; raises ValueError when there is none."""
    number, colon, secret = token.partition(":")
    if not colon or not secret or not number.isdecimal() or number.startswith("0"):
        raise ValueError("A token looks like 1000:secret.")
    return int(number)


class Bots:
    """Every bot by token and by id. The first one is given at each start, the others are kept.

    `changed` hears of every new bot and of every change BotFather made to one.
    """

    def __init__(self, around: Around, changed: Callable[[Bot], None]) -> None:
        self._around = around
        self._changed = changed
        self._by_id: dict[int, Bot] = {}
        self._by_token: dict[str, Bot] = {}

    def open(self, token: str, settings: Settings) -> None:
        """The first bot, then those that were added in earlier runs."""
        store = self._around.store
        self._place(Bot(token, settings, store, self._around))
        for row in store.all("bot").values():
            self._place(self._other(row["token"], Settings(**row["settings"])))

    @property
    def first(self) -> Bot:
        return next(iter(self._by_id.values()))

    def all(self) -> list[Bot]:
        return list(self._by_id.values())

    def find(self, bot_id: int) -> Bot | None:
        return self._by_id.get(bot_id)

    def among(self, ids: Container[int]) -> list[Bot]:
        return [bot for bot in self.all() if bot.id in ids]

    def with_token(self, token: str) -> Bot | None:
        return self._by_token.get(token)

    def named(self, username: str) -> Bot | None:
        wanted = username.lower()
        return next((bot for bot in self.all() if bot.settings.username.lower() == wanted), None)

    def add(self, token: str, settings: Settings) -> Bot:
        """Raises ValueError for a token that is none, or whose bot is there already."""
        if bot_id(token) in self._by_id or self.named(settings.username):
            raise ValueError("There is such a bot already.")
        bot = self._other(token, settings)
        self._place(bot)
        return self._keep(bot)

    def change(self, bot: Bot, **changes: Any) -> Bot:
        bot.settings = replace(bot.settings, **changes)
        return self._keep(bot)

    def _other(self, token: str, settings: Settings) -> Bot:
        shelf = Shelf(self._around.store, bot_id(token))
        return Bot(token, settings, shelf, self._around)

    def _place(self, bot: Bot) -> None:
        self._by_id[bot.id] = self._by_token[bot.token] = bot

    def _keep(self, bot: Bot) -> Bot:
        if bot is not self.first:
            row = {"token": bot.token, "settings": asdict(bot.settings)}
            self._around.store.put("bot", str(bot.id), row)
        self._changed(bot)
        return bot
