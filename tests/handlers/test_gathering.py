"""Files in bulk: sent, forwarded or as an album, each judged, and all of them or none come in."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage
from aiogram.types import (
    Audio,
    Document,
    MessageOriginHiddenUser,
    PhotoSize,
    Update,
    Video,
    Voice,
)

from db import Database
from handlers import goods_callbacks as on
from handlers import lanes
from handlers.admin import gathering, staged
from handlers.fetching import attached
from handlers.lanes import Lanes
from models.stock import LARGEST_FILE, shared_binding, unit_binding
from services.goods.filing import FileKind, opened_head
from tests.handlers.office import ANN, Office
from tests.handlers.telegram import NOW, message
from tests.handlers.test_keeping_desks import APOLOGY, free, open_variant, shelf
from tests.handlers.test_lanes import Served


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    desks = Office(sqlite_database)
    await desks.open()
    yield desks
    assert not [said for said in desks.telegram.said if APOLOGY in said]
    assert await desks.world.violations() == []


async def adding(office: Office) -> int:
    keys, _, _ = await shelf(office)
    await open_variant(office, keys)
    await office.press("➕ Add goods")
    return keys


def content(office: Office, kind: str, raw: bytes, size: int | None = None) -> dict[str, Any]:
    """What a message has of a file of that kind; Telegram has its bytes."""
    number = f"{kind}{len(office.telegram.files)}"
    office.telegram.files[number] = raw
    told: Any = {"file_id": number, "file_unique_id": number, "file_size": size or len(raw)}
    if kind == "photo":
        return {"photo": [PhotoSize(**told, width=9, height=9)]}
    if kind == "video":
        return {"video": Video(**told, width=9, height=9, duration=1, file_name="clip.mp4")}
    if kind == "audio":
        return {"audio": Audio(**told, duration=1)}
    if kind == "voice":
        return {"voice": Voice(**told, duration=1)}
    return {"document": Document(**told, file_name=f"{number}.bin")}


async def kinds_in(office: Office) -> list[FileKind]:
    """Of everything that is on the shelf."""
    async with office.database.uow.read() as uow:
        units = await uow.sealed.units(0, 1000)
    world = office.world
    heads = [
        opened_head(world.sealer.open(unit.sealed, bound_to=unit_binding(unit.variant_id)))
        for unit in units
    ]
    return [head.kind for head in heads]


async def test_every_kind_of_file_is_a_good(office: Office) -> None:
    keys = await adding(office)
    for number, kind in enumerate(("document", "photo", "video", "audio", "voice")):
        await office.type(None, **content(office, kind, f"{kind} {number}".encode()))
    assert "new: 5" in office.screen
    for name in ("clip.mp4", "photo-1.jpg", "voice-1.ogg", "audio-1.mp3"):
        assert name in office.screen
    assert await free(office, keys) == 0
    await office.press("✅ Add 5 files")
    assert await free(office, keys) == 5
    assert await kinds_in(office) == [
        FileKind.DOCUMENT, FileKind.PHOTO, FileKind.VIDEO, FileKind.AUDIO, FileKind.VOICE
    ]  # fmt: skip


async def test_each_has_its_verdict_and_only_the_new_come_in(office: Office) -> None:
    keys = await adding(office)
    await office.type(None, **content(office, "document", b"here already"))
    await office.press("✅ Add one file")
    await open_variant(office, keys)
    await office.press("➕ Add goods")
    sent = len(office.telegram.of(SendMessage))
    for raw in (b"here already", b"new", b"new", b"", b"other"):
        await office.type(None, number=5, **content(office, "document", raw))
    await office.type(None, number=5, **content(office, "video", b"x", LARGEST_FILE + 1))
    for words in ("new: 2", "twice in this list: 1", "the shop has or had it: 1", "empty: 1",
                  "more than 20 MB: 1", "clip.mp4: more than 20 MB"):  # fmt: skip
        assert words in office.screen
    assert len(office.telegram.of(SendMessage)) == sent + 1, "one screen, kept below them"
    await office.press("✅ Add 2 files")
    assert await free(office, keys) == 3


async def test_an_album_of_lists_is_files(office: Office) -> None:
    keys = await adding(office)
    for name in ("a.txt", "b.csv"):
        number = f"file{len(office.telegram.files)}"
        office.telegram.files[number] = name.encode()
        one = Document(file_id=number, file_unique_id=number, file_name=name, file_size=5)
        await office.type(None, document=one, media_group_id="7")
    await office.press("✅ Add 2 files")
    assert await free(office, keys) == 2


async def test_what_came_after_the_screen_is_shown_before_it_counts(office: Office) -> None:
    keys = await adding(office)
    await office.type(None, **content(office, "photo", b"one"))
    first = office.button("✅ Add one").callback_data or ""
    await office.type(None, **content(office, "photo", b"two"))
    assert "More came in meanwhile" in await office.send(first)
    assert "new: 2" in office.screen
    assert await free(office, keys) == 0
    await office.press("✅ Add 2 files")
    assert await free(office, keys) == 2


async def test_all_or_nothing(office: Office) -> None:
    """One of them is not any more what it was when it was judged."""
    keys = await adding(office)
    for raw in (b"one", b"two", b"three"):
        await office.type(None, **content(office, "document", raw))
    last = [*office.telegram.files][-1]
    office.telegram.files[last] = b"another"
    await office.press("✅ Add 3 files")
    assert await free(office, keys) == 0
    async with office.database.uow.read() as uow:
        assert await uow.batches.files_size() == 0


async def test_there_is_an_end_to_one_batch(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = await adding(office)
    monkeypatch.setattr(gathering, "MOST_BYTES", 10)
    monkeypatch.setattr(gathering, "MOST_FILES", 4)
    for raw in (b"123456", b"1234567", b"1234", b"x"):
        await office.type(None, **content(office, "document", raw))
    assert "too much for one batch: 2" in office.screen
    await office.type(None, **content(office, "document", b"5th"))
    assert "at most 4 files" in office.screen
    await office.send(on.AddStock(variant_id=keys).pack())
    await office.type(None, **content(office, "document", b"anew"))
    assert "new: 1" in office.screen
    assert staged.MOST_FILES <= lanes.ALBUMS


async def test_the_screen_stands_below_what_was_sent_last(office: Office) -> None:
    await adding(office)
    await office.type(None, number=10, **content(office, "photo", b"one"))
    await office.type(None, number=11, **content(office, "photo", b"two"))
    assert not office.telegram.of(DeleteMessage)
    edits = len(office.telegram.of(EditMessageText))
    await office.type(None, number=10**6, **content(office, "photo", b"three"))
    assert len(office.telegram.of(DeleteMessage)) == 1
    assert len(office.telegram.of(EditMessageText)) == edits


async def test_a_photo_is_shared_as_a_photo(office: Office) -> None:
    _, _, guide = await shelf(office)
    await open_variant(office, guide)
    await office.press("📎")
    await office.type(None, **content(office, "photo", b"map"))
    await office.press("✅ Yes, to all buyers")
    good = await office.world.sharing.now(guide)
    assert good is not None
    plain = office.world.sealer.open(good.sealed, bound_to=shared_binding(guide))
    assert opened_head(plain).kind is FileKind.PHOTO


async def test_a_hundred_files_are_forwarded_at_once() -> None:
    """And nothing else takes their room: a dozen other messages, and no more."""
    hall = Lanes(Served(0))
    origin = MessageOriginHiddenUser(sender_user_name="Ada", date=NOW)
    for number in range(lanes.ALBUMS - lanes.MESSAGES):
        told: Any = {"file_id": str(number), "file_unique_id": str(number)}
        one = message(ANN, None, number, document=Document(**told), forward_origin=origin)
        assert hall.enter(ANN, Update(update_id=number, message=one))
    texts = [message(ANN, "x", 1000 + n, forward_origin=origin) for n in range(lanes.MESSAGES)]
    fits = [hall.enter(ANN, Update(update_id=1, message=one)) for one in texts]
    assert fits == [True] * (lanes.MESSAGES - 1) + [False]
    await hall.drain(1)


async def test_a_message_without_a_file_has_none() -> None:
    assert attached(message(ANN, "words")) is None
