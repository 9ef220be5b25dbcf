"""The environment and `.env`: plain text by name, before anybody has understood any of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dotenv.parser import Binding, parse_stream

LARGEST = 256 * 1024
"""Bytes of an `.env`; a longer file is something else."""


class Unreadable(Exception):
    """The file is no `.env`; each line says what is wrong and never repeats a value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment; `raw` is all that stands right of the `=`, comments and quotes included."""

    name: str
    value: str
    number: int
    raw: str


def lines_of(path: Path) -> list[Line]:
    """The assignments of the file, none when there is no file; raises Unreadable."""
    bindings = list(parse_stream(StringIO(_text(path))))
    wrong = [b.original.line for b in bindings if b.error or (b.key and b.value is None)]
    if wrong:
        numbers = ", ".join(map(str, wrong))
        raise Unreadable(f"{path}, line {numbers}: not of the form NAME=value; correct it")
    return [_line(binding) for binding in bindings if binding.key]


def _text(path: Path) -> str:
    if path.is_symlink() and not path.exists():
        raise Unreadable(f"{path} is a link that leads nowhere: correct or remove it")
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise Unreadable(f"{path} is no file: a pipe or a device holds no settings")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Unreadable(f"{path} is larger than {LARGEST} bytes: that is no list of settings")
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not UTF-8 text: save it as UTF-8") from None


def _line(binding: Binding) -> Line:
    raw = binding.original.string.partition("=")[2].strip()
    # A comment above belongs to the binding: it begins further up than its own line.
    above = len(binding.original.string) - len(binding.original.string.lstrip("\r\n"))
    number = binding.original.line + above
    return Line(str(binding.key), binding.value or "", number, raw)


def contradictions(lines: Iterable[Line]) -> list[str]:
    """Names that are given two different values: which one is meant, nobody knows."""
    seen: dict[str, Line] = {}
    problems = []
    for line in filter(lambda line: line.value, lines):
        first = seen.setdefault(line.name.lower(), line)
        if first.value != line.value:
            where = f"lines {first.number} and {line.number}"
            problems.append(
                f"{line.name.upper()}: two different values in .env ({where}): keep one"
            )
    return problems


def merged(lines: Iterable[Line], environment: Mapping[str, str]) -> dict[str, str]:
    """By name in lower case; the environment wins, and what is empty is as good as absent."""
    given = [(line.name, line.value) for line in lines]
    return {n.lower(): v for n, v in (*given, *environment.items()) if v.strip()}


def is_text(text: str) -> bool:
    """Bytes of the environment that are not UTF-8 come as halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
