"""Keeps web pages of elsewhere from driving the sandbox."""

from aiohttp import web
from aiohttp.typedefs import Handler

_HOSTS = {"127.0.0.1", "localhost"}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Serve only requests that name this machine, and browsers only from the own page.

    A foreign Host is a name that was made to point here (DNS rebinding); a foreign Origin is
    a page of somebody else in the user's browser.
    """
    if request.host.rpartition(":")[0] not in _HOSTS and request.host not in _HOSTS:
        return _forbidden("The sandbox answers to 127.0.0.1 and localhost only.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return _forbidden("The sandbox takes no requests from other web pages.")
    return await handler(request)


def _forbidden(sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=403)
