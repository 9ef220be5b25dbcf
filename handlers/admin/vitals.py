"""How the shop itself is doing; and the doctor, when asked."""

from handlers import number_callbacks as on
from handlers.checkup import Checkup
from handlers.press import Press, Routes
from handlers.views import vitals as views
from models.permission import Permission
from services.running.vitals import VitalsService


class VitalsDesk:
    def __init__(self, vitals: VitalsService, checkup: Checkup) -> None:
        self._vitals = vitals
        self._checkup = checkup

    def routes(self) -> Routes:
        return Routes(
            buttons={on.OpenHealth: self.vitals, on.AskDoctor: self.doctor},
            needs=Permission.SETTINGS,
        )

    async def vitals(self, press: Press[on.OpenHealth]) -> None:
        await press.show(views.vitals(press.who.t, await self._vitals.look()))

    async def doctor(self, press: Press[on.AskDoctor]) -> None:
        """It takes a while: the spinner stops first. Raises DoctorBusy."""
        await press.toast(press.who.t("doctor-toast"))
        findings = await self._checkup.examine(press.who.bot)
        await press.show(views.doctor(press.who.t, findings))
