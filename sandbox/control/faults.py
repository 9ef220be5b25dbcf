"""Faults on demand, and Telegram's limits."""

from sandbox.control.base import Body, Call, Problem, Route, bot
from sandbox.telegram import acts
from sandbox.telegram.faults import fault_from
from sandbox.telegram.world import World


def install(world: World, call: Call) -> Body:
    target = call.body.get("bot_id")
    if call.body.get("mode") == "undecodable_update":
        acts.send_undecodable(bot(world, target))
        return {"installed": True, "fault": None}
    if target is not None:
        bot(world, target)
    try:
        fault = world.faults.install(fault_from(call.body))
    except ValueError as error:
        raise Problem(400, str(error)) from None
    return {"installed": True, "fault": fault.shown()}


def listed(world: World, _: Call) -> Body:
    return {"faults": world.faults.shown()}


def clear(world: World, _: Call) -> Body:
    world.faults.clear()
    return {"installed": False}


def remove(world: World, call: Call) -> Body:
    if not world.faults.remove(int(call.match["id"])):
        raise Problem(404, "There is no such fault.")
    return {"faults": world.faults.shown()}


def limit(world: World, call: Call) -> Body:
    flood = call.body.get("flood")
    if not isinstance(flood, bool):
        raise Problem(400, "The value of flood must be true or false.")
    world.flood.switch(flood)
    world.events.publish("limits", flood=flood)
    return {"flood": flood}


ROUTES: list[Route] = [
    ("GET", "faults", listed),
    ("POST", "faults", install),
    ("DELETE", "faults", clear),
    ("DELETE", r"faults/{id:\d{1,15}}", remove),
    ("POST", "limits", limit),
]
