"""Writes down a run: what people did, what their screens showed; see `sandbox/transcript.py`."""

import json
from dataclasses import asdict
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.telegram.chats import Message
from sandbox.telegram.events import Event
from sandbox.telegram.hearing import cut
from sandbox.telegram.world import World
from sandbox.transcript import Act, Screen, Step, written
from sandbox.variables import Variables

Body = dict[str, Any]

_CONTROL = "/control/"
# Acts of those who watch, not of those who play.
_UNSEEN = ("recording", "read")
_DECIMALS = {"btc": 8, "ltc": 8, "eth": 18, "sol": 9}
_FILES = ("document", "video", "animation", "audio", "voice", "video_note")


class Recording:
    """Off at first; it is forgotten at a restart."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._since: float | None = None
        self._steps: list[Step] = []
        self._states: dict[str, Screen] = {}
        self._seen: list[Screen] = []
        self._numbers: dict[str, dict[int, int]] = {}
        self.variables = Variables()
        world.events.listen(self._heard)

    @property
    def on(self) -> bool:
        return self._since is not None

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/control/recording", self._switch),
            web.get("/control/recording", self._read),
        ]

    def shown(self) -> Body:
        return {"on": self.on, "since": self._since, "steps": len(self._steps)}

    def start(self) -> None:
        """A new, empty recording. The messages that are there already keep their numbers."""
        self._since = self._world.clock().timestamp()
        self._steps, self._states, self._seen = [], {}, []
        self.variables = Variables()
        self._tell()

    def stop(self) -> None:
        self._since = None
        self._tell()

    def steps(self) -> list[Step]:
        """Each with what was new or changed before the next."""
        if self._steps:
            self._steps[-1].screens = list(self._states.values())
        return self._steps

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Sees every act of the control API; one that is refused did not happen."""
        path = request.path.removeprefix(_CONTROL)
        is_act = request.method != "GET" and request.path.startswith(_CONTROL)
        if not self.on or not is_act or path in _UNSEEN:
            return await handler(request)
        step = self._begin(path, await _object(request))
        response = await handler(request)
        if response.status != 200 and step in self._steps:
            self._steps.remove(step)
        self._tell()
        return response

    def _begin(self, path: str, body: Body) -> Step:
        self.steps()
        self._states = {}
        step = Step(self._act(path, body))
        self._steps.append(step)
        return step

    def _act(self, path: str, body: Body) -> Act:
        if path == "send" and set(body) == {"from", "text"}:
            return Act("write", self._name(body["from"]), self.variables.hide(str(body["text"])))
        if path == "press" and set(body) == {"from", "message_id", "data"}:
            label, number = self._pressed(body)
            if label:
                return Act("press", self._name(body["from"]), self.variables.hide(label), number)
        return Act(path, body=self._steady(path, body))

    def _pressed(self, body: Body) -> tuple[str, int]:
        """The label of the button, and the number of its message in the chat; if there is one."""
        key = str(body["from"])
        message = self._world.chats.of(key).get(_whole(body["message_id"]))
        if message is None:
            return "", 0
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        labels = [
            button["text"]
            for row in rows
            for button in row
            if button.get("callback_data") == body["data"]
        ]
        return (labels[0] if labels else ""), self._number(key, message["message_id"])

    def _steady(self, path: str, body: Body) -> Body:
        """The body with names for values; base units as coins, which the screens show."""
        kept = dict(body)
        chain = path.split("/")[1] if path.startswith("chains/") else ""
        if chain in _DECIMALS and str(kept.get("units")).isdecimal():
            kept["amount"] = self.variables.amount(int(kept.pop("units")), _DECIMALS[chain])
        key = str(kept.get("chat") or kept.get("from"))
        if _whole(kept.get("message_id")) in self._world.chats.of(key):
            kept["message_id"] = self._number(key, kept["message_id"])
        return {name: self._hidden(value) for name, value in kept.items()}

    def _hidden(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._hidden(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._hidden(inner) for inner in value]
        return self.variables.hide(value) if isinstance(value, str) else value

    def _heard(self, event: Event) -> None:
        if not self.on or not self._steps:
            return
        match event["type"]:
            case "message" | "edit":
                if event["message"]["from"]["is_bot"]:
                    self._see(event["chat"], event["message"])
            case "delete":
                heading = self._heading(event["chat"], event["message_id"])
                self._note(heading, Screen(f"{heading} is gone"))
            case "answer" if event["text"]:
                how = "alerted" if event["show_alert"] else "told"
                heading = f"{self._name(event['user_id'])} is {how}"
                self._note(heading, Screen(heading, self.variables.hide(event["text"])))

    def _see(self, key: str, message: Message) -> None:
        heading = self._heading(key, message["message_id"])
        self._note(heading, Screen(heading, self.variables.hide(reading(message))))

    def _note(self, heading: str, screen: Screen) -> None:
        """What changes again keeps its place: the order is that of the messages."""
        self._states[heading] = screen
        self._seen.append(screen)

    def _heading(self, key: str, message_id: int) -> str:
        return f"{self._place(key)} {self._number(key, message_id)}"

    def _number(self, key: str, message_id: int) -> int:
        """The how-manieth message of its chat it is, deleted ones included."""
        numbers = self._numbers.setdefault(key, {})
        for known in sorted({*self._world.chats.of(key), message_id}):
            numbers.setdefault(known, len(numbers) + 1)
        return numbers[message_id]

    def _place(self, key: str) -> str:
        """A private chat with the first bot is called like the person."""
        return self._name(int(key)) if key.isdecimal() else key

    def _name(self, person_id: int) -> str:
        people = self._world.people.all()
        name = next((one.first_name for one in people if one.id == person_id), str(person_id))
        is_shared = sum(one.first_name == name for one in people) > 1
        return f"{name} ({person_id})" if is_shared else name

    def _tell(self) -> None:
        self._world.events.publish("recording", recording=self.shown())

    def _for_replay(self) -> Body:
        """Every screen there was, the values of the variables, the ids of the messages."""
        return {
            "seen": [asdict(screen) for screen in self._seen],
            "values": self.variables.values(),
            "ids": {
                key: {str(number): message_id for message_id, number in numbers.items()}
                for key, numbers in self._numbers.items()
            },
        }

    async def _switch(self, request: web.Request) -> web.Response:
        if (await _object(request)).get("on"):
            self.start()
        else:
            self.stop()
        return web.json_response(self.shown())

    async def _read(self, request: web.Request) -> web.Response:
        if request.query.get("format") == "json":
            return web.json_response(self._for_replay())
        headers = {"Content-Disposition": 'attachment; filename="transcript.txt"'}
        return web.Response(text=written(self.steps()), headers=headers)


def reading(message: Message) -> str:
    """A message as a person reads it: its words, what is attached, one line per row of buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    shown = "\n".join([*_attached(message), *_words(message), *lines])
    return "\n".join(line.rstrip() for line in shown.split("\n"))


def _words(message: Message) -> list[str]:
    """Times that the client renders are times; their words change with the clock."""
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    for entity in reversed([one for one in entities if one["type"] == "date_time"]):
        end = entity["offset"] + entity["length"]
        text = f"{cut(text, 0, entity['offset'])}<time>{cut(text, end, len(text))}"
    return [text] if text else []


def _attached(message: Message) -> list[str]:
    if "photo" in message:
        return ["(photo)"]
    if invoice := message.get("invoice"):
        return [f"(invoice {invoice['title']}: {invoice['total_amount']} {invoice['currency']})"]
    return [f"({kind})" for kind in _FILES if kind in message]


async def _object(request: web.Request) -> Body:
    """Empty when the body is none; whoever handles the request says so."""
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError, web.HTTPRequestEntityTooLarge):
        return {}
    return body if isinstance(body, dict) else {}


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
