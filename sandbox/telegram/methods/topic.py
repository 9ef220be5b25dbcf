"""Forum topics.

https://core.telegram.org/bots/api#createforumtopic and the methods after it
"""

from collections.abc import Callable
from typing import Any

from sandbox.telegram import membership
from sandbox.telegram.bots import Bot
from sandbox.telegram.errors import bad_request
from sandbox.telegram.groups import GENERAL, Group, Topic
from sandbox.telegram.members import is_admin
from sandbox.telegram.methods.base import Method, known_group
from sandbox.telegram.params import Params

_LONGEST_NAME = 128
# https://core.telegram.org/bots/api#createforumtopic
COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def create(bot: Bot, params: Params) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#forumtopic"""
    group = _forum(bot, params, "create a topic")
    color = params.integer("icon_color") or COLORS[0]
    if color not in COLORS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    look = {"name": _name(params), "icon_color": color} | _icon(params)
    topic = membership.open_topic(bot.world, group, bot.user(), look)
    return {key: value for key, value in topic.items() if key not in {"closed", "hidden"}}


def edit(bot: Bot, params: Params) -> bool:
    group, topic = _topic(bot, params)
    changes = {"name": _name(params)} if params.text("name") else {}
    return _change(bot, group, topic, changes | _icon(params))


def edit_general(bot: Bot, params: Params) -> bool:
    group = _forum(bot, params, "edit the topic")
    return _change(bot, group, group.topics[GENERAL], {"name": _name(params)})


def delete(bot: Bot, params: Params) -> bool:
    group, topic = _topic(bot, params)
    membership.delete_topic(bot.world, group, topic)
    return True


def changing(**changes: Any) -> Method:
    """Close, reopen: a topic named by its id."""

    def method(bot: Bot, params: Params) -> bool:
        group, topic = _topic(bot, params)
        return _change(bot, group, topic, changes)

    return method


def changing_general(**changes: Any) -> Callable[[Bot, Params], bool]:
    """Close, reopen, hide, show the topic that has no id."""

    def method(bot: Bot, params: Params) -> bool:
        group = _forum(bot, params, "edit the topic")
        return _change(bot, group, group.topics[GENERAL], changes)

    return method


def _change(bot: Bot, group: Group, topic: Topic, changes: dict[str, Any]) -> bool:
    if topic | changes == topic:
        raise bad_request("TOPIC_NOT_MODIFIED")
    membership.change_topic(bot.world, group, bot.user(), topic, changes)
    return True


def _forum(bot: Bot, params: Params, what: str) -> Group:
    group = known_group(bot, params)
    if not group.is_forum:
        raise bad_request("the chat is not a forum")
    if not is_admin(group.member(bot.id)) or not group.may(bot.id, "can_manage_topics"):
        raise bad_request(f"not enough rights to {what}")
    return group


def _topic(bot: Bot, params: Params) -> tuple[Group, Topic]:
    group = _forum(bot, params, "edit the topic")
    topic = group.topics.get(params.integer("message_thread_id"))
    if topic is None or topic["message_thread_id"] == GENERAL:
        raise bad_request("TOPIC_ID_INVALID")
    return group, topic


def _name(params: Params) -> str:
    """1-128 characters."""
    name = params.text("name").strip()
    if not name:
        raise bad_request("title must be non-empty")
    if len(name) > _LONGEST_NAME:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return name


def _icon(params: Params) -> dict[str, str]:
    icon = params.text("icon_custom_emoji_id")
    if icon and not icon.isdecimal():
        raise bad_request("invalid custom emoji identifier specified")
    return {"icon_custom_emoji_id": icon} if icon else {}


METHODS: dict[str, Method] = {
    "createForumTopic": create,
    "editForumTopic": edit,
    "closeForumTopic": changing(closed=True),
    "reopenForumTopic": changing(closed=False),
    "deleteForumTopic": delete,
    "editGeneralForumTopic": edit_general,
    "closeGeneralForumTopic": changing_general(closed=True),
    "reopenGeneralForumTopic": changing_general(closed=False),
    "hideGeneralForumTopic": changing_general(hidden=True, closed=True),
    "unhideGeneralForumTopic": changing_general(hidden=False),
}
