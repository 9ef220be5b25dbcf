"""People of the small shop who were banned, given credit, noted and tagged as much as may be."""

from sqlalchemy.ext.asyncio import AsyncSession

from db import Database
from models.audit import AuditEntry
from models.credit import ADJUSTED, CreditEntry, CreditReason, about_credit
from models.permission import Role
from models.person import MOST_NOTES, MOST_TAGS, MOST_TAGS_EACH, PersonNote, PersonTag, Tag
from models.role import GIVEN, about
from models.support import Complaint, ComplaintState
from models.user import User
from tests.db import days, purses, vouched
from tests.db.shop import NOW, SHIPPED_ORDER

BOB, GUS, DEE = 2, 7, 8
"""Who keeps the stock, who has all notes and tags, and who is banned and has 5.00 of credit."""


async def add(database: Database) -> None:
    async with database.uow() as uow:
        session = uow.session
        session.add(User(id=GUS, name="Gus", language="en", created_at=NOW))
        session.add(User(id=DEE, name="Dee", language="en", created_at=NOW))
        await session.flush()
        for number, by in ((DEE, 1), (BOB, 1), (GUS, GUS)):
            await _say(session, "person.banned", f"ban:{number}", {"reason": "x"}, by)
        (await uow.users.get(DEE)).banned_at = NOW
        await session.flush()
        await _credit(session)
        await _notes(session)
        await _tags(session)
        said: dict[str, object] = {"before": None, "ends_at": None, "role": Role.STOCK}
        await _say(session, GIVEN, about(DEE), said)
        session.add(_complaint())
        await purses.add(session)
        await session.flush()
        await vouched.add(session)
    await days.add(database)


def _complaint() -> Complaint:
    """Bob's key does not work."""
    row = Complaint(order_id=SHIPPED_ORDER, unit_id=1, message_id=1)
    row.asked_at, row.state = NOW, ComplaintState.ASKED
    return row


async def ban(database: Database, user_id: int) -> None:
    """As an owner would."""
    async with database.uow() as uow:
        await _say(uow.session, "person.banned", f"ban:{user_id}", {"reason": "x"})
        await uow.people.put_ban(user_id, NOW)


async def _say(
    session: AsyncSession, action: str, subject: str, details: dict[str, object], by: int = 1
) -> None:
    actor = f"admin:{by}"
    session.add(AuditEntry(at=NOW, actor=actor, action=action, subject=subject, details=details))
    await session.flush()


async def _credit(session: AsyncSession) -> None:
    for number, amount, key in ((DEE, 500, "by-hand:1"), (GUS, -1, "by-hand:2")):
        facts = {"amount": amount, "currency": "USD", "key": key, "reason": "x"}
        await _say(session, ADJUSTED, about_credit(number), facts)
    entry = CreditEntry(user_id=DEE, amount=500, currency="USD", dedup_key="by-hand:1")
    entry.reason, entry.created_at = CreditReason.GRANTED, NOW
    session.add(entry)
    await session.flush()


async def _notes(session: AsyncSession) -> None:
    for _ in range(MOST_NOTES):
        await _say(session, "note.added", f"note:{GUS}", {})
        session.add(PersonNote(user_id=GUS, author="admin:1", sealed=b"x", at=NOW))
        await session.flush()
    await _say(session, "note.added", f"note:{DEE}", {})  # and there is none


async def _tags(session: AsyncSession) -> None:
    session.add_all([Tag(id=number, name=f"tag {number}") for number in range(1, MOST_TAGS + 1)])
    await session.flush()
    for number in range(1, MOST_TAGS_EACH + 1):
        session.add(PersonTag(user_id=GUS, tag_id=number))
        await session.flush()
