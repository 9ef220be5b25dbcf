"""What a shop asks its database: in its loops and jobs, and behind its pages."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.fill import FIRST_USER, OPEN
from db import UnitOfWork
from services.money.payment import MOST_OVERDUE
from services.money.receipt import CONSIDERED, YOUNG
from services.money.refund import MOST_FOLLOWED

ASSET, BALANCE_READ = "BTC", "ETH"
PER_SCAN = 100
LEASE = timedelta(minutes=1)
PAGE = 9
CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Scene:
    """A filled shop at one moment. `orders`: how many are finished; they come first."""

    now: datetime
    orders: int

    @property
    def old(self) -> int:
        """A shipped digital order of the first day."""
        return 4

    @property
    def waiting(self) -> int:
        """The newest order, and the only one of its customer."""
        return self.orders + OPEN

    @property
    def customer(self) -> int:
        """Somebody with a few orders."""
        return FIRST_USER + 1


Question = Callable[[UnitOfWork, Scene], Awaitable[object]]


async def scan(uow: UnitOfWork, scene: Scene) -> object:
    """Whose turn it is, with all that a look needs."""
    due = await uow.invoices.due_for_scan(ASSET, scene.now, PER_SCAN)
    invoices = await uow.invoices.load(due)
    return await uow.invoices.transfers([invoice.id for invoice in invoices])


async def live(uow: UnitOfWork, _scene: Scene) -> object:
    """What can still change, and what did since everything was looked at."""
    return await uow.invariants.live(*await uow.invariants.marks())


def wanted(uow: UnitOfWork, scene: Scene) -> Awaitable[object]:
    return uow.invoices.without_receipt(BALANCE_READ, scene.now - YOUNG, CONSIDERED)


PERIODIC: dict[str, Question] = {
    "scan: whose turn it is": lambda uow, s: uow.invoices.due_for_scan(ASSET, s.now, PER_SCAN),
    "scan: with invoices and transfers": scan,
    "scan: which coins are watched": lambda uow, _: uow.invoices.watched_assets(),
    "expiry: what is overdue": lambda uow, s: uow.invoices.overdue(ASSET, s.now, MOST_OVERDUE),
    "expiry: the next deadline": lambda uow, s: uow.orders.next_deadline(s.now),
    "receipts wanted": wanted,
    "start: what can still change": live,
    "refunds on their way": lambda uow, _: uow.refunds.sent(MOST_FOLLOWED),
    "whether sales are stopped": lambda uow, _: uow.inspections.is_stopped(),
    "addresses: how many are free": lambda uow, _: uow.addresses.count_free(ASSET),
    "addresses: the next account": lambda uow, _: uow.addresses.next_index(ASSET),
    "outbox: when the next is due": lambda uow, s: uow.outbox.next_due(s.now),
}
"""Asked again and again, whether or not anybody is there."""

CHANGES: dict[str, Question] = {
    "outbox: claim": lambda uow, s: uow.outbox.claim(s.now, s.now + LEASE, 60),
    "outbox: free all at the start": lambda uow, _: uow.outbox.free_all(),
    "start: looks that lie in the future": lambda uow, s: uow.hours.heal_invoices(s.now),
    "start: orders that lie in the future": lambda uow, s: uow.hours.heal_orders(s.now),
    "outbox: somebody is back": lambda uow, s: uow.outbox.revive(s.customer, s.now),
    "addresses: take one": lambda uow, s: uow.addresses.take(ASSET, s.now),
}
"""Written by loops, jobs and presses; undone after each measurement."""


async def home(uow: UnitOfWork, scene: Scene) -> object:
    await uow.users.find(scene.customer)
    return await uow.credit.balance(scene.customer, CURRENCY)


async def checkout(uow: UnitOfWork, scene: Scene) -> object:
    await uow.inspections.is_stopped()
    await uow.orders.active_of(scene.customer)
    await uow.orders.let_go(scene.customer, scene.now - timedelta(days=30), 100)
    return await uow.carts.lines(scene.customer)


def card(which: Callable[[Scene], int]) -> Question:
    """One order with everything a screen may show of it."""

    async def ask(uow: UnitOfWork, scene: Scene) -> object:
        order = await uow.orders.get(which(scene))
        invoice = await uow.invoices.find(order.id)
        await uow.users.get(order.user_id)
        if invoice:
            await uow.invoices.transfers([invoice.id])
        await uow.refunds.of(order.id)
        return await uow.credit.from_order(order.id)

    return ask


PAGES: dict[str, Question] = {
    "home": home,
    "catalogue": lambda uow, _: uow.products.categories(),
    "category": lambda uow, _: uow.products.variants_in(3),
    "product": lambda uow, _: uow.products.variants_of(3),
    "cart": lambda uow, s: uow.carts.lines(s.customer),
    "checkout": checkout,
    "my orders": lambda uow, s: uow.orders.of(s.customer, limit=PAGE, offset=0),
    "order, from the first day": card(lambda s: s.old),
    "order, the newest": card(lambda s: s.waiting),
    "the goods of an old order": lambda uow, s: uow.stock.units_of(s.old),
    "admin: open orders": lambda uow, _: uow.orders.open(limit=PAGE, offset=0),
    "admin: open orders, page 5": lambda uow, _: uow.orders.open(limit=PAGE, offset=4 * PAGE),
    "admin: what happened to an order": lambda uow, s: uow.audit.of_order(s.old),
}
