"""What people do: write, send files, press buttons, block the bot."""

from typing import Any

from sandbox.telegram.chats import Message
from sandbox.telegram.entities import tidied
from sandbox.telegram.images import sample_png
from sandbox.telegram.params import Upload
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

# Constant per chat at Telegram, https://core.telegram.org/bots/api#callbackquery.
_INSTANCE = 7_400_000_000_000_000_000


class Refused(Exception):
    """A person cannot do that; the text says why."""


def write(world: World, person: Person, content: Message) -> Message:
    """Post into the private chat with the bot; the first message starts it."""
    if person.blocked:
        raise Refused(f"{person.first_name} has blocked the bot.")
    with world.store.together():
        if not person.started:
            person = world.people.change(person, started=True)
        message = {
            "message_id": world.chats.next_id(),
            "from": person.user(),
            "chat": person.chat(),
            "date": world.now(),
            **content,
        }
        world.updates.add("message", message)
        world.chats.read(person.id)
        return world.chats.add(message)


def text_content(text: str) -> Message:
    text, entities = tidied(text, [])
    if not text:
        raise Refused("The text is empty.")
    return {"text": text} | ({"entities": entities} if entities else {})


def photo_content(world: World, caption: str) -> Message:
    shown = world.files.photo(Upload("photo.png", sample_png(), "image/png"))
    world.files.remember(shown)
    return {"photo": shown} | _caption(caption)


def document_content(world: World, caption: str) -> Message:
    upload = Upload("note.txt", b"A note from the sandbox.\n", "text/plain")
    shown = world.files.document(upload)
    world.files.remember(shown)
    return {"document": shown} | _caption(caption)


def press(world: World, person: Person, message: Message, data: str) -> str:
    """Press a button with `data` on a message of the bot; returns the query's id."""
    with world.store.together():
        query_id = world.queries.add(person.id)
        query = {
            "id": query_id,
            "from": person.user(),
            "message": message,
            "chat_instance": str(_INSTANCE + person.id),
            "data": data,
        }
        world.updates.add("callback_query", query)
    world.chats.read(person.id)
    return query_id


def inaccessible(message_id: int, person: Person) -> Message:
    """https://core.telegram.org/bots/api#inaccessiblemessage"""
    return {"chat": person.chat(), "message_id": message_id, "date": 0}


def set_blocked(world: World, person: Person, blocked: bool) -> Person:
    """Block or unblock the bot, which the bot hears as my_chat_member."""
    if person.blocked == blocked:
        return person
    with world.store.together():
        if person.started:
            world.updates.add("my_chat_member", _membership(world, person, blocked))
        return world.people.change(person, blocked=blocked)


def _membership(world: World, person: Person, blocked: bool) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#chatmemberupdated"""
    member = {"user": world.profile.user(), "status": "member"}
    banned = {"user": world.profile.user(), "status": "kicked", "until_date": 0}
    old, new = (member, banned) if blocked else (banned, member)
    return {
        "chat": person.chat(),
        "from": person.user(),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }


def send_undecodable(world: World) -> None:
    """An update no client library can read, as after a change of the API it does not know."""
    world.updates.add("message", {"message_id": "not a number"})


def keyboard_data(message: Message) -> set[str]:
    """The callback data a person can press on this message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}


def _caption(caption: str) -> Message:
    text, entities = tidied(caption, [])
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})
