"""Pinned messages of a chat, the newest pin first."""

from typing import Any

from sandbox.telegram import acts
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.world import World


def pin(world: World, chat: Chat, message: Message, user: dict[str, Any]) -> None:
    """A service message tells of it; a message that is pinned already comes to the front."""
    number = message["message_id"]
    with world.store.together():
        if number not in chat.pinned:
            acts.post(world, chat, user, {"pinned_message": acts.without_reply(message)})
        chat.pinned = [number, *(other for other in chat.pinned if other != number)]
        world.keep(chat)


def unpin(world: World, chat: Chat, numbers: set[int]) -> None:
    kept = [number for number in chat.pinned if number not in numbers]
    if kept != chat.pinned:
        chat.pinned = kept
        world.keep(chat)


def remove(world: World, chat: Chat, message: Message) -> None:
    """Delete a message, and with it its pin."""
    with world.store.together():
        world.chats.remove(chat, message)
        unpin(world, chat, {message["message_id"]})
