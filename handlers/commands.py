"""The menu of commands that Telegram shows beside the text field."""

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeChat


async def publish_commands(bot: Bot, admin_ids: frozenset[int], known: set[int]) -> None:
    """The menu of commands; /admin is offered to admins who have started the bot."""
    basic = [
        BotCommand(command="start", description="Shop"),
        BotCommand(command="help", description="Help"),
    ]
    await bot.set_my_commands(basic)
    extended = [*basic, BotCommand(command="admin", description="Orders")]
    for admin in admin_ids & known:
        await bot.set_my_commands(extended, scope=BotCommandScopeChat(chat_id=admin))
