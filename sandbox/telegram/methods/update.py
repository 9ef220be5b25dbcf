"""Getting updates, https://core.telegram.org/bots/api#getting-updates."""

from typing import Any

from sandbox.telegram.bots import Bot
from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.base import Method
from sandbox.telegram.params import Params
from sandbox.telegram.updates import Update

_MOST_UPDATES = 100


async def get_updates(bot: Bot, params: Params) -> list[Update]:
    """A long poll of up to `timeout` seconds; `offset` confirms everything before it."""
    if "allowed_updates" in params.values:
        bot.updates.allow(_kinds(params))
    limit = params.integer("limit") or _MOST_UPDATES
    limit = limit if 1 <= limit <= _MOST_UPDATES else _MOST_UPDATES
    return await bot.updates.get(params.integer("offset"), limit, params.integer("timeout"))


def delete_webhook(bot: Bot, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        bot.updates.clear()
    return True


def set_webhook(bot: Bot, params: Params) -> bool:
    """Only the removal, an empty `url`, is understood: the sandbox delivers by getUpdates."""
    if params.text("url"):
        raise bad_request("the sandbox has no webhooks, use getUpdates")
    return delete_webhook(bot, params)


def get_webhook_info(bot: Bot, _: Params) -> dict[str, Any]:
    info = {"url": "", "has_custom_certificate": False}
    allowed = {"allowed_updates": bot.updates.allowed} if bot.updates.allowed else {}
    return info | {"pending_update_count": len(bot.updates)} | allowed


def _kinds(params: Params) -> list[str]:
    return [str(kind) for kind in params.array("allowed_updates")]


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "setWebhook": set_webhook,
    "getWebhookInfo": get_webhook_info,
}
