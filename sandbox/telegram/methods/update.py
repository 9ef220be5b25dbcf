"""Getting updates, https://core.telegram.org/bots/api#getting-updates."""

from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.base import Method
from sandbox.telegram.params import Params
from sandbox.telegram.updates import Update
from sandbox.telegram.world import World

_MOST_UPDATES = 100


async def get_updates(world: World, params: Params) -> list[Update]:
    """A long poll of up to `timeout` seconds; `offset` confirms everything before it."""
    if "allowed_updates" in params.values:
        world.updates.allow(_kinds(params))
    limit = params.integer("limit") or _MOST_UPDATES
    limit = limit if 1 <= limit <= _MOST_UPDATES else _MOST_UPDATES
    return await world.updates.get(params.integer("offset"), limit, params.integer("timeout"))


def delete_webhook(world: World, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def set_webhook(world: World, params: Params) -> bool:
    """Only the removal, an empty `url`, is understood: the sandbox delivers by getUpdates."""
    if params.text("url"):
        raise bad_request("the sandbox has no webhooks, use getUpdates")
    return delete_webhook(world, params)


def get_webhook_info(world: World, _: Params) -> dict[str, Any]:
    info = {"url": "", "has_custom_certificate": False}
    allowed = {"allowed_updates": world.updates.allowed} if world.updates.allowed else {}
    return info | {"pending_update_count": len(world.updates)} | allowed


def _kinds(params: Params) -> list[str]:
    kinds = params.json("allowed_updates") or []
    if not isinstance(kinds, list):
        raise bad_request("can't parse allowed_updates JSON object")
    return [str(kind) for kind in kinds]


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "setWebhook": set_webhook,
    "getWebhookInfo": get_webhook_info,
}
