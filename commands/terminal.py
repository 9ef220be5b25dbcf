"""What the commands share at the terminal: saying, asking, showing progress."""

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

from cyclopts import Parameter

from utils import log
from utils.refusal import CommandRefused
from utils.waiting import Progress as Part
from utils.waiting import Tell

Drawn = Callable[[int, int], None]
"""(done, of how many)"""
LONGEST_LINE = 4_096
"""Characters that are read of what somebody types."""
STEPS = 100
"""Of one part of a look."""
Yes = Annotated[bool, Parameter(name="--yes", negative="", help="Do not ask.")]
DryRun = Annotated[
    bool, Parameter(name="--dry-run", negative="", help="Only say what would be done.")
]
AsJson = Annotated[bool, Parameter(name="--json", negative="", help="For a program to read.")]


def say(text: str = "") -> None:
    print(log.without_secrets(text), flush=True)


def reveal(text: str) -> None:
    """A secret that was asked for: to the terminal, and nowhere else."""
    print(text, flush=True)


def say_json(value: object) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def confirm(question: str, word: str, *, yes: bool) -> None:
    """`word` must be typed; raises CommandRefused."""
    if yes:
        return
    try:
        typed = input(f'{log.without_secrets(question)}\nType "{word}" to go on: ')
    except EOFError:
        raise CommandRefused("nobody is there to confirm; --yes goes without asking") from None
    if typed.strip(" \t\"'").lower() != word.lower():
        raise CommandRefused("not confirmed")


def typed_unseen(question: str) -> str:
    """A line that the terminal does not show, or one of standard input; remembered as a secret."""
    seen = sys.stdin.isatty()
    line = getpass.getpass(question) if seen else sys.stdin.readline(LONGEST_LINE)
    log.remember_secret(line.strip())
    return line


@contextmanager
def progress(what: str) -> Iterator[Drawn]:
    """Call it with (done, of how many); drawn on a terminal only, and gone afterwards."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415 - scripts and cron need no drawing
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(what, total=None)
        yield lambda done, whole: drawn.update(task, completed=done, total=whole)


def parts_on(drawn: Drawn) -> Tell:
    """Draws work that has parts, each of which counts as much as any other."""

    def tell(part: Part) -> None:
        drawn(part.part * STEPS + int(part.share * STEPS), part.parts * STEPS)

    return tell
