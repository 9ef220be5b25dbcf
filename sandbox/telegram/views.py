"""What everybody sees of whom and of what; see `sandbox/control/`."""

from dataclasses import asdict
from typing import Any

from sandbox.telegram.bots import Bot, Bots
from sandbox.telegram.chats import Chat, Chats
from sandbox.telegram.dialogs import Dialog, Dialogs
from sandbox.telegram.groups import Group
from sandbox.telegram.people import People, Person
from sandbox.telegram.profile import Scope

View = dict[str, Any]


class Views:
    """People, bots and chats as the control API shows them."""

    def __init__(self, people: People, bots: Bots, dialogs: Dialogs, chats: Chats) -> None:
        self._people = people
        self._bots = bots
        self._dialogs = dialogs
        self._chats = chats

    def user(self, user_id: int) -> View | None:
        """A person or a bot, as the Bot API shows them."""
        found = self._people.find(user_id) or self._bots.find(user_id)
        return found.user() if found else None

    def person(self, someone: Person) -> View:
        """`started` and `blocked` are about the first bot."""
        dialog = self._dialogs.of(self._bots.first.id, someone)
        state = {"started": dialog.started, "blocked": dialog.blocked}
        return asdict(someone) | {"phone_number": someone.phone_number} | state

    def bot(self, one: Bot) -> View:
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

    def chat(self, one: Chat) -> View:
        """Everything but the messages."""
        unread = {str(reader): self._chats.unread(one, reader) for reader in one.readers}
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
        return view | (self._dialog(one) if isinstance(one, Dialog) else self._group(one))

    def _dialog(self, dialog: Dialog) -> View:
        profile = (self._bots.find(dialog.bot_id) or self._bots.first).profile
        own: Scope = {"type": "chat", "chat_id": dialog.id}
        shown = profile.shown([own, {"type": "all_private_chats"}], dialog.person.language_code)
        return {
            "person_id": dialog.id,
            "blocked": dialog.blocked,
            "unread": self._chats.unread(dialog, dialog.id),
            "commands": shown,
            "menu_button": profile.menu_button(dialog.id),
        }

    def _group(self, group: Group) -> View:
        own: Scope = {"type": "chat", "chat_id": group.id}
        scopes: list[Scope] = [own, {"type": "all_group_chats"}]
        present = self._bots.among(group.present())
        lists = {one.id: one.profile.shown(scopes, "") for one in present}
        return {
            "title": group.title,
            "commands": [command for found in lists.values() for command in found],
            "bot_commands": [{"bot_id": one, "commands": it} for one, it in lists.items()],
            "members": [{"user": self.user(user), **it} for user, it in group.members.items()],
            "topics": list(group.topics.values()),
        }
