"""Photos beside a backup, as beside the database: by name what is in them, each kept once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.goods.gallery import keep
from utils.refusal import StartRefused

FOLDER = "media"
"""Beside a backup, as beside the database."""
NAME_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Photos:
    """How many came along, and why others did not: a sentence each."""

    count: int
    trouble: Sequence[str] = ()


def copied(source: Path, target: Path) -> Photos:
    """Those that `target` did not have. They never stop a backup, nor a restore: what cannot be
    read, or is not what its name says, is left out and told.
    """
    count, left, trouble = 0, list[str](), list[str]()
    try:
        for path in _lacking(source, target):
            content = _whole(path)
            if content is None:
                left.append(path.name)
            else:
                keep(target, path.name, content)
                count += 1
    except (OSError, StartRefused) as problem:
        trouble.append(f"photos were not copied: {problem}")
    if left:
        trouble.append(f"left out, damaged or not to be read in {source}: {_some(left)}")
    return Photos(count, trouble)


def _lacking(source: Path, target: Path) -> list[Path]:
    paths = sorted(source.iterdir()) if source.is_dir() else []
    return [p for p in paths if len(p.name) == NAME_LENGTH and not (target / p.name).exists()]


def _whole(path: Path) -> bytes | None:
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == path.name else None


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]}{more}"
