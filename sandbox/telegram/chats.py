"""Every message of every chat, and who has not read it yet."""

from typing import Any

from sandbox.store import Store
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.events import Events
from sandbox.telegram.groups import Group

Message = dict[str, Any]
Chat = Dialog | Group


def address(chat: Chat) -> dict[str, Any]:
    """How events name a chat."""
    return {"chat": chat.key, "chat_id": chat.id, "bot_id": chat.bot_id}


class Chats:
    """Messages by chat key and id. A message is never changed, only replaced by a new one."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self._events = events
        self._by_chat: dict[str, dict[int, Message]] = {}
        self._unread: dict[str, dict[int, int]] = {}
        for key, message in store.all("message").items():
            self._place(key.rpartition(":")[0], message)

    def of(self, key: str | int) -> dict[int, Message]:
        return self._by_chat.get(str(key), {})

    def find(self, key: str | int, message_id: int) -> Message | None:
        return self.of(key).get(message_id)

    def unread(self, chat: Chat, person_id: int) -> int:
        """Messages of others since this person last did something here."""
        return self._unread.get(chat.key, {}).get(person_id, 0)

    def read(self, chat: Chat, person_id: int) -> None:
        if self.unread(chat, person_id):
            self._unread[chat.key][person_id] = 0
            self._events.publish("unread", **address(chat), person_id=person_id, unread=0)

    def add(self, chat: Chat, message: Message) -> Message:
        self._write(chat.key, message)
        sender = message["from"]["id"]
        counts = self._unread.setdefault(chat.key, {})
        for reader in chat.readers:
            if reader != sender:
                counts[reader] = counts.get(reader, 0) + 1
        self._events.publish("message", **address(chat), message=message)
        return message

    def replace(self, chat: Chat, message: Message) -> Message:
        self._write(chat.key, message)
        self._events.publish("edit", **address(chat), message=message)
        return message

    def remove(self, chat: Chat, message: Message) -> None:
        message_id = message["message_id"]
        self._store.delete("message", f"{chat.key}:{message_id}")
        del self._by_chat[chat.key][message_id]
        self._events.publish("delete", **address(chat), message_id=message_id)

    def _write(self, key: str, message: Message) -> None:
        self._store.put("message", f"{key}:{message['message_id']}", message)
        self._place(key, message)

    def _place(self, key: str, message: Message) -> None:
        self._by_chat.setdefault(key, {})[message["message_id"]] = message
