"""The bot about itself: getMe, commands, names, menu button."""

import re
from functools import partial
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.base import Method
from sandbox.telegram.params import Params
from sandbox.telegram.profile import Commands
from sandbox.telegram.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_LONGEST_COMMAND_TEXT = 256
# https://core.telegram.org/bots/api#setmyname and its siblings
_FIELDS = {"name": 64, "description": 512, "short_description": 120}
_SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
}  # fmt: skip


def get_me(world: World, _: Params) -> dict[str, Any]:
    return world.profile.user() | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#setmycommands"""
    commands = params.json("commands") or []
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    scope, language = _place(params)
    world.profile.set_commands(scope, language, [_command(item) for item in commands])
    return True


def get_my_commands(world: World, params: Params) -> Commands:
    return world.profile.commands(*_place(params))


def delete_my_commands(world: World, params: Params) -> bool:
    world.profile.set_commands(*_place(params), [])
    return True


def set_chat_menu_button(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#setchatmenubutton"""
    button = params.json("menu_button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: unsupported type specified")
    world.profile.set_field("menu_button", params.text("chat_id"), button["type"])
    return True


def get_chat_menu_button(world: World, params: Params) -> dict[str, str]:
    kind = world.profile.field("menu_button", params.text("chat_id"))
    return {"type": kind or "default"}


def _set_field(name: str, world: World, params: Params) -> bool:
    text = params.text(name)
    if len(text) > _FIELDS[name]:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    world.profile.set_field(name, params.text("language_code"), text)
    return True


def _get_field(name: str, world: World, params: Params) -> dict[str, str]:
    text = world.profile.field(name, params.text("language_code"))
    return {name: text or (world.profile.user()["first_name"] if name == "name" else "")}


def _place(params: Params) -> tuple[dict[str, Any] | None, str]:
    scope = params.json("scope")
    if scope is not None and (not isinstance(scope, dict) or scope.get("type") not in _SCOPES):
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return scope, params.text("language_code")


def _command(item: Any) -> dict[str, str]:
    """https://core.telegram.org/bots/api#botcommand"""
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(item.get("command", "")).removeprefix("/").lower()
    description = str(item.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _LONGEST_COMMAND_TEXT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyName": partial(_set_field, "name"),
    "getMyName": partial(_get_field, "name"),
    "setMyDescription": partial(_set_field, "description"),
    "getMyDescription": partial(_get_field, "description"),
    "setMyShortDescription": partial(_set_field, "short_description"),
    "getMyShortDescription": partial(_get_field, "short_description"),
}
