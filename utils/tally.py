"""An append-only file beside the database that says what was sold from it.

It is on the disk before the commit that sells, so that a database from a backup can be told what it
does not know. The file itself says when it was written: a copy changes later (`st_ctime`, which no
copying carries along), and does not know what was sold since. It holds keyed digests, no goods.
"""

import asyncio
import os
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from utils import private
from utils.refusal import StartRefused

OWNER_ONLY = 0o600
LINE = re.compile(
    rb"sold 1 (?P<token>[0-9a-f]{32}) (?P<base>[0-9]{20}) (?P<count>[0-9]{20})"
    rb" (?P<written>[0-9]{20}) (?P<sum>[0-9a-f]{8})\n"
)
HEADER = 128
"""Bytes before the first entry."""
ENTRY = struct.Struct(">5s3xIQQ8s32sI")
"""Key, quantity, variant, order, code, digest, and a sum over all of it."""
NEAR = 20_000_000
"""Nanoseconds by which an original's last change may differ from when it says it was written."""
TRIES = 50
"""To write that down without being interrupted."""
KEPT = 100_000
"""Entries that are left when there are twice as many: an older backup is in doubt as a whole."""
COUNTED = bytes(32)
"""The digest of what has none: pieces of a physical product."""


class TallyUnwritable(StartRefused):
    """Without it nobody could tell after a restore that a good was sold before."""


class TallyBehind(Exception):
    """The database went back while the shop ran: nothing is sold before the next start."""


@dataclass(frozen=True, slots=True)
class Sold:
    """One digital good, by its `digest` under the secret that `key` names; or `quantity` pieces."""

    order_id: int
    code: str
    variant_id: int
    quantity: int = 1
    digest: bytes = COUNTED
    key: bytes = b""

    def packed(self) -> bytes:
        known = self.quantity, self.variant_id, self.order_id, self.code.encode()
        body = ENTRY.pack(self.key, *known, self.digest, 0)[:-4]
        return body + zlib.crc32(body).to_bytes(4, "big")

    @classmethod
    def unpacked(cls, entry: bytes) -> "Sold | None":
        """None when it is damaged."""
        key, quantity, variant, order, code, digest, total = ENTRY.unpack(entry)
        if zlib.crc32(entry[:-4]) != total:
            return None
        text = code.rstrip(b"\0").decode(errors="replace")
        return cls(order, text, variant, quantity, digest, key)


@dataclass(frozen=True, slots=True)
class Header:
    """`base`: the number of the first entry that is still there; `count`: of the next one."""

    token: str
    base: int
    count: int
    written: int
    original: bool = True

    def packed(self) -> bytes:
        facts = (self.token.encode(), self.base, self.count, self.written)
        line = b"sold 1 %s %020d %020d %020d" % facts
        return (b"%s %08x\n" % (line, zlib.crc32(line))).ljust(HEADER, b"\n")

    def place(self, number: int) -> int:
        """Where entry `number` begins."""
        return HEADER + (number - self.base) * ENTRY.size


class TallyFile:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._token: str | None = None
        self._sure = 0

    @property
    def token(self) -> str | None:
        """Of the file that the database fits; None before the start has found out."""
        return self._token

    def known(self, token: str, count: int) -> None:
        """The database has this token, and knows of so many entries: go on from there."""
        self._token, self._sure = token, count

    def committed(self, count: int) -> None:
        """The database has said so, too."""
        self._sure = max(self._sure, count)

    async def read(self) -> Header | None:
        """None when there is none that can be read."""
        return await asyncio.to_thread(self._read)

    def _read(self) -> Header | None:
        try:
            with self._path.open("rb") as file:
                return _header(file.fileno())
        except OSError:
            return None

    async def since(self, number: int) -> list[Sold] | None:
        """The entries from this one on; None when they are not all there, and whole."""
        return await asyncio.to_thread(self._since, number)

    def _since(self, number: int) -> list[Sold] | None:
        with self._path.open("rb") as file:
            header = _header(file.fileno())
            if header is None or not header.base <= number <= header.count:
                return None
            file.seek(header.place(number))
            rest = file.read((header.count - number) * ENTRY.size)
        if len(rest) != (header.count - number) * ENTRY.size:
            return None
        found = [Sold.unpacked(bytes(entry)) for entry in _entries(rest)]
        return None if None in found else [entry for entry in found if entry]

    async def begin(self, token: str) -> None:
        """A new file in the place of whatever is there. Raises TallyUnwritable."""
        await self._do(lambda: self._replace(Header(token, 0, 0, 0), b""))

    async def append(self, before: int, sold: Sequence[Sold]) -> None:
        """These come after `before` entries; what was written behind them was never committed.

        On the disk when it returns. Raises TallyUnwritable, TallyBehind.
        """
        if before < self._sure:
            raise TallyBehind(f"the database knows of {before} sales, and knew of {self._sure}")
        await self._do(lambda: self._append(before, b"".join(each.packed() for each in sold)))

    async def _do(self, work: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(work)
        except OSError as error:
            raise TallyUnwritable(f"{self._path} cannot be written: {error.strerror}") from error

    def _append(self, before: int, entries: bytes) -> None:
        with self._path.open("r+b", buffering=0) as file:
            header = _header(file.fileno())
            if header is None or header.token != self._token or header.count < before:
                raise TallyUnwritable(f"{self._path} is not the file it was: start the shop again")
            if before - header.base >= 2 * KEPT:
                header = self._shorten(header, before)
        self._write(header, before, entries)

    def _write(self, header: Header, before: int, entries: bytes) -> None:
        with self._path.open("r+b", buffering=0) as file:
            grown = Header(header.token, header.base, before + len(entries) // ENTRY.size, 0)
            os.pwrite(file.fileno(), entries, header.place(before))
            os.ftruncate(file.fileno(), grown.place(grown.count))
            _stamp(file.fileno(), grown)
            os.fsync(file.fileno())

    def _shorten(self, header: Header, count: int) -> Header:
        first = count - KEPT
        with self._path.open("rb") as file:
            file.seek(header.place(first))
            rest = file.read(KEPT * ENTRY.size)
        shorter = Header(header.token, first, count, 0)
        self._replace(shorter, rest)
        return shorter

    def _replace(self, header: Header, entries: bytes) -> None:
        """In one piece: the old file is there until the new one is."""
        private.folder(self._path.parent)
        fresh = self._path.with_name(self._path.name + ".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        try:
            os.pwrite(descriptor, entries, HEADER)
            _stamp(descriptor, header)
            os.fsync(descriptor)
            fresh.replace(self._path)
            _stamp(descriptor, header)  # a slow disk, and the new name, changed it later
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _stamp(descriptor: int, header: Header) -> None:
    """Last of all changes: it says when that was, by the clock of the disk itself."""
    for _ in range(TRIES):
        written = os.fstat(descriptor).st_ctime_ns
        said = Header(header.token, header.base, header.count, written)
        os.pwrite(descriptor, said.packed(), 0)
        if os.fstat(descriptor).st_ctime_ns - written <= NEAR // 2:
            return


def _header(descriptor: int) -> Header | None:
    line = LINE.match(os.pread(descriptor, HEADER, 0))
    if line is None or zlib.crc32(line[0][:-10]) != int(line["sum"], 16):
        return None
    written = int(line["written"])
    original = abs(os.fstat(descriptor).st_ctime_ns - written) <= NEAR
    return Header(line["token"].decode(), int(line["base"]), int(line["count"]), written, original)


def _entries(rest: bytes) -> list[bytes]:
    return [rest[at : at + ENTRY.size] for at in range(0, len(rest), ENTRY.size)]
