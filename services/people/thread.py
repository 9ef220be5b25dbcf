"""What customers wait for: which questions are open, who sees to them, what was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import NotFound
from models.support import Thread, ThreadState
from models.support_errors import NothingWaits
from models.talk import Direction, Talk
from models.user import User
from repositories.thread import Waits
from services.people.taking import name_of, pass_on
from services.running.notification import Notifications
from utils.clock import Clock

PAGE = 6
"""Messages of a thread on one screen."""
LISTED = 20
"""Open questions on one screen."""
COUNTED = 100
"""Open questions that are counted."""
MOST_PAGES = 1_000
"""Nobody turns further; what was written is forgotten after a month."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message: `by`: the name of who wrote it; the words are where they were written."""

    talk: Talk
    by: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """`thread`: None where nobody ever wrote. `taker`: the name of who sees to it. `upto`: the
    newest question, which closing it now would close.
    """

    user: User
    thread: Thread | None
    taker: str | None
    said: Sequence[Said]
    page: int
    more: bool
    upto: int


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """The longest waiting first; `count`: of all, up to COUNTED."""

    rows: Sequence[Waits]
    count: int


async def note_question(uow: UnitOfWork, notify: Notifications, user_id: int) -> None:
    """A customer wrote: they wait from now on, or waited already."""
    now = notify.now()
    thread = await uow.threads.lock(user_id, now)
    if thread.state is not ThreadState.OPEN:
        thread.state, thread.since = ThreadState.OPEN, now
        await notify.thread(uow, user_id, asked=True)


async def note_answer(uow: UnitOfWork, notify: Notifications, user_id: int) -> None:
    """Somebody answered: nobody has to any more."""
    now = notify.now()
    thread = await uow.threads.lock(user_id, now)
    if thread.state is not ThreadState.ANSWERED:
        _end(thread, ThreadState.ANSWERED, now)
        await notify.thread(uow, user_id)


async def note_closed(
    uow: UnitOfWork, notify: Notifications, user_id: int, upto: int, by: int
) -> bool:
    """Up to that question they need no answer; what came later waits on. False: nothing waited."""
    now = notify.now()
    thread = await uow.threads.lock(user_id, now)
    if thread.state is not ThreadState.OPEN:
        return False
    await uow.threads.settle(user_id, upto, now)
    if not await uow.talks.waiting(user_id, 1):
        _end(thread, ThreadState.ASIDE, now)
        uow.audit.add(_entry("question.closed", user_id, by, now))
    await notify.thread(uow, user_id)
    return True


def _end(thread: Thread, state: ThreadState, now: datetime) -> None:
    thread.state, thread.since = state, now
    thread.taken_by = thread.taken_at = None


class ThreadService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications

    async def page(self, user_id: int, page: int = 0) -> ThreadPage:
        """The newest first. Raises NotFound for who never talked to the bot."""
        page = min(page, MOST_PAGES)
        async with self._uow.read() as uow:
            user = await uow.users.find(user_id)
            if user is None:
                raise NotFound
            thread = await uow.threads.find(user_id)
            talks = await uow.threads.said(user_id, page * PAGE, PAGE + 1)
            said = [Said(talk, await _name(uow, user, talk)) for talk in talks[:PAGE]]
            taker = await name_of(uow, thread.taken_by if thread else None)
            upto = await uow.threads.newest(user_id)
        return ThreadPage(user, thread, taker, said, page, len(talks) > PAGE, upto)

    async def one(self, talk_id: int, user_id: int) -> Talk:
        """A message of their thread. Raises NotFound: it is forgotten, or another's."""
        async with self._uow.read() as uow:
            talk = await uow.threads.one(talk_id)
        if talk is None or talk.user_id != user_id:
            raise NotFound
        return talk

    async def open(self) -> OpenQuestions:
        async with self._uow.read() as uow:
            rows = await uow.threads.waiting(LISTED)
            return OpenQuestions(rows, await uow.threads.count(COUNTED))

    async def take(self, user_id: int, *, seen: int, by: int) -> None:
        """See to a question; `seen`: who had it when it was offered, 0 for nobody.

        Raises NothingWaits and TakenMeanwhile.
        """
        await self._hold(user_id, seen, by, by)

    async def let_go(self, user_id: int, *, by: int) -> None:
        """Raises NothingWaits and TakenMeanwhile."""
        await self._hold(user_id, by, None, by)

    async def _hold(self, user_id: int, seen: int, to: int | None, by: int) -> None:
        now = self._clock()
        async with self._uow() as uow:
            if (await uow.threads.lock(user_id, now)).state is not ThreadState.OPEN:
                raise NothingWaits
            if not await pass_on(uow, uow.threads, user_id, seen, to, now):
                return
            action = "question.taken" if to else "question.let-go"
            uow.audit.add(_entry(action, user_id, by, now))
            await self._notify.thread(uow, user_id)

    async def close(self, user_id: int, upto: int, *, by: int) -> bool:
        """False: nothing waited, or what was written after `upto` waits on."""
        async with self._uow() as uow:
            if not await note_closed(uow, self._notify, user_id, upto, by):
                raise NothingWaits
            thread = await uow.threads.lock(user_id, self._clock())
            return thread.state is not ThreadState.OPEN

    async def reopen(self, user_id: int, *, by: int) -> None:
        """They wait again, until somebody answers. Raises NotFound where nobody ever wrote."""
        now = self._clock()
        async with self._uow() as uow:
            if await uow.threads.find(user_id) is None:
                raise NotFound
            thread = await uow.threads.lock(user_id, now)
            if thread.state is ThreadState.OPEN:
                return
            thread.state, thread.since = ThreadState.OPEN, now
            uow.audit.add(_entry("question.reopened", user_id, by, now))
            await self._notify.thread(uow, user_id)


async def _name(uow: UnitOfWork, user: User, talk: Talk) -> str:
    """Of who wrote it; the number of whom the shop does not know."""
    if talk.direction is Direction.QUESTION:
        return user.name
    author = await uow.users.find(talk.author_id or talk.chat_id)
    return author.name if author else str(talk.author_id or talk.chat_id)


def _entry(action: str, user_id: int, by: int, at: datetime) -> AuditEntry:
    subject = f"person:{user_id}"
    return AuditEntry(at=at, actor=f"admin:{by}", action=action, subject=subject, details={})
