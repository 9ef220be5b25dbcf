"""A post in the shop's channel that something is in stock: on a person's word, by the outbox."""

from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import ProductNotFound
from models.product import Variant
from models.stock_errors import NothingToPost
from services.running.notification import Notifications
from utils.clock import Clock

POSTED = "restock.posted"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where posts go, and in which language."""

    id: int
    language: str


class RestockService:
    """`channel`: None where the shop has none."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notify: Notifications,
        channel: Channel | None = None,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notify
        self.channel = channel

    async def offer(self, variant_id: int) -> Variant:
        """What would be posted. Raises ProductNotFound, NothingToPost."""
        async with self._uow.read() as uow:
            return await self._posted(uow, variant_id)

    async def post(self, variant_id: int, *, once: str, actor: str) -> None:
        """`once`: the question that was answered; it is answered once, however often it is
        pressed and however late: the audit remembers longer than the outbox. Raises
        ProductNotFound, NothingToPost.
        """
        async with self._uow() as uow:
            await uow.batches.variant(variant_id, lock=True)
            variant, channel = await self._posted(uow, variant_id), self.channel
            if channel is None:
                raise ProductNotFound
            subject = f"variant:{variant.id}"
            if await uow.audit.was_done(subject, POSTED, "once", once):
                return
            args = {"variant": str(variant.id), "language": channel.language}
            await self._notify.posted(uow, channel.id, args, f"{variant.id}:{once}")
            entry = AuditEntry(at=self._clock(), actor=actor, action=POSTED)
            entry.subject = subject
            entry.details = {"channel": channel.id, "available": variant.available, "once": once}
            uow.audit.add(entry)

    async def _posted(self, uow: UnitOfWork, variant_id: int) -> Variant:
        """On sale, with something left of it."""
        variant = await uow.products.find_variant(variant_id)
        if variant is None or self.channel is None:
            raise ProductNotFound
        if not variant.available:
            raise NothingToPost
        return variant
