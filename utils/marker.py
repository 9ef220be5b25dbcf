"""A small file beside the database that says how many addresses were given from it.

A database that was restored, copied or moved does not fit it any more: it is older than the file,
or the file is missing, another one, or a copy. The file's change time (`st_ctime`, which no copying
carries along) stands in the database too, so that a copy of the whole folder is noticed as well.
"""

import asyncio
import os
import re
from dataclasses import dataclass
from pathlib import Path

from utils import private
from utils.refusal import StartRefused

OWNER_ONLY = 0o600
LINE = re.compile(rb"(?P<token>[0-9a-f]{32}) (?P<given>[0-9]{20})\n")


class MarkerUnwritable(StartRefused):
    """Without it nobody could tell that an address was given before."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`token`: of this file, random. `given`: addresses. `stamp`: nanoseconds, of the file."""

    token: str
    given: int
    stamp: int


class Marker:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark: Mark | None = None
        self._turn = asyncio.Lock()

    async def read(self) -> Mark | None:
        """None when there is none that can be read."""
        return await asyncio.to_thread(self._read)

    def _read(self) -> Mark | None:
        try:
            with self._path.open("rb") as file:
                line, status = LINE.fullmatch(file.read(100)), os.fstat(file.fileno())
        except OSError:
            return None
        if line is None:
            return None
        return Mark(line["token"].decode(), int(line["given"]), status.st_ctime_ns)

    async def write(self, token: str, given: int) -> Mark:
        """On the disk when it returns. Raises MarkerUnwritable."""
        try:
            return await asyncio.to_thread(self._write, token, given)
        except OSError as error:
            raise MarkerUnwritable(f"{self._path} cannot be written: {error.strerror}") from error

    def _write(self, token: str, given: int) -> Mark:
        """In place, and in one piece: a new file would have a new change time for other reasons."""
        private.folder(self._path.parent)
        flags = os.O_WRONLY | os.O_CREAT
        descriptor = os.open(self._path, flags, OWNER_ONLY)
        try:
            line = b"%s %020d\n" % (token.encode(), given)
            os.pwrite(descriptor, line, 0)
            os.truncate(descriptor, len(line))
            os.fsync(descriptor)
            self._mark = Mark(token, given, os.fstat(descriptor).st_ctime_ns)
        finally:
            os.close(descriptor)
        return self._mark

    def known(self, mark: Mark) -> None:
        """This is the mark that the database has, too: count on from it."""
        self._mark = mark

    async def step(self, more: int = 1) -> Mark | None:
        """So many addresses more; written before the database says so. None before `known`."""
        async with self._turn:
            mark = self._mark
            return await self.write(mark.token, mark.given + more) if mark else None
