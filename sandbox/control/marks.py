"""What people do with a message: react to it, pin it."""

from typing import Any

from sandbox.control.base import Body, Call, Problem, Route, chat, message, person
from sandbox.telegram import pins
from sandbox.telegram.acts import Refused
from sandbox.telegram.bots import Bot
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.groups import Group
from sandbox.telegram.members import is_admin
from sandbox.telegram.people import Person
from sandbox.telegram.reactions import EMOJI
from sandbox.telegram.world import World

# With Premium, https://core.telegram.org/api/reactions
_MOST_REACTIONS = 3


def react(world: World, call: Call) -> Body:
    someone, where, meant = _meant(world, call)
    new = _reactions(call.body.get("reactions"))
    if isinstance(where, Group) and not where.may(someone.id, "can_react_to_messages"):
        raise Refused(f"{someone.first_name} may not react here.")
    update = {
        "chat": where.card(),
        "message_id": meant["message_id"],
        "user": someone.user(),
        "date": world.now(),
        "old_reaction": world.reactions.by(where, meant, someone.id),
        "new_reaction": new,
    }
    with world.store.together():
        world.reactions.give(where, meant, someone.id, new)
        for bot in _witnesses(world, where):
            bot.updates.add("message_reaction", update)
    return {}


def _witnesses(world: World, where: Chat) -> list[Bot]:
    """In groups the administrators, https://core.telegram.org/bots/api#update."""
    if isinstance(where, Group):
        return [bot for bot in world.bots_in(where) if is_admin(where.member(bot.id))]
    bot = world.bots.find(where.bot_id)
    return [bot] if bot else []


def _reactions(given: Any) -> list[dict[str, str]]:
    if not isinstance(given, list) or len(given) > _MOST_REACTIONS:
        raise Problem(400, f"The reactions must be a list of at most {_MOST_REACTIONS}.")
    emoji = [str(one.get("emoji")) if isinstance(one, dict) else "" for one in given]
    if not EMOJI.issuperset(emoji) or len(set(emoji)) != len(emoji):
        raise Problem(400, "There is no such reaction.")
    return [{"type": "emoji", "emoji": one} for one in emoji]


def pin(world: World, call: Call) -> Body:
    someone, where, meant = _meant(world, call)
    if isinstance(where, Group) and not where.may(someone.id, "can_pin_messages"):
        raise Refused(f"{someone.first_name} may not pin messages here.")
    if call.body.get("unpin"):
        pins.unpin(world, where, {meant["message_id"]})
    else:
        pins.pin(world, where, meant, someone.user())
    return {}


def _meant(world: World, call: Call) -> tuple[Person, Chat, Message]:
    someone = person(world, call.body.get("from"))
    where = chat(world, someone, call.body)
    return someone, where, message(world, where, call.body)


ROUTES: list[Route] = [("POST", "react", react), ("POST", "pin", pin)]
