"""The catalogue with its photos in one archive: `catalogue.json`, and each photo once in `photos/`.

An archive is somebody's file until every part of it was looked at: what it is to become in bytes,
what its entries are called, and whether each is whole. Then it is read, one photo in memory at a
time.
"""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import IO, Any, TypeGuard

from models.media import LARGEST_PHOTO, MOST_PICTURES
from services.goods.exchange import LARGEST, from_json, to_json
from services.goods.gallery import SIGNS
from services.goods.sheet import BadExchange, Catalogue, Faults, Path, joined

INNER, FOLDER = "catalogue.json", "photos/"
NAME = re.compile(r"photos/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
MOST_ENTRIES = 60_000
MOST_BYTES = 2 * 1024 * 1024 * 1024
"""Of the archive, and of all that comes out of it."""
LONGEST_LIST = 16 * 1024 * 1024
"""Bytes of the list of its entries, which is in memory."""
END, END_BYTES, FAR, FAR_BYTES = b"PK\x05\x06", 22, b"PK\x06\x07", 20
"""How the end of an archive begins, and that of one for more than 65,534 entries or 4 GB:
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.15, 4.3.16)"""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
CUT_OFF = "it is no zip archive, or is cut off or damaged"
STEP = 1024 * 1024
ENCRYPTED = 0x1
"""A flag of an entry (4.4.4)."""
Spot = tuple[Path, str]
"""Where photos hang: a category, and a product in it; no product: the category itself."""
Hung = dict[Spot, tuple[str, ...]]
"""SHA-256 of the photos in their order."""


@dataclass(frozen=True, slots=True)
class Photos:
    """What hangs where, and how large each photo is in bytes."""

    hung: Hung = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Archive:
    """One that was looked at: everything in it is what it should be."""

    file: File
    catalogue: Catalogue
    photos: Photos
    entries: dict[str, str]
    """By SHA-256, the name of the entry."""

    def content(self, sha256: str) -> bytes:
        """Raises BadExchange when it is another one by now."""
        with _opened(self.file) as archive, archive.open(self.entries[sha256]) as entry:
            raw = entry.read(LARGEST_PHOTO + 1)
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise BadExchange(f"{self.entries[sha256]}: was changed while it was read")
        return raw


Read = Callable[[str], Awaitable[bytes | None]]


async def write(out: IO[bytes], found: Catalogue, hung: Hung, read: Read) -> int:
    """How many photos it has. `read`: by SHA-256; raises BadExchange for one that is missing."""
    names: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for spot, photos in hung.items():
            for sha256 in photos:
                if sha256 in names:
                    continue
                content = await read(sha256)
                if content is None:
                    what = "a photo is missing or damaged: restore data/media from a backup"
                    raise BadExchange(f"{_title(spot)}: {what}")
                suffix = "jpg" if content.startswith(SIGNS[0]) else "png"
                names[sha256] = f"{FOLDER}{sha256}.{suffix}"
                archive.writestr(zipfile.ZipInfo(names[sha256]), content)
        whole = json.loads(to_json(found)) | {"photos": _listed(hung, names)}
        inner = zipfile.ZipInfo(INNER)
        inner.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(inner, json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    return len(names)


def _listed(hung: Hung, names: dict[str, str]) -> list[dict[str, object]]:
    rows = list[dict[str, object]]()
    for (path, product), photos in hung.items():
        of: dict[str, object] = {"category": list(path), "product": product}
        files = [names[sha256] for sha256 in photos]
        rows.append({name: value for name, value in of.items() if value} | {"files": files})
    return rows


def _title(spot: Spot) -> str:
    path, product = spot
    return " / ".join(part for part in (joined(path), product) if part)


def read(file: File, currency: str) -> Archive:
    """Looked at as a whole before anything of it is used. Raises BadExchange."""
    with _opened(file) as archive:
        infos = _proved(archive)
        if INNER not in infos:
            raise BadExchange(f"it has no {INNER}")
        raw = _content(archive, infos.pop(INNER), LARGEST)
        catalogue = from_json(raw, currency)
        photos, entries = Photos(), dict[str, tuple[str, int]]()
        for name, info in infos.items():
            entries[name] = _photo(archive, info)
    by_hash = {sha256: name for name, (sha256, _) in entries.items()}
    photos.sizes.update(dict(entries.values()))
    photos.hung.update(_hung(json.loads(raw), catalogue, entries))
    return Archive(file, catalogue, photos, by_hash)


@contextmanager
def _opened(file: File) -> Iterator[zipfile.ZipFile]:
    """Raises BadExchange for what is no archive, is too large, or breaks while it is read."""
    try:
        with file.open("rb") as source:
            _require_small(source)
            with zipfile.ZipFile(source) as archive:
                yield archive
    except BROKEN:
        raise BadExchange(CUT_OFF) from None
    except OSError as error:
        raise BadExchange(f"it cannot be read: {error.strerror or 'a fault of the disk'}") from None


def _require_small(source: IO[bytes]) -> None:
    """Before its list of entries is in memory."""
    size = source.seek(0, 2)
    if size > MOST_BYTES:
        raise BadExchange(f"it is larger than {MOST_BYTES // 1024**3} GB")
    source.seek(max(0, size - END_BYTES - FAR_BYTES))
    tail = source.read()
    end, far = tail[-END_BYTES:], tail[-END_BYTES - FAR_BYTES : -END_BYTES]
    if len(end) < END_BYTES or not end.startswith(END):
        raise BadExchange(CUT_OFF)
    count = int.from_bytes(end[10:12], "little")
    listed = int.from_bytes(end[12:16], "little")
    if far.startswith(FAR) or count > MOST_ENTRIES or listed > LONGEST_LIST:
        raise BadExchange(f"it has more than {MOST_ENTRIES} entries")
    source.seek(0)


def _proved(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Its entries by name, none of them read yet."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        name = info.orig_filename
        if name == FOLDER:
            continue
        if name in found:
            raise BadExchange(f"{name[:100]!r} is in it twice")
        _prove(info)
        found[name] = info
    if sum(info.file_size for info in found.values()) > MOST_BYTES:
        raise BadExchange(f"unpacked it is more than {MOST_BYTES // 1024**3} GB")
    return found


def _prove(info: zipfile.ZipInfo) -> None:
    """By its name as it stands in the archive, which nothing has made harmless yet."""
    name = info.orig_filename
    if name != INNER and not NAME.fullmatch(name):
        what = f"is neither {INNER} nor a photo such as photos/mug.jpg"
        raise BadExchange(f"{name[:100]!r} {what}")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise BadExchange(f"{name} is a link, and no file")
    if info.flag_bits & ENCRYPTED:
        raise BadExchange(f"{name} is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadExchange(f"{name} is packed in a way that is not read here: use plain zip")


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Whatever its head says of its size: no more than `most` comes out of it."""
    too_large = BadExchange(f"{info.filename} is larger than {most // 1_000_000} MB")
    if info.file_size > most:
        raise too_large
    raw = bytearray()
    with archive.open(info) as entry:
        while part := entry.read(STEP):
            raw += part
            if len(raw) > most:
                raise too_large
    return bytes(raw)


def _photo(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str, int]:
    """Its SHA-256 and its size in bytes."""
    raw = _content(archive, info, LARGEST_PHOTO)
    if not raw.startswith(SIGNS):
        raise BadExchange(f"{info.filename} is no JPEG or PNG")
    return hashlib.sha256(raw).hexdigest(), len(raw)


def _hung(whole: Any, catalogue: Catalogue, entries: dict[str, tuple[str, int]]) -> Hung:
    """Every place proved; all that is wrong is told at once."""
    places: dict[Spot, int] = {(row.path, ""): 1 for row in catalogue.categories}
    places |= {(row.path, row.name): MOST_PICTURES for row in catalogue.products}
    hung, faults, rows = Hung(), Faults(), whole.get("photos", [])
    for number, row in enumerate(rows if isinstance(rows, list) else [None]):
        try:
            spot, photos = _row(row, places, entries)
            if spot in hung:
                raise _Fault("its place stands there twice")
            hung[spot] = photos
        except _Fault as fault:
            faults.append(f"photos[{number}]: {fault}")
    used = {sha256 for photos in hung.values() for sha256 in photos}
    loose = [name for name, (sha256, _) in entries.items() if sha256 not in used]
    faults += [f"{name}: hangs nowhere" for name in loose] if not faults else []
    faults.raise_any()
    return hung


class _Fault(Exception):
    """What is wrong with one row."""


def _row(
    row: Any, places: dict[Spot, int], entries: dict[str, tuple[str, int]]
) -> tuple[Spot, tuple[str, ...]]:
    if not isinstance(row, dict) or set(row) - {"category", "product", "files"}:
        raise _Fault("is not what a catalogue has there")
    path, product, files = row.get("category"), row.get("product", ""), row.get("files")
    if not _texts(path) or not _texts(files) or not isinstance(product, str):
        raise _Fault("is not what a catalogue has there")
    spot = (tuple(path), product)
    if spot not in places:
        raise _Fault(f"{_title(spot)[:200]} is not in the file")
    if len(files) > places[spot]:
        raise _Fault(f"{_title(spot)} has {len(files)} photos, and {places[spot]} at most")
    if missing := next((name for name in files if name not in entries), None):
        raise _Fault(f"{missing[:100]!r} is not in the archive")
    photos = tuple(entries[name][0] for name in files)
    if len(set(photos)) < len(photos):
        raise _Fault(f"{_title(spot)} has the same photo twice")
    return spot, photos


def _texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
