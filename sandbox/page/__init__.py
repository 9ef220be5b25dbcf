"""The chat page: the files a browser asks for, served with a strict policy."""

from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Names are looked up here and never joined to a path, so no request can leave the folder.
_FILES = {path.name: path for path in _FOLDER.iterdir() if path.suffix in _TYPES}
# What people type into the chat is shown on this page: no inline script, no foreign host, and
# trusted types make the browser refuse innerHTML and its kin.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "media-src 'self'; connect-src 'self'; "
    # Mini Apps run in a sandboxed frame: over https, or on this machine.
    "frame-src https: http://127.0.0.1:* http://localhost:*; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def routes() -> list[web.RouteDef]:
    """`/` is the page, `/page/<name>` its scripts, styles and pictures."""
    return [web.get("/", _index), web.get("/page/{name}", _file)]


async def _index(_: web.Request) -> web.FileResponse:
    return _serve("index.html")


async def _file(request: web.Request) -> web.FileResponse:
    return _serve(request.match_info["name"])


def _serve(name: str) -> web.FileResponse:
    path = _FILES.get(name)
    if path is None:
        raise web.HTTPNotFound(text="There is no such file.")
    return web.FileResponse(path, headers=_headers(_TYPES[path.suffix]))


def _headers(content_type: str) -> dict[str, str]:
    return {
        "Content-Type": content_type,
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
