"""The bot itself: names, commands, menu button.

https://core.telegram.org/bots/api#getme and #setmycommands
"""

import json
from typing import Any

from sandbox.store import Store
from sandbox.telegram.events import Events

Commands = list[dict[str, str]]

_DEFAULT = '{"type": "default"}/'


class Profile:
    """What getMe tells, and what the bot set about itself."""

    def __init__(self, store: Store, events: Events, bot_id: int, name: str, username: str) -> None:
        self._store = store
        self._events = events
        self._fields = store.all("profile")
        self._commands = store.all("commands")
        self.id = bot_id
        self._name = name
        self._username = username

    def user(self) -> dict[str, Any]:
        name = self.field("name", "") or self._name
        return {"id": self.id, "is_bot": True, "first_name": name, "username": self._username}

    def field(self, name: str, language: str) -> str:
        return str(self._fields.get(f"{name}/{language}", {}).get("text", ""))

    def set_field(self, name: str, language: str, text: str) -> None:
        self._store.put("profile", f"{name}/{language}", {"text": text})
        self._fields[f"{name}/{language}"] = {"text": text}

    def commands(self, scope: dict[str, Any] | None = None, language: str = "") -> Commands:
        row = self._commands.get(_key(scope, language), {})
        return list(row.get("commands", []))

    def set_commands(self, scope: dict[str, Any] | None, language: str, commands: Commands) -> None:
        key = _key(scope, language)
        self._store.put("commands", key, {"commands": commands})
        self._commands[key] = {"commands": commands}
        if key == _DEFAULT:
            self._events.publish("commands", commands=commands)


def _key(scope: dict[str, Any] | None, language: str) -> str:
    return f"{json.dumps(scope or {'type': 'default'}, sort_keys=True)}/{language}"
