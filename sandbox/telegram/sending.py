"""Messages of a person by way of a bot."""

from typing import Any

from sandbox.telegram import acts
from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.people import Person


def send_via(
    by: Caller, person: Person, chat: Chat, result: dict[str, Any], extras: Message | None = None
) -> tuple[Message, str | None]:
    """Post a result; with buttons it gets an inline_message_id, by which the bot can edit it."""
    world = by.world
    content = result["message"] | (extras or {}) | {"via_bot": by.bot.user()}
    with world.store.together():
        message = acts.write(world, person, content, chat)
        if "reply_markup" not in content:
            return message, None
        inline_id = world.inline.new_message_id()
        world.inline.keep(inline_id, by.bot.id, chat, message)
        return message, inline_id
