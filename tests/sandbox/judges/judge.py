"""Watches a sandbox and holds every request and answer against a schema it did not write.

`botapi.schema.json` describes the Bot API independently of this sandbox and of aiogram. A request
that the sandbox accepts must fit it, and so must the answer; a refusal must be an envelope as in
https://core.telegram.org/bots/api#making-requests. Unknown fields are violations: Telegram
ignores them, so whoever sends one believes in something that does not happen.
"""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from jsonschema_rs import Validator, validator_for

from sandbox.telegram.api import PARAMS, SPOILED
from sandbox.telegram.params import Params

Schema = dict[str, Any]
Report = Callable[[str], None]

_DOCUMENT: Schema = json.loads((Path(__file__).parent / "botapi.schema.json").read_text())
_DEFINITIONS: Schema = _DOCUMENT["definitions"]
METHODS: dict[str, str] = {name.lower(): name for name in _DOCUMENT["methods"]}
"""Telegram's spelling by lower-case name."""
# The one update that is wrong on purpose: POST /control/faults {"mode": "undecodable_update"}.
_UNDECODABLE = {"message_id": "not a number"}
# Gone from the documentation since version 7.0, honoured by the server to this day, and still
# sent by aiogram beside link_preview_options.
_OLD = {"disable_web_page_preview"}
# Telegram reads these without regard to case.
_MODES = {name.lower(): name for name in ("HTML", "Markdown", "MarkdownV2")}
_REFUSAL = {
    "type": "object",
    "properties": {
        "ok": {"const": False},
        "error_code": {"type": "integer"},
        "description": {"type": "string", "minLength": 1},
        "parameters": {
            "type": "object",
            "properties": {
                "migrate_to_chat_id": {"type": "integer"},
                "retry_after": {"type": "integer", "minimum": 1},
            },
            "additionalProperties": False,
        },
    },
    "required": ["ok", "error_code", "description"],
    "additionalProperties": False,
}


class Judge:
    """Collects violations; `report` is told of each at once, for processes that get killed."""

    def __init__(self, report: Report = lambda violation: None) -> None:
        self.violations: list[str] = []
        self._report = report

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Give it to the Sandbox as one of its middlewares."""
        response = await handler(request)
        method = request.match_info.get("method")
        if method is not None and request.path.startswith("/bot") and _went_out(request):
            assert isinstance(response, web.Response)
            assert isinstance(response.body, bytes)
            answer = json.loads(response.body)
            self.exchange(method, request.get(PARAMS), response.status, answer)
        return response

    def exchange(self, method: str, params: Params | None, status: int, answer: Any) -> None:
        """One call: what arrived (None when it was not read) and what went back."""
        if not answer.get("ok"):
            self._refusal(method, status, answer)
        elif method.lower() not in METHODS:
            self._note(f"{method}: the Bot API has no such method")
        elif params is None or status != 200:
            self._note(f"{method}: accepted with status {status}, without reading parameters")
        else:
            self._accepted(METHODS[method.lower()], params, answer)

    def update(self, update: Any) -> None:
        """An update that was posted to a webhook."""
        if not _on_purpose(update):
            self._hold("getUpdates", "result", [update])

    def _accepted(self, method: str, params: Params, answer: Any) -> None:
        self._hold(method, "params", decoded(method, params))
        result = answer.get("result")
        if method == "getUpdates":
            result = [update for update in result if not _on_purpose(update)]
        self._hold(method, "result", result)
        if extra := set(answer) - {"ok", "result", "description"}:
            self._note(f"{method} envelope: {extra} do not belong there")

    def _refusal(self, method: str, status: int, answer: Any) -> None:
        for error in _refusals().iter_errors(answer):
            self._note(f"{method} refusal: {error.message}")
        if answer.get("error_code") != status:
            self._note(f"{method} refusal: HTTP status {status}, not {answer.get('error_code')}")

    def _hold(self, method: str, part: str, value: Any) -> None:
        for error in _validator(method, part).iter_errors(value):
            for reason in _reasons(error):
                self._note(f"{method} {part}: {reason}")

    def _note(self, violation: str) -> None:
        self.violations.append(violation)
        self._report(violation)


def decoded(method: str, params: Params) -> dict[str, Any]:
    """The parameters with the types that the schema gives them: forms carry everything as text."""
    expected = _resolved(_schema(method, "params")).get("properties", {})
    given = {name: value for name, value in params.values.items() if name not in _OLD}
    values = {name: _typed(value, expected.get(name, {})) for name, value in given.items()}
    if mode := _MODES.get(str(given.get("parse_mode")).lower()):
        values["parse_mode"] = mode
    uploads = {name: file for name, file in params.uploads.items() if name in expected}
    parts = {name: {"size": len(it.content), "type": it.mime} for name, it in uploads.items()}
    return values | parts


def _typed(value: Any, schema: Schema) -> Any:
    """Text stays text where the schema takes text; elsewhere it is JSON, or True and False."""
    if not isinstance(value, str) or _takes_text(schema):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return {"True": True, "False": False}.get(value, value)


def _takes_text(schema: Schema) -> bool:
    schema = _resolved(schema)
    if "anyOf" in schema:
        return any(_takes_text(each) for each in schema["anyOf"])
    return not schema or "string" in schema.get("type", ())


def _resolved(schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = _DEFINITIONS[schema["$ref"].rpartition("/")[2]]
    return schema


def definition(name: str) -> Schema:
    """One of the schema's types, such as TelegramUser."""
    return _resolved(_DEFINITIONS[name])


def _schema(method: str, part: str) -> Schema:
    schema: Schema = _DOCUMENT["methods"][method][part]
    return schema


@cache
def _validator(method: str, part: str) -> Validator:
    return validator_for({**_schema(method, part), "definitions": _DEFINITIONS})


@cache
def _refusals() -> Validator:
    return validator_for(_REFUSAL)


def _reasons(error: Any) -> Iterator[str]:
    """In a union the branch with the fewest complaints is the one that was meant."""
    branches = getattr(error.kind, "context", None)
    if branches:
        for each in min(branches, key=len):
            yield from _reasons(each)
        return
    yield f"{'.'.join(map(str, error.instance_path)) or 'it'}: {error.message}"


def _on_purpose(update: Any) -> bool:
    return isinstance(update, dict) and update.get("message") == _UNDECODABLE


def _went_out(request: web.Request) -> bool:
    """False when a fault cut the connection or spoiled the answer: that is none of Telegram's."""
    return (
        SPOILED not in request
        and request.transport is not None
        and not request.transport.is_closing()
    )
