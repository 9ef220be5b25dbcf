"""What admins have of goods that customers complain of, and what a customer hears of a refusal."""

from aiogram.exceptions import TelegramBadRequest

from handlers.answers import Verdict, verdict
from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import complaint as views
from handlers.views.screen import Screen
from models.errors import NotFound
from models.support import ComplaintState
from repositories.complaint import Row
from services.running.notification import Event
from services.running.outbox import Delivered

ADMIN = "admin:"


async def complaint(letter: Letter) -> Delivered:
    """One message that says how it stands; what the customer wrote comes above it."""
    row, subject = await _row(letter), f"complaint:{letter.args['topic']}"
    asked = row[0].state is ComplaintState.ASKED
    if await letter.desk.outbox.post(letter.message.chat_id, subject) is None:
        if not asked:
            raise NoLongerTrue
        await _copy(letter, row[0].user_id, row[0].message_id)
    screen = views.card(letter.t, row, None if asked else await _by(letter, row))
    return await letter.keep(subject, letter.draft(screen))


async def refused(letter: Letter) -> Delivered:
    row = await _row(letter)
    complaint, code, title, _ = row
    if complaint.reason_chat is None or complaint.reason_message is None:
        raise NoLongerTrue
    sent = await letter.say(views.refused(letter.t, code, title, complaint.order_id))
    await _copy(letter, complaint.reason_chat, complaint.reason_message)
    return sent


async def _row(letter: Letter) -> Row:
    try:
        return await letter.desk.support.complaints.find(int(letter.args["topic"]))
    except NotFound:
        raise NoLongerTrue from None


async def _by(letter: Letter, row: Row) -> str:
    actor = row[0].decided_by or ""
    if not actor.startswith(ADMIN):
        return actor
    user = await letter.desk.users.find(int(actor.removeprefix(ADMIN)))
    return user.name if user else actor.removeprefix(ADMIN)


async def _copy(letter: Letter, chat_id: int, number: int) -> None:
    try:
        await letter.desk.bot.copy_message(
            letter.message.chat_id, from_chat_id=chat_id, message_id=number
        )
    except TelegramBadRequest as error:
        if verdict(error) is Verdict.PERSON_GONE:
            raise
        await letter.say(Screen(letter.t("talk-uncopied")))


WRITERS: dict[str, Writer] = {
    Event.ADMIN_COMPLAINT: complaint,
    Event.COMPLAINT_REFUSED: refused,
}
