"""Kind 3: one customer's talk, and how long the admins' one lane is busy with it.

An album of ten counts as one message, and each of its pictures may be edited five times.
"""

from datetime import timedelta

from db import Database
from services.people.note import Note
from services.people.talk import TalkService
from models.errors import TooMuchTalk
from services.running.notification import Notifications
from tests.fakes import FakeClock

SECONDS_PER_QUESTION = 2  # two messages, one a second per chat


async def test_one_customer_cannot_fill_an_admins_chat(sqlite_database: Database) -> None:
    clock = FakeClock()
    uow = sqlite_database.uow
    notifications = Notifications([6999, 7000], clock, lambda: None)
    talk = TalkService(uow, clock, notifications)
    from services.people.user import UserService

    users = UserService(uow, clock, lambda _code: "en")
    for one in (6999, 7000, 7001):
        await users.register(one, "X", None, "en")
    number = 0
    for album in range(8):
        for _ in range(10):
            number += 1
            note = Note(7001, number, clock(), f"album{album}")
            try:
                await talk.ask(note)
            except TooMuchTalk:
                break
            for _ in range(9):
                await talk.edited(note)
    clock.advance(seconds=599)
    async with uow.read() as read:
        rows = [r for r in await read.outbox.all() if r.chat_id == 7000]
    busy = timedelta(seconds=len(rows) * SECONDS_PER_QUESTION)
    print(len(rows), "questions wait for one admin; their chat is busy for", busy)
    assert busy < timedelta(minutes=2), f"{len(rows)} rows, {busy}"
