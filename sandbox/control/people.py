"""People and time: who is there, whom they block, and how late it is."""

from datetime import timedelta

from sandbox.control.base import Body, Call, Problem, Route, bot, person, text
from sandbox.control.state import clock
from sandbox.telegram import acts
from sandbox.telegram.world import World

_DETAILS = ("last_name", "username", "language_code", "role")


def meet(world: World, call: Call) -> Body:
    details = {name: text(call.body, name) for name in _DETAILS if call.body.get(name) is not None}
    newcomer = world.people.add(text(call.body, "first_name"), **details)
    return world.views.person(newcomer)


def change(world: World, call: Call) -> Body:
    """`blocked` is about one bot, the first unless `bot_id` names another."""
    someone = person(world, call.match["id"])
    names = ("first_name", *_DETAILS)
    changes = {name: text(call.body, name) for name in names if call.body.get(name) is not None}
    if changes:
        someone = world.people.change(someone, **changes)
    if call.body.get("blocked") is not None:
        dialog = world.dialog(bot(world, call.body.get("bot_id")), someone)
        acts.set_blocked(world, dialog, bool(call.body["blocked"]))
    return world.views.person(someone)


def skip(world: World, call: Call) -> Body:
    seconds = call.body.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
        raise Problem(400, "The number of seconds must be above 0.")
    try:
        world.clock.skip(timedelta(seconds=seconds))
        now = clock(world)
    except (OverflowError, ValueError):
        raise Problem(400, "The clock does not reach that far.") from None
    world.events.publish("clock", **now)
    return now


ROUTES: list[Route] = [
    ("POST", "people", meet),
    ("POST", r"people/{id:\d+}", change),
    ("POST", "clock/skip", skip),
]
