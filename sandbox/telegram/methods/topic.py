"""Forum topics.

https://core.telegram.org/bots/api#createforumtopic and the methods after it
"""

from collections.abc import Callable
from typing import Any

from sandbox.telegram import membership
from sandbox.telegram.caller import Caller
from sandbox.telegram.errors import bad_request
from sandbox.telegram.groups import GENERAL, Group, Topic
from sandbox.telegram.members import is_admin
from sandbox.telegram.methods.base import Method, known_group
from sandbox.telegram.params import Params

_LONGEST_NAME = 128
# https://core.telegram.org/bots/api#createforumtopic
COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def create(by: Caller, params: Params) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#forumtopic"""
    group = _forum(by, params, "create a topic")
    color = params.integer("icon_color") or COLORS[0]
    if color not in COLORS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    look = {"name": _name(params), "icon_color": color} | _icon(params)
    topic = membership.open_topic(by.world, group, by.bot.user(), look)
    return {key: value for key, value in topic.items() if key not in {"closed", "hidden"}}


def edit(by: Caller, params: Params) -> bool:
    group, topic = _topic(by, params)
    changes = {"name": _name(params)} if params.text("name") else {}
    return _change(by, group, topic, changes | _icon(params))


def edit_general(by: Caller, params: Params) -> bool:
    group = _forum(by, params, "edit the topic")
    return _change(by, group, group.topics[GENERAL], {"name": _name(params)})


def delete(by: Caller, params: Params) -> bool:
    group, topic = _topic(by, params)
    membership.delete_topic(by.world, group, topic)
    return True


def changing(**changes: Any) -> Method:
    """Close, reopen: a topic named by its id."""

    def method(by: Caller, params: Params) -> bool:
        group, topic = _topic(by, params)
        return _change(by, group, topic, changes)

    return method


def changing_general(**changes: Any) -> Callable[[Caller, Params], bool]:
    """Close, reopen, hide, show the topic that has no id."""

    def method(by: Caller, params: Params) -> bool:
        group = _forum(by, params, "edit the topic")
        return _change(by, group, group.topics[GENERAL], changes)

    return method


def _change(by: Caller, group: Group, topic: Topic, changes: dict[str, Any]) -> bool:
    if topic | changes == topic:
        raise bad_request("TOPIC_NOT_MODIFIED")
    membership.change_topic(by.world, group, by.bot.user(), topic, changes)
    return True


def _forum(by: Caller, params: Params, what: str) -> Group:
    group = known_group(by, params)
    if not group.is_forum:
        raise bad_request("the chat is not a forum")
    if not is_admin(group.member(by.bot.id)) or not group.may(by.bot.id, "can_manage_topics"):
        raise bad_request(f"not enough rights to {what}")
    return group


def _topic(by: Caller, params: Params) -> tuple[Group, Topic]:
    group = _forum(by, params, "edit the topic")
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
