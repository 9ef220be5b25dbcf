"""Days of the small shop: one was counted and told of, one is over, and one has begun."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text

from db import Database
from models.day import Day, Visit
from services.running.notification import Notifications
from services.sale.office import Office, OfficeTerms
from tests.db.shop import NOW

DAY = timedelta(days=1)
NOW_MS = int(NOW.timestamp() * 1000)
PAID = (
    "UPDATE orders SET paid_at = :now WHERE status IN ('shipped', 'refunded')",
    "UPDATE orders SET closed_at = :now WHERE status = 'refunded'",
)


async def add(database: Database) -> None:
    async with database.uow() as uow:
        for number in range(3):
            start = NOW + number * DAY
            day = Day(date=f"{start:%Y-%m-%d}", starts_at=start, ends_at=start + DAY)
            await uow.numbers.add_day(day)
        await uow.numbers.visit(1, Visit.CARD, 3)
        for change in PAID:
            await uow.session.execute(text(change), {"now": NOW_MS})
    notify = Notifications((), lambda: NOW, lambda: None)
    office = Office.of(database.uow, lambda: NOW, notify, OfficeTerms("USD", ZoneInfo("UTC")))
    await office.counting.count(NOW + DAY + DAY / 2)
    async with database.uow() as uow:
        assert await uow.numbers.told(1, NOW + DAY)
