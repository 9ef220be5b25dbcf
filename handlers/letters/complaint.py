"""What admins have of goods that customers complain of, and what a customer hears of a refusal."""

from aiogram.exceptions import TelegramAPIError

from handlers.answers import uncopied
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.sending import Draft
from handlers.views import complaint as views
from handlers.views.screen import Screen
from models.errors import NotFound
from models.support import Complained, ComplaintState
from services.running.notification import Event
from services.running.outbox import Delivered


async def complaint(letter: Letter) -> Delivered:
    """One message that says how it stands; what the customer wrote comes above it."""
    row, subject = await _row(letter), f"complaint:{letter.args['topic']}"
    asked = row.complaint.state is ComplaintState.ASKED
    if await letter.desk.outbox.post(letter.message.chat_id, subject) is None:
        if not asked:
            raise NoLongerTrue
        await _copy(letter, row.user_id, row.complaint.message_id)
    return await letter.keep(subject, await again(letter, row))


async def again(letter: Letter, row: Complained) -> Draft:
    """The same, without anything new."""
    by = await letter.desk.users.named(row.complaint.decided_by or "")
    hands = await letter.desk.orders.taking.of(row.complaint.order_id, letter.message.chat_id)
    return letter.draft(views.card(letter.t, row, by, hands))


async def refused(letter: Letter) -> Delivered:
    row = await _row(letter)
    complaint = row.complaint
    if complaint.reason_chat is None or complaint.reason_message is None:
        raise NoLongerTrue
    sent = await letter.say(views.refused(letter.t, row))
    await _copy(letter, complaint.reason_chat, complaint.reason_message)
    return sent


async def _row(letter: Letter) -> Complained:
    try:
        return await letter.desk.support.complaints.find(int(letter.args["topic"]))
    except NotFound:
        raise NoLongerTrue from None


async def _copy(letter: Letter, chat_id: int, number: int) -> None:
    try:
        await letter.desk.bot.copy_message(
            letter.message.chat_id, from_chat_id=chat_id, message_id=number
        )
    except TelegramAPIError as error:
        if not uncopied(error):
            raise
        await letter.say(Screen(letter.t("talk-uncopied")))


WRITERS: dict[str, Writer] = {
    Event.ADMIN_COMPLAINT: complaint,
    Event.COMPLAINT_REFUSED: refused,
}
