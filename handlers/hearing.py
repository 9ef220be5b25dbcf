"""Whether this bot hears people: who else takes its messages, and how many wait."""

from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

MANY = 100
"""Updates that may wait while a shop is being started."""
PROBE = 2
"""Seconds of listening, in which a second poller makes itself felt."""


async def complaint(bot: Bot) -> str | None:
    """What keeps messages from this shop, and what to do; raises TelegramAPIError.

    A look takes nothing away: what is not confirmed stays with Telegram.
    """
    hook = await bot.get_webhook_info()
    if hook.url:
        host = urlsplit(hook.url).hostname or "an address"
        return (
            f"a webhook of {host} takes this bot's messages; this shop polls and removes it when"
            " it starts. If it comes back, another program uses BOT_TOKEN: change it at @BotFather"
        )
    if hook.pending_update_count > MANY:
        return (
            f"{hook.pending_update_count} messages wait at Telegram: is the shop running, and does"
            " its log say why it hears nothing?"
        )
    return None


async def rival(bot: Bot) -> str | None:
    """Another program that polls with this token; only to be asked while the shop does not run."""
    try:
        await bot.get_updates(limit=1, timeout=PROBE)
    except TelegramConflictError:
        return "another program receives this bot's messages: stop it, or change BOT_TOKEN"
    return None
