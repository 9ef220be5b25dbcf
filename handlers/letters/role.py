"""What people hear of roles: who was given one, or has one no more."""

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import team as views
from models.permission import Role
from services.running.notification import Event
from services.running.outbox import Delivered


async def concerned(letter: Letter) -> Delivered:
    """If it is still so when it is sent. What Telegram's menu offers them is what they may then:
    what ended by itself was no press that could have seen to it.
    """
    now = await letter.desk.roles.of(letter.message.chat_id)
    holds = now.role if not now.ended else None
    is_given = letter.args["what"] == "given"
    if is_given and holds is not Role(letter.args["role"]):
        raise NoLongerTrue
    if not is_given and holds is not None:
        raise NoLongerTrue
    sent = await letter.say(views.told(letter.t, letter.args))
    user = await letter.desk.users.find(letter.message.chat_id)
    if user is not None:
        await letter.desk.renew(letter.desk.bot, user)
    return sent


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


WRITERS: dict[str, Writer] = {Event.ROLE: concerned, Event.ADMIN_ROLE: news}
