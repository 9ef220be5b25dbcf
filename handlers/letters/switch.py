"""What becomes of the message of an order whose coin was changed."""

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.letters.invoice import subject_of, tidy, withdraw
from services.running.notification import Event
from services.running.outbox import Delivered


async def replaced(letter: Letter) -> Delivered:
    """It goes, with the QR code: the invoice that takes its place follows."""
    await tidy(letter)
    chat_id, bot = letter.message.chat_id, letter.desk.bot
    post = await letter.desk.outbox.post(chat_id, subject_of(letter))
    if post is None or post.bot_id not in (0, bot.id):
        raise NoLongerTrue  # it never came, or is not ours to touch
    if await withdraw(letter, post):
        await letter.desk.outbox.forget(chat_id, post.subject)
    return Delivered(None)


WRITERS: dict[str, Writer] = {Event.REPLACED: replaced}
