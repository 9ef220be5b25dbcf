"""Bots: adding one while everything runs, and what BotFather would set."""

from typing import Any

from sandbox.control.base import Body, Call, Problem, Route, bot, text
from sandbox.telegram.bots import Bot, Settings
from sandbox.telegram.errors import ApiError
from sandbox.telegram.webhook import checked_hook
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
    target = bot(world, call.match["id"])
    if "webhook" in call.body:
        _leave_webhook(target, str(call.body["webhook"] or ""))
    return world.views.bot(world.bots.change(target, **changes))


def _leave_webhook(target: Bot, url: str) -> None:
    """As if an earlier program had set it; an empty one goes."""
    try:
        target.updates.deliver_to(checked_hook(url, "", 0) if url else None)
    except ApiError as refusal:
        raise Problem(400, f"{refusal.description}.") from None


def _options(body: Body) -> dict[str, Any]:
    options: dict[str, Any] = {name: bool(body[name]) for name in _FLAGS if name in body}
    if "inline_placeholder" in body:
        options["inline_placeholder"] = str(body["inline_placeholder"] or "")
    return options


ROUTES: list[Route] = [
    ("POST", "bots", add),
    ("POST", r"bots/{id:\d+}", change),
]
