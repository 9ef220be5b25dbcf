"""Does again what a transcript tells, on a fresh sandbox, and compares the screens.

The sandbox records this run too, so that addresses, amounts and numbers of messages have the same
names as in the transcript. After each act the screens of the transcript must come, each exactly;
others in between are passed over, since a bot may be quicker or slower than it was. At the end
every message must be what it was at the end.
"""

import asyncio
import json
import time
from typing import Any

from sandbox.client import SandboxClient
from sandbox.transcript import Act, Screen, Step
from sandbox.variables import shown

_PAUSE = 0.02


class Different(AssertionError):
    """A screen of the transcript did not come."""


async def replay(client: SandboxClient, steps: list[Step], seconds: float = 20) -> None:
    """Raises Different, with the words of both sides."""
    await client.act("recording", on=True)
    player = _Player(client, seconds)
    for step in steps:
        await player.does(step.act)
        for screen in step.screens:
            await player.sees(step.act, screen)
        player.goes_on()
    await player.ends_with(_last(steps))


class _Player:
    def __init__(self, client: SandboxClient, seconds: float) -> None:
        self._client = client
        self._seconds = seconds
        self._earlier = 0
        self._now = 0
        self._recording: dict[str, Any] = {"seen": [], "values": {}, "ids": {}}

    async def does(self, act: Act) -> None:
        self._now = len(self._recording["seen"])
        match act.name:
            case "write":
                await self._client.send(await self._person(act.who), self._shown(act.text))
            case "press":
                await self._press(await self._person(act.who), act)
            case _:
                await self._client.act(act.name, **self._body(act.body))

    def goes_on(self) -> None:
        """What came since the last act may belong to the next one."""
        self._earlier = self._now

    async def sees(self, act: Act, screen: Screen) -> None:
        deadline = time.monotonic() + self._seconds
        while screen not in (seen := await self._seen())[self._earlier :]:
            if time.monotonic() > deadline:
                raise Different(_difference(act.line(), screen, seen))
            await asyncio.sleep(_PAUSE)

    async def ends_with(self, final: dict[str, Screen]) -> None:
        deadline = time.monotonic() + self._seconds
        while wrong := _missing(final, _finals(await self._seen())):
            if time.monotonic() > deadline:
                raise Different(_difference("the end", wrong, await self._seen()))
            await asyncio.sleep(_PAUSE)

    async def _seen(self) -> list[Screen]:
        self._recording = await self._client.recording()
        return [Screen(**screen) for screen in self._recording["seen"]]

    async def _press(self, person: int, act: Act) -> None:
        number = self._recording["ids"][str(person)][str(act.number)]
        label = self._shown(act.text)
        for message in await self._client.messages(person):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in (button for row in rows for button in row):
                if (message["message_id"], button["text"]) == (number, label):
                    await self._client.press_data(person, number, button["callback_data"])
                    return
        raise Different(f"{act.line()}\n\nThere is no such button.")

    def _body(self, body: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._shown(json.dumps(body, ensure_ascii=False)))
        if isinstance(told.get("message_id"), int):
            key = str(told.get("chat") or told.get("from"))
            told["message_id"] = self._recording["ids"][key][str(told["message_id"])]
        return told

    def _shown(self, text: str) -> str:
        return shown(text, self._recording["values"])

    async def _person(self, who: str) -> int:
        """By name, or by `Name (id)` where several have it."""
        for person in (await self._client.state())["people"]:
            if who in (person["first_name"], f"{person['first_name']} ({person['id']})"):
                return int(person["id"])
        raise Different(f"There is nobody called {who}.")


def _last(steps: list[Step]) -> dict[str, Screen]:
    return _finals([screen for step in steps for screen in step.screens])


def _finals(screens: list[Screen]) -> dict[str, Screen]:
    """The last state of each message; what was only said in passing is left out."""
    lasting = (screen for screen in screens if " is " not in screen.heading)
    return {screen.heading: screen for screen in lasting}


def _missing(expected: dict[str, Screen], found: dict[str, Screen]) -> Screen | None:
    wrong = (one for heading, one in expected.items() if found.get(heading) != one)
    return next(wrong, None)


def _difference(where: str, wanted: Screen, seen: list[Screen]) -> str:
    like = [screen for screen in seen if screen.heading == wanted.heading][-3:] or seen[-3:]
    found = "\n\n".join("\n".join(screen.lines()) for screen in like)
    return f"{where}\n\nexpected:\n" + "\n".join(wanted.lines()) + f"\n\nseen:\n{found}"
