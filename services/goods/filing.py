"""Files as goods: sealed in pieces under a key of their own, which is sealed with SECRET_KEY.

They are in the database: a file and its unit are there together or not at all, every backup has
both, and another machine needs nothing else. Their key stands in what is sealed of the unit, so
that a change of SECRET_KEY does not touch the pieces.
"""

import asyncio
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum

from db import UnitOfWork
from models.stock import LARGEST_FILE, GoodsFile
from models.stock_errors import BadField, CannotRead, FilesFull, FileTooLarge
from utils.printable import is_seen, legible
from utils.sealing import Sealer, Unsealable

PIECE_BYTES = 1024 * 1024
MEGABYTE = 1024 * 1024
ALL_FILES = 2048 * MEGABYTE
"""Bytes of all files of a shop: a copy of them takes seconds, not hours."""
LONGEST_NAME = 120
LONGEST_TYPE = 100
PLAIN_TYPE = "application/octet-stream"


class FileKind(StrEnum):
    """As what it was sent, and is handed over."""

    DOCUMENT = "document"
    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it was sent."""

    name: str
    type: str
    content: bytes = field(repr=False)
    kind: FileKind = FileKind.DOCUMENT

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """What is sealed of a file beside its pieces."""

    name: str
    type: str
    size: int
    sha256: str
    key: str = field(repr=False)
    kind: FileKind = FileKind.DOCUMENT
    """Older ones do not say it: they came as documents."""

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def opened_head(plain: bytes) -> Head:
    facts = json.loads(plain)
    return Head(**facts | {"kind": FileKind(facts.get("kind", FileKind.DOCUMENT))})


def proved(file: Incoming) -> Incoming:
    """With a name that no file system and no chat stumbles over. Raises FileTooLarge, CannotRead,
    BadField.
    """
    if len(file.content) > LARGEST_FILE:
        raise FileTooLarge(LARGEST_FILE // MEGABYTE)
    if not file.content:
        raise CannotRead("empty")
    name = " ".join(legible(file.name).split()).replace("/", "_").replace("\\", "_")
    name = name if is_seen(name) else "file"
    if len(name) > LONGEST_NAME:
        raise BadField("file", "long", LONGEST_NAME)
    return Incoming(name, (file.type or PLAIN_TYPE)[:LONGEST_TYPE], file.content, file.kind)


async def store(uow: UnitOfWork, file: Incoming, now: datetime) -> tuple[GoodsFile, Head]:
    """The sealed pieces, and what is to be sealed with the unit. Raises FilesFull."""
    if await uow.batches.files_size() + len(file.content) > ALL_FILES:
        raise FilesFull(ALL_FILES // MEGABYTE)
    key = secrets.token_hex(32)
    pieces = await asyncio.to_thread(_sealed, key, file.content)
    row = GoodsFile(size=len(file.content), pieces=len(pieces), created_at=now)
    await uow.batches.add(row)
    await uow.batches.add_pieces(row.id, pieces)
    return row, Head(file.name, file.type, len(file.content), file.sha256, key, file.kind)


async def content(uow: UnitOfWork, file_id: int, head: Head) -> bytes:
    """Raises Unsealable when a piece is missing or was altered."""
    pieces = await uow.batches.pieces(file_id)
    found = await asyncio.to_thread(_opened, head.key, pieces)
    if hashlib.sha256(found).hexdigest() != head.sha256:
        raise Unsealable(f"file {file_id}: it is not the one that was sealed")
    return found


def _sealed(key: str, plain: bytes) -> list[bytes]:
    sealer = Sealer(key)
    parts = [plain[start : start + PIECE_BYTES] for start in range(0, len(plain), PIECE_BYTES)]
    return [sealer.seal(part, bound_to=_place(n, len(parts))) for n, part in enumerate(parts)]


def _opened(key: str, pieces: Sequence[bytes]) -> bytes:
    sealer = Sealer(key)
    return b"".join(
        sealer.open(piece, bound_to=_place(n, len(pieces))) for n, piece in enumerate(pieces)
    )


def _place(number: int, of: int) -> str:
    return f"piece:{number}/{of}"
