"""Copying a message of the conversation to who asks for it: its words are where it was written."""

from aiogram.exceptions import TelegramAPIError
from aiogram.types import InlineKeyboardMarkup

from handlers import replies
from handlers.answers import uncopied
from handlers.press import Visitor
from handlers.views import talk as views
from handlers.views.screen import Rows, Screen


async def copy_to(who: Visitor, chat_id: int, number: int, rows: Rows = ()) -> None:
    """Into their own chat; what is deleted, or protected, is said to be so."""
    rows = who.shown(Screen("", rows)).rows
    keyboard = InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])
    try:
        await who.bot.copy_message(
            who.id, from_chat_id=chat_id, message_id=number, reply_markup=keyboard
        )
    except TelegramAPIError as error:
        if not uncopied(error):
            raise
        await replies.say(who.bot, who.id, who.shown(views.uncopied(who.t, rows)))
