"""Photos and documents: uploads, sizes, sending again by id, downloads, limits."""

import asyncio
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, Message

from sandbox.app import Sandbox
from sandbox.client import SandboxClient
from sandbox.telegram.images import picture_size, sample_png
from tests.sandbox.conftest import ALICE, PEOPLE, TOKEN, Api

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc4\x00\x03\x00\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + bytes(10)
)


def picture(width: int = 1000, height: int = 500) -> BufferedInputFile:
    return BufferedInputFile(sample_png(width, height), "picture.png")


def note(content: bytes = b"secret key") -> BufferedInputFile:
    return BufferedInputFile(content, "goods.txt")


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (sample_png(7, 5), (7, 5)),
        (JPEG, (640, 480)),
        (JPEG[:20], None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"GIF89a", None),
    ],
)
def test_the_size_of_a_picture(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size


async def test_a_photo_has_sizes_and_can_be_sent_again(bot: Bot, chat: int) -> None:
    sent = await bot.send_photo(chat, picture(), caption="<i>QR</i>", parse_mode="HTML")
    assert sent.photo is not None
    sizes = [(size.width, size.height) for size in sent.photo]
    assert sizes == [(90, 45), (320, 160), (800, 400), (1000, 500)]
    assert len({size.file_id for size in sent.photo}) == 4
    assert sent.caption == "QR"
    again = await bot.send_photo(chat, sent.photo[0].file_id, has_spoiler=True)
    assert again.photo == sent.photo
    assert again.has_media_spoiler


async def test_a_download_gives_the_bytes(bot: Bot, chat: int) -> None:
    sent = await bot.send_document(chat, note())
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("goods.txt", "text/plain")
    into = BytesIO()
    await bot.download(sent.document, destination=into)
    assert into.getvalue() == b"secret key"


async def test_what_people_send(bot: Bot, chat: int, person: SandboxClient) -> None:
    await person.send_photo(chat, "look /here")
    await person.send_document(chat)
    updates = await bot.get_updates(offset=-2)
    photo, document = (update.message for update in updates)
    assert photo is not None
    assert document is not None
    assert photo.photo is not None
    assert photo.caption == "look /here"
    assert document.document is not None
    assert await person.file(photo.photo[-1].file_id) == sample_png()


async def test_a_part_named_like_the_field(api: Api, chat: int) -> None:
    """As python-telegram-bot and curl send it, without attach://."""
    form = aiohttp.FormData({"chat_id": str(chat)})
    form.add_field("document", b"x", filename="a.bin")
    async with api.http.post(f"{api.url}/bot{TOKEN}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("a.bin", 1)


async def test_editing_media(bot: Bot, chat: int) -> None:
    sent = await bot.send_photo(chat, picture(), caption="a")
    target: dict[str, Any] = {"chat_id": chat, "message_id": sent.message_id}
    document = InputMediaDocument(media=note(), caption="<b>b</b>", parse_mode="HTML")
    edited = await bot.edit_message_media(document, **target)
    assert isinstance(edited, Message)
    assert edited.document is not None
    assert (edited.photo, edited.caption) == (None, "b")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_media(document, **target)
    recaptioned = await bot.edit_message_caption(caption="c", **target)
    assert isinstance(recaptioned, Message)
    assert recaptioned.caption == "c"
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", **target)
    photo = InputMediaPhoto(media=picture())
    text = await bot.send_message(chat, "text")
    shown = await bot.edit_message_media(photo, chat_id=chat, message_id=text.message_id)
    assert isinstance(shown, Message)
    assert shown.text is None
    assert shown.photo is not None
    other = InputMediaPhoto(media=picture(500, 500), caption="other")
    renewed = await bot.edit_message_media(other, chat_id=chat, message_id=text.message_id)
    assert isinstance(renewed, Message)
    assert renewed.photo is not None
    assert (renewed.photo[-1].width, renewed.caption) == (500, "other")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (note(b""), "file must be non-empty"),
        (note(b"not a picture"), "IMAGE_PROCESS_FAILED"),
        (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (note(bytes(10 * 1024 * 1024 + 1)), "is too big for a photo"),
        ("https://example.com/a.png", "failed to get HTTP URL content"),
        ("AgACnothing", "wrong remote file identifier specified"),
    ],
)
async def test_photos_that_are_refused(
    bot: Bot, chat: int, file: BufferedInputFile | str, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_photo(chat, file)


async def test_captions_and_kinds_are_checked(bot: Bot, chat: int, api: Api) -> None:
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(chat, picture(), caption="x" * 1025)
    sent = await bot.send_photo(chat, picture(), caption="x" * 1024)
    assert sent.photo is not None
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Document"):
        await bot.send_document(chat, sent.photo[0].file_id)
    _, answer = await api("sendPhoto", chat_id=chat)
    assert answer["description"] == "Bad Request: there is no photo in the request"


async def test_files_above_the_limits(bot: Bot, chat: int) -> None:
    limit = 50 * 1024 * 1024
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(chat, note(bytes(limit + 1)))
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(chat, note(bytes(limit + 2 * 1024 * 1024)))
    sent = await bot.send_document(chat, note(bytes(20 * 1024 * 1024 + 1)))
    assert sent.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(sent.document.file_id)


async def test_files_outlive_a_restart(tmp_path: Path) -> None:
    first = Sandbox(tmp_path / "sandbox.db", bot_token=TOKEN, people=PEOPLE)
    async with SandboxClient(await first.start()) as person:
        sent = await person.send_photo(ALICE)
    await first.stop()
    second = Sandbox(tmp_path / "sandbox.db", bot_token=TOKEN, people=PEOPLE)
    async with SandboxClient(await second.start()) as person:
        assert await person.file(sent["photo"][0]["file_id"]) == sample_png()
        with pytest.raises(aiohttp.ClientResponseError):
            await person.file("nothing")
    await second.stop()
    await asyncio.sleep(0)
