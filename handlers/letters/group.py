"""Which group of customers somebody came into."""

from handlers.letters.base import Letter, Writer
from handlers.views.screen import Screen, cut
from services.running.notification import Event
from services.running.outbox import Delivered

NAME = 64


async def group(letter: Letter) -> Delivered:
    """As it is when it is sent: the group may have become another, or none."""
    name = await letter.desk.users.group_of(letter.message.chat_id)
    if name is None:
        return await letter.say(Screen(letter.t("group-left")))
    return await letter.say(Screen(letter.t("group-entered", name=cut(name, NAME))))


WRITERS: dict[str, Writer] = {Event.GROUP: group}
