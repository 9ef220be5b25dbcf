"""Files that people send: their own, or a sample of each kind."""

import base64
import binascii
from typing import Any

from sandbox.control.base import Problem
from sandbox.telegram.acts import caption_content
from sandbox.telegram.chats import Message
from sandbox.telegram.errors import ApiError
from sandbox.telegram.files import kept_file
from sandbox.telegram.images import sample_png
from sandbox.telegram.methods.send import shown_as
from sandbox.telegram.params import Params, Upload
from sandbox.telegram.world import World

_SAMPLES = {
    "photo": ("photo.png", "image/png"),
    "document": ("note.txt", "text/plain"),
    "video": ("video.mp4", "video/mp4"),
    "animation": ("animation.mp4", "video/mp4"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video_note": ("note.mp4", "video/mp4"),
}
_MEASURES = Params({"width": 640, "height": 360, "length": 240, "duration": 5})
_ALBUM = range(2, 11)
_ALBUM_KINDS = {"photo", "video", "document", "audio"}
_FIRST_ALBUM = 13_000_000_000_000_001


def one(world: World, given: Any, caption: str) -> Message:
    """{type, data?: base64, name?, mime?}; without data it is a sample."""
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in _SAMPLES:
        raise Problem(400, f"The type of a file must be one of {', '.join(_SAMPLES)}.")
    name, mime = _SAMPLES[kind]
    content = _bytes(given["data"]) if given.get("data") else _sample(kind)
    upload = Upload(str(given.get("name") or name), content, str(given.get("mime") or mime))
    try:
        shown = kept_file(world.files, upload, kind, _MEASURES)
    except ApiError as refusal:
        raise Problem(409, f"Telegram does not take this file: {refusal.description}.") from None
    return shown_as(kind, shown) | caption_content(caption)


def album(world: World, given: Any, caption: str) -> list[Message]:
    """2-10 files; the caption is that of the first."""
    if not isinstance(given, list) or len(given) not in _ALBUM:
        raise Problem(400, "An album has 2-10 files.")
    if not all(isinstance(item, dict) and item.get("type") in _ALBUM_KINDS for item in given):
        raise Problem(400, "An album has photos, videos, documents or audio files.")
    group = {"media_group_id": str(world.sequences.next("album", _FIRST_ALBUM))}
    captions = [caption, *[""] * (len(given) - 1)]
    return [one(world, *pair) | group for pair in zip(given, captions, strict=True)]


def _sample(kind: str) -> bytes:
    return sample_png() if kind == "photo" else f"A sample {kind} from the sandbox.\n".encode()


def _bytes(data: Any) -> bytes:
    try:
        return base64.b64decode(str(data), validate=True)
    except binascii.Error:
        raise Problem(400, "The data of a file must be base64.") from None
