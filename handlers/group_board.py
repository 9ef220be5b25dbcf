"""Where screens go that are asked for from a group: into the own chat of who pressed."""

from dataclasses import dataclass

from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import CallbackQuery

from handlers.board import Board, Reader
from handlers.views.screen import Screen
from models.support_errors import StartFirst


@dataclass(slots=True, eq=False)
class GroupBoard(Board):
    """Nothing of a shop is shown to a whole group because one of them pressed."""

    async def put(self, who: Reader, query: CallbackQuery, screen: Screen) -> None:
        await self.say(who, screen)

    async def say(self, who: Reader, screen: Screen) -> int:
        """Raises StartFirst for somebody who has no chat with the bot."""
        try:
            return await Board.say(self, who, screen)
        except TelegramForbiddenError:
            raise StartFirst from None
