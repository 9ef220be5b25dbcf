"""Putting a message into a chat: as it is meant, or in another form that Telegram takes."""

from dataclasses import dataclass, replace

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from handlers.answers import Verdict, about_buttons, verdict
from handlers.views.screen import CAPTION_LIMIT, TEXT_LIMIT, Screen, fits, visible
from models.post import Post, PostForm
from services.running.outbox import Delivered

REFUSED = (TelegramBadRequest, TelegramEntityTooLarge)


@dataclass(frozen=True, slots=True)
class Draft:
    """`as_file`: the caption of the file that a text becomes when it cannot be a message.

    `file`: its name and content, else the words of the screen. `silent`: arrives without a sound.
    `protect`: cannot be copied or forwarded.
    """

    screen: Screen
    as_file: str
    photo: bytes | None = None
    file: tuple[str, bytes] | None = None
    silent: bool = False
    protect: bool = False
    long: bool = False
    """Known to need the file."""


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat as this bot writes to it."""

    bot: Bot
    id: int

    async def send(self, draft: Draft) -> Delivered:
        """Raises what Telegram raises when it takes no form of it."""
        if not _is_short(draft):
            return await self._send(*_other(draft))
        form = PostForm.TEXT if draft.photo is None else PostForm.PHOTO
        try:
            return await self._send(draft, form)
        except REFUSED as error:
            if verdict(error) is not Verdict.CONTENT:
                raise
            bare = about_buttons(error)
        return await self._send(*(_without_buttons(draft, form) if bare else _other(draft)))

    async def _send(self, draft: Draft, form: PostForm) -> Delivered:
        send = {
            PostForm.TEXT: self._text,
            PostForm.PHOTO: self._photo,
            PostForm.DOCUMENT: self._file,
        }
        sent = await send[form](draft)
        return Delivered(sent.message_id or None, form=form, bot_id=self.bot.id)

    async def _text(self, draft: Draft) -> Message:
        return await self.bot.send_message(
            self.id,
            draft.screen.text,
            reply_markup=draft.screen.keyboard,
            disable_notification=draft.silent,
            protect_content=draft.protect,
        )

    async def _photo(self, draft: Draft) -> Message:
        return await self.bot.send_photo(
            self.id,
            BufferedInputFile(draft.photo or b"", "picture.png"),
            caption=draft.screen.text,
            reply_markup=draft.screen.keyboard,
            disable_notification=draft.silent,
            protect_content=draft.protect,
        )

    async def _file(self, draft: Draft) -> Message:
        name, content = draft.file or ("message.txt", visible(draft.screen.text).encode())
        return await self.bot.send_document(
            self.id,
            BufferedInputFile(content, name),
            caption=draft.as_file,
            reply_markup=draft.screen.keyboard,
            disable_notification=draft.silent,
            protect_content=draft.protect,
        )

    async def edit(self, post: Post, draft: Draft, *, picture: bool = False) -> Delivered:
        """The message as it is now; a new one where the old one cannot be edited any more.

        `picture`: the photo has changed too. A message of another bot is not touched: its number
        may be that of another message of ours.
        """
        if post.bot_id not in (0, self.bot.id) or not _fits_into(post, draft):
            return await self.send(draft)
        picture = picture and post.form is PostForm.PHOTO
        try:
            await self._edit(post, draft, picture=picture)
        except REFUSED as error:
            meaning = verdict(error)
            if meaning is Verdict.CONTENT and about_buttons(error) and draft.screen.rows:
                bare = replace(draft, screen=Screen(draft.screen.text))
                return await self.edit(post, bare, picture=picture)
            if meaning in (Verdict.MESSAGE_GONE, Verdict.CONTENT):
                return await self.send(draft)
            if meaning is not Verdict.UNCHANGED:
                raise
        return Delivered(post.message_id, form=post.form, bot_id=self.bot.id)

    async def edit_there(self, post: Post, draft: Draft) -> None:
        """In its place or not at all. Raises what Telegram raises."""
        if _fits_into(post, draft):
            await self._edit(post, draft, picture=False)

    async def _edit(self, post: Post, draft: Draft, *, picture: bool) -> None:
        chat, number = self.id, post.message_id
        text, keyboard = draft.screen.text, draft.screen.keyboard
        if picture:
            photo = BufferedInputFile(draft.photo or b"", "picture.png")
            media = InputMediaPhoto(media=photo, caption=text)
            await self.bot.edit_message_media(
                media, chat_id=chat, message_id=number, reply_markup=keyboard
            )
        elif post.form is PostForm.TEXT:
            await self.bot.edit_message_text(
                text, chat_id=chat, message_id=number, reply_markup=keyboard
            )
        else:
            await self.bot.edit_message_caption(
                caption=text, chat_id=chat, message_id=number, reply_markup=keyboard
            )


def _is_short(draft: Draft) -> bool:
    """Telegram refuses the rest in any case; the buttons are bounded by the views."""
    limit = TEXT_LIMIT if draft.photo is None else CAPTION_LIMIT
    return not draft.long and fits(draft.screen.text, limit)


def _fits_into(post: Post, draft: Draft) -> bool:
    return fits(draft.screen.text, TEXT_LIMIT if post.form is PostForm.TEXT else CAPTION_LIMIT)


def _other(draft: Draft) -> tuple[Draft, PostForm]:
    """A picture's words alone; a text as a file, which may be as long as it likes."""
    if draft.photo is not None and fits(draft.screen.text, TEXT_LIMIT):
        return replace(draft, photo=None), PostForm.TEXT
    return replace(draft, photo=None), PostForm.DOCUMENT


def _without_buttons(draft: Draft, form: PostForm) -> tuple[Draft, PostForm]:
    return replace(draft, screen=Screen(draft.screen.text)), form
