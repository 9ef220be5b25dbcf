"""What SQLite complains of, in words for the operator."""

from pathlib import Path

from utils.refusal import StartRefused

RESTORE = "python bot.py restore FILE brings a backup back"
FULL = "the disk is full"
FAILING = "the disk is full or answers with errors, or its folder can only be read"
TROUBLE = {
    "unable to open": "it cannot be opened: check who may read and write the file and its folder",
    "readonly": "it can only be read: give the user who runs the shop the right to write it",
    "full": FULL,
    "locked": "another program holds it: close that program",
    "disk I/O": FAILING,
    "malformed": f"it is damaged: {RESTORE}",
}
"""What SQLite says of a file, and what to do."""


class Missing(StartRefused):
    """There is no database yet, and looking makes none."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no database at {path}: start the shop once, or correct DATABASE_URL"
            " (or HOLDFAST_HOME)"
        )
        self.path = path


class VulnerableEngine(StartRefused):
    """This SQLite can corrupt a database in WAL mode."""


def refuse_vulnerable(version: tuple[int, ...]) -> None:
    """The WAL-reset bug of 3.7.0 to 3.51.2 (https://sqlite.org/wal.html#walresetbug)."""
    if (3, 7, 0) <= version <= (3, 51, 2):
        number = ".".join(map(str, version))
        raise VulnerableEngine(
            f"SQLite {number} can corrupt a database (the WAL-reset bug of 3.7.0 to 3.51.2);"
            " reinstall the pinned engine: pip install --force-reinstall -r requirements.txt"
        )


def words(error: Exception) -> str:
    return next((told for said, told in TROUBLE.items() if said in str(error)), str(error))


def second_name(path: Path) -> str:
    """The file's name while it has another one besides, as by a link that was made since the start:
    a shop under that would be a second one, were it not refused. A missing file has none.
    """
    try:
        return path.name if path.stat().st_nlink > 1 else ""
    except FileNotFoundError:
        return ""


def refuse_two_names(path: Path) -> None:
    """For who writes: each name has locks and a -wal of its own, so two shops would sell the same
    goods and damage the file. Raises StartRefused.
    """
    if second_name(path):
        raise StartRefused(
            f"{path} has a second name on this disk (a hard link, as `cp -al` and `ln` make), so"
            " two shops could write one file. Make it a file of its own while no shop runs:"
            f" cp -p {path} {path}.own && mv {path}.own {path}"
            " - and make copies with: python bot.py backup"
        )
