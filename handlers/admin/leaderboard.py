"""An owner says whether customers see who buys most."""

from handlers import number_callbacks as on
from handlers.commands import CommandMenu
from handlers.press import Press, Routes
from handlers.views import leaderboard as views
from models.permission import Permission
from services.sale.leaderboard import LeaderboardService


class LeaderboardSwitchDesk:
    def __init__(self, leaderboard: LeaderboardService, commands: CommandMenu) -> None:
        self._leaderboard = leaderboard
        self._commands = commands

    def routes(self) -> Routes:
        return Routes(
            buttons={on.OpenSwitch: self.open, on.SwitchLeaderboard: self.switch},
            needs=Permission.BOOKS,
        )

    async def open(self, press: Press[on.OpenSwitch]) -> None:
        await press.show(views.switch(press.who.t, on=await self._leaderboard.is_on()))

    async def switch(self, press: Press[on.SwitchLeaderboard]) -> None:
        """The menu of commands offers it from now on, or no more."""
        who, is_on = press.who, bool(press.action.on)
        await self._leaderboard.switch(on=is_on, actor=who.as_admin)
        await press.show(views.switch(who.t, on=is_on))
        await self._commands.publish(who.bot, [who.id])
