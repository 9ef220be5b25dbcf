"""The bots of the sandbox: token, profile, waiting updates, open queries."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sandbox.telegram.profile import Profile
from sandbox.telegram.queries import Queries
from sandbox.telegram.sequences import Sequences
from sandbox.telegram.shelf import Documents, Shelf
from sandbox.telegram.updates import Updates

if TYPE_CHECKING:
    from sandbox.telegram.world import World


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


class Bot:
    """One bot and everything that is its own; `world` is what it shares."""

    def __init__(self, world: "World", store: Documents, token: str, settings: Settings) -> None:
        self.world = world
        self.token = token
        self.id = bot_id(token)
        self.settings = settings
        self.sequences = Sequences(store)
        self.profile = Profile(store)
        self.updates = Updates(store, self.sequences, world.webhook_news.set)
        self.queries = Queries(store, world.clock, world.sequences)

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

    def __init__(self, world: "World", changed: Callable[[Bot], None]) -> None:
        self._world = world
        self._changed = changed
        self._by_id: dict[int, Bot] = {}
        self._by_token: dict[str, Bot] = {}

    def open(self, token: str, settings: Settings) -> None:
        """The first bot, then those that were added in earlier runs."""
        store = self._world.store
        self._place(Bot(self._world, store, token, settings))
        for row in store.all("bot").values():
            self._place(self._other(row["token"], Settings(**row["settings"])))

    @property
    def first(self) -> Bot:
        return next(iter(self._by_id.values()))

    def all(self) -> list[Bot]:
        return list(self._by_id.values())

    def find(self, bot_id: int) -> Bot | None:
        return self._by_id.get(bot_id)

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
        return Bot(self._world, Shelf(self._world.store, bot_id(token)), token, settings)

    def _place(self, bot: Bot) -> None:
        self._by_id[bot.id] = self._by_token[bot.token] = bot

    def _keep(self, bot: Bot) -> Bot:
        if bot is not self.first:
            row = {"token": bot.token, "settings": asdict(bot.settings)}
            self._world.store.put("bot", str(bot.id), row)
        self._changed(bot)
        return bot
