"""aiogram's dispatcher with one way in: the reception. And the menu of commands."""

from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.types import BotCommand, BotCommandScopeChat, TelegramObject, Update

from handlers.reception import Reception


class _WayIn(BaseMiddleware):
    """Hands every update over before aiogram looks for handlers: there are none."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def __call__(self, _handler: Any, event: TelegramObject, data: dict[str, Any]) -> None:
        if isinstance(event, Update):
            await self._reception.receive(event, data["bot"])


def build_dispatcher(reception: Reception) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(_WayIn(reception))
    return dispatcher


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
