"""Everything that looks after people, wired: what the desks of people are built with."""

from dataclasses import dataclass
from typing import Self

from db import UnitOfWorkFactory
from services.people.remarks import RemarkService
from services.people.role import RoleService
from services.sale.ban import BanService
from services.sale.crowd import CrowdService
from services.sale.patience import Patience
from services.sale.person import PersonService
from services.sale.purse import CreditService
from utils.clock import Clock
from utils.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Folk:
    cards: PersonService
    crowd: CrowdService
    credit: CreditService
    bans: BanService
    remarks: RemarkService

    @classmethod
    def of(
        cls,
        uow: UnitOfWorkFactory,
        clock: Clock,
        sealer: Sealer,
        shop: tuple[str, Patience],
        roles: RoleService,
        credit: CreditService,
    ) -> Self:
        """`shop`: its currency, and how long it waits for who does not pay."""
        currency, patience = shop
        return cls(
            cards=PersonService(uow, clock, sealer, patience, currency),
            crowd=CrowdService(uow, clock, patience.fade, currency),
            credit=credit,
            bans=BanService(uow, clock, roles, currency),
            remarks=RemarkService(uow, clock, sealer, roles),
        )
