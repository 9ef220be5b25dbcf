"""What people do: write, send files, press buttons, block the bot, follow a link."""

import re
from typing import Any

from sandbox.telegram.bots import Bot
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.entities import tidied
from sandbox.telegram.groups import GENERAL, Group
from sandbox.telegram.hearing import hears
from sandbox.telegram.images import sample_png
from sandbox.telegram.members import is_present
from sandbox.telegram.params import Upload
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

# Constant per chat at Telegram, https://core.telegram.org/bots/api#callbackquery.
_INSTANCE = 7_400_000_000_000_000_000
# https://core.telegram.org/bots/features#deep-linking
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Refused(Exception):
    """A person cannot do that; the text says why."""


def write(world: World, person: Person, content: Message, chat: Chat | None = None) -> Message:
    """Post into a chat, by default the private one with the first bot."""
    where = chat or world.dialog(world.bots.first, person)
    _check_writable(where, person, content.get("message_thread_id", GENERAL))
    with world.store.together():
        _take_note(world, where)
        world.chats.read(where, person.id)
        return post(world, where, person.user(), content)


def _take_note(world: World, chat: Chat) -> None:
    """The first message starts a private chat; any message is the reply a bot has forced."""
    if chat.keyboard and "force_reply" in chat.keyboard:
        chat.keyboard = None
        world.keep(chat)
    if isinstance(chat, Dialog) and not chat.started:
        chat.started = True
        world.keep(chat)
        world.person_changed(chat.person)


def _check_writable(chat: Chat, person: Person, thread: int) -> None:
    if isinstance(chat, Dialog):
        if chat.blocked:
            raise Refused(f"{person.first_name} has blocked the bot.")
        return
    if not is_present(chat.member(person.id)):
        raise Refused(f"{person.first_name} is not in this group.")
    if not chat.may(person.id, "can_send_messages"):
        raise Refused(f"{person.first_name} may not write in this group.")
    topic = chat.topics.get(thread)
    if chat.is_forum and topic is None:
        raise Refused("There is no such topic.")
    if topic and topic["closed"] and not chat.may(person.id, "can_manage_topics"):
        raise Refused("The topic is closed.")


def post(
    world: World, chat: Chat, sender: dict[str, Any], content: Message, number: int = 0
) -> Message:
    """A new message in a chat, which its bots hear as far as they may.

    `number` is its id when it had to be known before.
    """
    message = {
        "message_id": number or world.next_id(chat),
        "from": sender,
        "chat": chat.card(),
        "date": world.now(),
        **content,
    }
    tell(world, chat, "message", message)
    return world.chats.add(chat, message)


def tell(world: World, chat: Chat, kind: str, message: Message) -> None:
    """Queue an update about a message for those bots that hear it."""
    if isinstance(chat, Dialog):
        bot = world.bots.find(chat.bot_id)
        if bot and bot.id != message["from"]["id"]:
            bot.updates.add(kind, message)
        return
    for bot in world.bots_in(chat):
        if hears(bot, chat, message):
            bot.updates.add(kind, message)


def start(world: World, person: Person, bot: Bot, payload: str) -> Message:
    """Follow a link t.me/<bot>?start=<payload>."""
    return write(
        world, person, text_content(_started("/start", payload)), world.dialog(bot, person)
    )


def start_in(world: World, person: Person, bot: Bot, group: Group, payload: str) -> Message:
    """Follow a link t.me/<bot>?startgroup=<payload>; the bot is in the group already."""
    command = _started(f"/start@{bot.settings.username}", payload)
    return write(world, person, text_content(command), group)


def _started(command: str, payload: str) -> str:
    if payload and not _PAYLOAD.fullmatch(payload):
        raise Refused("A payload has 1-64 letters, digits, underscores and hyphens.")
    return f"{command} {payload}".strip()


def text_content(text: str) -> Message:
    text, entities = tidied(text, [])
    if not text:
        raise Refused("The text is empty.")
    return {"text": text} | ({"entities": entities} if entities else {})


def photo_content(world: World, caption: str) -> Message:
    shown = world.files.photo(Upload("photo.png", sample_png(), "image/png"))
    world.files.remember(shown)
    return {"photo": shown} | caption_content(caption)


def document_content(world: World, caption: str) -> Message:
    upload = Upload("note.txt", b"A note from the sandbox.\n", "text/plain")
    shown = world.files.document(upload)
    world.files.remember(shown)
    return {"document": shown} | caption_content(caption)


def caption_content(caption: str) -> Message:
    text, entities = tidied(caption, [])
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def rewrite(world: World, chat: Chat, person: Person, message: Message, text: str) -> Message:
    """Edit an own message, its text or its caption."""
    if message["from"]["id"] != person.id:
        raise Refused("Only own messages can be edited.")
    names = ("text", "entities") if "text" in message else ("caption", "caption_entities")
    content = text_content(text) if "text" in message else caption_content(text)
    kept = {key: value for key, value in message.items() if key not in names}
    with world.store.together():
        edited = kept | content | {"edit_date": world.now()}
        tell(world, chat, "edited_message", edited)
        return world.chats.replace(chat, edited)


def press(
    world: World, person: Person, message: Message, data: str, chat: Chat | None = None
) -> str:
    """Press a button with `data` on a message of a bot; returns the query's id."""
    where = chat or world.dialog(world.bots.first, person)
    bot = _sender(world, where, message)
    with world.store.together():
        query_id = bot.queries.add(person.id)
        query = {
            "id": query_id,
            "from": person.user(),
            **_pressed(world, where, message),
            "chat_instance": str(_INSTANCE + where.id),
            "data": data,
        }
        bot.updates.add("callback_query", query)
    world.chats.read(where, person.id)
    return query_id


def _pressed(world: World, chat: Chat, message: Message) -> dict[str, Any]:
    """The message itself, or the id of one that was sent by way of the bot."""
    inline_id = world.inline.id_of(chat, message) if "via_bot" in message else None
    return {"inline_message_id": inline_id} if inline_id else {"message": message}


def _sender(world: World, chat: Chat, message: Message) -> Bot:
    """The bot that hears of presses on this message."""
    if isinstance(chat, Dialog) and "via_bot" not in message:
        bot = world.bots.find(chat.bot_id)
    else:
        author = message.get("via_bot") or message.get("from") or {}
        bot = world.bots.find(author.get("id", 0))
    if bot is None:
        raise Refused("No bot listens to the buttons of this message.")
    return bot


def inaccessible(message_id: int, chat: Chat) -> Message:
    """https://core.telegram.org/bots/api#inaccessiblemessage"""
    return {"chat": chat.card(), "message_id": message_id, "date": 0}


def set_blocked(world: World, dialog: Dialog, blocked: bool) -> None:
    """Block or unblock the bot, which the bot hears as my_chat_member."""
    if dialog.blocked == blocked:
        return
    with world.store.together():
        bot = world.bots.find(dialog.bot_id)
        if dialog.started and bot:
            bot.updates.add("my_chat_member", _membership(world, bot, dialog, blocked))
        dialog.blocked = blocked
        world.keep(dialog)
    world.person_changed(dialog.person)


def _membership(world: World, bot: Bot, dialog: Dialog, blocked: bool) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#chatmemberupdated"""
    member = {"user": bot.user(), "status": "member"}
    banned = {"user": bot.user(), "status": "kicked", "until_date": 0}
    old, new = (member, banned) if blocked else (banned, member)
    return {
        "chat": dialog.card(),
        "from": dialog.person.user(),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }


def send_undecodable(bot: Bot) -> None:
    """An update no client library can read, as after a change of the API it does not know."""
    bot.updates.add("message", {"message_id": "not a number"})


def without_reply(message: Message) -> Message:
    """A reply contains the message, but not what that one replied to."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def keyboard_data(message: Message) -> set[str]:
    """The callback data a person can press on this message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}
