"""Bots: adding one while everything runs, and what BotFather would set."""

from typing import Any

from sandbox.control.base import Body, Call, Problem, Route, bot, text
from sandbox.telegram.bots import Settings
from sandbox.telegram.world import World

_FLAGS = ("can_join_groups", "privacy", "inline", "inline_feedback")


def add(world: World, call: Call) -> Body:
    username = text(call.body, "username").removeprefix("@")
    settings = Settings(text(call.body, "name"), username, **_options(call.body))
    try:
        return world.views.bot(world.bots.add(text(call.body, "token"), settings))
    except ValueError as error:
        raise Problem(409, str(error)) from None


def change(world: World, call: Call) -> Body:
    changes = _options(call.body)
    if call.body.get("name") is not None:
        changes["name"] = text(call.body, "name")
    return world.views.bot(world.bots.change(bot(world, call.match["id"]), **changes))


def _options(body: Body) -> dict[str, Any]:
    options: dict[str, Any] = {name: bool(body[name]) for name in _FLAGS if name in body}
    if "inline_placeholder" in body:
        options["inline_placeholder"] = str(body["inline_placeholder"] or "")
    return options


ROUTES: list[Route] = [
    ("POST", "bots", add),
    ("POST", r"bots/{id:\d+}", change),
]
