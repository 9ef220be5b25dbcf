"""The control API: what the page and the tests do to the sandbox, in JSON."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from aiohttp import web

from sandbox.telegram import acts
from sandbox.telegram.chats import Message
from sandbox.telegram.events import Event
from sandbox.telegram.faults import fault_from
from sandbox.telegram.images import picture_type
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

Body = dict[str, Any]
ChainStates = Callable[[], dict[str, Any]]
Action = Callable[["_Control", web.Request, Body], Body]

_KEEP_ALIVE = 15.0
_DETAILS = ("last_name", "username", "language_code", "role")


class Problem(Exception):
    """What is wrong with a request, as a sentence for the person who made it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def routes(world: World, chain_states: ChainStates) -> list[web.RouteDef]:
    """`/control/...`; the chains bring routes of their own."""
    control = _Control(world, chain_states)
    return [
        web.get("/control/state", control.state),
        web.get("/control/events", control.events),
        web.get("/control/file/{file_id}", control.file),
        web.post("/control/people", control.answering(_Control.meet)),
        web.post(r"/control/people/{id:\d+}", control.answering(_Control.change)),
        web.post("/control/send", control.answering(_Control.send)),
        web.post("/control/press", control.answering(_Control.press)),
        web.post("/control/clock/skip", control.answering(_Control.skip)),
        web.post("/control/faults", control.answering(_Control.install)),
        web.delete("/control/faults", control.answering(_Control.clear)),
    ]


class _Control:
    def __init__(self, world: World, chain_states: ChainStates) -> None:
        self._world = world
        self._chain_states = chain_states

    def answering(self, action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
        """JSON in, JSON out; a refusal is a sentence with its status."""

        async def handler(request: web.Request) -> web.Response:
            try:
                return web.json_response(action(self, request, await _body(request)))
            except Problem as problem:
                return _refusal(problem.status, str(problem))
            except acts.Refused as refused:
                return _refusal(409, str(refused))

        return handler

    async def state(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "seq": self._world.events.seq,
                "bot": self._bot(),
                "people": [person.shown() for person in self._world.people.all()],
                "chats": {str(person.id): self._chat(person) for person in self._started()},
                "clock": self._clock(),
                "chains": self._chain_states(),
            }
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events after `?after=SEQ`, until the watcher goes or the server stops."""
        given = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(b": hello\n\n")
        with suppress(ConnectionResetError):  # a closed tab is no error
            await self._stream(response, int(given) if given.isdecimal() else -1)
        return response

    async def file(self, request: web.Request) -> web.Response:
        row = self._world.files.find(request.match_info["file_id"])
        if row is None:
            return _refusal(404, "There is no such file.")
        content = self._world.files.content(row)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, immutable"}
        return web.Response(body=content, content_type=picture_type(content), headers=headers)

    def meet(self, _: web.Request, body: Body) -> Body:
        details = {name: _text(body, name) for name in _DETAILS if body.get(name) is not None}
        return self._world.people.add(_text(body, "first_name"), **details).shown()

    def change(self, request: web.Request, body: Body) -> Body:
        person = self._person(request.match_info["id"])
        if body.get("language_code") is not None:
            language = _text(body, "language_code")
            person = self._world.people.change(person, language_code=language)
        if body.get("blocked") is not None:
            person = acts.set_blocked(self._world, person, bool(body["blocked"]))
        return person.shown()

    def send(self, _: web.Request, body: Body) -> Body:
        person = self._person(body.get("from"))
        return {"message": acts.write(self._world, person, self._content(body))}

    def press(self, _: web.Request, body: Body) -> Body:
        person = self._person(body.get("from"))
        message = self._pressed(person, body)
        return {"callback_query_id": acts.press(self._world, person, message, _text(body, "data"))}

    def skip(self, _: web.Request, body: Body) -> Body:
        seconds = body.get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
            raise Problem(400, "The number of seconds must be above 0.")
        self._world.clock.skip(timedelta(seconds=seconds))
        self._world.events.publish("clock", **self._clock())
        return self._clock()

    def install(self, _: web.Request, body: Body) -> Body:
        if body.get("mode") == "undecodable_update":
            acts.send_undecodable(self._world)
            return {"installed": True}
        try:
            self._world.faults.install(*fault_from(body))
        except (TypeError, ValueError) as error:
            raise Problem(400, str(error)) from None
        return {"installed": True}

    def clear(self, _: web.Request, __: Body) -> Body:
        self._world.faults.clear()
        return {"installed": False}

    def _content(self, body: Body) -> Message:
        caption = str(body.get("caption") or "")
        if body.get("photo"):
            return acts.photo_content(self._world, caption)
        if body.get("document"):
            return acts.document_content(self._world, caption)
        return acts.text_content(_text(body, "text"))

    def _pressed(self, person: Person, body: Body) -> Message:
        """The message pressed on; only a forged press may carry data that is not on it."""
        message_id = body.get("message_id")
        if not isinstance(message_id, int):
            raise Problem(400, "The message_id must be a number.")
        if body.get("inaccessible"):
            return acts.inaccessible(message_id, person)
        message = self._world.chats.find(person.id, message_id)
        if message is None:
            raise Problem(404, "There is no such message in this chat.")
        if body.get("data") not in acts.keyboard_data(message) and not body.get("forged"):
            raise Problem(409, "That button is not on this message.")
        return message

    def _person(self, given: Any) -> Person:
        number = int(given) if str(given).isdecimal() else 0
        person = self._world.people.find(number)
        if person is None:
            raise Problem(404, "There is no such person.")
        return person

    def _started(self) -> list[Person]:
        return [person for person in self._world.people.all() if person.started]

    def _bot(self) -> Body:
        return self._world.profile.user() | {"commands": self._world.profile.commands()}

    def _chat(self, person: Person) -> Body:
        messages = list(self._world.chats.of(person.id).values())
        return {"messages": messages, "unread": self._world.chats.unread(person.id)}

    def _clock(self) -> Body:
        clock = self._world.clock
        return {"now": clock().timestamp(), "offset": clock.offset.total_seconds()}

    async def _stream(self, response: web.StreamResponse, seq: int) -> None:
        events = self._world.events
        while not events.closed:
            news = events.after(seq)
            if news is None:
                await response.write(_line({"seq": events.seq, "type": "reset"}))
                seq = events.seq
            elif news:
                await response.write(b"".join(map(_line, news)))
                seq = news[-1]["seq"]
            else:
                await events.wait(seq, _KEEP_ALIVE)
                if events.seq == seq:
                    await response.write(b": still here\n\n")


async def _body(request: web.Request) -> Body:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Problem(400, "The body must be a JSON object.")
    return body


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Problem(400, f"The {name} must be a text that is not empty.")
    return value


def _line(event: Event) -> bytes:
    return f"id: {event['seq']}\ndata: {json.dumps(event)}\n\n".encode()


def _refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
