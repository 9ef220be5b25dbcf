"""Files and folders that only their owner may read: made so, before anything is in them."""

import errno
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from utils.refusal import StartRefused

logger = logging.getLogger(__name__)
FILE, FOLDER = 0o600, 0o700
OTHERS = 0o077
ADVICE = {
    errno.EACCES: "give the user who runs the shop the right to it",
    errno.EPERM: "give the user who runs the shop the right to it",
    errno.EROFS: "that disk can only be read",
    errno.ENOTDIR: "a part of the path is a file where a folder should be",
    errno.EISDIR: "it is a folder where a file should be",
    errno.EEXIST: "something is there already",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "it is a link that leads nowhere",
}


@contextmanager
def said(path: Path) -> Iterator[None]:
    """What the system refuses about this path, as one sentence: raises StartRefused."""
    try:
        yield
    except OSError as error:
        raise StartRefused(f"{path} cannot be used {advice(error)}") from None


def advice(error: OSError) -> str:
    """`(Permission denied): give the user ...`"""
    what = ADVICE.get(error.errno or 0, "choose another place")
    return f"({error.strerror}): {what}"


def require_way(folder: Path) -> None:
    """Raises NotADirectoryError when a file stands where a folder should be."""
    if any(each.exists() and not each.is_dir() for each in (folder, *folder.parents)):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def folder(path: Path) -> None:
    """Make it, and what is missing above it, for the owner alone."""
    require_way(path)
    if not path.is_dir():
        folder(path.parent)
        path.mkdir(mode=FOLDER, exist_ok=True)


def new_file(path: Path) -> None:
    """An empty file for the owner alone; raises FileExistsError."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
    os.close(os.open(path, flags, FILE))


def tighten(path: Path) -> None:
    """Take it away from everybody else. Raises StartRefused if it is not ours to close."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise StartRefused(f"{path} cannot be used {advice(error)}") from None
    if not mode & OTHERS:
        return
    try:
        path.chmod(mode & ~OTHERS)
    except FileNotFoundError:
        return
    except OSError:
        raise StartRefused(
            f"{path} can be read by other users of this machine: chmod go-rwx {path}"
        ) from None
    logger.warning("%s could be read by other users of this machine: closed to them", path)
