"""Draws a card or list that an admin has open anew, in its place and without a sound."""

from aiogram.exceptions import TelegramBadRequest

from handlers.answers import Verdict, verdict
from handlers.doors import open_to
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views.screen import Screen
from models.opened import Face
from models.permission import Permission
from services.running.notification import Event
from services.running.outbox import Delivered

FACES = {
    Face.CARD: Permission.SEE,
    Face.PAYMENT: Permission.SEE,
    Face.DECISION: Permission.MONEY,
    Face.REFUND: Permission.MONEY,
    Face.LIST: Permission.SEE,
    Face.WORK: Permission.SEE,
}
"""What whoever looks at it must be allowed, as the desk asks that shows it."""


async def redraw(letter: Letter) -> Delivered:
    """Only while that message shows this order or list; what cannot be edited is not sent anew: it
    says when it was read.
    """
    desk, chat_id = letter.desk, letter.message.chat_id
    number = int(letter.args["message_id"])
    async with desk.board.turn(chat_id, number):
        row = await desk.board.begin(chat_id, number)
        if row is None or row.bot_id != desk.bot.id:
            raise NoLongerTrue
        if letter.rights is not None and FACES[row.face] not in letter.rights:
            await desk.board.forget(chat_id, number)
            raise NoLongerTrue
        screen = await desk.board.fresh(letter.t, row)
        if screen is None:
            raise NoLongerTrue
        await _edit(letter, number, screen)
        await desk.board.drawn(row, screen)
    return Delivered(None)


async def _edit(letter: Letter, number: int, screen: Screen) -> None:
    desk, chat_id = letter.desk, letter.message.chat_id
    rights = letter.rights or frozenset()
    open_ = open_to(screen, desk.doors, rights, letter.t)
    shown = desk.board.stamped(letter.t, open_)
    try:
        await desk.bot.edit_message_text(
            shown.text, chat_id=chat_id, message_id=number, reply_markup=shown.keyboard
        )
    except TelegramBadRequest as error:
        meaning = verdict(error)
        if meaning in (Verdict.MESSAGE_GONE, Verdict.CONTENT):
            await desk.board.forget(chat_id, number)
            raise NoLongerTrue from None
        if meaning is not Verdict.UNCHANGED:
            raise


WRITERS: dict[str, Writer] = {Event.ADMIN_OPENED: redraw}
