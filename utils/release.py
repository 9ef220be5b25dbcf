"""Which release this is: the newest heading of the changelog, and the commit that lies here."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent
UNKNOWN = "unknown"
SHOWN = 12
"""Hexadecimal digits of a commit."""
LARGEST = 1_000_000
"""Bytes that are read of a file."""
HEADING = re.compile(r"^## (.{1,60}?)\s*$", re.M)
COMMIT = re.compile(r"[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True)
class Release:
    """`commit` is None where that is not known: what lies here came without its history."""

    version: str
    commit: str | None

    @classmethod
    def of(cls, root: Path = ROOT) -> Self:
        """Of the files as they are now: a running shop reads it when it starts."""
        return cls(_version(_text(root / "CHANGELOG.md")), _commit(root / ".git"))


def _version(changelog: str) -> str:
    """Nothing but the changelog says it: what is not released yet says what it comes after."""
    named = HEADING.findall(changelog)
    if not named:
        return UNKNOWN
    newest = str(named[0]).partition(" ")[0].lower()
    if newest != "unreleased" or len(named) == 1:
        return newest
    return f"{newest}, after {named[1].partition(' ')[0]}"


def _commit(git: Path) -> str | None:
    """As git keeps it, without asking git: it need not be there."""
    pointer = _text(git) if git.is_file() else ""
    home = git.parent / pointer.removeprefix("gitdir:").strip() if pointer else git
    head = _text(home / "HEAD").strip()
    if head.startswith("ref:"):
        head = _of_branch(home, head.removeprefix("ref:").strip())
    return head[:SHOWN] if COMMIT.fullmatch(head) else None


def _of_branch(home: Path, branch: str) -> str:
    shared = home / (_text(home / "commondir").strip() or ".")
    if found := _text(shared / branch).strip():
        return found
    packed = (line.partition(" ") for line in _text(shared / "packed-refs").splitlines())
    return next((commit for commit, _, name in packed if name == branch), "")


def _text(path: Path) -> str:
    """Nothing where it cannot be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LARGEST)
    except OSError:
        return ""
