"""Getting updates, https://core.telegram.org/bots/api#getting-updates."""

from typing import Any

from sandbox.telegram.caller import Caller
from sandbox.telegram.methods.base import Method, Told
from sandbox.telegram.params import Params
from sandbox.telegram.updates import Update
from sandbox.telegram.webhook import checked_hook

_MOST_UPDATES = 100


async def get_updates(by: Caller, params: Params) -> list[Update]:
    """A long poll of up to `timeout` seconds; `offset` confirms everything before it."""
    if "allowed_updates" in params.values:
        by.bot.updates.allow(_kinds(params))
    limit = params.integer("limit") or _MOST_UPDATES
    limit = limit if 1 <= limit <= _MOST_UPDATES else _MOST_UPDATES
    return await by.bot.updates.get(params.integer("offset"), limit, params.integer("timeout"))


def set_webhook(by: Caller, params: Params) -> Told:
    """An empty `url` removes it."""
    url = params.text("url")
    if not url:
        return delete_webhook(by, params)
    connections = params.integer("max_connections")
    hook = checked_hook(url, params.text("secret_token"), connections)
    if params.flag("drop_pending_updates"):
        by.bot.updates.clear()
    kinds = _kinds(params) if "allowed_updates" in params.values else by.bot.updates.allowed
    if hook == by.bot.updates.hook and kinds == by.bot.updates.allowed:
        return Told(True, "Webhook is already set")
    by.bot.updates.allow(kinds)
    by.bot.updates.deliver_to(hook)
    by.world.bot_changed(by.bot)
    return Told(True, "Webhook was set")


def delete_webhook(by: Caller, params: Params) -> Told:
    if params.flag("drop_pending_updates"):
        by.bot.updates.clear()
    if by.bot.updates.hook is None:
        return Told(True, "Webhook is already deleted")
    by.bot.updates.deliver_to(None)
    by.world.bot_changed(by.bot)
    return Told(True, "Webhook was deleted")


def get_webhook_info(by: Caller, _: Params) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#webhookinfo"""
    hook, allowed = by.bot.updates.hook, by.bot.updates.allowed
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False}
    info["pending_update_count"] = len(by.bot.updates)
    if hook:
        info |= {"url": hook.url, "ip_address": "127.0.0.1"}
        info["max_connections"] = hook.max_connections
        if hook.last_error:
            info["last_error_date"], info["last_error_message"] = hook.last_error
    return info | ({"allowed_updates": allowed} if allowed else {})


def _kinds(params: Params) -> list[str]:
    return [str(kind) for kind in params.array("allowed_updates")]


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "setWebhook": set_webhook,
    "getWebhookInfo": get_webhook_info,
}
