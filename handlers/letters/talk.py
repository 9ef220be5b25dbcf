"""What customers and the shop write to each other, copied from where it was written."""

from dataclasses import replace

from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup

from handlers.answers import Verdict, uncopied, verdict
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import talk as views
from handlers.views import thread as threads
from handlers.views.screen import Rows, Screen
from models.post import PostForm
from models.user import User
from services.running.notification import Event
from services.running.outbox import Delivered


async def question(letter: Letter) -> Delivered:
    """Who it is from, then the message itself with the button that answers it."""
    user = await _person(letter, letter.args["from"])
    of = await letter.desk.support.threads.page(user.id)
    order = letter.card.order if letter.card else None
    if not _further(letter):
        await letter.say(views.question(letter.t, user, order, edited=_edited(letter)))
    number = int(letter.args["message_id"])
    sent = await _copy(letter, threads.below_question(letter.t, of, order, number))
    return replace(sent, subject=subject_of(user.id))


async def answer(letter: Letter) -> Delivered:
    if not _further(letter):
        await letter.say(views.answer(letter.t, edited=_edited(letter)))
    return await _copy(letter, views.below_answer(letter.t))


async def answered(letter: Letter) -> Delivered:
    """So that no customer is answered twice."""
    admin = await _person(letter, letter.args.get("author", letter.args["from"]))
    user = await _person(letter, letter.args["to"])
    if not _further(letter):
        await letter.say(views.answered(letter.t, admin, user, edited=_edited(letter)))
    return await _copy(letter, views.below_question(letter.t, user, None))


async def thread(letter: Letter) -> Delivered:
    """The newest copy of a question that its reader has says who sees to it, or that it is over."""
    user = await _person(letter, letter.args["topic"])
    post = await letter.desk.outbox.post(letter.message.chat_id, subject_of(user.id))
    if post is None or post.bot_id != letter.desk.bot.id:
        raise NoLongerTrue
    of = await letter.desk.support.threads.page(user.id)
    rows = letter.open(threads.below_question(letter.t, of, None))
    keyboard = InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])
    try:
        await letter.desk.bot.edit_message_reply_markup(
            chat_id=post.chat_id, message_id=post.message_id, reply_markup=keyboard
        )
    except TelegramBadRequest as error:
        if verdict(error) not in (Verdict.UNCHANGED, Verdict.MESSAGE_GONE):
            raise
    return Delivered(None)


def subject_of(user_id: int) -> str:
    """What the newest copy of somebody's question is remembered by."""
    return f"thread:{user_id}"


async def unheard(letter: Letter) -> Delivered:
    """Their customer has blocked the bot; one who is back by now gets it."""
    user = await _person(letter, letter.args["to"])
    if user.unreachable_at is None:
        raise NoLongerTrue
    return await letter.say(views.unheard(letter.t, user))


async def gone(letter: Letter) -> Delivered:
    """Somebody who works for the shop cannot be written to; one who is back by now is no news."""
    user = await _person(letter, letter.args["from"])
    if user.unreachable_at is None or not await _works(letter, user.id):
        raise NoLongerTrue
    return await letter.say(views.gone(letter.t, user))


async def _works(letter: Letter, user_id: int) -> bool:
    """Whether they still have a role, whatever it is."""
    position = await letter.desk.roles.of(user_id)
    return position.role is not None and not position.ended


async def _copy(letter: Letter, rows: Rows) -> Delivered:
    """Telegram copies it; what it does not copy, or what is deleted meanwhile, is said so."""
    shown = letter.open(rows)
    keyboard = InlineKeyboardMarkup(inline_keyboard=[list(row) for row in shown if row])
    bot = letter.desk.bot
    try:
        sent = await bot.copy_message(
            letter.message.chat_id,
            from_chat_id=int(letter.args["from"]),
            message_id=int(letter.args["message_id"]),
            reply_markup=keyboard,
        )
    except TelegramAPIError as error:
        if not uncopied(error):
            raise
        return await letter.say(Screen(letter.t("talk-uncopied"), rows))
    return Delivered(sent.message_id, form=PostForm.TEXT, bot_id=bot.id)


async def _person(letter: Letter, user_id: str) -> User:
    user = await letter.desk.users.find(int(user_id))
    if user is None:
        raise NoLongerTrue
    return user


def _further(letter: Letter) -> bool:
    """An album has one heading."""
    return "further" in letter.args


def _edited(letter: Letter) -> bool:
    return "edited" in letter.args


WRITERS: dict[str, Writer] = {
    Event.ADMIN_QUESTION: question,
    Event.ADMIN_ANSWERED: answered,
    Event.ADMIN_THREAD: thread,
    Event.ADMIN_UNHEARD: unheard,
    Event.ADMIN_GONE: gone,
    Event.ANSWER: answer,
}
