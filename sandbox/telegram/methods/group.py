"""Groups: who is in them, and what an administrator may do about it.

https://core.telegram.org/bots/api#getchatmember and the methods around it
"""

from typing import Any

from sandbox.telegram import members, membership
from sandbox.telegram.caller import Caller
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.errors import bad_request
from sandbox.telegram.groups import Group
from sandbox.telegram.members import PERMISSIONS, RIGHTS, Member, is_admin, is_present
from sandbox.telegram.methods.base import Method, known_chat, known_group
from sandbox.telegram.params import Params

_LONGEST_TITLE = 128
_LONGEST_DESCRIPTION = 255
_LONGEST_CUSTOM_TITLE = 16
_SOONEST, _LATEST = 30, 366 * 24 * 60 * 60


def get_chat_member(by: Caller, params: Params) -> dict[str, Any]:
    chat = known_chat(by, params)
    user = _user(by, params)
    if isinstance(chat, Dialog):
        member = members.member() if user["id"] in (chat.id, by.bot.id) else members.gone()
        return {"user": user, **member}
    return {"user": user, **chat.member(user["id"])}


def get_chat_administrators(by: Caller, params: Params) -> list[dict[str, Any]]:
    """Without other bots, unless return_bots asks for them."""
    group = _group(by, params, "there are no administrators in the private chat")
    others = params.flag("return_bots")
    return [
        {"user": by.world.user(user), **member}
        for user, member in group.members.items()
        if is_admin(member) and (others or user == by.bot.id or user not in group.bots)
    ]


def get_chat_member_count(by: Caller, params: Params) -> int:
    chat = known_chat(by, params)
    return 2 if isinstance(chat, Dialog) else len(chat.present())


def ban_chat_member(by: Caller, params: Params) -> bool:
    """https://core.telegram.org/bots/api#banchatmember"""
    group = known_group(by, params)
    until = _until(by, params)
    return _change(by, params, group, members.banned(until))


def unban_chat_member(by: Caller, params: Params) -> bool:
    """Removes a member too, unless only_if_banned; https://core.telegram.org/bots/api#unbanchatmember"""
    group = known_group(by, params)
    is_banned = group.member(_user(by, params)["id"])["status"] == "kicked"
    if not is_banned and params.flag("only_if_banned"):
        return True
    return _change(by, params, group, members.gone())


def restrict_chat_member(by: Caller, params: Params) -> bool:
    """https://core.telegram.org/bots/api#restrictchatmember"""
    group = known_group(by, params)
    permissions = _permissions(params)
    present = is_present(group.member(_user(by, params)["id"]))
    new = members.restricted(permissions, _until(by, params), present)
    if all(permissions.values()):
        new = members.member() if present else members.gone()
    return _change(by, params, group, new)


def promote_chat_member(by: Caller, params: Params) -> bool:
    """No right at all demotes; https://core.telegram.org/bots/api#promotechatmember"""
    group = known_group(by, params)
    user = _user(by, params)
    _demand(by, group, "can_promote_members", "not enough rights")
    if not is_present(group.member(user["id"])):
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = {name: params.flag(name) for name in RIGHTS}
    own = group.member(by.bot.id)
    if any(given and not members.may(own, name, {}) for name, given in rights.items()):
        raise bad_request("RIGHT_FORBIDDEN")
    new = members.administrator(rights) if any(rights.values()) else members.member()
    return _apply(by, group, user, new)


def set_custom_title(by: Caller, params: Params) -> bool:
    """https://core.telegram.org/bots/api#setchatadministratorcustomtitle: up to 16 characters."""
    group = known_group(by, params)
    user = _user(by, params)
    title = params.text("custom_title")
    member = group.member(user["id"])
    if member["status"] != "administrator":
        raise bad_request("user is not an administrator")
    if len(title) > _LONGEST_CUSTOM_TITLE:
        raise bad_request("ADMIN_RANK_INVALID")
    _demand(by, group, "can_promote_members", "not enough rights")
    kept = {key: value for key, value in member.items() if key != "custom_title"}
    return _apply(by, group, user, kept | ({"custom_title": title} if title else {}))


def set_chat_permissions(by: Caller, params: Params) -> bool:
    group = known_group(by, params)
    _demand(by, group, "can_restrict_members", "not enough rights to change chat permissions")
    group.permissions = _permissions(params)
    by.world.keep(group)
    return True


def set_chat_title(by: Caller, params: Params) -> bool:
    """1-128 characters, https://core.telegram.org/bots/api#setchattitle"""
    group = _group(by, params, "can't change title of a private chat")
    title = params.text("title").strip()
    if not title:
        raise bad_request("title must be non-empty")
    if len(title) > _LONGEST_TITLE:
        raise bad_request("CHAT_TITLE_TOO_LONG")
    _demand(by, group, "can_change_info", "not enough rights to change chat title")
    if title != group.title:
        membership.rename(by.world, group, by.bot.user(), title)
    return True


def set_chat_description(by: Caller, params: Params) -> bool:
    """0-255 characters, https://core.telegram.org/bots/api#setchatdescription"""
    group = _group(by, params, "can't change description of a private chat")
    description = params.text("description")
    if len(description) > _LONGEST_DESCRIPTION:
        raise bad_request("CHAT_ABOUT_TOO_LONG")
    _demand(by, group, "can_change_info", "not enough rights to set chat description")
    if description == group.description:
        raise bad_request("chat description is not modified")
    group.description = description
    by.world.keep(group)
    return True


def leave_chat(by: Caller, params: Params) -> bool:
    group = _group(by, params, "chat member status can't be changed in private chats")
    membership.change(by.world, group, by.bot.user(), by.bot.user(), members.gone())
    return True


def _change(by: Caller, params: Params, group: Group, new: Member) -> bool:
    """Ban, restrict or free somebody who is no administrator."""
    user = _user(by, params)
    _demand(
        by, group, "can_restrict_members", "not enough rights to restrict/unrestrict chat member"
    )
    old = group.member(user["id"])
    if old["status"] == "creator":
        raise bad_request("can't remove chat owner")
    if old["status"] == "administrator":
        raise bad_request("user is an administrator of the chat")
    return _apply(by, group, user, new)


def _apply(by: Caller, group: Group, user: dict[str, Any], new: Member) -> bool:
    membership.change(by.world, group, by.bot.user(), user, new)
    return True


def _demand(by: Caller, group: Group, right: str, reason: str) -> None:
    if not is_admin(group.member(by.bot.id)) or not group.may(by.bot.id, right):
        raise bad_request(reason)


def _group(by: Caller, params: Params, reason: str) -> Group:
    chat = known_chat(by, params)
    if isinstance(chat, Dialog):
        raise bad_request(reason)
    return chat


def _user(by: Caller, params: Params) -> dict[str, Any]:
    user_id = params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    user = by.world.user(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return user


def _permissions(params: Params) -> dict[str, bool]:
    given = params.object("permissions")
    if not given.values and "permissions" not in params.values:
        raise bad_request("parameter permissions is required")
    return {name: given.flag(name) for name in PERMISSIONS}


def _until(by: Caller, params: Params) -> int:
    """Less than 30 seconds or more than 366 days ahead mean for ever."""
    until = params.integer("until_date")
    ahead = until - by.world.now()
    return until if _SOONEST <= ahead <= _LATEST else 0


METHODS: dict[str, Method] = {
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "banChatMember": ban_chat_member,
    "unbanChatMember": unban_chat_member,
    "restrictChatMember": restrict_chat_member,
    "promoteChatMember": promote_chat_member,
    "setChatAdministratorCustomTitle": set_custom_title,
    "setChatPermissions": set_chat_permissions,
    "setChatTitle": set_chat_title,
    "setChatDescription": set_chat_description,
    "leaveChat": leave_chat,
}
