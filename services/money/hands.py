"""Credit that changes hands, and what takes two pairs of eyes: wired as one."""

from dataclasses import dataclass
from typing import Self

from db import UnitOfWorkFactory
from models.approval import Act
from models.permission import Permission
from services.money.approval import ApprovalService, Carry, opens
from services.money.decision import DecisionService
from services.money.gift import GiftService
from services.money.gift_facts import GiftTerms
from services.money.refund import RefundService
from services.money.reversal import ReversalService
from services.people.role import RoleService
from services.sale.intervention import InterventionService
from services.sale.lifecycle import Lifecycle
from services.sale.purse import CreditService
from services.sale.voucher import VoucherService
from services.sale.voucher_making import VoucherMaking
from utils.clock import Clock


@dataclass(frozen=True, slots=True)
class Given:
    """Who does what two agreed to. Whoever adds an act adds its carrier to `of`."""

    reversals: ReversalService
    refunds: RefundService
    decisions: DecisionService
    hand: InterventionService
    credit: CreditService
    making: VoucherMaking

    def carriers(self) -> dict[Act, tuple[Carry, Permission]]:
        return {
            Act.REFUND_CREDIT: (self.reversals.carry_credit, Permission.MONEY),
            Act.REFUND_SEND: (self.reversals.carry_send, Permission.MONEY),
            Act.REFUND_LATE: (self.refunds.carry, Permission.MONEY),
            Act.HONOUR: (self.decisions.carry, Permission.MONEY),
            Act.BY_HAND: (self.hand.carry, Permission.TRUST),
            Act.BALANCE: (self.credit.carry, Permission.MONEY),
            Act.VOUCHER: (self.making.carry, Permission.METHODS),
            Act.KEY: (opens, Permission.KEYS),
        }


@dataclass(frozen=True, slots=True)
class Hands:
    gifts: GiftService
    approvals: ApprovalService
    credit: CreditService
    vouchers: VoucherService
    making: VoucherMaking

    @classmethod
    def of(
        cls,
        uow: UnitOfWorkFactory,
        clock: Clock,
        lifecycle: Lifecycle,
        roles: RoleService,
        given: Given,
        terms: GiftTerms,
    ) -> Self:
        carriers = given.carriers()
        return cls(
            GiftService(uow, clock, lifecycle.notify, terms),
            ApprovalService(uow, clock, lifecycle.eyes, roles, carriers, given.refunds.unsealed),
            given.credit,
            VoucherService(uow, clock),
            given.making,
        )
