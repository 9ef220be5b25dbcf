"""What people hear of what was done with their credit, and what the others hear who decide it."""

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import purse as views
from services.running.notification import Event
from services.running.outbox import Delivered


async def adjusted(letter: Letter) -> Delivered:
    """With what there is to spend when it is sent; not to who may not spend it."""
    desk, number = letter.desk, letter.message.chat_id
    user = await desk.users.find(number)
    if user is None:
        raise NoLongerTrue
    left = await desk.users.credit(number, letter.args["currency"])
    return await letter.say(views.told(letter.t, letter.args, None if user.banned_at else left))


async def news(letter: Letter) -> Delivered:
    """What somebody did is no news to them, and who it is about hears it themselves."""
    actor, about = letter.args["actor"], int(letter.args["person"])
    if letter.message.chat_id == about or actor == f"admin:{letter.message.chat_id}":
        raise NoLongerTrue
    user = await letter.desk.users.find(about)
    if user is None:
        raise NoLongerTrue
    number = actor.partition(":")[2]
    by = await letter.desk.users.find(int(number)) if number.isdigit() else None
    return await letter.say(views.news(letter.t, letter.args, user, by.name if by else number))


WRITERS: dict[str, Writer] = {Event.CREDIT_ADJUSTED: adjusted, Event.ADMIN_ADJUSTED: news}
