"""Which groups hear of what happens in the shop: chosen by owners, followed, and taken off."""

from collections.abc import Sequence

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.notice import KIND_OF, Destination, Told
from models.notice_errors import TooManyNoticeGroups
from models.notice_group import MOST_GROUPS, TITLE, Mute, NoticeGroup
from services.running.notification import Event, Notifications
from utils.clock import Clock

GONE, FOUND = "gone", "found"
"""What owners hear of a group, besides why it cannot be written to."""


async def groups_of(uow_factory: UnitOfWorkFactory) -> Sequence[NoticeGroup]:
    """All of them, also those that cannot be written to."""
    async with uow_factory.read() as uow:
        return await uow.notice_groups.all()


class NoticeGroups:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications

    async def all(self) -> Sequence[NoticeGroup]:
        return await groups_of(self._uow)

    async def at(self, chat_id: int) -> NoticeGroup | None:
        """Also one that cannot be written to."""
        async with self._uow.read() as uow:
            return await uow.notice_groups.at(chat_id)

    async def hearing(self, chat_id: int, event: str) -> NoticeGroup | None:
        """Where in that chat it is told, if it still is: what was switched off goes nowhere."""
        async with self._uow.read() as uow:
            group, manner = await uow.notice_groups.at(chat_id), await uow.notices.manner()
        told = manner.of(KIND_OF[event], Destination.GROUP)
        return group if group and group.why is None and told is Told.NOW else None

    async def add(
        self, chat_id: int, thread_id: int | None, title: str, language: str, *, by: int
    ) -> None:
        """That chat hears there from now on. Raises TooManyNoticeGroups."""
        async with self._uow() as uow:
            if not await uow.notice_groups.put(chat_id, thread_id, title[:TITLE], language):
                raise TooManyNoticeGroups(MOST_GROUPS)
            self._note(uow, "notices.group-added", chat_id, f"admin:{by}")

    async def remove(self, chat_id: int, *, by: int) -> bool:
        """False: it was none, or is none any more."""
        async with self._uow() as uow:
            done = await uow.notice_groups.remove(chat_id) is not None
            if done:
                self._note(uow, "notices.group-removed", chat_id, f"admin:{by}")
        return done

    async def gone(self, chat_id: int) -> None:
        """The bot is not in it any more: it is taken off, and owners hear so, once."""
        async with self._uow() as uow:
            title = await uow.notice_groups.remove(chat_id)
            self._tell(uow, chat_id, title, GONE)

    async def lost(self, chat_id: int, why: Mute) -> None:
        """Owners hear so, once."""
        async with self._uow() as uow:
            title = await uow.notice_groups.mute(chat_id, why)
            self._tell(uow, chat_id, title, why)

    async def found(self, chat_id: int) -> None:
        """The bot has its rights again; a closed topic is another matter."""
        async with self._uow() as uow:
            title = await uow.notice_groups.unmute(chat_id, Mute.RIGHTS)
            self._tell(uow, chat_id, title, FOUND)

    async def moved(self, old: int, new: int) -> None:
        """It became a supergroup, which has another number."""
        async with self._uow() as uow:
            if await uow.notice_groups.follow(old, new):
                self._note(uow, "notices.group-moved", new, "system")

    async def to_general(self, chat_id: int, thread_id: int) -> None:
        async with self._uow() as uow:
            await uow.notice_groups.to_general(chat_id, thread_id)

    def _tell(self, uow: UnitOfWork, chat_id: int, title: str | None, what: str) -> None:
        """`title`: None where nothing has changed."""
        if title is None:
            return
        self._note(uow, f"notices.group-{what}", chat_id, "system")
        args = {"topic": f"{what}:{chat_id}", "title": title}
        self._notify.told_all(uow, Event.ADMIN_NOTICE_GROUP, args)

    def _note(self, uow: UnitOfWork, action: str, chat_id: int, actor: str) -> None:
        entry = AuditEntry(at=self._clock(), actor=actor, action=action, subject="notices")
        entry.details = {"chat": chat_id}
        uow.audit.add(entry)
