"""The bot about itself: getMe, commands, names, menu button."""

import re
from functools import partial
from typing import Any

from sandbox.telegram.buttons import web_app
from sandbox.telegram.caller import Caller
from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.base import Method, known_chat
from sandbox.telegram.params import Params, whole
from sandbox.telegram.profile import DEFAULT, Commands, Scope

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_LONGEST_COMMAND_TEXT = 256
# https://core.telegram.org/bots/api#setmyname and its siblings
_FIELDS = {"name": 64, "description": 512, "short_description": 120}
# What else a scope has, https://core.telegram.org/bots/api#botcommandscope
_SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(by: Caller, _: Params) -> dict[str, Any]:
    return by.bot.me()


def set_my_commands(by: Caller, params: Params) -> bool:
    """https://core.telegram.org/bots/api#setmycommands"""
    commands = params.array("commands")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    scope, language = _place(by, params)
    return _put_commands(by, scope, language, [_command(item) for item in commands])


def get_my_commands(by: Caller, params: Params) -> Commands:
    return by.bot.profile.commands(*_place(by, params))


def delete_my_commands(by: Caller, params: Params) -> bool:
    return _put_commands(by, *_place(by, params), [])


def _put_commands(by: Caller, scope: Scope, language: str, commands: Commands) -> bool:
    by.bot.profile.set_commands(scope, language, commands)
    if scope == DEFAULT and not language:
        by.world.events.publish("commands", bot_id=by.bot.id, commands=commands)
    by.world.menus_changed(by.bot)
    return True


def set_chat_menu_button(by: Caller, params: Params) -> bool:
    """https://core.telegram.org/bots/api#setchatmenubutton"""
    button = params.object("menu_button")
    kind = button.text("type") or "default"
    if kind not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: unsupported type specified")
    kept: dict[str, Any] = {"type": kind}
    if kind == "web_app":
        if not button.text("text"):
            raise bad_request("can't parse menu button: Text must be non-empty")
        kept |= {"text": button.text("text"), "web_app": web_app(button.json("web_app"))}
    by.bot.profile.set_menu_button(_private_chat(by, params), kept)
    by.world.menus_changed(by.bot)
    return True


def get_chat_menu_button(by: Caller, params: Params) -> dict[str, Any]:
    return by.bot.profile.menu_button(_private_chat(by, params))


def _private_chat(by: Caller, params: Params) -> int:
    """0 for all of them."""
    return known_chat(by, params).id if params.text("chat_id") else 0


def _set_field(name: str, by: Caller, params: Params) -> bool:
    text = params.text(name)
    if len(text) > _FIELDS[name]:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    by.bot.profile.set_field(name, _language(params), text)
    by.world.bot_changed(by.bot)
    return True


def _get_field(name: str, by: Caller, params: Params) -> dict[str, str]:
    text = by.bot.profile.field(name, _language(params))
    return {name: text or (by.bot.user()["first_name"] if name == "name" else "")}


def _place(by: Caller, params: Params) -> tuple[Scope, str]:
    scope = params.object("scope")
    kind = scope.text("type") or "default"
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    kept: Scope = {"type": kind}
    for name in _SCOPES[kind]:
        place = known_chat(by, scope).id if name == "chat_id" else whole(scope.text(name), name)
        kept[name] = place
    return kept, _language(params)


def _language(params: Params) -> str:
    """A two-letter code, https://core.telegram.org/bots/api#setmycommands"""
    code = params.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


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
