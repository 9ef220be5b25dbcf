"""The size of a picture, read from its header; and a small picture for people to send."""

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# Start-of-frame markers carry the size; C4, C8 and CC in that range are other segments.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG, None when it is neither."""
    try:
        if content.startswith(_PNG):
            width, height = struct.unpack_from(">II", content, 16)
            return width, height
        return _jpeg_size(content) if content.startswith(_JPEG) else None
    except (struct.error, IndexError):
        return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while content[position] == 0xFF:
        marker, length = struct.unpack_from(">xBH", content, position)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, position + 5)
            return width, height
        position += 2 + length
    return None


def picture_type(content: bytes) -> str:
    """The media type a browser may be told; anything but a picture is just bytes."""
    if picture_size(content) is None:
        return "application/octet-stream"
    return "image/png" if content.startswith(_PNG) else "image/jpeg"


def sample_png(width: int = 160, height: int = 120) -> bytes:
    """A plain picture, so that a person in the sandbox has something to send."""
    row = b"\0" + b"\x5b\x8d\xd9" * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return _PNG + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
