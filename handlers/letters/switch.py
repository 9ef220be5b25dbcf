"""What becomes of the invoice message of an order whose coin was changed."""

from aiogram.exceptions import TelegramBadRequest

from handlers.answers import Verdict, verdict
from handlers.letters.admin import NEVER_THERE
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views.screen import Screen
from models.order import Order
from models.post import Post
from services.running.notification import Event
from services.running.outbox import Delivered
from utils.qr import png


async def replaced(letter: Letter) -> Delivered:
    """Its message goes, with the QR code: the invoice that takes its place follows."""
    order, bot = letter.order.order, letter.desk.bot
    post = await letter.desk.outbox.post(letter.message.chat_id, f"invoice:{order.id}")
    if post is None or post.bot_id not in (0, bot.id):
        raise NoLongerTrue  # it never came, or is not ours to touch
    try:
        await bot.delete_message(letter.message.chat_id, post.message_id)
    except TelegramBadRequest as error:
        if verdict(error) is not Verdict.MESSAGE_GONE:
            raise
        if not any(word in error.message.lower() for word in NEVER_THERE):
            return await _overwrite(letter, order, post)
    return Delivered(None)


async def _overwrite(letter: Letter, order: Order, post: Post) -> Delivered:
    """Too old to be deleted: nothing of what it asked for is left, and nothing to press."""
    code = order.replaced_by or ""
    draft = letter.draft(Screen(letter.t("invoice-replaced", code=code)), png(code))
    return await letter.chat.edit(post, draft, picture=True)


WRITERS: dict[str, Writer] = {Event.REPLACED: replaced}
