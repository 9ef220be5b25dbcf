"""Albums, video, sound, places, contacts, dice; copies and forwards of many at once."""

import base64
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InputMediaAnimation,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)

from sandbox.client import SandboxClient, SandboxRefused
from sandbox.telegram.images import sample_png
from tests.sandbox.conftest import ALICE, Api
from tests.sandbox.test_telegram_strict import keyboard


def file(name: str = "clip.mp4", content: bytes = b"moving") -> BufferedInputFile:
    return BufferedInputFile(content, name)


def picture(width: int = 20) -> BufferedInputFile:
    return BufferedInputFile(sample_png(width), "photo.png")


async def album(bot: Bot, chat: int) -> list[int]:
    shots = [InputMediaPhoto(media=picture(width), caption=str(width)) for width in (20, 30)]
    return [message.message_id for message in await bot.send_media_group(chat, [*shots])]


async def test_an_album(bot: Bot, chat: int) -> None:
    sent = await bot.send_media_group(
        chat, [InputMediaPhoto(media=picture(), caption="<b>x</b>", parse_mode="HTML"),
               InputMediaVideo(media=file(), width=4, height=3, duration=2)],
    )  # fmt: skip
    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].caption_entities is not None
    assert sent[1].video is not None
    assert (sent[1].video.width, sent[1].video.duration) == (4, 2)
    assert sent[1].video.file_name == "clip.mp4"


async def test_what_makes_no_album(bot: Bot, api: Api, chat: int) -> None:
    photo = InputMediaPhoto(media=picture())
    document = InputMediaDocument(media=file("a.txt"))
    with pytest.raises(TelegramBadRequest, match="Documents can't be mixed"):
        await bot.send_media_group(chat, [photo, document])
    for count in (1, 11):
        with pytest.raises(TelegramBadRequest, match="2-10 items"):
            await bot.send_media_group(chat, [photo] * count)
    status, answer = await api("sendMediaGroup", chat_id=chat, media=[{"type": "sticker"}] * 2)
    assert (status, "Unsupported type" in answer["description"]) == (400, True)


async def test_every_kind_of_file(bot: Bot, chat: int, person: SandboxClient) -> None:
    video = (await bot.send_video(chat, file(), width=4, height=3, duration=9, caption="v")).video
    animation = await bot.send_animation(chat, file("a.gif", b"gif"))
    audio = (await bot.send_audio(chat, file("a.mp3", b"mp3"), duration=3, title="Song")).audio
    voice = (await bot.send_voice(chat, file("a.ogg", b"ogg"), duration=1)).voice
    note = (await bot.send_video_note(chat, file("n.mp4", b"note"), length=240)).video_note
    assert video is not None
    assert animation.animation is not None
    assert animation.document is not None
    assert audio is not None
    assert voice is not None
    assert note is not None
    assert (video.duration, audio.title, voice.duration, note.length) == (9, "Song", 1, 240)
    for known, content in ((video, b"moving"), (voice, b"ogg")):
        assert await person.file(known.file_id) == content
    again = (await bot.send_video(chat, video.file_id)).video
    assert again == video
    with pytest.raises(TelegramBadRequest, match="can't use file of type Video as Audio"):
        await bot.send_audio(chat, video.file_id)


async def test_a_photo_becomes_a_video(bot: Bot, chat: int) -> None:
    sent = await bot.send_photo(chat, picture())
    edited = await bot.edit_message_media(
        InputMediaVideo(media=file()), chat_id=chat, message_id=sent.message_id
    )
    assert not isinstance(edited, bool)
    assert (edited.photo, edited.video is not None) == (None, True)


async def test_an_album_keeps_its_kinds(bot: Bot, chat: int) -> None:
    [first, _] = await album(bot, chat)
    video, note = InputMediaVideo(media=file()), InputMediaDocument(media=file("a.txt"))
    with pytest.raises(TelegramBadRequest, match="can't change media type in the album"):
        await bot.edit_message_media(note, chat_id=chat, message_id=first)
    assert await bot.edit_message_media(video, chat_id=chat, message_id=first)
    moving = InputMediaAnimation(media=file())
    with pytest.raises(TelegramBadRequest, match="content type can't be used in an album"):
        await bot.edit_message_media(moving, chat_id=chat, message_id=first)


async def test_what_has_no_words_takes_none(bot: Bot, chat: int) -> None:
    """Of a contact only the keyboard can be edited; a voice message keeps its sound."""
    contact = (await bot.send_contact(chat, "+49 1", "Ada")).message_id
    voice = (await bot.send_voice(chat, file("v.ogg", b"ogg"))).message_id
    edit, picked = bot.edit_message_caption, InputMediaPhoto(media=picture())
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await edit(chat_id=chat, message_id=contact, caption="x")
    assert await edit(chat_id=chat, message_id=voice, caption="x")
    for message_id in (contact, voice):
        with pytest.raises(TelegramBadRequest, match="message media can't be edited"):
            await bot.edit_message_media(picked, chat_id=chat, message_id=message_id)
        markup = keyboard(callback_data="x")
        assert await bot.edit_message_reply_markup(
            chat_id=chat, message_id=message_id, reply_markup=markup
        )


async def test_places_contacts_and_dice(bot: Bot, chat: int) -> None:
    place = (await bot.send_location(chat, 48.4, 10.0)).location
    venue = (await bot.send_venue(chat, 48.4, 10.0, "Minster", "Square 1")).venue
    contact = (await bot.send_contact(chat, "+49 1", "Ada")).contact
    dice = [(await bot.send_dice(chat, emoji=emoji)).dice for emoji in ("🎲", "🎰", "⚽")]
    assert place is not None
    assert venue is not None
    assert contact is not None
    assert (place.latitude, venue.title, contact.first_name) == (48.4, "Minster", "Ada")
    assert all(one is not None and one.value >= 1 for one in dice)


@pytest.mark.parametrize(
    ("method", "values", "reason"),
    [
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong location"),
        ("sendLocation", {"latitude": "x", "longitude": 0}, "latitude is empty or invalid"),
        ("sendVenue", {"latitude": 1, "longitude": 0, "title": "", "address": "x"}, "non-empty"),
        ("sendContact", {"phone_number": "1", "first_name": "A", "vcard": "x" * 2049}, "too long"),
        ("sendDice", {"emoji": "🧺"}, "wrong dice emoji"),
    ],
)
async def test_what_is_refused(
    api: Api, chat: int, method: str, values: dict[str, Any], reason: str
) -> None:
    status, answer = await api(method, chat_id=chat, **values)
    assert status == 400
    assert reason in answer["description"]


async def test_an_album_is_copied_and_forwarded_as_one(
    bot: Bot, chat: int, person: SandboxClient
) -> None:
    ids = await album(bot, chat)
    copies = await bot.copy_messages(chat, chat, ids, remove_caption=True)
    forwards = await bot.forward_messages(chat, chat, [*ids, 999])
    shown = {message["message_id"]: message for message in await person.messages(chat)}
    copied = [shown[copy.message_id] for copy in copies]
    assert [message.get("caption") for message in copied] == [None, None]
    forwarded = [shown[forward.message_id] for forward in forwards]
    assert [message["caption"] for message in forwarded] == ["20", "30"]
    groups = [{message["media_group_id"] for message in some} for some in (copied, forwarded)]
    assert [len(group) for group in groups] == [1, 1]
    assert not groups[0] & groups[1]


async def test_many_at_once_are_given_in_order(bot: Bot, chat: int) -> None:
    first, second = await album(bot, chat)
    secret = (await bot.send_message(chat, "key", protect_content=True)).message_id
    with pytest.raises(TelegramBadRequest, match="strictly increasing order"):
        await bot.copy_messages(chat, chat, [second, first])
    with pytest.raises(TelegramBadRequest, match="too many messages"):
        await bot.forward_messages(chat, chat, list(range(1, 102)))
    with pytest.raises(TelegramBadRequest, match="there are no messages to copy"):
        await bot.copy_messages(chat, chat, [secret])
    with pytest.raises(TelegramBadRequest, match="identifiers are not specified"):
        await bot.copy_messages(chat, chat, [])


async def test_people_send_files_and_albums(bot: Bot, chat: int, person: SandboxClient) -> None:
    kinds = ("photo", "document", "video", "animation", "audio", "voice", "video_note")
    for kind in kinds:
        sent = await person.act("send", **{"from": ALICE, "media": {"type": kind}, "caption": "c"})
        assert kind in sent["message"]
    album = [{"type": "photo"}, {"type": "photo", "data": base64.b64encode(sample_png(9)).decode()}]
    sent = await person.act("send", **{"from": ALICE, "album": album, "caption": "both"})
    heard = [update.message for update in await bot.get_updates() if update.message][-2:]
    assert [message.media_group_id for message in heard] == [
        message["media_group_id"] for message in sent["messages"]
    ]
    assert [message.caption for message in heard] == ["both", None]
    assert heard[1].photo is not None
    assert heard[1].photo[-1].width == 9


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"media": {"type": "sticker"}}, "must be one of"),
        ({"media": {"type": "photo", "data": "?"}}, "base64"),
        ({"media": {"type": "photo", "data": "eA=="}}, "IMAGE_PROCESS_FAILED"),
        ({"album": [{"type": "photo"}]}, "2-10 files"),
        ({"album": [{"type": "voice"}] * 2}, "An album has photos"),
    ],
)
async def test_files_people_cannot_send(
    chat: int, person: SandboxClient, content: dict[str, Any], reason: str
) -> None:
    with pytest.raises(SandboxRefused, match=reason):
        await person.act("send", **{"from": ALICE, **content})
