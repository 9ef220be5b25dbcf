"""Reactions of the by, https://core.telegram.org/bots/api#setmessagereaction."""

from typing import Any

from sandbox.telegram.caller import Caller
from sandbox.telegram.errors import bad_request
from sandbox.telegram.hearing import SERVICE
from sandbox.telegram.methods.base import Method, known_chat
from sandbox.telegram.params import Params
from sandbox.telegram.reactions import EMOJI, Reaction


def set_message_reaction(by: Caller, params: Params) -> bool:
    """One reaction at most, as users without Premium; paid ones are for people."""
    chat = known_chat(by, params)
    message = by.world.chats.find(chat.key, params.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    if SERVICE & message.keys():
        raise bad_request("MESSAGE_ID_INVALID")
    given = [_reaction(one) for one in params.array("reaction")]
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    by.world.reactions.give(chat, message, by.bot.id, given)
    return True


def _reaction(given: Any) -> Reaction:
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in ("emoji", "custom_emoji"):
        raise bad_request("can't parse ReactionType: Unsupported type specified")
    emoji = given.get("emoji")
    if kind == "custom_emoji" or not isinstance(emoji, str) or emoji not in EMOJI:
        raise bad_request("REACTION_INVALID")
    return {"type": "emoji", "emoji": emoji}


METHODS: dict[str, Method] = {"setMessageReaction": set_message_reaction}
