"""Days of the small shop: one that was counted and told of, one that is over, and one that began."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from db import Database
from models.day import Day, Visit
from services.running.notification import Notifications
from services.sale.office import Office, OfficeTerms
from tests.db.shop import NOW

DAY = timedelta(days=1)


async def add(database: Database) -> None:
    async with database.uow() as uow:
        for number in range(3):
            start = NOW + number * DAY
            day = Day(date=f"{start:%Y-%m-%d}", starts_at=start, ends_at=start + DAY)
            await uow.numbers.add_day(day)
        await uow.numbers.visit(1, Visit.CARD, 3)
    notify = Notifications((), lambda: NOW, lambda: None)
    office = Office.of(database.uow, lambda: NOW, notify, OfficeTerms("USD", ZoneInfo("UTC")))
    await office.counting.count(NOW + DAY + DAY / 2)
    async with database.uow() as uow:
        assert await uow.numbers.told(1, NOW + DAY)
