"""The control API: what the page and the tests do to the sandbox, in JSON."""

from aiohttp import web

from sandbox.control import bots, faults, groups, people, writing
from sandbox.control.base import Route, answering
from sandbox.control.state import ChainStates, State
from sandbox.telegram.world import World

_PARTS = (people, writing, bots, groups, faults)


def routes(world: World, chain_states: ChainStates) -> list[web.RouteDef]:
    """`/control/...`; the chains bring routes of their own."""
    actions = [
        web.route(verb, f"/control/{path}", answering(world, action))
        for verb, path, action in all_actions()
    ]
    return [*State(world, chain_states).routes(), *actions]


def all_actions() -> list[Route]:
    return [route for part in _PARTS for route in part.ROUTES]
