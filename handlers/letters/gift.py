"""What became of credit that was passed on, and how what waits for a second owner stands."""

from dataclasses import replace

from handlers.letters.base import Letter, Writer
from handlers.views import approval as approvals
from handlers.views import gift as gifts
from services.running.notification import Event
from services.running.outbox import Delivered


async def ended(letter: Letter) -> Delivered:
    user = await letter.desk.users.find(int(letter.args["person"]))
    return await letter.say(gifts.told(letter.t, letter.args, user.name if user else "?"))


async def approval(letter: Letter) -> Delivered:
    """One message for all of its course: the same for everybody who may agree."""
    number, reader = int(letter.args["approval"]), letter.message.chat_id
    asked = await letter.desk.approvals.card(number)
    screen = approvals.card(letter.t, asked, reader, alone=True)
    return await letter.keep(f"approval:{number}", letter.draft(replace(screen, dated=False)))


async def decided(letter: Letter) -> Delivered:
    asked = await letter.desk.approvals.card(int(letter.args["approval"]))
    return await letter.say(approvals.told(letter.t, asked))


WRITERS: dict[str, Writer] = {
    Event.GIFT: ended,
    Event.ADMIN_APPROVAL: approval,
    Event.APPROVAL: decided,
}
