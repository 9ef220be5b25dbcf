"""The control API: what the page and the tests do to the sandbox, in JSON."""

from aiohttp import web

from sandbox.control import bots, faults, groups, people, writing
from sandbox.control.base import answering
from sandbox.control.state import ChainStates, State
from sandbox.telegram.world import World

_PARTS = (people, writing, bots, groups, faults)


def routes(world: World, chain_states: ChainStates) -> list[web.RouteDef]:
    """`/control/...`; the chains bring routes of their own."""
    actions = [
        web.route(verb, f"/control/{path}", answering(world, action))
        for part in _PARTS
        for verb, path, action in part.ROUTES
    ]
    return [*State(world, chain_states).routes(), *actions]
