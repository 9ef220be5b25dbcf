"""A shop with many open orders of one coin, written straight into its database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from decimal import Decimal

from models.address import Address
from models.audit import AuditEntry
from models.code import draw_code
from models.invoice import Invoice
from models.order import Order, OrderLine
from models.product import ProductKind
from models.reservation import Reservation
from models.user import User
from services.money.accounting import Accounting
from services.money.payment import PaymentService, WatchTerms
from services.money.policy import Policy
from tests.databases import Target
from tests.services.conftest import ShopWorld
from utils.chains.base import ChainClient

DUE = 10**30
"""More than anybody pays: whatever comes stays a part."""
EVERY = timedelta(seconds=15)


@asynccontextmanager
async def watching(
    target: Target, asset: str, addresses: Sequence[str], client: ChainClient
) -> AsyncIterator[tuple[ShopWorld, PaymentService]]:
    """Its payments as the shop watches them."""
    async with target.open() as database:
        world = ShopWorld(database)
        await fill(world, asset, addresses)
        accounting = Accounting(world.clock, world.rates, world.lifecycle, Policy())
        yield (
            world,
            PaymentService(world.uow, world.clock, {asset: client}, accounting, WatchTerms(EVERY)),
        )


async def fill(world: ShopWorld, asset: str, addresses: Sequence[str]) -> None:
    """An open order, with its stock held and its invoice due for a scan, for each address."""
    variant, now = await world.variant(len(addresses), ProductKind.PHYSICAL), world.clock()
    until = now + timedelta(hours=1)
    async with world.uow() as uow:
        add = uow.session.add_all
        people = range(1_000, 1_000 + len(addresses))
        add(User(id=n, name="x", language="en", created_at=now) for n in people)
        places = [
            Address(chain=asset, index=n, address=a, path="m", created_at=now, given_at=now)
            for n, a in enumerate(addresses)
        ]
        orders = [
            _order(n, code, variant, now, until)
            for n, code in zip(people, _codes(len(addresses)), strict=True)
        ]
        await uow.flush()
        add(places)
        add(orders)
        await uow.flush()
        for order, place in zip(orders, places, strict=True):
            held = Reservation(order_id=order.id, variant_id=variant, quantity=1, expires_at=until)
            entry = AuditEntry(at=now, actor="bench", action="order.created", order_id=order.id)
            entry.details = {}
            add([held, entry, invoice(order, place)])


def _codes(count: int) -> set[str]:
    """Each another: of so many, two drawn ones may be the same."""
    codes = set[str]()
    while len(codes) < count:
        codes.add(draw_code())
    return codes


def _order(user_id: int, code: str, variant: int, now: datetime, until: datetime) -> Order:
    line = OrderLine(variant_id=variant, title="x", kind=ProductKind.PHYSICAL)
    line.unit_price, line.quantity = 1_000, 1
    order = Order(user_id=user_id, code=code, total=1_000, currency="USD", lines=[line])
    order.created_at, order.expires_at = now, until
    return order


def invoice(order: Order, place: Address) -> Invoice:
    return Invoice(
        order_id=order.id,
        asset=place.chain,
        address_id=place.id,
        due=DUE,
        rate=Decimal(1),
        rate_sources="bench",
        rate_at=order.created_at,
        spread_percent=Decimal(0),
        confirmations_required=1,
        next_scan_at=order.created_at,
    )
