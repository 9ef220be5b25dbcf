"""Where a copy of the database is written before it is proved."""

from pathlib import Path

from utils.refusal import CommandRefused


class BackupFailed(CommandRefused):
    """No backup was made, or it cannot be trusted; the message is for the operator."""


def partial_of(path: Path) -> Path:
    """Where to write what becomes `path` once it is proved."""
    if path.exists():
        raise BackupFailed(f"{path} exists already and is not overwritten")
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    return partial
