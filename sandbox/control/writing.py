"""What people do in a chat: write, edit, delete, press, read, follow a link."""

import re
from typing import Any

from sandbox.control import media
from sandbox.control.base import (
    Body,
    Call,
    Problem,
    Route,
    bot,
    chat,
    fields,
    items,
    message,
    number,
    person,
    text,
)
from sandbox.telegram import acts, members, membership, pins
from sandbox.telegram.bots import Bot
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.groups import GENERAL, Group
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

_LINK = re.compile(
    r"(?:https?://)?t\.me/(?P<name>\w+)(?:\?(?P<kind>start|startgroup)=(?P<payload>[\w-]*))?"
)
_CONTACT = ("phone_number", "first_name", "last_name", "user_id")


def send(world: World, call: Call) -> Body:
    someone = person(world, call.body.get("from"))
    where = chat(world, someone, call.body)
    place = _topic(call.body) | _reply(world, where, call.body)
    if call.body.get("album"):
        files = media.album(world, call.body["album"], str(call.body.get("caption") or ""))
        with world.store.together():
            sent = [acts.write(world, someone, place | file, where) for file in files]
        return {"message": sent[0], "messages": sent}
    content = _content(world, someone, where, call.body)
    return {"message": acts.write(world, someone, place | content, where)}


def edit(world: World, call: Call) -> Body:
    someone, where, old = _addressed(world, call)
    new = str(call.body.get("text") or call.body.get("caption") or "")
    return {"message": acts.rewrite(world, where, someone, old, new)}


def delete(world: World, call: Call) -> Body:
    """No bot hears of it, as at Telegram."""
    _, where, old = _addressed(world, call)
    pins.remove(world, where, old)
    return {}


def press(world: World, call: Call) -> Body:
    someone = person(world, call.body.get("from"))
    where = chat(world, someone, call.body)
    pressed = _pressed(world, where, call.body)
    data = text(call.body, "data")
    return {"callback_query_id": acts.press(world, someone, pressed, data, where)}


def read(world: World, call: Call) -> Body:
    someone = person(world, call.body.get("from"))
    world.chats.read(chat(world, someone, call.body), someone.id)
    return {}


def start(world: World, call: Call) -> Body:
    """A deep link, https://core.telegram.org/bots/features#deep-linking"""
    someone = person(world, call.body.get("from"))
    target, kind, payload = _target(world, call.body)
    if kind == "startgroup" or call.body.get("chat") is not None:
        group = chat(world, someone, call.body)
        if not isinstance(group, Group):
            raise Problem(400, "The chat must be a group.")
        _invite(world, someone, target, group)
        sent = acts.start_in(world, someone, target, group, payload)
        return {"message": sent, "chat": group.key}
    sent = acts.start(world, someone, target, payload)
    return {"message": sent, "chat": world.dialog(target, someone).key}


def _invite(world: World, someone: Person, target: Bot, group: Group) -> None:
    if not target.settings.can_join_groups:
        raise Problem(409, "This bot cannot be added to groups.")
    if target.id not in group.present():
        membership.change(world, group, someone.user(), target.user(), members.member())


def _target(world: World, body: Body) -> tuple[Bot, str, str]:
    """The bot, the kind of link and its payload."""
    if body.get("link") is None:
        return bot(world, body.get("bot_id")), "start", str(body.get("payload") or "")
    link = _LINK.fullmatch(text(body, "link"))
    named = world.bots.named(link["name"]) if link else None
    if link is None or named is None:
        raise Problem(404, "There is no bot behind this link.")
    return named, link["kind"] or "start", link["payload"] or ""


def _addressed(world: World, call: Call) -> tuple[Person, Chat, Message]:
    someone = person(world, call.body.get("from"))
    where = chat(world, someone, call.body)
    return someone, where, message(world, where, call.body)


def _content(world: World, someone: Person, where: Chat, body: Body) -> Message:
    caption = str(body.get("caption") or "")
    if body.get("photo"):
        return acts.photo_content(world, caption)
    if body.get("document"):
        return acts.document_content(world, caption)
    if body.get("media"):
        return media.one(world, body["media"], caption)
    answer = next((name for name in _ANSWERS if body.get(name)), None)
    if answer is None:
        return acts.text_content(text(body, "text"))
    return {answer: _ANSWERS[answer](world, someone, body[answer])} | _keyboard(world, where)


def _keyboard(world: World, where: Chat) -> Message:
    """What a special button sends replies to the message that brought the keyboard."""
    shown = where.keyboard and world.chats.find(where.key, where.keyboard["message_id"])
    return {"reply_to_message": acts.without_reply(shown)} if shown else {}


def _contact(_: World, someone: Person, given: Any) -> Body:
    """https://core.telegram.org/bots/api#contact; `true` is the person's own."""
    own = {"phone_number": someone.phone_number, "first_name": someone.first_name}
    own |= {"last_name": someone.last_name} if someone.last_name else {}
    if not isinstance(given, dict):
        return own | {"user_id": someone.id}
    text(given, "phone_number")
    text(given, "first_name")
    return {name: given[name] for name in _CONTACT if given.get(name)}


def _location(_: World, __: Person, given: Any) -> Body:
    """https://core.telegram.org/bots/api#location"""
    place = {name: fields(given, "location").get(name) for name in ("latitude", "longitude")}
    if not all(type(value) in (int, float) for value in place.values()):
        raise Problem(400, "The latitude and the longitude must be numbers.")
    return place


def _users(world: World, _: Person, given: Any) -> Body:
    """https://core.telegram.org/bots/api#usersshared"""
    shared = fields(given, "users_shared")
    users = [{"user_id": person(world, user).id} for user in items(shared, "user_ids")]
    return {"request_id": number(shared, "request_id"), "users": users}


def _chat(_: World, __: Person, given: Any) -> Body:
    """https://core.telegram.org/bots/api#chatshared"""
    shared = fields(given, "chat_shared")
    return {"request_id": number(shared, "request_id"), "chat_id": number(shared, "chat_id")}


_ANSWERS = {
    "contact": _contact,
    "location": _location,
    "users_shared": _users,
    "chat_shared": _chat,
}


def _topic(body: Body) -> Message:
    thread = number(body, "topic") if body.get("topic") is not None else GENERAL
    return membership.in_topic({"message_thread_id": thread})


def _reply(world: World, where: Chat, body: Body) -> Message:
    if body.get("reply_to") is None:
        return {}
    replied = message(world, where, {"message_id": body["reply_to"]})
    return {"reply_to_message": acts.without_reply(replied)}


def _pressed(world: World, where: Chat, body: Body) -> Message:
    """The message pressed on; only a forged press may carry data that is not on it."""
    message_id = number(body, "message_id")
    if body.get("inaccessible") and isinstance(where, Dialog):
        return acts.inaccessible(message_id, where)
    pressed = message(world, where, body)
    if body.get("data") not in acts.keyboard_data(pressed) and not body.get("forged"):
        raise Problem(409, "That button is not on this message.")
    return pressed


ROUTES: list[Route] = [
    ("POST", "send", send),
    ("POST", "edit", edit),
    ("POST", "delete", delete),
    ("POST", "press", press),
    ("POST", "read", read),
    ("POST", "start", start),
]
