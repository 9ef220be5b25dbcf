"""Everything that sees to customers' questions, wired: what desks and letters are built with."""

from dataclasses import dataclass
from typing import Self

from db import UnitOfWorkFactory
from services.people.group_chat import GroupChat
from services.people.talk import TalkService
from services.people.thread import ThreadService
from services.running.notification import Notifications
from services.sale.complaint import ComplaintService, ComplaintTerms
from utils.clock import Clock


@dataclass(frozen=True, slots=True)
class Support:
    talk: TalkService
    threads: ThreadService
    group: GroupChat
    complaints: ComplaintService

    @classmethod
    def of(
        cls,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notifications: Notifications,
        terms: ComplaintTerms | None = None,
    ) -> Self:
        base = (uow, clock, notifications)
        threads = ThreadService(*base)
        return cls(
            talk=TalkService(*base),
            threads=threads,
            group=GroupChat(*base, threads),
            complaints=ComplaintService(*base, terms or ComplaintTerms()),
        )
