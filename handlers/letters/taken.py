"""What admins have of an order says who sees to it, or who has: in its place, without a sound."""

from dataclasses import replace

from aiogram.exceptions import TelegramBadRequest

from handlers.answers import Verdict, verdict
from handlers.letters import admin, complaint
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.sending import Draft
from services.running.notification import Event
from services.running.outbox import Delivered


async def taken(letter: Letter) -> Delivered:
    """A notice that is not there any more is not sent anew."""
    order_id = int(letter.args["topic"])
    about = replace(letter, card=await letter.desk.orders.card(order_id))
    there = await _edit(about, f"notice:{order_id}", await admin.again(about))
    if complained := about.order.complained:
        draft = await complaint.again(about, complained)
        there |= await _edit(about, f"complaint:{complained.complaint.id}", draft)
    if not there:
        raise NoLongerTrue
    return Delivered(None)


async def _edit(letter: Letter, subject: str, draft: Draft) -> bool:
    """Whether this bot has such a message there; where nothing is known of it any more it stays."""
    post = await letter.desk.outbox.post(letter.message.chat_id, subject)
    if post is None or post.bot_id not in (0, letter.desk.bot.id) or not draft.screen.text:
        return False
    try:
        await letter.chat.edit_there(post, draft)
    except TelegramBadRequest as error:
        if verdict(error) not in (Verdict.UNCHANGED, Verdict.MESSAGE_GONE, Verdict.CONTENT):
            raise
    return True


WRITERS: dict[str, Writer] = {Event.ADMIN_TAKEN: taken}
