"""The control API: what the page and the tests do to the sandbox, in JSON."""

from aiohttp import web

from sandbox.control import bots, faults, groups, inline, marks, payments, people, webapps, writing
from sandbox.control.base import answering
from sandbox.control.state import ChainStates, State
from sandbox.recording import Recording
from sandbox.telegram.world import World

_PARTS = (people, writing, bots, groups, payments, inline, marks, webapps, faults)


def routes(world: World, chain_states: ChainStates, recording: Recording) -> list[web.RouteDef]:
    """`/control/...`; the chains bring routes of their own."""
    actions = [
        web.route(verb, f"/control/{path}", answering(world, action))
        for part in _PARTS
        for verb, path, action in part.ROUTES
    ]
    return [*State(world, chain_states, recording).routes(), *recording.routes(), *actions]
