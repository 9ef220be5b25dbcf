"""Every case of an order's money, and the sentences for it in every place where one appears.

`python -m tests.handlers.words` writes the table anew; what changed in it is to be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from handlers.views import admin
from handlers.views import invoice as views
from handlers.views.screen import lines, visible
from handlers.views.standing import OPEN, Standing, answer, label, standing
from models.address import Address
from models.invoice import WATCHED, Invoice, InvoiceState, Transfer
from models.order import Order, OrderLine, OrderStatus
from models.product import ProductKind
from models.refund import Refund, RefundState
from models.user import User
from services.sale.facts import money
from services.sale.order import OrderCard
from tests.handlers.conftest import TEXTS
from utils.l10n import Translator

TABLE = Path(__file__).parent / "words.txt"
PLACED = datetime(2026, 1, 1, 12, tzinfo=UTC)
DEADLINE = PLACED + timedelta(minutes=30)
DUE = 100_000
"""Satoshi; an order of 50 dollars."""
CREATED, PAID, SHIPPED = OrderStatus.CREATED, OrderStatus.PAID, OrderStatus.SHIPPED
EXPIRED, CANCELLED = OrderStatus.EXPIRED, OrderStatus.CANCELLED
REFUNDED = OrderStatus.REFUNDED
DIGITAL, PHYSICAL = (ProductKind.DIGITAL,), (ProductKind.PHYSICAL,)


@dataclass(frozen=True)
class Case:
    """`payments`: (satoshi, in a block, accounted for), `arrived` in that minute of the order's
    life; `minute`: now. `moved`: the minute until which the rate is locked, of moved time.
    `word`: a person took it for paid.
    """

    status: OrderStatus
    state: InvoiceState | None = InvoiceState.WAITING
    payments: tuple[tuple[int, bool, int], ...] = ()
    gone: int = 0
    minute: float = 5
    price: int = 50_000
    kinds: tuple[ProductKind, ...] = DIGITAL
    credited: int = 0
    depth: int = 0
    required: int = 1
    asset: str = "BTC"
    review: str | None = None
    own: bool = False
    reason: str | None = None
    refund: RefundState | None = None
    looked: bool = True
    arrived: float = 3
    replaced: str | None = None
    moved: float | None = None
    word: bool = False
    refill: bool = False
    lost: int = 0
    more: dict[str, object] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        of = standing(self.card, PLACED + timedelta(minutes=self.minute))
        return replace(of, reason=self.reason)

    @property
    def card(self) -> OrderCard:
        order = self._order()
        refunds = [self._refund()] if self.refund else []
        person = User(id=1, name="Alice", username=None, language="en")
        if self.state is None:
            return OrderCard(order, None, person, (), self.credited)
        bill, rows = self._bill(order, self.state), self._rows()
        now = PLACED + timedelta(minutes=self.minute)
        facts = money(bill, rows, Decimal(self.price), self.credited, now)
        return OrderCard(order, bill, person, rows, self.credited, None, facts, refunds)

    def _order(self) -> Order:
        lines_ = [
            OrderLine(id=n, variant_id=n, title=f"Good {n}", kind=kind, unit_price=5000, quantity=1)
            for n, kind in enumerate(self.kinds)
        ]
        placed = Order(
            id=7,
            code="K7Q2M",
            user_id=1,
            status=self.status,
            total=5000 * len(lines_),
            currency="USD",
            credit_used=0 if self.state else 5000,
            changes={},
            needs_review=self.review,
            created_at=PLACED,
            expires_at=DEADLINE,
            given_up_at=PLACED if self.own else None,
            by_hand_at=PLACED if self.word else None,
            lines=lines_,
            refill=0,
        )
        if self.refill:
            placed.lines, placed.total, placed.refill = [], 5000, 5000
        placed.replaced_by = self.replaced
        if self.moved is not None:
            placed.rate_until = PLACED + timedelta(minutes=self.moved)
            if self.status is EXPIRED:
                placed.expires_at = placed.closed_at = placed.rate_until
        return placed

    def _bill(self, order: Order, state: InvoiceState) -> Invoice:
        return Invoice(
            id=1,
            order_id=7,
            asset=self.asset,
            due=DUE,
            seen=sum(units for units, _, _ in self.payments),
            taken=sum(used for _, _, used in self.payments),
            lost=self.lost,
            rate=Decimal("50000"),
            state=state,
            confirmations=self.depth,
            confirmations_required=self.required,
            scanned_at=DEADLINE if self.looked else None,
            order=order,
            address=Address(chain=self.asset, index=1, address="bcrt1qaddress", path="m/0"),
        )

    def _rows(self) -> list[Transfer]:
        gone = [Transfer(amount=self.gone, accounted=0, missing_since=PLACED)] if self.gone else []
        at = PLACED + timedelta(minutes=self.arrived)
        return gone + [
            Transfer(
                amount=units, accounted=used, block_hash="b" if mined else None, first_seen_at=at
            )
            for units, mined, used in self.payments
        ]

    def _refund(self) -> Refund:
        assert self.refund
        return Refund(
            id=1,
            order_id=7,
            amount=2000,
            currency="USD",
            asset=self.asset,
            units=40_000,
            state=self.refund,
            txid="f" * 64,
        )


S = InvoiceState
OVER, LATER = 31.0, WATCHED.total_seconds() / 60 + 60
CASES: dict[str, Case] = {
    "nothing seen": Case(CREATED),
    "nothing seen, Ethereum": Case(CREATED, asset="ETH"),
    "nothing seen, to be shipped, three confirmations": Case(CREATED, kinds=PHYSICAL, required=3),
    "nothing seen, digital and a parcel": Case(CREATED, kinds=DIGITAL + PHYSICAL),
    "nothing seen, past the deadline, not looked yet": Case(CREATED, minute=OVER),
    "seen, and gone again": Case(CREATED, gone=DUE),
    "half seen in the window, unconfirmed": Case(CREATED, S.PARTIAL, ((50_000, False, 0),)),
    "half seen in the window, final": Case(CREATED, S.PARTIAL, ((50_000, True, 0),)),
    "half seen in the window, a part of it in a block": Case(
        CREATED, S.PARTIAL, ((30_000, True, 0), (20_000, False, 0))
    ),
    "all but a rest no network carries": Case(CREATED, S.CONFIRMING, ((99_900, True, 0),)),
    "missing less than the network carries": Case(CREATED, S.PARTIAL, ((99_800, True, 0),)),
    "enough, unconfirmed": Case(CREATED, S.CONFIRMING, ((DUE, False, 0),)),
    "enough, one of three confirmations": Case(
        CREATED, S.CONFIRMING, ((DUE, True, 0),), depth=1, required=3
    ),
    "enough, not final yet": Case(CREATED, S.CONFIRMING, ((DUE, True, 0),), asset="SOL"),
    "time over, the chain is asked": Case(CREATED, S.CHECKING, minute=OVER),
    "time over with half, the chain is asked": Case(
        CREATED, S.CHECKING, ((50_000, True, 0),), minute=OVER
    ),
    "time over, what was seen vanished": Case(CREATED, S.CHECKING, gone=DUE, minute=OVER),
    "paid and delivered": Case(SHIPPED, S.SETTLED, ((DUE, True, DUE),)),
    "paid, to be packed": Case(PAID, S.SETTLED, ((DUE, True, DUE),), kinds=PHYSICAL),
    "paid, digital and a parcel": Case(
        PAID, S.SETTLED, ((DUE, True, DUE),), kinds=DIGITAL + PHYSICAL
    ),
    "shipped": Case(SHIPPED, S.SETTLED, ((DUE, True, DUE),), kinds=PHYSICAL),
    "paid with store credit, delivered": Case(SHIPPED, None),
    "paid with store credit, to be packed": Case(PAID, None, kinds=PHYSICAL),
    "paid, goods missing": Case(PAID, S.SETTLED, ((DUE, True, DUE),), review="units-missing"),
    "delivered, the goods did not arrive": Case(
        SHIPPED, S.SETTLED, ((DUE, True, DUE),), review="delivery-failed"
    ),
    "paid, the payment vanished": Case(
        PAID, S.SETTLED, gone=DUE, kinds=PHYSICAL, review="payment-vanished"
    ),
    "overpaid, unconfirmed": Case(SHIPPED, S.SETTLED, ((DUE, True, DUE), (20_000, False, 0))),
    "overpaid, in a block": Case(SHIPPED, S.SETTLED, ((DUE, True, DUE), (20_000, True, 0))),
    "overpaid, credited": Case(SHIPPED, S.SETTLED, ((120_000, True, 120_000),), credited=1000),
    "honoured": Case(SHIPPED, S.SETTLED, ((DUE, True, DUE),), minute=OVER),
    "expired, nothing": Case(EXPIRED, S.EXPIRED, minute=OVER),
    "expired, unchecked by an outage": Case(
        EXPIRED, S.EXPIRED, minute=OVER, review="expired-unchecked", looked=False
    ),
    "expired in an outage, and looked at since": Case(
        EXPIRED, S.EXPIRED, minute=OVER, review="expired-unchecked"
    ),
    "expired, watched over": Case(EXPIRED, S.EXPIRED, minute=LATER),
    "expired, what was seen vanished": Case(EXPIRED, S.EXPIRED, gone=DUE, minute=OVER),
    "expired with unconfirmed money": Case(EXPIRED, S.EXPIRED, ((DUE, False, 0),), minute=90),
    "expired after half, not counted yet": Case(
        EXPIRED, S.EXPIRED, ((50_000, True, 0),), minute=OVER
    ),
    "expired after half, credited": Case(
        EXPIRED, S.EXPIRED, ((50_000, True, 50_000),), minute=OVER, credited=2500
    ),
    "expired, late money unconfirmed": Case(
        EXPIRED, S.EXPIRED, ((DUE, False, 0),), minute=45, arrived=40
    ),
    "expired, late money in a block": Case(
        EXPIRED, S.EXPIRED, ((DUE, True, 0),), minute=45, arrived=40
    ),
    "expired, late money credited": Case(
        EXPIRED, S.EXPIRED, ((DUE, True, DUE),), minute=60, credited=5000, arrived=40
    ),
    "expired, credited, and more on its way": Case(
        EXPIRED, S.EXPIRED, ((50_000, True, 50_000), (10_000, False, 0)), minute=60, credited=2500
    ),
    "expired, too little to be worth anything": Case(
        EXPIRED, S.EXPIRED, ((10, True, 10),), minute=60
    ),
    "refund set aside": Case(
        EXPIRED, S.EXPIRED, ((DUE, True, DUE),), credited=3000, refund=RefundState.OPEN
    ),
    "refund sent": Case(EXPIRED, S.EXPIRED, ((DUE, True, DUE),), refund=RefundState.SENT),
    "refund confirmed": Case(EXPIRED, S.EXPIRED, ((DUE, True, DUE),), refund=RefundState.CONFIRMED),
    "refund withdrawn": Case(
        EXPIRED, S.EXPIRED, ((DUE, True, DUE),), credited=5000, refund=RefundState.WITHDRAWN
    ),
    "overpaid, refund confirmed": Case(
        SHIPPED, S.SETTLED, ((120_000, True, 120_000),), refund=RefundState.CONFIRMED
    ),
    "taken for paid, then money is seen": Case(SHIPPED, S.SETTLED, ((DUE, False, 0),), word=True),
    "taken for paid, then half arrives": Case(
        SHIPPED, S.SETTLED, ((DUE // 2, True, 0),), word=True
    ),
    "taken for paid, and more than it cost": Case(
        SHIPPED, S.SETTLED, ((DUE, True, DUE), (9_000, True, 0)), word=True
    ),
    "refunded, as store credit": Case(REFUNDED, S.SETTLED, ((DUE, True, DUE),), credited=5000),
    "refunded, as store credit that it had used": Case(REFUNDED, None, kinds=PHYSICAL),
    "refunded, coins set aside": Case(
        REFUNDED, S.SETTLED, ((DUE, True, DUE),), refund=RefundState.OPEN
    ),
    "refunded, coins on their way": Case(
        REFUNDED, S.SETTLED, ((DUE, True, DUE),), refund=RefundState.SENT
    ),
    "refunded, and more money came": Case(
        REFUNDED, S.SETTLED, ((DUE, True, DUE), (20_000, True, 0)), credited=5000
    ),
    "more time, the rate still fixed": Case(CREATED, moved=20),
    "more time, the price fell": Case(CREATED, moved=3, price=25_000),
    "more time, half came at half the price": Case(
        CREATED, S.PARTIAL, ((50_000, True, 0),), moved=2, price=25_000
    ),
    "ended early by the shop": Case(EXPIRED, S.EXPIRED, minute=10, moved=8),
    "cancelled by the customer": Case(CANCELLED, S.CANCELLED, own=True),
    "cancelled by the customer, not looked yet": Case(CANCELLED, S.WAITING, own=True),
    "cancelled by the shop": Case(CANCELLED, S.CANCELLED),
    "cancelled by the shop with a reason": Case(CANCELLED, S.CANCELLED, reason="A <wrong> price."),
    "cancelled by the shop, money in no block": Case(CANCELLED, S.CANCELLED, ((DUE, False, 0),)),
    "replaced, nothing": Case(CANCELLED, S.CANCELLED, replaced="NEW22"),
    "replaced, money in no block": Case(
        CANCELLED, S.CANCELLED, ((DUE, False, 0),), replaced="NEW22"
    ),
    "replaced, money in a block": Case(CANCELLED, S.CANCELLED, ((DUE, True, 0),), replaced="NEW22"),
    "replaced, credited, and more on its way": Case(
        CANCELLED,
        S.CANCELLED,
        ((DUE, True, DUE), (10_000, False, 0)),
        credited=5000,
        replaced="NEW22",
    ),
    "money after the cancel": Case(CANCELLED, S.CANCELLED, ((DUE, True, 0),), own=True),
    "money after the cancel, credited": Case(
        CANCELLED, S.CANCELLED, ((DUE, True, DUE),), own=True, credited=5000
    ),
}


REFILLS = {
    "refill, nothing seen": Case(CREATED),
    "refill, half seen": Case(CREATED, S.PARTIAL, ((50_000, True, 0),)),
    "refill, seen, unconfirmed": Case(CREATED, S.CONFIRMING, ((DUE, False, 0),)),
    "refill, seen, confirming": Case(CREATED, S.CONFIRMING, ((DUE, True, 0),), depth=1, required=3),
    "refill, seen, Ethereum": Case(CREATED, S.CONFIRMING, ((DUE, True, 0),), asset="ETH"),
    "refill, paid": Case(SHIPPED, S.SETTLED, ((DUE, True, DUE),)),
    "refill, paid with too much": Case(
        SHIPPED, S.SETTLED, ((DUE + 20_000, True, DUE + 20_000),), credited=1000
    ),
    "refill, paid, gone since": Case(
        SHIPPED, S.SETTLED, ((DUE, True, DUE),), review="payment-vanished", lost=DUE
    ),
    "refill, expired": Case(EXPIRED, S.EXPIRED, minute=OVER),
    "refill, expired, too little credited": Case(
        EXPIRED, S.EXPIRED, ((50_000, True, 50_000),), credited=2500, minute=OVER
    ),
    "refill, expired, late money": Case(
        EXPIRED, S.EXPIRED, ((DUE, False, 0),), minute=OVER, arrived=OVER
    ),
    "refill, ended by the shop": Case(EXPIRED, S.EXPIRED, minute=OVER, moved=10),
    "refill, given up": Case(CANCELLED, S.CANCELLED, own=True),
    "refill, cancelled by the shop": Case(CANCELLED, S.CANCELLED, reason="No reason"),
}
CASES |= {name: replace(case, refill=True) for name, case in REFILLS.items()}


def places(t: Translator, of: Standing) -> Iterator[tuple[str, str]]:
    """Where a person reads of it."""
    yield "card", visible(views.invoice(t, of).text.partition("\n\n")[2].partition("\n\n")[2])
    yield "label", label(t, of)
    yield "check", answer(t, of, looked=True)
    if of.unpaid and of.state in OPEN:
        yield "reminder", visible(views.reminder(t, of).text)
    if not (of.unpaid and of.state is S.WAITING):
        yield "notice", visible(views.news(t, of).text)


def office(t: Translator, card: OrderCard) -> Iterator[tuple[str, str]]:
    """Where an admin does: the card without what stands on every one."""
    head, *rest = visible(admin.order(t, card).text).split("\n\n")
    yield "admin", lines(head, *rest[1:-1])


def table() -> str:
    parts = []
    for name, case in CASES.items():
        said = [f"# {name}"]
        for language in ("en", "de"):
            t = TEXTS(language)
            for place, text in [*places(t, case.standing), *office(t, case.card)]:
                said.append(f"{language} {place}: " + text.replace("\n", "\n    | "))
        parts.append("\n".join(said))
    return lines(*(f"{part}\n" for part in parts)) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
