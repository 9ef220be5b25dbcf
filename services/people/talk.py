"""The conversation between customers and the shop: who may write how much, and who hears it.

The words stay where they were written: the outbox says which message is copied to whom.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import IntEnum

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import NotFound, TooMuchTalk
from models.permission import Permission
from models.talk import Direction, Talk
from services.people.note import Note
from services.people.thread import note_answer, note_closed, note_question
from services.running.copied import Copied
from services.running.notification import Event, Notifications
from utils.clock import Clock

MOST = 5
"""Messages of one customer within WINDOW."""
WINDOW = timedelta(minutes=10)
HANDED_ON = 30
"""Messages, pictures and changes of one customer that reach the admins within WINDOW: each is a
second or two of every admin's chat."""
TALKING = timedelta(hours=24)
"""How long after an answer of the shop a few words are taken for the next one."""
ALBUM = 10
"""Pictures of one album: Telegram sends no more."""
EDITS = 5
"""Changes of one message that are handed on."""
REMEMBERED = timedelta(days=30)
"""How long a change of a message is still handed on."""
SHOWN = 5
"""Messages of one customer that an admin is shown before they answer."""
PRUNED = 100
"""Rows forgotten in one go."""


class Change(IntEnum):
    """What becomes of an edit."""

    UNKNOWN = 0
    """Nobody got the message."""
    FOLLOWS = 1
    LOST = 2
    """One too many: who changed it must hear that nobody reads it."""
    CLOSED = 3
    """An answer of the shop, whose writer does not speak for it any more."""


class TalkService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications

    async def ask(self, note: Note) -> bool:
        """Hand a customer's message to every admin; False: it is part of what they sent just now.

        The same message is handed on once, however often the update comes. Raises TooMuchTalk.
        """
        now = self._clock()
        async with self._uow() as uow:
            await uow.users.lock(note.chat_id)
            if await self._known(uow, note):
                return True
            follows = await self._follows(uow, note)
            await self._require_room(uow, note, now, follows=follows)
            await uow.talks.prune(now - REMEMBERED, PRUNED)
            await note_question(uow, self._notify, note.chat_id)
            await uow.talks.add(_talk(note, note.chat_id, Direction.QUESTION, now))
            await self._to_admins(uow, note, edit=0, further=follows)
        return not follows

    async def answer(self, note: Note, user_id: int, author: int | None = None) -> None:
        """Hand an admin's message to a customer, and show it to the other admins. `author`: who
        wrote it, where that is not their own chat.

        Raises NotFound for nobody, and for an admin who would answer themselves.
        """
        now, by = self._clock(), author or note.chat_id
        async with self._uow() as uow:
            if user_id == by or await uow.users.find(user_id) is None:
                raise NotFound
            if await self._known(uow, note):
                return
            await uow.talks.prune(now - REMEMBERED, PRUNED)
            await note_answer(uow, self._notify, user_id)
            await uow.talks.add(_talk(note, user_id, Direction.ANSWER, now, author))
            uow.audit.add(_answered(note, user_id, now, by))
            await self._to_customer(uow, note, user_id, edit=0, author=author)

    async def follow(self, note: Note, author: int | None = None) -> bool:
        """Hand a further picture of an admin's answer to the same customer; False: it is none."""
        if note.album is None:
            return False
        now = self._clock()
        async with self._uow() as uow:
            album = await uow.talks.answered_album(note.chat_id, note.album)
            if album is None or album[1] >= ALBUM:
                return False
            if await self._known(uow, note) is None:
                await note_answer(uow, self._notify, album[0])
                await uow.talks.add(_talk(note, album[0], Direction.ANSWER, now, author))
                await self._to_customer(uow, note, album[0], edit=0, further=True, author=author)
        return True

    async def edited(self, note: Note, *, answers: bool = False) -> Change:
        """Hand a change of a message on to whoever got the message, EDITS times at most.

        A customer's changes count as their messages do. `answers`: whether its writer speaks for
        the shop now.
        """
        now = self._clock()
        async with self._uow() as uow:
            talk = await self._known(uow, note)
            if talk is None:
                return Change.UNKNOWN
            if talk.direction is Direction.ANSWER and not answers:
                return Change.CLOSED
            if talk.edits >= EDITS or not await self._may_change(uow, talk, now):
                return Change.LOST
            await uow.talks.count_edit(talk.id, now)
            await self._hand_on_edit(uow, note, talk)
        return Change.FOLLOWS

    async def _may_change(self, uow: UnitOfWork, talk: Talk, now: datetime) -> bool:
        if talk.direction is Direction.ANSWER:
            return True
        handed = await uow.talks.handed_since(talk.user_id, now - WINDOW)
        return sum(each <= now for each in handed) < HANDED_ON

    async def waiting(self, user_id: int) -> list[int]:
        """The newest messages of somebody that wait for an answer, SHOWN at most."""
        async with self._uow.read() as uow:
            return await uow.talks.waiting(user_id, SHOWN)

    async def put_aside(self, user_id: int, message_id: int, *, by: int) -> bool:
        """What they wrote up to this message needs no answer; False: nothing waited for one."""
        async with self._uow() as uow:
            upto = await uow.talks.number(user_id, message_id)
            return await note_closed(uow, self._notify, user_id, upto, by)

    async def is_talking(self, user_id: int) -> bool:
        """Whether the shop wrote to them lately, so that what they write is likely an answer."""
        async with self._uow.read() as uow:
            return await uow.talks.answered_since(user_id, self._clock() - TALKING)

    async def _hand_on_edit(self, uow: UnitOfWork, note: Note, talk: Talk) -> None:
        if talk.direction is Direction.ANSWER:
            edit, author = talk.edits + 1, talk.author_id
            await self._to_customer(uow, note, talk.user_id, edit=edit, author=author)
        else:
            await self._to_admins(uow, note, edit=talk.edits + 1)

    async def _to_admins(
        self, uow: UnitOfWork, note: Note, edit: int, *, further: bool = False
    ) -> None:
        """Into the admins' group, else to each of them."""
        order_id, copied = await _under_way(uow, note), _copied(note, edit, further=further)
        if group := await uow.topics.connected():
            self._notify.hand_on(uow, Event.TOPIC_QUESTION, group, copied, order_id)
            return
        for admin in await self._notify.hearers(uow, Event.ADMIN_QUESTION):
            if admin != note.chat_id:
                self._notify.hand_on(uow, Event.ADMIN_QUESTION, admin, copied, order_id)

    async def _to_customer(
        self,
        uow: UnitOfWork,
        note: Note,
        user_id: int,
        edit: int,
        *,
        further: bool = False,
        author: int | None = None,
    ) -> None:
        """And to the other admins, so that nobody is answered twice: where they read questions."""
        copied = replace(_copied(note, edit, further=further), author=author)
        self._notify.hand_on(uow, Event.ANSWER, user_id, copied, None)
        shown, group = replace(copied, to=user_id), await uow.topics.connected()
        if group is not None:
            if note.chat_id != group:
                self._notify.hand_on(uow, Event.TOPIC_ANSWERED, group, shown, None)
            return
        for admin in await self._notify.who_may(uow, Permission.TALK):
            if admin not in (note.chat_id, author, user_id):
                self._notify.hand_on(uow, Event.ADMIN_ANSWERED, admin, shown, None)

    async def _known(self, uow: UnitOfWork, note: Note) -> Talk | None:
        return await uow.talks.find(note.chat_id, note.message_id, note.written_at)

    async def _follows(self, uow: UnitOfWork, note: Note) -> bool:
        """Whether it is a further picture of an album that is being handed on."""
        if note.album is None:
            return False
        return 0 < await uow.talks.of_album(note.chat_id, note.album) < ALBUM

    async def _require_room(
        self, uow: UnitOfWork, note: Note, now: datetime, *, follows: bool
    ) -> None:
        """Raises TooMuchTalk: too many messages, or too much of all that is handed on."""
        since = now - WINDOW
        asked = [] if follows else await uow.talks.asked_since(note.chat_id, since)
        handed = await uow.talks.handed_since(note.chat_id, since)
        for found, most in ((asked, MOST), (handed, HANDED_ON)):
            times = [each for each in found if each <= now]  # else by a clock that was ahead
            if len(times) >= most:
                left = times[len(times) - most] + WINDOW - now
                raise TooMuchTalk(left, album=note.album is not None)


async def _under_way(uow: UnitOfWork, note: Note) -> int | None:
    """The order that whoever writes this waits for."""
    order = await uow.orders.active_of(note.chat_id)
    order = order or await uow.orders.active_of(note.chat_id, refill=True)
    return order[0] if order else None


def _talk(
    note: Note, user_id: int, direction: Direction, now: datetime, author: int | None = None
) -> Talk:
    return Talk(
        author_id=author,
        user_id=user_id,
        direction=direction,
        chat_id=note.chat_id,
        message_id=note.message_id,
        written_at=note.written_at,
        album=note.album,
        edits=0,
        at=now,
    )


def _answered(note: Note, user_id: int, at: datetime, by: int) -> AuditEntry:
    """Who wrote to whom, when; the words are nobody's business."""
    actor, subject = f"admin:{by}", f"person:{user_id}"
    details = {"message": note.message_id}
    return AuditEntry(
        at=at, actor=actor, action="person.answered", subject=subject, details=details
    )


def _copied(note: Note, edit: int, *, further: bool = False) -> Copied:
    """`edit`: 0 for the message itself, then the number of the change."""
    written = int(note.written_at.timestamp())
    key = f"{note.chat_id}.{note.message_id}.{written}.{edit}"
    return Copied(note.chat_id, note.message_id, key, edited=edit > 0, further=further)
