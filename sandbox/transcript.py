"""A run as text: what people did, and what their screens showed then.

    # Sandbox transcript 1

    > Alice: write "/start"
    Alice 2
    | Welcome to the shop.
    | [Catalogue] [Cart]

    > Alice: press "Catalogue" 2
    Alice 2
    | What would you like?

    > chains/btc/pay {"address": "<address 1>", "amount": "<amount 1>"}

A line with `>` is something done: by a person, or with an action of the control API. What follows
are the messages that were new or changed when the next thing was done: the chat, the number of
the message in it, and the words. `Alice 2 is gone` is a deleted one; `Alice is told` and `Alice is
alerted` are answers to a pressed button.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

HEAD = "# Sandbox transcript 1"
_PERSONAL = re.compile(r"(?P<who>[^:{]+): (?P<verb>write|press) (?P<rest>.+)")
_TEXT = "| "


class Unreadable(ValueError):
    """A line of a transcript that is none; the text names it."""


@dataclass(frozen=True, slots=True)
class Act:
    """`write` (text), `press` (label, number of the message), or an action's path and body."""

    name: str
    who: str = ""
    text: str = ""
    number: int = 0
    body: dict[str, Any] = field(default_factory=dict)

    def line(self) -> str:
        if self.name == "write":
            return f"> {self.who}: write {_quoted(self.text)}"
        if self.name == "press":
            return f"> {self.who}: press {_quoted(self.text)} {self.number}"
        return f"> {self.name} {json.dumps(self.body, ensure_ascii=False)}"


@dataclass(frozen=True, slots=True)
class Screen:
    """A heading such as `Alice 2`, and what is below it; nothing below answers and deletions."""

    heading: str
    text: str = ""

    def lines(self) -> list[str]:
        below = [f"{_TEXT}{line}".rstrip() for line in self.text.split("\n")] if self.text else []
        return [self.heading, *below]


@dataclass(slots=True)
class Step:
    """One act, and the screens before the next one."""

    act: Act
    screens: list[Screen] = field(default_factory=list)


def written(steps: list[Step]) -> str:
    blocks = [HEAD]
    for step in steps:
        lines = [step.act.line()]
        for screen in step.screens:
            lines += screen.lines()
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def read(text: str) -> list[Step]:
    """The opposite of `written`; raises Unreadable."""
    head, *lines = text.split("\n")
    if head.strip() != HEAD:
        raise Unreadable(f"line 1: {HEAD!r} is expected")
    steps: list[Step] = []
    for number, line in enumerate(lines, 2):
        if line.startswith("> "):
            steps.append(Step(_act(line[2:], number)))
        elif line.strip():
            _add(steps, line, number)
    return steps


def _add(steps: list[Step], line: str, number: int) -> None:
    if not steps or (line.startswith("|") and not steps[-1].screens):
        raise Unreadable(f"line {number}: nothing was done yet that could show this")
    screens = steps[-1].screens
    if not line.startswith("|"):
        screens.append(Screen(line))
        return
    heading, text = screens[-1].heading, screens[-1].text
    below = line.removeprefix(_TEXT) if line != "|" else ""
    screens[-1] = Screen(heading, f"{text}\n{below}" if text else below)


def _act(line: str, number: int) -> Act:
    personal = _PERSONAL.fullmatch(line)
    try:
        if personal is None:
            name, _, body = line.partition(" ")
            return Act(name, body=json.loads(body))
        value, end = json.JSONDecoder().raw_decode(personal["rest"])
        pressed = int(personal["rest"][end:] or 0)
        return Act(personal["verb"], personal["who"], value, pressed)
    except ValueError:
        raise Unreadable(f"line {number}: {line!r} is nothing that can be done") from None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
