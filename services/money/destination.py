"""Where a customer wants money sent: asked for in the chat, typed, shown, then confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import NothingToDecide, OfferChanged
from models.order import BOUGHT, Order
from models.person_errors import BarredCannotAnswer
from models.refund import TARGET, RefundAddress, address_binding
from models.refund_errors import BadRefundAddress, RefundUnderWay
from services.running.notification import Event
from services.sale.lifecycle import Lifecycle
from utils.clock import Clock
from utils.sealing import Sealer

Parse = Callable[[str, str], str]
"""Of a coin and a text, the address in its one spelling; raises ValueError."""


@dataclass(frozen=True, slots=True)
class Destination:
    """`version` goes with the button that confirms: another text makes it void."""

    asset: str
    address: str | None
    version: int
    asked_at: datetime
    confirmed_at: datetime | None

    def __repr__(self) -> str:
        return f"Destination({self.asset}, version {self.version})"  # no address in a log


class Destinations:
    """Addresses of people are sealed at rest, and in no message, log or audit entry."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        lifecycle: Lifecycle,
        sealer: Sealer,
        parse: Parse,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle
        self._sealer = sealer
        self._parse = parse

    async def ask(self, order_id: int, *, actor: str) -> None:
        """Let the customer be asked, again if need be. Raises OrderNotFound, BarredCannotAnswer,
        NothingToDecide, RefundUnderWay.
        """
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            await uow.invoices.of(order_id)
            if (await uow.users.get(order.user_id)).banned_at is not None:
                raise BarredCannotAnswer
            if not await self._may_go_back(uow, order):
                raise NothingToDecide
            if await uow.refunds.under_way(order_id):
                raise RefundUnderWay
            now, row = self._clock(), await uow.refunds.address(order_id)
            row = row or RefundAddress(order_id=order_id, version=0)
            row.sealed = row.given_at = row.confirmed_at = None
            row.asked_by, row.asked_at, row.version = actor, now, row.version + 1
            await uow.refunds.keep_address(row)
            self._lifecycle.audit(uow, now, actor, "refund.asked", order)
            self._lifecycle.notify.customer(uow, Event.REFUND_ASK, order)

    async def give(self, order_id: int, text: str, *, owner: int) -> Destination:
        """Keep what the customer typed, to be shown and confirmed.

        Raises OrderNotFound, NothingToDecide (nobody asked), RefundUnderWay, BadRefundAddress.
        """
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=owner, lock=True)
            asset = (await uow.invoices.of(order_id)).asset
            row = await self._asked(uow, order)
            address = await self.parsed(uow, asset, text)
            row.sealed = self.seal(order_id, address)
            row.given_at, row.confirmed_at, row.version = self._clock(), None, row.version + 1
            return self._shown(asset, row)

    async def confirm(self, order_id: int, *, version: int, owner: int) -> None:
        """The address that was shown is the right one.

        Raises OrderNotFound, NothingToDecide, RefundUnderWay, OfferChanged.
        """
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=owner, lock=True)
            row = await self._asked(uow, order)
            if row.sealed is None or row.version != version:
                raise OfferChanged
            if row.confirmed_at is None:
                row.confirmed_at = self._clock()
                self._lifecycle.audit(
                    uow, row.confirmed_at, f"user:{owner}", "refund.address", order
                )
                self._lifecycle.notify.admins(uow, Event.ADMIN_REFUND_ADDRESS, order)

    async def of(self, order_id: int, *, owner: int | None = None) -> Destination | None:
        """What is known; None when nobody asked. Raises OrderNotFound."""
        async with self._uow.read() as uow:
            await uow.orders.get(order_id, owner=owner)
            row, bill = await uow.refunds.address(order_id), await uow.invoices.find(order_id)
        return self._shown(bill.asset, row) if row and bill else None

    async def confirmed(self, uow: UnitOfWork, order_id: int) -> str | None:
        row = await uow.refunds.address(order_id)
        if row is None or row.confirmed_at is None or row.sealed is None:
            return None
        return self.unseal(order_id, row.sealed)

    async def parsed(self, uow: UnitOfWork, asset: str, text: str) -> str:
        """In its one spelling; raises BadRefundAddress, also for an address of the shop's own."""
        try:
            address = self._parse(asset, text)
        except ValueError:
            raise BadRefundAddress(asset) from None
        if await uow.refunds.is_ours(asset, address):
            raise BadRefundAddress(asset)
        return address

    def seal(self, order_id: int, address: str) -> bytes:
        return self._sealer.seal(address.encode(), bound_to=address_binding(order_id))

    def unseal(self, order_id: int, sealed: bytes) -> str:
        return self._sealer.open(sealed, bound_to=address_binding(order_id)).decode()

    def target(self, address: str) -> bytes:
        """Equal for equal addresses, and telling no more."""
        return self._sealer.digest(address.encode(), bound_to=TARGET)

    async def _asked(self, uow: UnitOfWork, order: Order) -> RefundAddress:
        """Raises NothingToDecide also for a question that money has overtaken: nothing goes there
        any more, and nobody is thanked for saying where to.
        """
        row = await uow.refunds.address(order.id)
        if row is None:
            raise NothingToDecide
        if await uow.refunds.under_way(order.id):
            raise RefundUnderWay
        if not await self._may_go_back(uow, order):
            raise NothingToDecide
        return row

    async def _may_go_back(self, uow: UnitOfWork, order: Order) -> bool:
        """Whether there are coins to send: of a paid order that may be refunded what came for it,
        else credit that came of its coins and is not spent. Raises OrderNotFound without
        an invoice.
        """
        bill = await uow.invoices.of(order.id)
        bought = order.status in BOUGHT and not bill.lost and not order.refill
        if bought and (bill.taken or await uow.credit.honoured_for(order.id)):
            return True
        there = await uow.credit.spendable(order.user_id, order.currency)
        return min(there, await uow.credit.from_order(order.id)) > 0

    def _shown(self, asset: str, row: RefundAddress) -> Destination:
        address = self.unseal(row.order_id, row.sealed) if row.sealed else None
        return Destination(asset, address, row.version, row.asked_at, row.confirmed_at)
