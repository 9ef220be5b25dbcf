"""The private chats and every message in them."""

from typing import Any

from sandbox.store import Store
from sandbox.telegram.events import Events
from sandbox.telegram.sequences import Sequences

Message = dict[str, Any]


class Chats:
    """Messages by chat and id. A message is never changed, only replaced by a new one."""

    def __init__(self, store: Store, events: Events, sequences: Sequences) -> None:
        self._store = store
        self._events = events
        self._sequences = sequences
        self._by_chat: dict[int, dict[int, Message]] = {}
        self._unread: dict[int, int] = {}
        for message in store.all("message").values():
            self._place(message)

    def next_id(self) -> int:
        """One row of numbers for all private chats, as a bot sees it at Telegram."""
        return self._sequences.next("message")

    def of(self, chat_id: int) -> dict[int, Message]:
        return self._by_chat.get(chat_id, {})

    def find(self, chat_id: int, message_id: int) -> Message | None:
        return self.of(chat_id).get(message_id)

    def unread(self, chat_id: int) -> int:
        """Messages of the bot since the person last did something."""
        return self._unread.get(chat_id, 0)

    def read(self, chat_id: int) -> None:
        self._unread[chat_id] = 0

    def add(self, message: Message) -> Message:
        self._write(message)
        chat_id = message["chat"]["id"]
        if message["from"]["is_bot"]:
            self._unread[chat_id] = self.unread(chat_id) + 1
        self._events.publish("message", chat_id=chat_id, message=message)
        return message

    def replace(self, message: Message) -> Message:
        self._write(message)
        self._events.publish("edit", chat_id=message["chat"]["id"], message=message)
        return message

    def remove(self, message: Message) -> None:
        chat_id, message_id = message["chat"]["id"], message["message_id"]
        self._store.delete("message", f"{chat_id}:{message_id}")
        del self._by_chat[chat_id][message_id]
        self._events.publish("delete", chat_id=chat_id, message_id=message_id)

    def _write(self, message: Message) -> None:
        self._store.put("message", f"{message['chat']['id']}:{message['message_id']}", message)
        self._place(message)

    def _place(self, message: Message) -> None:
        self._by_chat.setdefault(message["chat"]["id"], {})[message["message_id"]] = message
