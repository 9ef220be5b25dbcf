"""What goes into the admins' group: a customer's words into their topic, and how things stand."""

from dataclasses import replace

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)
from aiogram.types import InlineKeyboardMarkup

from handlers.answers import Verdict, uncopied, verdict
from handlers.group_rights import THREAD_CLOSED, THREAD_GONE, is_of_the_group, says
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.topics import Topics, panel
from handlers.views import thread as views
from handlers.views.screen import Rows, Screen
from models.errors import NotFound
from models.support import Lost
from services.people.group_chat import Place
from services.people.thread import ThreadPage
from services.running.notification import Event
from services.running.outbox import Delivered


async def question(letter: Letter) -> Delivered:
    letter, of = await _in_group(letter, letter.args["from"])
    number = int(letter.args["message_id"])
    rows = views.below_topic(letter.t, of, number, edited="edited" in letter.args)
    return await _copied(letter, of, rows)


async def answered(letter: Letter) -> Delivered:
    """What an admin wrote in their own chat."""
    letter, of = await _in_group(letter, letter.args["to"])
    admin = await letter.desk.users.find(int(letter.args["from"]))
    if admin is None:
        raise NoLongerTrue
    edited = "edited" in letter.args
    return await _copied(letter, of, views.below_answered(letter.t, of.user, admin, edited=edited))


async def redraw(letter: Letter) -> Delivered:
    """The panel says how the question stands; where there is no topic there is none."""
    letter, of = await _in_group(letter, letter.args["topic"])
    group, bot = letter.desk.support.group, letter.desk.bot
    place = await group.topic(of.user.id)
    if place is None or place.panel is None:
        raise NoLongerTrue
    screen = await panel(group, letter.t, of)
    try:
        await bot.edit_message_text(
            screen.text,
            chat_id=place.chat_id,
            message_id=place.panel,
            reply_markup=screen.keyboard,
        )
    except (TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat) as error:
        if is_of_the_group(error) or verdict(error) is Verdict.MESSAGE_GONE:
            raise NoLongerTrue from error  # the next question finds out, and loses nothing
        if verdict(error) is not Verdict.UNCHANGED:
            raise
    return Delivered(None)


async def standing(letter: Letter) -> Delivered:
    """To who sees to the shop: the group is lost, or there again."""
    group = await letter.desk.support.group.standing()
    why = letter.args.get("why")
    if group is None or (group.why is None) is not (why is None):
        raise NoLongerTrue
    return await letter.say(_told(letter, Lost(why) if why else None))


def _told(letter: Letter, why: Lost | None) -> Screen:
    return Screen(letter.t("group-lost", why=why) if why else letter.t("group-found"))


async def _in_group(letter: Letter, user_id: str) -> tuple[Letter, ThreadPage]:
    """In the language of who connected it."""
    group = await letter.desk.support.group.standing()
    t = letter.desk.translators(group.language) if group else letter.t
    try:
        of = await letter.desk.support.threads.page(int(user_id))
    except NotFound:
        raise NoLongerTrue from None
    return replace(letter, t=t), of


async def _copied(letter: Letter, of: ThreadPage, rows: Rows) -> Delivered:
    bot, keyboard = letter.desk.bot, _keyboard(rows)

    async def put(place: Place) -> int:
        try:
            sent = await bot.copy_message(
                place.chat_id,
                from_chat_id=int(letter.args["from"]),
                message_id=int(letter.args["message_id"]),
                message_thread_id=place.thread_id,
                reply_markup=keyboard,
            )
        except TelegramAPIError as error:
            moved = isinstance(error, TelegramMigrateToChat)
            if moved or not uncopied(error) or says(error, (*THREAD_GONE, *THREAD_CLOSED)):
                raise
            text = letter.t("talk-uncopied")
            told = await bot.send_message(
                place.chat_id,
                text,
                message_thread_id=place.thread_id,
                reply_markup=keyboard,
            )
            return told.message_id
        return sent.message_id

    written = await Topics(letter, of).write(put)
    return Delivered(written.message_id, bot_id=bot.id, extra=written.extra)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


WRITERS: dict[str, Writer] = {
    Event.TOPIC_QUESTION: question,
    Event.TOPIC_ANSWERED: answered,
    Event.TOPIC_PANEL: redraw,
    Event.ADMIN_GROUP: standing,
}
