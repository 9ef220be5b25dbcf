"""Faults on demand."""

from sandbox.control.base import Body, Call, Problem, Route, bot
from sandbox.telegram import acts
from sandbox.telegram.faults import fault_from
from sandbox.telegram.world import World


def install(world: World, call: Call) -> Body:
    if call.body.get("mode") == "undecodable_update":
        acts.send_undecodable(bot(world, call.body.get("bot_id")))
        return {"installed": True, "fault": None}
    try:
        world.faults.install(*fault_from(call.body))
    except (TypeError, ValueError) as error:
        raise Problem(400, str(error)) from None
    return {"installed": True}


def clear(world: World, _: Call) -> Body:
    world.faults.clear()
    return {"installed": False}


ROUTES: list[Route] = [
    ("POST", "faults", install),
    ("DELETE", "faults", clear),
]
