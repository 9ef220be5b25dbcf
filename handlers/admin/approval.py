"""What waits for a second owner: looked at, agreed to, refused."""

from typing import Any

from handlers import gift_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import approval as views
from handlers.views.screen import Screen
from models.approval_errors import ApprovalOver
from models.errors import ShopError
from models.permission import Permission
from services.money.approval import ApprovalService


class ApprovalDesk:
    """Owners alone."""

    def __init__(self, approvals: ApprovalService) -> None:
        self._approvals = approvals

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Approvals: self.listed,
                on.OpenApproval: self.open,
                on.Approve: self.approve,
                on.Refuse: self.refuse,
            },
            commands={"approvals": self.by_command},
            needs=Permission.TRUST,
        )

    async def listed(self, press: Press[on.Approvals]) -> None:
        await press.show(views.listed(press.who.t, await self._approvals.listed()))

    async def by_command(self, typed: Typed) -> None:
        await typed.say(views.listed(typed.who.t, await self._approvals.listed()))

    async def open(self, press: Press[on.OpenApproval]) -> None:
        await press.show(await self._card(press.who, press.action.approval_id))

    async def _card(self, who: Visitor, approval_id: int) -> Screen:
        return views.card(who.t, await self._approvals.card(approval_id), who.id)

    async def approve(self, press: Press[on.Approve]) -> None:
        """What changed since it was asked for is said, and the card says that it is over."""
        who, row = press.who, press.action
        try:
            await self._approvals.approve(row.approval_id, who.id)
        except ShopError as refusal:
            await self._over(press, refusal, row.approval_id)
        else:
            await press.show(await self._card(who, row.approval_id), who.t("approved-toast"))

    async def _over(self, press: Press[Any], refusal: ShopError, approval_id: int) -> None:
        who = press.who
        await press.tell(who.t(refusal.key, **refusal.fields))
        await press.show(await self._card(who, approval_id))

    async def refuse(self, press: Press[on.Refuse]) -> None:
        who, row = press.who, press.action
        try:
            await self._approvals.refuse(row.approval_id, who.id)
        except ApprovalOver as refusal:
            await self._over(press, refusal, row.approval_id)
        else:
            await press.show(await self._card(who, row.approval_id), who.t("refused-toast"))
