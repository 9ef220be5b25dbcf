"""What the shop writes down about people: notes with author and date, and tags."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import NotFound
from models.permission import Permission
from models.person import (
    LONGEST_NOTE,
    LONGEST_TAG,
    MOST_NOTES,
    MOST_TAGS,
    MOST_TAGS_EACH,
    PersonNote,
    Tag,
    note_binding,
)
from models.person_errors import BadNote, BadTag, TooManyNotes, TooManyTags
from models.role_errors import PersonNotFound
from models.user import User
from services.people.named import locked, require
from services.people.role import RoleService
from utils.clock import Clock
from utils.printable import is_seen, legible
from utils.sealing import Sealer, Unsealable


@dataclass(frozen=True, slots=True)
class Remark:
    """A note, opened. `text` None: it does not open, damaged or with another key."""

    id: int
    by: str
    at: datetime
    text: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Remarks:
    user: User
    notes: Sequence[Remark]
    """The newest first."""


@dataclass(frozen=True, slots=True)
class Tags:
    user: User
    theirs: Sequence[Tag]
    all: Sequence[Tag]


async def remarks_of(uow: UnitOfWork, sealer: Sealer, user: User) -> list[Remark]:
    rows = await uow.people.notes(user.id)
    numbers = {int(row.author.removeprefix("admin:")) for row in rows}
    named = await uow.crowd.known(sorted(numbers)) if numbers else {}
    return [_opened(sealer, row, named) for row in rows]


def _opened(sealer: Sealer, row: PersonNote, named: dict[int, User]) -> Remark:
    number = int(row.author.removeprefix("admin:"))
    by = named[number].name if number in named else str(number)
    try:
        text = sealer.open(row.sealed, bound_to=note_binding(row.user_id)).decode()
    except Unsealable:
        return Remark(row.id, by, row.at, None)
    return Remark(row.id, by, row.at, text)


class RemarkService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer, roles: RoleService
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer
        self._roles = roles

    async def notes(self, user_id: int) -> Remarks:
        """Raises PersonNotFound."""
        async with self._uow.read() as uow:
            user = await self._person(uow, user_id)
            return Remarks(user, await remarks_of(uow, self._sealer, user))

    async def add(self, user_id: int, text: str, *, admin: int) -> None:
        """Raises BadNote, PersonNotFound, RightGone, TooManyNotes."""
        said, now = legible(text), self._clock()
        if not is_seen(said) or len(said) > LONGEST_NOTE:
            raise BadNote(LONGEST_NOTE)
        async with self._uow() as uow:
            await self._opened(uow, user_id, admin)
            if len(await uow.people.notes(user_id)) >= MOST_NOTES:
                raise TooManyNotes(MOST_NOTES)
            sealed = self._sealer.seal(said.encode(), bound_to=note_binding(user_id))
            note = PersonNote(user_id=user_id, author=f"admin:{admin}", sealed=sealed, at=now)
            self._note(uow, "note.added", f"note:{user_id}", now, admin)
            await uow.people.add_note(note)

    async def remove(self, user_id: int, note_id: int, *, admin: int) -> None:
        """Raises PersonNotFound, RightGone, NotFound: it is gone already."""
        async with self._uow() as uow:
            await self._opened(uow, user_id, admin)
            rows = [note for note in await uow.people.notes(user_id) if note.id == note_id]
            if not rows:
                raise NotFound
            facts = {"note": note_id}
            self._note(uow, "note.removed", f"note:{user_id}", self._clock(), admin, **facts)
            await uow.people.drop_note(rows[0])

    async def tags(self, user_id: int) -> Tags:
        """Raises PersonNotFound."""
        async with self._uow.read() as uow:
            user = await self._person(uow, user_id)
            return Tags(user, await uow.people.tags_of(user_id), await uow.people.tags())

    async def all_tags(self) -> Sequence[Tag]:
        async with self._uow.read() as uow:
            return await uow.people.tags()

    async def tag(self, user_id: int, word: str, *, admin: int) -> None:
        """With one that there is, or a new one. Raises BadTag, PersonNotFound, RightGone,
        TooManyTags.
        """
        name = tag_name(word)
        async with self._uow() as uow:
            await self._opened(uow, user_id, admin)
            await uow.people.tags_in_turn()
            theirs = {tag.name for tag in await uow.people.tags_of(user_id)}
            if name in theirs:
                return
            if len(theirs) >= MOST_TAGS_EACH:
                raise TooManyTags(MOST_TAGS_EACH, "person")
            known = {tag.name for tag in await uow.people.tags()}
            if name not in known and len(known) >= MOST_TAGS:
                raise TooManyTags(MOST_TAGS, "shop")
            await uow.people.tag(user_id, (await uow.people.put_tag(name)).id)
            now, subject = self._clock(), f"person:{user_id}"
            self._note(uow, "person.tagged", subject, now, admin, tag=name)

    async def turn(self, user_id: int, tag_id: int, *, on: bool, admin: int) -> None:
        """A tag that was shown is put on somebody or taken off. Raises NotFound: it is gone, and
        what `tag` raises.
        """
        async with self._uow.read() as uow:
            found = next((tag for tag in await uow.people.tags() if tag.id == tag_id), None)
        if found is None:
            raise NotFound
        if on:
            await self.tag(user_id, found.name, admin=admin)
        else:
            await self._untag(user_id, found, admin)

    async def _untag(self, user_id: int, tag: Tag, admin: int) -> None:
        async with self._uow() as uow:
            await self._opened(uow, user_id, admin)
            await uow.people.tags_in_turn()
            if tag.id not in {each.id for each in await uow.people.tags_of(user_id)}:
                return
            await uow.people.untag(user_id, tag.id)
            now, subject = self._clock(), f"person:{user_id}"
            self._note(uow, "person.untagged", subject, now, admin, tag=tag.name)

    async def _person(self, uow: UnitOfWork, user_id: int) -> User:
        user = await uow.users.find(user_id)
        if user is None:
            raise PersonNotFound
        return user

    async def _opened(self, uow: UnitOfWork, user_id: int, admin: int) -> User:
        user = await locked(uow, user_id)
        await require(uow, self._roles, admin, Permission.PEOPLE)
        return user

    def _note(
        self,
        uow: UnitOfWork,
        action: str,
        subject: str,
        at: datetime,
        admin: int,
        **details: object,
    ) -> None:
        actor = f"admin:{admin}"
        uow.audit.add(
            AuditEntry(at=at, actor=actor, action=action, subject=subject, details=details)
        )


def tag_name(word: str) -> str:
    """One word is one tag, however it is written. Raises BadTag."""
    name = " ".join(legible(word).removeprefix("#").split()).casefold()
    if not is_seen(name) or len(name) > LONGEST_TAG:
        raise BadTag(LONGEST_TAG)
    return name
