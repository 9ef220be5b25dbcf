"""The sandbox's Telegram: everything the bots and the people share."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.store import Store
from sandbox.telegram.bots import Around, Bot, Bots, Settings, bot_id
from sandbox.telegram.chats import Chat, Chats, address
from sandbox.telegram.dialogs import Dialog, Dialogs
from sandbox.telegram.events import Events
from sandbox.telegram.faults import Faults
from sandbox.telegram.files import Files
from sandbox.telegram.flood import FloodLimits
from sandbox.telegram.groups import Group, Groups
from sandbox.telegram.inline import Inline
from sandbox.telegram.payments import Payments
from sandbox.telegram.people import People, Person
from sandbox.telegram.reactions import Reactions
from sandbox.telegram.sequences import Sequences
from sandbox.telegram.updates import Updates
from sandbox.telegram.views import Views
from sandbox.telegram.webapp import WebApps

_ID = re.compile(r"-?[0-9]{1,18}")


class World:
    """State only; methods/ is what a bot may do with it, acts.py what people do."""

    def __init__(
        self,
        store: Store,
        clock: SandboxClock,
        bot_token: str,
        bot_names: tuple[str, str],
        people: Sequence[Person],
    ) -> None:
        self.store = store
        self.clock = clock
        self.sequences = Sequences(store)
        self.events = Events()
        self.webhook_news = asyncio.Event()
        self.faults = Faults(store, self.events)
        self.flood = FloodLimits(store, clock)
        self.files = Files(store)
        self.chats = Chats(store, self.events)
        self.groups = Groups(store, self.sequences, self.now)
        self.people = People(store, self.sequences, self.person_changed)
        self.dialogs = Dialogs(store, self.people, bot_id(bot_token))
        around = Around(store, clock, self.sequences, self.webhook_news.set)
        self.bots = Bots(around, self.bot_changed)
        self.bots.open(bot_token, Settings(*bot_names))
        self.views = Views(self.people, self.bots, self.dialogs, self.chats)
        self.people.welcome(people)
        self.reactions = Reactions(store, self.events)
        self.inline = Inline(store, self.sequences)
        self.webapps = WebApps(self.events, self.sequences)
        self.payments = Payments(store, self.events, self.sequences)

    @property
    def updates(self) -> Updates:
        """Those of the first bot."""
        return self.bots.first.updates

    def now(self) -> int:
        """The present as Telegram writes it: whole Unix seconds."""
        return int(self.clock().timestamp())

    def user(self, user_id: int) -> dict[str, Any] | None:
        """A person or a bot, as the Bot API shows them."""
        return self.views.user(user_id)

    def dialog(self, bot: Bot, person: Person) -> Dialog:
        return self.dialogs.of(bot.id, person)

    def chat(self, key: str) -> Chat | None:
        """The chat of this key, begun or not."""
        if key.startswith("-"):
            return self.groups.find(_number(key))
        bot, colon, person_id = key.rpartition(":")
        owner = self.bots.find(_number(bot)) if colon else self.bots.first
        person = self.people.find(_number(person_id))
        return self.dialog(owner, person) if owner and person else None

    def next_id(self, chat: Chat) -> int:
        """The number of a new message, as bots see it at Telegram.

        A bot's private chats share one row of numbers, a supergroup has its own. A basic group
        uses the rows of its bots, so that each of them sees a number it has not seen yet.
        """
        if chat.type == "supergroup":
            return self.sequences.next(f"message{chat.key}")
        if isinstance(chat, Dialog):
            bot = self.bots.find(chat.bot_id)
            return (bot.sequences if bot else self.sequences).next("message")
        rows = [bot.sequences for bot in self.bots_in(chat)] or [self.sequences]
        number = max(row.next("message") for row in rows)
        return max(row.reach("message", number) for row in rows)

    def bots_in(self, group: Group) -> list[Bot]:
        return self.bots.among(group.present())

    def keep(self, chat: Chat) -> None:
        """Store a chat that has changed, and tell everybody."""
        if isinstance(chat, Dialog):
            self.dialogs.keep(chat)
        else:
            self.groups.keep(chat)
        self.chat_changed(chat)

    def chat_changed(self, chat: Chat) -> None:
        self.events.publish("chat", **address(chat), info=self.views.chat(chat))

    def person_changed(self, person: Person) -> None:
        self.dialogs.renew(person)
        self.events.publish("person", person=self.views.person(person))

    def bot_changed(self, bot: Bot) -> None:
        self.events.publish("bot", bot=self.views.bot(bot))

    def menus_changed(self, bot: Bot) -> None:
        """Tell what the command lists and menu buttons of this bot are now."""
        self.bot_changed(bot)
        chats: list[Chat] = [*self.dialogs.with_bot(bot.id)]
        chats += [group for group in self.groups.all() if bot.id in group.present()]
        for chat in chats:
            self.chat_changed(chat)

    def close(self) -> None:
        """Let everybody who waits go."""
        for bot in self.bots.all():
            bot.updates.close()
        self.events.close()


def _number(text: str) -> int:
    """0, which nobody has, for what is no id."""
    return int(text) if _ID.fullmatch(text) else 0
