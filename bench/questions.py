"""What a shop asks its database: in its loops and jobs, and behind its pages."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bench.moment import Question, Scene
from bench.numbers import COUNTED, NUMBERS
from bench.people import PASSED_ON, PEOPLE
from bench.shelves import DEMAND, SHELVES
from bench.stockroom import LOW, STOCKROOM
from db import UnitOfWork
from models.draft import Draft
from models.opened import Face, Opened
from models.order import Listed
from models.outbox import OutboxMessage, OutboxStatus
from services.goods.price import worth_today
from services.money.concern import STUCK
from services.money.following import MOST_FOLLOWED
from services.money.payment import MOST_OVERDUE
from services.money.receipt import CONSIDERED, YOUNG
from services.people.talk import PRUNED, REMEMBERED
from services.running.health import NAME
from services.running.outbox import LEASE, PRUNE_AFTER, PRUNE_SLICE, STACK
from services.running.setting_aside import LISTED
from services.sale.delivery import MOST_LOOKED_AT
from services.sale.doubt import MOST_WAITING
from services.sale.order import MOST_TASKS
from services.sale.quote import cart_of, with_questions
from utils.assets import ASSETS

ASSET, BALANCE_READ = "BTC", "ETH"
PER_SCAN = 100
MOST_CLAIMED = 60
TOKEN = "of a marker file"
HEARD = timedelta(hours=1)
PAGE = 9
CURRENCY = "USD"


async def scan(uow: UnitOfWork, scene: Scene) -> object:
    """Whose turn it is, with all that a look needs."""
    due = await uow.invoices.due_for_scan(ASSET, scene.now, PER_SCAN)
    invoices = await uow.invoices.load(due)
    return await uow.invoices.transfers([invoice.id for invoice in invoices])


async def live(uow: UnitOfWork, _scene: Scene) -> object:
    """What can still change, and what did since everything was looked at."""
    return await uow.invariants.live(*await uow.invariants.marks())


async def lately(uow: UnitOfWork, scene: Scene) -> object:
    return await uow.outbox.failed(LISTED, scene.now - HEARD, scene.now)


async def told(uow: UnitOfWork, scene: Scene) -> object:
    order = await uow.orders.get(scene.waiting)
    return await uow.outbox.about(order.id, order.user_id, 2**40, STACK)


async def posted(uow: UnitOfWork, scene: Scene) -> object:
    return await uow.posts.find(scene.customer, f"invoice:{scene.old}")


async def claim(uow: UnitOfWork, scene: Scene) -> Sequence[OutboxMessage]:
    due = await uow.outbox.ready(scene.now + HEARD, MOST_CLAIMED)
    ids = [message for message, _ in due]
    return await uow.outbox.lease(ids, scene.now + HEARD, scene.now + HEARD + LEASE)


async def sent(uow: UnitOfWork, scene: Scene) -> object:
    held = (await claim(uow, scene))[0]
    await uow.outbox.renew(held, scene.now + HEARD + LEASE)
    return await uow.outbox.mark(held, OutboxStatus.SENT, closed_at=scene.now)


async def keep_draft(uow: UnitOfWork, scene: Scene) -> None:
    draft = Draft(user_id=scene.customer, sealed=b"x", created_at=scene.now)
    draft.expires_at = scene.now + HEARD
    await uow.drafts.put(draft, scene.now)


def wanted(uow: UnitOfWork, scene: Scene) -> Awaitable[object]:
    return uow.invoices.without_receipt(BALANCE_READ, scene.now - YOUNG, CONSIDERED)


async def open_card(uow: UnitOfWork, scene: Scene) -> None:
    """An admin looks at an order, and something happens to it."""
    order = await uow.orders.get(scene.waiting, lock=True)
    row = Opened(chat_id=1, message_id=1, order_id=order.id, customer_id=order.user_id)
    row.bot_id, row.face, row.drawn = 0, Face.CARD, ""
    row.waits, row.shown_at = False, scene.now
    await uow.opened.put(row)
    listed = Opened(chat_id=1, message_id=2, bot_id=0, face=Face.WORK, drawn="", shown_at=scene.now)
    await uow.opened.put(listed)
    await uow.opened.follow([order.id], scene.now)
    await uow.opened.begin(1, 1)
    await uow.opened.drawn(1, 1, "of now")
    await uow.opened.forget(1, 1)
    await uow.opened.forget(1, 2)


async def take_order(uow: UnitOfWork, scene: Scene) -> None:
    """An order that is to be shipped, by an admin who loses their role at once."""
    order = (await uow.orders.listed(Listed.SHIP, limit=1, offset=0))[0]
    await uow.taken.needed(order.id)
    await uow.taken.hold(order.id, None, order.user_id, scene.now)
    await uow.taken.holder(order.id)
    await uow.taken.count(order.user_id, PAGE)
    await uow.taken.last_act(order.id)
    await uow.taken.end([order.id], scene.now)
    await uow.taken.letters({order.id: scene.now})
    await uow.taken.lock_of(order.user_id)
    await uow.taken.drop_of(order.user_id)
    await uow.threads.drop_of(order.user_id)


PERIODIC: dict[str, Question] = {
    "scan: whose turn it is": lambda uow, s: uow.invoices.due_for_scan(ASSET, s.now, PER_SCAN),
    "scan: with invoices and transfers": scan,
    "scan: which coins are watched": lambda uow, _: uow.invoices.watched_assets(),
    "expiry: what is overdue": lambda uow, s: uow.invoices.overdue(ASSET, s.now, MOST_OVERDUE),
    "expiry: the next deadline": lambda uow, s: uow.orders.next_deadline(s.now),
    "receipts wanted": wanted,
    "start: what can still change": live,
    "start: the last heartbeat": lambda uow, _: uow.hours.last_known(),
    "start: the mark of the marker file": lambda uow, _: uow.marks.find(TOKEN),
    "start: whether it never had an address": lambda uow, _: uow.marks.is_new(),
    "start: the tally of the file": lambda uow, _: uow.tallies.find(TOKEN),
    "start: whether it never had a tally": lambda uow, _: uow.tallies.is_new(),
    "stock: what is in doubt": lambda uow, _: uow.products.doubted(),
    "stock: how much is gone": lambda uow, _: uow.products.gone(),
    "stock: whether what is loaded is in doubt": lambda uow, _: uow.tallies.is_doubted(),
    "stock: which paid orders lack what is there": lambda uow, _: uow.owed.orders(0, MOST_WAITING),
    "stock: what a paid order lacks": lambda uow, s: uow.owed.places(s.waiting),
    "start: the first address": lambda uow, _: uow.addresses.first(ASSET),
    "start: what the shop is for good": lambda uow, _: uow.vault.fact("currency"),
    "start: which admins can be written to": lambda uow, s: uow.users.known([s.customer, 7000]),
    "erasing: whose time is over": lambda uow, s: uow.erasures.due(s.now, 20),
    "roles: whose has ended": lambda uow, s: uow.roles.overdue(s.now, 20),
    "roles: who hears of something": lambda uow, _: uow.roles.all(),
    "roles: what somebody may": lambda uow, s: uow.roles.of(s.customer),
    "refunds that are followed": lambda uow, s: uow.refunds.due(s.now, MOST_FOLLOWED),
    "refund: what was named for it": lambda uow, _: uow.refunds.named(1),
    "whether sales are stopped": lambda uow, _: uow.inspections.is_stopped(),
    "addresses: how many are free": lambda uow, _: uow.addresses.count_free(ASSET),
    "addresses: the next account": lambda uow, _: uow.addresses.next_index(ASSET),
    "outbox: when the next is due": lambda uow, s: uow.outbox.next_due(s.now),
    "outbox: who can be written to": lambda uow, s: uow.outbox.ready(s.now, MOST_CLAIMED),
    "outbox: what was set aside": lambda uow, _: uow.outbox.failed(LISTED),
    "outbox: what was set aside lately": lately,
    "outbox: what one chat was told of an order": told,
    "outbox: the message that is edited": posted,
    "groups: who bought something": lambda uow, _: uow.groups.buyers(PAGE),
    "groups: what somebody bought": lambda uow, s: uow.groups.turnover(
        s.customer, s.now - timedelta(days=365), CURRENCY
    ),
    "outage: what does not work": lambda uow, _: uow.outages.find(NAME),
    "proof: what coins brought people": lambda uow, s: uow.credit.given_for_coins(
        [s.customer, s.customer + 1], s.now - timedelta(days=1)
    ),
    "doctor: addresses that cannot be read": lambda uow, _: uow.orders.open(
        limit=MOST_LOOKED_AT, offset=0
    ),
}
"""Asked again and again, whether or not anybody is there."""

CHANGES: dict[str, Question] = {
    **DEMAND,
    **LOW,
    "outbox: claim": claim,
    "outbox: prune": lambda uow, s: uow.outbox.prune(s.now - PRUNE_AFTER, PRUNE_SLICE),
    "outbox: one is sent": sent,
    "outbox: one set aside is sent again": lambda uow, s: uow.outbox.reopen(1, s.now),
    "outbox: one set aside is seen to": lambda uow, s: uow.outbox.settle(1, s.now),
    "outbox: times that lie in the future": lambda uow, s: uow.hours.heal_outbox(s.now),
    "review: asked for": lambda uow, s: uow.orders.ask_review(s.waiting, STUCK),
    "review: passed": lambda uow, s: uow.orders.needs(s.waiting, STUCK),
    **PASSED_ON,
    **COUNTED,
    "talk: forget": lambda uow, s: uow.talks.prune(s.now - REMEMBERED, PRUNED),
    "draft: keep": keep_draft,
    "admin: an open card": open_card,
    "admin: cards that follow no more": lambda uow, s: uow.opened.prune(s.now),
    "refund: it could not be looked up": lambda uow, s: uow.refunds.postpone(1, s.now),
    "refund: an address is asked for": lambda uow, s: uow.refunds.address(s.refunded),
    "start: looks that lie in the future": lambda uow, s: uow.hours.heal_invoices(s.now),
    "start: orders that lie in the future": lambda uow, s: uow.hours.heal_orders(s.now),
    "outbox: somebody is back": lambda uow, s: uow.outbox.revive(s.customer, s.now),
    "addresses: take one": lambda uow, s: uow.addresses.take(ASSET, s.now),
}
"""Written by loops, jobs and presses; undone after each measurement."""


async def home(uow: UnitOfWork, scene: Scene) -> object:
    await uow.roles.met(scene.customer)
    return await uow.credit.balance(scene.customer, CURRENCY)


async def checkout(uow: UnitOfWork, scene: Scene) -> object:
    await uow.inspections.is_stopped()
    await uow.orders.active_of(scene.customer)
    await uow.orders.let_go(scene.customer, scene.now - timedelta(days=30), 100)
    bill = await cart_of(uow, scene.customer, scene.now, lock=True)
    await uow.shipping.active()
    return await with_questions(uow, bill)


def card(which: Callable[[Scene], int]) -> Question:
    """One order with everything a screen may show of it."""

    async def ask(uow: UnitOfWork, scene: Scene) -> object:
        order = await uow.orders.get(which(scene))
        invoice = await uow.invoices.find(order.id)
        await uow.users.get(order.user_id)
        if invoice:
            await uow.invoices.transfers([invoice.id])
        await uow.refunds.of(order.id)
        await uow.questions.answers(order.id)
        await uow.questions.notes(order.id)
        return await uow.credit.from_order(order.id)

    return ask


async def refund(uow: UnitOfWork, scene: Scene) -> object:
    await uow.refunds.under_way(scene.refunded)
    await uow.refunds.is_ours(ASSET, "bcrt1q")
    [row] = await uow.refunds.of(scene.refunded)
    if not ASSETS[row.asset].read_by_balance:
        await uow.refunds.is_spoken_for(row, "f" * 64)
    await uow.refunds.named_of(scene.refunded)
    return await uow.credit.given_by_order(scene.refunded)


async def other_coin(uow: UnitOfWork, scene: Scene) -> object:
    order = await uow.orders.get(scene.waiting)
    await uow.orders.held_since(order)
    await worth_today(uow, order.id, scene.now)
    return await uow.orders.successor_of(order.id)


async def lists(uow: UnitOfWork, scene: Scene) -> object:
    """Those that pick from history; the others begin with the newest, and end with their page."""
    picked = [which for which in Listed if which not in (Listed.ENDED, Listed.ALL)]
    return [await uow.orders.listed(which, limit=PAGE, offset=0) for which in picked]


async def search(uow: UnitOfWork, scene: Scene) -> object:
    """Every key that an order is found by."""
    await uow.orders.coded("K7Q2M")
    await uow.orders.of_username("nobody", PAGE)
    await uow.orders.paid_to(ASSET, "bc1q", PAGE)
    await uow.orders.paid_in([ASSET, BALANCE_READ], ["f" * 64], PAGE)
    return await uow.orders.codes([scene.old, scene.waiting])


PAGES: dict[str, Question] = {
    "home": home,
    "home: what is on its way": lambda uow, s: uow.orders.active(s.customer, PAGE),
    "a category's name": lambda uow, _: uow.products.category_name(3),
    "checkout: the last address": lambda uow, s: uow.orders.last_delivery(s.customer),
    "a group's prices": lambda uow, _: uow.groups.terms(1, [1, 2, 3]),
    "whose prices an order has": lambda uow, s: uow.groups.of_order(s.waiting),
    "admin: a group": lambda uow, _: uow.groups.prices(1, PAGE),
    "checkout: a free code": lambda uow, _: uow.orders.free_code(),
    "an order by its code": lambda uow, _: uow.orders.spelled("#K7Q2M"),
    "what was typed": lambda uow, s: uow.drafts.find(s.customer, s.now),
    "refund": refund,
    "another coin": other_coin,
    "a press: is it kept up to date": lambda uow, s: uow.posts.keeps(s.customer, 7),
    "a press: is it an open card": lambda uow, s: uow.opened.find(s.customer, 7),
    "customer: messages that wait": lambda uow, scene: uow.outbox.waiting(scene.customer, 20),
    "admin: lists": lists,
    "admin: takes an order": take_order,
    "roles: who sees to orders": lambda uow, _: uow.taken.takers(),
    "roles: who sees to questions": lambda uow, _: uow.threads.takers(),
    "admin: search": search,
    "admin: tasks": lambda uow, _: uow.orders.tasks(MOST_TASKS),
    **SHELVES,
    **STOCKROOM,
    **PEOPLE,
    **NUMBERS,
    "cart": lambda uow, s: cart_of(uow, s.customer, s.now),
    "checkout": checkout,
    "my orders": lambda uow, s: uow.orders.of(s.customer, limit=PAGE, offset=0),
    "order, from the first day": card(lambda s: s.old),
    "order, the newest": card(lambda s: s.waiting),
    "the goods of an old order": lambda uow, s: uow.stock.units_of(s.old),
    "admin: open orders": lambda uow, _: uow.orders.open(limit=PAGE, offset=0),
    "admin: open orders, page 5": lambda uow, _: uow.orders.open(limit=PAGE, offset=4 * PAGE),
    "admin: what happened to an order": lambda uow, s: uow.audit.of_order(s.old),
}
