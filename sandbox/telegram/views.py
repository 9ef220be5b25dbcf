"""The world as the control API shows it; see `sandbox/control/`."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sandbox.telegram.chats import Chat
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.groups import Group
from sandbox.telegram.people import Person
from sandbox.telegram.profile import Scope

if TYPE_CHECKING:
    from sandbox.telegram.bots import Bot
    from sandbox.telegram.world import World

View = dict[str, Any]


def person(world: "World", someone: Person) -> View:
    """`started` and `blocked` are about the first bot."""
    dialog = world.dialog(world.bots.first, someone)
    state = {"started": dialog.started, "blocked": dialog.blocked}
    return asdict(someone) | {"phone_number": someone.phone_number} | state


def bot(one: "Bot") -> View:
    profile, settings = one.profile, one.settings
    return one.me() | {
        "commands": profile.commands(),
        "description": profile.field("description", ""),
        "short_description": profile.field("short_description", ""),
        "menu_button": profile.menu_button(),
        "inline_placeholder": settings.inline_placeholder,
        "inline_feedback": settings.inline_feedback,
        "webhook": one.updates.hook.url if one.updates.hook else "",
    }


def chat(world: "World", one: Chat) -> View:
    """Everything but the messages."""
    unread = {str(reader): world.chats.unread(one, reader) for reader in one.readers}
    view = {
        "key": one.key,
        "id": one.id,
        "type": one.type,
        "title": None,
        "username": one.username,
        "is_forum": one.is_forum,
        "bot_id": one.bot_id,
        "person_id": None,
        "blocked": False,
        "unread": 0,
        "unread_by": unread,
        "pinned": list(one.pinned),
        "reply_markup": one.keyboard,
        "menu_button": {"type": "default"},
        "members": [],
        "topics": [],
    }
    return view | (_dialog(world, one) if isinstance(one, Dialog) else _group(world, one))


def _dialog(world: "World", dialog: Dialog) -> View:
    owner = world.bots.find(dialog.bot_id) or world.bots.first
    scopes: list[Scope] = [{"type": "chat", "chat_id": dialog.id}, {"type": "all_private_chats"}]
    return {
        "person_id": dialog.id,
        "blocked": dialog.blocked,
        "unread": world.chats.unread(dialog, dialog.id),
        "commands": owner.profile.shown(scopes, dialog.person.language_code),
        "menu_button": owner.profile.menu_button(dialog.id),
    }


def _group(world: "World", group: Group) -> View:
    scopes: list[Scope] = [{"type": "chat", "chat_id": group.id}, {"type": "all_group_chats"}]
    lists = {one.id: one.profile.shown(scopes, "") for one in world.bots_in(group)}
    return {
        "title": group.title,
        "commands": [command for found in lists.values() for command in found],
        "bot_commands": [{"bot_id": one, "commands": found} for one, found in lists.items()],
        "members": [{"user": world.user(user), **member} for user, member in group.members.items()],
        "topics": list(group.topics.values()),
    }
