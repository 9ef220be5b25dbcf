"""How the shop itself is doing; and the doctor, when asked."""

from handlers import number_callbacks as on
from handlers.checkup import Care
from handlers.press import Press, Routes, Typed
from handlers.views import vitals as views
from models.permission import Permission
from services.running.health import HealthService


class VitalsDesk:
    def __init__(self, care: Care, health: HealthService) -> None:
        self._care = care
        self._health = health

    def routes(self) -> Routes:
        return Routes(
            commands={"version": self.version},
            buttons={on.OpenHealth: self.vitals, on.AskDoctor: self.doctor},
            needs=Permission.SETTINGS,
        )

    async def vitals(self, press: Press[on.OpenHealth]) -> None:
        sources = [*self._health.exchanges()]
        sources += [each for asked in self._health.sources().values() for each in asked]
        providers = views.Providers(sources, self._health.problems())
        await press.show(views.vitals(press.who.t, await self._care.vitals.look(), providers))

    async def doctor(self, press: Press[on.AskDoctor]) -> None:
        """It takes a while: the spinner stops first. Raises DoctorBusy."""
        await press.toast(press.who.t("doctor-toast"))
        findings = await self._care.checkup.examine(press.who.bot)
        await press.show(views.doctor(press.who.t, findings))

    async def version(self, typed: Typed) -> None:
        await typed.say(views.version(typed.who.t, await self._care.build.look()))
