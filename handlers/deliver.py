"""Handing digital goods over, as protected content."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.types import BufferedInputFile, Message

from handlers.views import order as views
from handlers.views.screen import TEXT_LIMIT
from utils.l10n import Translator


async def send_goods(
    bot: Bot, chat_id: int, t: Translator, order_id: int, units: Sequence[tuple[str, str]]
) -> Message:
    """`units`: (name, payload). What is too long for a message comes as a file."""
    text = views.goods(t, order_id, units)
    if len(text) <= TEXT_LIMIT:
        return await bot.send_message(chat_id, text, protect_content=True)
    file = BufferedInputFile(views.goods_file(order_id, units), f"order-{order_id}.txt")
    caption = t("goods-file", order=str(order_id))
    return await bot.send_document(chat_id, file, caption=caption, protect_content=True)
