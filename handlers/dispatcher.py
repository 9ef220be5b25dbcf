"""Every router in its order, and the two middlewares in front of them."""

from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import BotCommand, BotCommandScopeChat

import handlers.admin.order
import handlers.errors
import handlers.user.cart
import handlers.user.home
import handlers.user.order
import handlers.user.product
from handlers.people import PeopleMiddleware
from services.people.user import UserService
from utils.l10n import Translators


def build_dispatcher(users: UserService, translators: Translators, **services: Any) -> Dispatcher:
    """`services` reach the handlers by their names."""
    dispatcher = Dispatcher(users=users, translators=translators, disable_fsm=True, **services)
    dispatcher.update.outer_middleware(PeopleMiddleware(users, translators))
    dispatcher.include_routers(
        handlers.admin.order.build_router(),
        handlers.user.product.build_router(),
        handlers.user.cart.build_router(),
        handlers.user.order.build_router(),
        handlers.user.home.build_router(),
        handlers.user.home.build_fallback(),
        handlers.errors.build_router(),
    )
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
