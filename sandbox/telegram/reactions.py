"""Reactions to messages.

https://core.telegram.org/bots/api#reactiontype
"""

from typing import Any

from sandbox.store import Store
from sandbox.telegram.chats import Chat, Message, address
from sandbox.telegram.events import Events

Reaction = dict[str, str]

# https://core.telegram.org/bots/api#reactiontypeemoji
_EMOJI = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ "
    "🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
EMOJI = frozenset(_EMOJI.split())


class Reactions:
    """Who reacted how, by chat and message."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self._events = events
        self._given: dict[str, dict[str, list[Reaction]]] = store.all("reaction")

    def of(self, chat_key: str) -> dict[str, list[dict[str, Any]]]:
        """By message id, each kind of reaction with those who gave it."""
        found = (key.rpartition(":") for key, given in self._given.items() if given)
        return {
            number: self._listed(f"{chat_key}:{number}")
            for key, _, number in found
            if key == chat_key
        }

    def by(self, chat: Chat, message: Message, user_id: int) -> list[Reaction]:
        return self._given.get(_key(chat, message), {}).get(str(user_id), [])

    def give(self, chat: Chat, message: Message, user_id: int, reactions: list[Reaction]) -> None:
        """In the place of those the user gave before; none takes them back."""
        key = _key(chat, message)
        others = dict(self._given.get(key, {}))
        others.pop(str(user_id), None)
        self._given[key] = others | ({str(user_id): reactions} if reactions else {})
        self._store.put("reaction", key, self._given[key])
        number, listed = message["message_id"], self._listed(key)
        self._events.publish("reaction", **address(chat), message_id=number, reactions=listed)

    def _listed(self, key: str) -> list[dict[str, Any]]:
        kinds: dict[str, dict[str, Any]] = {}
        for user, given in self._given.get(key, {}).items():
            for reaction in given:
                kind = kinds.setdefault(str(reaction), {"type": reaction, "by": []})
                kind["by"].append(int(user))
        return list(kinds.values())


def _key(chat: Chat, message: Message) -> str:
    return f"{chat.key}:{message['message_id']}"
