"""Where screens go that are asked for from a group: into the own chat of who pressed."""

from dataclasses import dataclass
from typing import Self

from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import CallbackQuery

from handlers.board import Board, Reader
from handlers.views.screen import Screen
from models.support_errors import StartFirst


@dataclass(slots=True, eq=False)
class GroupBoard(Board):
    """Nothing of a shop is shown to a whole group because one of them pressed."""

    @classmethod
    def beside(cls, board: Board) -> Self:
        """A message is written by one at a time, wherever the press came from."""
        return cls(board.opened, board.draw, board.clock, board.turns)

    async def put(self, who: Reader, query: CallbackQuery, screen: Screen) -> None:
        await self.say(who, screen)

    async def say(self, who: Reader, screen: Screen) -> int:
        """Raises StartFirst for somebody who has no chat with the bot."""
        try:
            return await Board.say(self, who, screen)
        except TelegramForbiddenError:
            raise StartFirst from None
