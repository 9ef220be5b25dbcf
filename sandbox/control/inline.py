"""Inline mode as people use it: type @bot and a query, choose a result."""

from typing import Any

from sandbox.control.base import Body, Call, Problem, Route, bot, chat, number, person, text
from sandbox.telegram import membership
from sandbox.telegram.acts import Refused
from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Chat
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.sending import send_via
from sandbox.telegram.world import World


def ask(world: World, call: Call) -> Body:
    """https://core.telegram.org/bots/api#inlinequery"""
    someone, asked = person(world, call.body.get("from")), bot(world, call.body.get("bot_id"))
    if not asked.settings.inline:
        raise Refused("This bot has no inline mode.")
    where = chat(world, someone, call.body)
    query = str(call.body.get("query") or "")
    query_id = world.inline.ask(asked.id, someone.id, query)
    update = {"id": query_id, "from": someone.user(), "query": query}
    offset = str(call.body.get("offset") or "")
    kind = _kind(where, asked.id)
    asked.updates.add("inline_query", update | {"offset": offset, "chat_type": kind})
    return {"inline_query_id": query_id}


def _kind(where: Chat, bot_id: int) -> str:
    """ "sender" is the private chat with the bot itself."""
    return "sender" if isinstance(where, Dialog) and where.bot_id == bot_id else where.type


def choose(world: World, call: Call) -> Body:
    someone = person(world, call.body.get("from"))
    query = world.inline.find(text(call.body, "inline_query_id"))
    if query is None or query["person_id"] != someone.id:
        raise Problem(404, "There is no such inline query.")
    wanted = text(call.body, "result_id")
    result = next((one for one in query["results"] or [] if one["id"] == wanted), None)
    if result is None:
        raise Problem(404, "There is no such result.")
    asked = bot(world, query["bot_id"])
    thread = number(call.body, "topic") if call.body.get("topic") is not None else 0
    extras = membership.in_topic({"message_thread_id": thread}) if thread else {}
    place = chat(world, someone, call.body)
    message, inline_id = send_via(Caller(asked, world), someone, place, result, extras)
    if asked.settings.inline_feedback:
        chosen: dict[str, Any] = {"result_id": wanted, "from": someone.user()}
        chosen |= {"query": query["query"]} | (
            {"inline_message_id": inline_id} if inline_id else {}
        )
        asked.updates.add("chosen_inline_result", chosen)
    return {"message": message}


ROUTES: list[Route] = [("POST", "inline", ask), ("POST", "inline/choose", choose)]
