"""People: who they are, what language they read, what they are about to type."""

from collections.abc import Callable

from db import UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import NotFound
from models.user import User
from services.people.note import Note
from services.people.publicid import public_id
from utils.clock import Clock
from utils.spelling import normal

MAX_NAME = 128
UNFIT = dict.fromkeys([*range(32), *b"\x7f", *map(ord, "\u061c\u200e\u200f\u2028\u2029")])
UNFIT |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs of a name that would turn, or break, the line that it is told in."""
LONGEST_ID = 16
"""Digits: Telegram's numbers have at most 52 bits."""


class UserService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, choose_language: Callable[[str | None], str]
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._choose_language = choose_language

    async def find(self, user_id: int) -> User | None:
        async with self._uow.glance() as uow:
            return await uow.users.seen(user_id)

    async def named(self, actor: str) -> str:
        """Of an actor in the audit, the name; what it is when it is nobody."""
        number = actor.partition(":")[2]
        user = await self.find(int(number)) if number.isdigit() else None
        return user.name if user else actor

    async def register(
        self,
        user_id: int,
        name: str,
        username: str | None,
        language_code: str | None,
        *,
        anew: bool = True,
    ) -> User:
        """The person behind an update, made known at first sight and marked reachable again.
        `anew`: whoever is known is called what they are called now; else not without their word,
        for they may have had their name erased.
        """
        now = self._clock()
        async with self._uow() as uow:
            user = await uow.users.find(user_id)
            if user is None:
                language = self._choose_language(language_code)
                user = User(id=user_id, language=language, created_at=now)
                user = await uow.users.meet(_named(user, name, username))
                await uow.outbox.revive(user_id, now)  # an admin may come after the first orders
            elif user.unreachable_at is not None:
                user.unreachable_at = None
                await uow.outbox.revive(user_id, now)
            return _named(user, name, username) if anew else user

    async def expect(self, user_id: int, topic: str | None) -> None:
        """The next typed message answers `topic`; None: it answers nothing."""
        async with self._uow() as uow:
            await uow.users.expect(user_id, topic)

    async def hear(self, user: User, note: Note) -> None:
        """Remember the newest message of theirs: a question asked now is not answered by it."""
        if user.heard_at is None or (user.heard_at, user.heard_id or 0) < note.place:
            async with self._uow() as uow:
                await uow.users.hear(user.id, note.written_at, note.message_id)

    async def answered(self, user_id: int, note: Note) -> None:
        """It answers the question that waits; an edit of an earlier message does not any more."""
        async with self._uow() as uow:
            await uow.users.answered(user_id, note.written_at, note.message_id)

    async def group_of(self, user_id: int) -> str | None:
        """The name of the group whose prices somebody pays."""
        async with self._uow.read() as uow:
            user = await uow.users.find(user_id)
            rows = await uow.groups.all() if user and user.group_id else ()
            return next((r.name for r in rows if user and r.id == user.group_id and r.active), None)

    async def look_up(self, word: str) -> User | None:
        """By number, public id or @name."""
        word = word.strip().removeprefix("@")
        async with self._uow.read() as uow:
            if word.isascii() and word.isdigit() and len(word) <= LONGEST_ID:
                return await uow.users.find(int(word))
            if found := await uow.accounts.coded(public_id(word)):
                return found
            return await uow.users.named(word) if 0 < len(word) <= MAX_NAME else None

    async def speak(self, user_id: int, language: str) -> str:
        """Remember the language a person chose; the one that is spoken from now on."""
        chosen = self._choose_language(language)
        async with self._uow() as uow:
            await uow.users.speak(user_id, chosen)
        return chosen

    async def forgive(self, user_id: int, *, actor: str) -> None:
        """Let somebody order again whose orders ended unpaid too often. Raises NotFound."""
        now = self._clock()
        async with self._uow() as uow:
            if await uow.users.find(user_id) is None:
                raise NotFound
            await uow.users.forgive(user_id, now)
            uow.audit.add(
                AuditEntry(
                    at=now, actor=actor, action="user.forgiven", details={"user": str(user_id)}
                )
            )

    async def tell_of_ban(self, user_id: int) -> bool:
        """Whether they are to hear of it now: once, and nothing is answered from then on."""
        async with self._uow() as uow:
            return await uow.people.told_of_ban(user_id, self._clock())

    async def credit(self, user_id: int, currency: str) -> int:
        """Store credit in minor units."""
        async with self._uow.read() as uow:
            return await uow.credit.spendable(user_id, currency)


def answers(user: User, note: Note) -> bool:
    """Whether a message came after the question that waits, and no later one answered it."""
    if user.asked_at is None or user.asked_id is None:
        return True
    return (user.asked_at, user.asked_id) <= note.place


def _named(user: User, name: str, username: str | None) -> User:
    """Who has no name, or one that nobody sees, is called by number: no button or link is empty."""
    shown = name[: 2 * MAX_NAME].translate(UNFIT)[:MAX_NAME].strip()
    user.name, user.username = shown if normal(shown) else str(user.id), username
    return user
