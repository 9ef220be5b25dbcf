"""Everything that keeps the shelves, wired: what the desks of goods are built with."""

from dataclasses import dataclass
from typing import Self

from db import UnitOfWorkFactory
from services.goods.asking import QuestionService
from services.goods.batch import BatchService
from services.goods.dashboard import DashboardService
from services.goods.discount import DiscountService
from services.goods.files import FileIntakeService, SharingService
from services.goods.gallery import Gallery
from services.goods.intake import IntakeService
from services.goods.keeping import KeepingService
from services.goods.removal import RemovalService
from services.goods.restock import Channel, RestockService
from services.goods.shipping import ShippingService
from services.goods.wall import WallService
from services.sale.group import GroupService
from services.sale.lifecycle import Lifecycle
from services.sale.replacement import ReplacementService
from utils.clock import Clock
from utils.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Stockroom:
    """What keeps the shelves."""

    shelves: DashboardService
    keeping: KeepingService
    intake: IntakeService
    files: FileIntakeService
    sharing: SharingService
    batches: BatchService
    removal: RemovalService
    replacing: ReplacementService
    discounts: DiscountService
    gallery: Gallery
    walls: WallService
    restock: RestockService
    shipping: ShippingService
    questions: QuestionService
    groups: GroupService

    @classmethod
    def of(
        cls,
        uow: UnitOfWorkFactory,
        clock: Clock,
        sealer: Sealer,
        lifecycle: Lifecycle,
        shop: tuple[str, Gallery],
        channel: Channel | None = None,
    ) -> Self:
        """`shop`: its currency, and where its photos hang; `channel`: where it posts."""
        currency, gallery = shop
        notify = lifecycle.notify
        return cls(
            shelves=DashboardService(uow, currency),
            keeping=KeepingService(uow, clock, currency),
            intake=IntakeService(uow, clock, sealer, currency),
            files=FileIntakeService(uow, clock, sealer, currency),
            sharing=SharingService(uow, clock, sealer),
            batches=BatchService(uow, clock, notify),
            removal=RemovalService(uow, clock, notify, sealer),
            replacing=ReplacementService(uow, clock, lifecycle),
            discounts=DiscountService(uow, clock),
            gallery=gallery,
            walls=WallService(uow, clock, gallery),
            restock=RestockService(uow, clock, notify, channel),
            shipping=ShippingService(uow, clock, currency),
            questions=QuestionService(uow, clock),
            groups=GroupService(uow, clock, notify, currency),
        )
