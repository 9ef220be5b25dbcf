"""Who is in a group, as what, and what that allows.

https://core.telegram.org/bots/api#chatmember
"""

from typing import Any

Member = dict[str, Any]
"""A ChatMember without its user."""

PRESENT = ("creator", "administrator", "member", "restricted")
ADMINS = ("creator", "administrator")

# https://core.telegram.org/bots/api#chatadministratorrights
RIGHTS = (
    "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
    "can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
# https://core.telegram.org/bots/api#chatpermissions
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_react_to_messages",
    "can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics",
)  # fmt: skip
# What ordinary members of a new group may not do by themselves.
_RESERVED = {"can_change_info", "can_pin_messages", "can_manage_topics"}


def usual_permissions() -> dict[str, bool]:
    return {name: name not in _RESERVED for name in PERMISSIONS}


def creator() -> Member:
    return {"status": "creator", "is_anonymous": False}


def member() -> Member:
    return {"status": "member"}


def gone() -> Member:
    return {"status": "left"}


def banned(until: int = 0) -> Member:
    """`until` 0 means for ever."""
    return {"status": "kicked", "until_date": until}


def administrator(rights: dict[str, bool], title: str | None = None) -> Member:
    """Whoever administers may manage the chat, https://core.telegram.org/bots/api#promotechatmember"""
    given = {name: bool(rights.get(name, False)) for name in RIGHTS}
    titled = {"custom_title": title} if title else {}
    admin = {"status": "administrator", "can_be_edited": True}
    return admin | given | {"can_manage_chat": True} | titled


def restricted(permissions: dict[str, bool], until: int, present: bool) -> Member:
    given = {name: bool(permissions.get(name, False)) for name in PERMISSIONS}
    return {"status": "restricted", "is_member": present, **given, "until_date": until}


def is_present(member: Member) -> bool:
    return member["status"] in PRESENT and member.get("is_member", True)


def is_admin(member: Member) -> bool:
    return member["status"] in ADMINS


def may(member: Member, right: str, permissions: dict[str, bool]) -> bool:
    """Whether this member has a right, by office or because everybody here has it."""
    match member["status"]:
        case "creator":
            return True
        case "administrator" if right in RIGHTS:
            return bool(member.get(right))
        case "administrator":
            return True
        case "restricted":
            return bool(member.get("is_member") and member.get(right))
        case "member":
            return permissions.get(right, False)
    return False
