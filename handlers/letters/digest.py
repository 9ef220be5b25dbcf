"""What the day before came to, to who may see the shop's numbers."""

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import numbers as views
from models.errors import NotFound
from models.permission import Permission
from services.running.events import Event
from services.running.outbox import Delivered


async def digest(letter: Letter) -> Delivered:
    """The numbers of the screen, as they are when it is sent."""
    desk = letter.desk
    try:
        report = await desk.numbers.of_day(int(letter.args["day"]))
    except NotFound:
        raise NoLongerTrue from None
    named = Permission.BOOKS in (letter.rights or ())
    return await letter.say(views.digest(letter.t, report, desk.zone, named=named))


WRITERS: dict[str, Writer] = {Event.ADMIN_DIGEST: digest}
