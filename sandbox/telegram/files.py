"""Photos, documents and other media: stored once by content, found again by file id.

https://core.telegram.org/bots/api#sending-files
"""

import base64
import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from sandbox.store import Store
from sandbox.telegram.errors import bad_request
from sandbox.telegram.images import picture_size
from sandbox.telegram.params import Params, Upload

FileRow = dict[str, Any]

PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
_LONGEST_SIDES = 10_000
_MOST_OBLONG = 20
# Telegram's sizes of a photo: letter and longest side.
_SIZES = (("s", 90), ("m", 320), ("x", 800), ("y", 1280), ("w", 2560))
_PREFIX = {
    "photo": "AgACAgIAAxk", "document": "BQACAgIAAxk", "video": "BAACAgIAAxk",
    "audio": "CQACAgIAAxk", "voice": "AwACAgIAAxk", "animation": "CgACAgIAAxk",
    "video_note": "DQACAgIAAxk",
}  # fmt: skip
# What the sender tells of a file: whole numbers, which are never left out, and texts.
_MEASURES = {
    "video": ("width", "height", "duration"),
    "animation": ("width", "height", "duration"),
    "audio": ("duration",),
    "voice": ("duration",),
    "video_note": ("length", "duration"),
}
_WORDS = {"audio": ("performer", "title")}
_NAMELESS = {"voice", "video_note"}


class Files:
    """Rows by file id in the store, bytes beside it (or in memory)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = store.path.with_suffix(".files") if store.path else None
        self._memory: dict[str, bytes] = {}
        self._rows = store.all("file")
        self._by_path = {row["path"]: row for row in self._rows.values()}

    def find(self, file_id: str) -> FileRow | None:
        return self._rows.get(file_id)

    def at(self, path: str) -> FileRow | None:
        return self._by_path.get(path)

    def content(self, row: FileRow) -> bytes:
        digest = row["digest"]
        return (self._folder / digest).read_bytes() if self._folder else self._memory[digest]

    def photo(self, upload: Upload) -> list[dict[str, Any]]:
        """Keep a picture; every size serves the same bytes, only the largest has that size."""
        width, height = _checked_picture(upload.content)
        digest = self._keep(upload.content)
        sizes = [
            self._photo_size(digest, letter, size, len(upload.content))
            for letter, size in _scaled(width, height)
        ]
        sizes[-1]["file_size"] = len(upload.content)
        return sizes

    def document(self, upload: Upload, kind: str = "document") -> dict[str, Any]:
        digest = self._keep(upload.content)
        token = _token(f"{digest}/{upload.name}/{upload.mime}")
        suffix = Path(upload.name).suffix
        row = self._row(kind, token, digest, suffix, len(upload.content))
        named = {
            "file_name": upload.name,
            "mime_type": mimetypes.guess_type(upload.name)[0] or upload.mime,
        }
        return ({} if kind in _NAMELESS else named) | {
            "file_id": row["file_id"],
            "file_unique_id": row["unique_id"],
            "file_size": len(upload.content),
        }

    def remember(self, shown: Any) -> None:
        """Note on every row what a message shows of it, so that the id can be sent again."""
        sizes = shown if isinstance(shown, list) else [shown]
        for size in sizes:
            row = self._rows[size["file_id"]]
            if row.get("shown") != shown:
                row["shown"] = shown
                self._store.put("file", row["file_id"], row)

    def _photo_size(
        self, digest: str, letter: str, size: tuple[int, int], length: int
    ) -> dict[str, Any]:
        row = self._row("photo", _token(digest) + letter, digest, ".jpg", length)
        return {
            "file_id": row["file_id"],
            "file_unique_id": row["unique_id"],
            "width": size[0],
            "height": size[1],
        }

    def _row(self, kind: str, token: str, digest: str, suffix: str, size: int) -> FileRow:
        file_id = _PREFIX[kind] + token
        if known := self._rows.get(file_id):
            return known
        unique_id = f"AQAD{token[:11]}{token[-1]}"
        path = f"{kind}s/{unique_id}{suffix}"
        row: FileRow = {"file_id": file_id, "unique_id": unique_id, "kind": kind, "path": path}
        row |= {"digest": digest, "size": size}
        self._store.put("file", file_id, row)
        self._rows[file_id] = self._by_path[path] = row
        return row

    def _keep(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        if self._folder is None:
            self._memory[digest] = content
            return digest
        path = self._folder / digest
        if not path.exists():
            # Renamed into place: a kill leaves no half of a file under its final name.
            self._folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(content)
            part.rename(path)
        return digest


def _token(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:30]).decode()


def _checked_picture(content: bytes) -> tuple[int, int]:
    """Limits of https://core.telegram.org/bots/api#sendphoto."""
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if sum(size) > _LONGEST_SIDES or max(size) > _MOST_OBLONG * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _scaled(width: int, height: int) -> list[tuple[str, tuple[int, int]]]:
    longest = max(width, height)
    smaller = [
        (letter, (max(1, width * side // longest), max(1, height * side // longest)))
        for letter, side in _SIZES
        if side < longest
    ]
    final = next((letter for letter, side in _SIZES if side >= longest), "w")
    return [*smaller[:4], (final, (width, height))]


def sent_file(files: Files, params: Params, field: str, kind: str) -> Any:
    """What a message shows of the file given in `field`: an upload or a known file id."""
    given = params.text(field)
    upload = params.uploads.get(given.removeprefix("attach://") or field)
    if upload is None:
        return _known(files, given, kind)
    _check_length(upload.content, kind)
    return kept_file(files, upload, kind, params)


def kept_file(files: Files, upload: Upload, kind: str, about: Params) -> Any:
    """What a message shows of a new file; `about` tells its measures."""
    if kind == "photo":
        shown: Any = files.photo(upload)
    else:
        measures = {name: about.integer(name) for name in _MEASURES.get(kind, ())}
        words = {name: about.text(name) for name in _WORDS.get(kind, ()) if about.text(name)}
        shown = files.document(upload, kind) | measures | words
    files.remember(shown)
    return shown


def _known(files: Files, file_id: str, kind: str) -> Any:
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    row = files.find(file_id)
    if row is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if row["kind"] != kind:
        raise bad_request(f"can't use file of type {row['kind'].title()} as {kind.title()}")
    return row["shown"]


def _check_length(content: bytes, kind: str) -> None:
    if not content:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(content) > PHOTO_LIMIT:
        reason = f"too big for a photo; the maximum size is {PHOTO_LIMIT} bytes"
        raise bad_request(f"file of size {len(content)} bytes is {reason}")
