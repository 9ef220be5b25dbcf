"""Files that commands write: new, for their owner alone, whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from utils.refusal import CommandRefused


def refuse_taken(file: Path) -> None:
    """Before anybody is asked, or anything secret is derived, for what cannot be written."""
    if os.path.lexists(file):
        raise CommandRefused(f"{file} exists already and is not overwritten")
    if not file.absolute().parent.is_dir():
        raise CommandRefused(f"there is no folder {file.absolute().parent}: make it first")


@contextmanager
def new_file(file: Path) -> Iterator[IO[bytes]]:
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(number, "wb") as out:
                yield out
        except BaseException:
            file.unlink(missing_ok=True)
            raise
    except FileExistsError:
        raise CommandRefused(f"{file} exists already and is not overwritten") from None
    except OSError as error:
        raise CommandRefused(f"{file} cannot be written: {error.strerror}") from None
