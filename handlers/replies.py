"""Answering a person, whichever way they spoke to us."""

from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import CallbackQuery, Message

from handlers import showing
from handlers.answers import Verdict, verdict
from handlers.views.screen import Screen, plain

LONGEST_ALERT = 200
"""Characters: https://core.telegram.org/bots/api#answercallbackquery"""


async def put(query: CallbackQuery, screen: Screen) -> int:
    """Put the screen where the pressed button is; below it when that message cannot be edited. The
    number of the message that shows it.
    """
    chat_id, message = query.from_user.id, query.message
    number = message.message_id if message else 0
    if not query.bot or await _edited(query, query.bot, screen):
        return number
    sent = await say(query.bot, chat_id, screen)
    if isinstance(message, Message) and message.photo and showing.is_browsing(message):
        await remove(query.bot, chat_id, message.message_id)
    return sent.message_id


async def _edited(query: CallbackQuery, bot: Bot, screen: Screen) -> bool:
    message = query.message
    if not isinstance(message, Message):
        return False
    if screen.photo and (message.text is not None or showing.is_browsing(message)):
        with suppress(showing.Unphotographed):
            await showing.hang(bot, query.from_user.id, message.message_id, screen)
            return True
    if message.text is None:
        return False
    try:
        await message.edit_text(screen.text, reply_markup=screen.keyboard)
    except TelegramBadRequest as error:
        return verdict(error) is Verdict.UNCHANGED
    return True


async def put_at(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> None:
    """Put the screen into a message of ours; below when that cannot be edited."""
    if screen.photo:
        with suppress(showing.Unphotographed):
            await showing.hang(bot, chat_id, message_id, screen)
            return
    try:
        await bot.edit_message_text(
            screen.text, chat_id=chat_id, message_id=message_id, reply_markup=screen.keyboard
        )
    except TelegramBadRequest as error:
        if verdict(error) is not Verdict.UNCHANGED:
            await say(bot, chat_id, screen)


async def keep_below(bot: Bot, chat_id: int, last: int, after: int, screen: Screen) -> int:
    """One screen below what somebody sends in a row; its number. `last`: where it is, 0 for
    nowhere yet; `after`: what it is to stand below. Too many at once: the next one shows it.
    """
    if last > after:
        try:
            await bot.edit_message_text(
                screen.text, chat_id=chat_id, message_id=last, reply_markup=screen.keyboard
            )
            return last
        except TelegramRetryAfter:
            return last
        except TelegramBadRequest as error:
            if verdict(error) is Verdict.UNCHANGED:
                return last
    elif last:
        await remove(bot, chat_id, last)
    return (await say(bot, chat_id, screen)).message_id


async def remove(bot: Bot, chat_id: int, message_id: int) -> None:
    """Take a message away; one that is gone, or too old for that, stays as it is."""
    with suppress(TelegramBadRequest):
        await bot.delete_message(chat_id, message_id)


async def say(bot: Bot, chat_id: int, screen: Screen) -> Message:
    if screen.photo:
        with suppress(showing.Unphotographed, TelegramBadRequest):
            return await showing.send(bot, chat_id, screen)
    return await bot.send_message(chat_id, screen.text, reply_markup=screen.keyboard)


async def answer(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Stop the button's spinner; too late to do so is not an error."""
    with suppress(TelegramBadRequest):
        await query.answer(plain(text)[:LONGEST_ALERT] if text else None, show_alert=alert)
