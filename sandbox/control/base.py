"""What the parts of the control API share: JSON in, JSON out, refusals that are sentences."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.telegram import acts
from sandbox.telegram.bots import Bot
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.groups import Group
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

Body = dict[str, Any]

_ID = re.compile(r"[0-9]{1,18}")


class Problem(Exception):
    """What is wrong with a request, as a sentence for the person who made it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the values in its path and its JSON body."""

    match: dict[str, str]
    body: Body


Action = Callable[[World, Call], Body]
Route = tuple[str, str, Action]
"""HTTP verb, path below /control/, and what happens."""


def answering(world: World, action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(request: web.Request) -> web.Response:
        try:
            call = Call(dict(request.match_info), await _body(request))
            return web.json_response(action(world, call))
        except Problem as problem:
            return refusal(problem.status, str(problem))
        except acts.Refused as refused:
            return refusal(409, str(refused))

    return handler


def refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


async def _body(request: web.Request) -> Body:
    try:
        body = json.loads(await request.read() or b"{}")
    except web.HTTPRequestEntityTooLarge:
        raise Problem(413, "The body is too large.") from None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Problem(400, "The body must be a JSON object.")
    return body


def text(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Problem(400, f"The {name} must be a text that is not empty.")
    return value


def number(body: Body, name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Problem(400, f"The {name} must be a number.")
    return value


def fields(value: Any, name: str) -> Body:
    if not isinstance(value, dict):
        raise Problem(400, f"The {name} must be an object.")
    return value


def items(body: Body, name: str) -> list[Any]:
    """Empty when absent."""
    value = body.get(name) or []
    if not isinstance(value, list):
        raise Problem(400, f"The {name} must be a list.")
    return value


def person(world: World, given: Any) -> Person:
    found = world.people.find(_digits(given))
    if found is None:
        raise Problem(404, "There is no such person.")
    return found


def bot(world: World, given: Any) -> Bot:
    """By id; the first one when none is given."""
    found = world.bots.first if given is None else world.bots.find(_digits(given))
    if found is None:
        raise Problem(404, "There is no such bot.")
    return found


def chat(world: World, someone: Person, body: Body) -> Chat:
    """The chat of a request: by key, or private with a bot."""
    if body.get("chat") is None:
        return world.dialog(bot(world, body.get("bot_id")), someone)
    found = world.chat(str(body["chat"]))
    is_own = found and (isinstance(found, Group) or found.id == someone.id)
    if found is None or not is_own:
        raise Problem(404, "There is no such chat.")
    return found


def message(world: World, place: Chat, body: Body) -> Message:
    found = world.chats.find(place.key, number(body, "message_id"))
    if found is None:
        raise Problem(404, "There is no such message in this chat.")
    return found


def _digits(given: Any) -> int:
    """0, which nobody has, for what is no id."""
    return int(given) if _ID.fullmatch(str(given)) else 0
