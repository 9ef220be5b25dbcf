"""What a bot has set about itself: names, commands, menu buttons.

https://core.telegram.org/bots/api#setmycommands
"""

import json
from collections.abc import Sequence
from typing import Any

from sandbox.telegram.shelf import Documents

Commands = list[dict[str, str]]
Scope = dict[str, Any]

DEFAULT: Scope = {"type": "default"}


class Profile:
    def __init__(self, store: Documents) -> None:
        self._store = store
        self._fields = store.all("profile")
        self._commands = store.all("commands")
        self._buttons = store.all("menu")

    def field(self, name: str, language: str) -> str:
        return str(self._fields.get(f"{name}/{language}", {}).get("text", ""))

    def set_field(self, name: str, language: str, text: str) -> None:
        self._store.put("profile", f"{name}/{language}", {"text": text})
        self._fields[f"{name}/{language}"] = {"text": text}

    def commands(self, scope: Scope = DEFAULT, language: str = "") -> Commands:
        row = self._commands.get(_key(scope, language), {})
        return list(row.get("commands", []))

    def set_commands(self, scope: Scope, language: str, commands: Commands) -> None:
        key = _key(scope, language)
        self._store.put("commands", key, {"commands": commands})
        self._commands[key] = {"commands": commands}

    def shown(self, scopes: Sequence[Scope], language: str) -> Commands:
        """The list for the first scope that has one, each in the language and then without.

        https://core.telegram.org/bots/api#determining-list-of-commands
        """
        places = ((scope, known) for scope in (*scopes, DEFAULT) for known in (language, ""))
        return next((found for place in places if (found := self.commands(*place))), [])

    def menu_button(self, chat_id: int = 0) -> dict[str, Any]:
        """Of a private chat, or 0 for the one that all others have."""
        return self._buttons.get(str(chat_id)) or self._buttons.get("0") or {"type": "default"}

    def set_menu_button(self, chat_id: int, button: dict[str, Any]) -> None:
        self._store.put("menu", str(chat_id), button)
        self._buttons[str(chat_id)] = button


def _key(scope: Scope, language: str) -> str:
    return f"{json.dumps(scope, sort_keys=True)}/{language}"
