"""What somebody of the shop hears when it is quiet no more, or once a day."""

from datetime import datetime

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import notice as views
from services.running.notification import Event
from services.running.outbox import Delivered


async def held(letter: Letter) -> Delivered:
    """Of what they may see by now: who was dismissed hears nothing more."""
    chat, desk = letter.message.chat_id, letter.desk
    rights = (await desk.roles.of(chat)).rights
    until = datetime.fromisoformat(letter.args["until"])
    found = await desk.notices.gathered(chat, until, rights)
    if found is None:
        raise NoLongerTrue
    if not found.counts:
        await desk.notices.told(chat, until, found.upto)
        raise NoLongerTrue
    sent = await letter.say(views.held(letter.t, found, rights))
    await desk.notices.told(chat, until, found.upto)
    return sent


WRITERS: dict[str, Writer] = {Event.HELD: held}
"""What tells of everything that was held."""
