"""The admins' group: which chat it is, and which of its topics is whose."""

from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.outbox import OutboxMessage
from models.support import AdminGroup, Lost, Topic
from services.people.thread import ThreadService
from services.running.copied import Copied
from services.running.notification import Event, Notifications
from utils.clock import Clock

ABOUT = "group:admins"
"""What the audit calls it."""
PRIVATE = {
    Event.TOPIC_QUESTION: Event.ADMIN_QUESTION,
    Event.TOPIC_ANSWERED: Event.ADMIN_ANSWERED,
}
"""What each admin is told instead, while the group cannot be written to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A customer's topic. `panel`: the message that says whose it is; None until it was sent."""

    chat_id: int
    thread_id: int
    panel: int | None = None


class GroupChat:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notifications: Notifications,
        threads: ThreadService,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self.threads = threads

    async def standing(self) -> AdminGroup | None:
        """The group, also while the shop cannot write there."""
        async with self._uow.read() as uow:
            return await uow.topics.group()

    async def connected(self) -> int | None:
        """The chat of the group, if there is one that the shop can write to."""
        async with self._uow.read() as uow:
            return await uow.topics.connected()

    async def connect(self, chat_id: int, language: str, *, by: int) -> None:
        """Questions go there from now on; whatever group it was before is that no more."""
        async with self._uow() as uow:
            await uow.topics.connect(chat_id, language)
            self._note(uow, "group.connected", chat_id, f"admin:{by}")

    async def disconnect(self, chat_id: int, *, by: int) -> bool:
        """Questions go to each admin again. False: it was not the group."""
        async with self._uow() as uow:
            done = await uow.topics.disconnect(chat_id)
            if done:
                self._note(uow, "group.disconnected", chat_id, f"admin:{by}")
        return done

    async def lost(self, chat_id: int, why: Lost) -> bool:
        """The shop cannot write there: those who see to the shop hear so, once."""
        async with self._uow() as uow:
            done = await uow.topics.lose(chat_id, why)
            if done:
                self._note(uow, "group.lost", chat_id, "system", why=why)
                self._tell(uow, why)
        return done

    async def found(self, chat_id: int) -> bool:
        async with self._uow() as uow:
            done = await uow.topics.regain(chat_id)
            if done:
                self._note(uow, "group.found", chat_id, "system")
                self._tell(uow, None)
        return done

    async def moved(self, old: int, new: int) -> bool:
        """The group became a supergroup, which has another number."""
        async with self._uow() as uow:
            done = await uow.topics.follow(old, new)
            if done:
                self._note(uow, "group.moved", new, "system")
        return done

    async def topic(self, user_id: int) -> Place | None:
        """Where a customer has their topic; None: they have none yet, or there is no group."""
        async with self._uow.read() as uow:
            chat_id = await uow.topics.connected()
            found = await uow.topics.of(user_id, chat_id) if chat_id is not None else None
        return Place(found.chat_id, found.thread_id, found.panel_id) if found else None

    async def whose(self, chat_id: int, thread_id: int) -> int | None:
        """The customer of a topic; None for every other one."""
        async with self._uow.read() as uow:
            found = await uow.topics.at(chat_id, thread_id)
        return found.user_id if found else None

    async def made(self, user_id: int, place: Place) -> None:
        row = Topic(user_id=user_id, chat_id=place.chat_id, thread_id=place.thread_id)
        async with self._uow() as uow:
            await uow.topics.put(row)

    async def panel(self, user_id: int, place: Place, message_id: int) -> None:
        async with self._uow() as uow:
            await uow.topics.panel(user_id, place.thread_id, message_id)

    async def deleted(self, user_id: int, place: Place) -> None:
        async with self._uow() as uow:
            await uow.topics.forget(user_id, place.thread_id)

    async def fall_back(self, message: OutboxMessage) -> None:
        """What the group was to read goes to each admin instead."""
        event = PRIVATE.get(Event(message.event))
        if event is None:
            return
        copied = Copied.read(message.args, message.dedup_key.split(":")[1])
        wrote = (copied.chat_id, copied.author, copied.to)
        async with self._uow() as uow:
            for admin in await self._notify.hearers(uow, event):
                if admin not in wrote:
                    self._notify.hand_on(uow, event, admin, copied, message.order_id)

    async def facts(self, user_id: int, most: int) -> tuple[str | None, list[str]]:
        """Somebody's public number, and the codes of their newest orders."""
        async with self._uow.read() as uow:
            account = await uow.accounts.of(user_id)
            orders = await uow.orders.of(user_id, limit=most, offset=0)
        return account.public_id if account else None, [order.code for order in orders]

    def _tell(self, uow: UnitOfWork, why: Lost | None) -> None:
        args = {"topic": "group"} | ({"why": str(why)} if why else {})
        self._notify.told_all(uow, Event.ADMIN_GROUP, args)

    def _note(self, uow: UnitOfWork, action: str, chat_id: int, actor: str, **details: str) -> None:
        entry = AuditEntry(at=self._clock(), actor=actor, action=action, subject=ABOUT)
        entry.details = {"chat": chat_id} | details
        uow.audit.add(entry)
