"""The whole state at once, and the stream of what happens after it."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import web

from sandbox.control.base import Body, refusal
from sandbox.recording import Recording
from sandbox.telegram.chats import Chat
from sandbox.telegram.events import Event
from sandbox.telegram.images import picture_type
from sandbox.telegram.world import World

ChainStates = Callable[[], dict[str, Any]]

_KEEP_ALIVE = 15.0


class State:
    def __init__(self, world: World, chain_states: ChainStates, recording: Recording) -> None:
        self._world = world
        self._chain_states = chain_states
        self._recording = recording

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/control/state", self.state),
            web.get("/control/events", self.events),
            web.get("/control/file/{file_id}", self.file),
        ]

    async def state(self, _: web.Request) -> web.Response:
        world = self._world
        return web.json_response(
            {
                "seq": world.events.seq,
                "bot": world.views.bot(world.bots.first),
                "bots": [world.views.bot(bot) for bot in world.bots.all()],
                "people": [world.views.person(person) for person in world.people.all()],
                "chats": {chat.key: self._chat(chat) for chat in self._chats()},
                "clock": clock(world),
                "chains": self._chain_states(),
                "faults": world.faults.shown(),
                "limits": {"flood": world.flood.on},
                "payments": world.payments.shown(),
                "recording": self._recording.shown(),
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
            return refusal(404, "There is no such file.")
        content = self._world.files.content(row)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, immutable"}
        return web.Response(body=content, content_type=picture_type(content), headers=headers)

    def _chats(self) -> list[Chat]:
        bots = self._world.bots.all()
        dialogs = [one for bot in bots for one in self._world.dialogs.with_bot(bot.id)]
        return [*dialogs, *self._world.groups.all()]

    def _chat(self, chat: Chat) -> Body:
        messages = list(self._world.chats.of(chat.key).values())
        return self._world.views.chat(chat) | {
            "messages": messages,
            "reactions": self._world.reactions.of(chat.key),
        }

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


def clock(world: World) -> Body:
    return {"now": world.clock().timestamp(), "offset": world.clock.offset.total_seconds()}


def _line(event: Event) -> bytes:
    return f"id: {event['seq']}\ndata: {json.dumps(event)}\n\n".encode()
