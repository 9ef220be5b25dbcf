"""The best buyers, and how somebody is shown among them: hidden until they choose otherwise."""

from handlers import account_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import leaderboard as views
from handlers.views.screen import Screen
from models.errors import NotFound
from services.sale.leaderboard import LeaderboardService, Manner


class LeaderboardDesk:
    def __init__(self, leaderboard: LeaderboardService) -> None:
        self._leaderboard = leaderboard

    def routes(self) -> Routes:
        return Routes(
            commands={"leaderboard": self.by_command},
            buttons={on.OpenLeaderboard: self.open, on.ChooseManner: self.choose},
        )

    async def by_command(self, typed: Typed) -> None:
        await typed.say(await self._board(typed.who))

    async def open(self, press: Press[on.OpenLeaderboard]) -> None:
        await press.show(await self._board(press.who))

    async def choose(self, press: Press[on.ChooseManner]) -> None:
        """Raises NotFound, also where nobody, or nobody who works for the shop, is ever shown: an
        older button promises nothing.
        """
        who, word = press.who, press.action.manner
        own = await self._leaderboard.standing(who.id)
        if word not in set(Manner) or (word != Manner.HIDDEN and not own.may_choose):
            raise NotFound
        await self._leaderboard.choose(who.id, Manner(word))
        await press.show(await self._board(who), who.t("manner-toast", manner=word))

    async def _board(self, who: Visitor) -> Screen:
        if (rows := await self._leaderboard.board()) is None:
            return views.none(who.t)
        own = await self._leaderboard.standing(who.id)
        return views.board(who.t, rows, own, who.id)
