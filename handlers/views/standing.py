"""Which sentences stand for an order: chosen by the money that was seen, never by a state's name.

Pure. The table of every case with its sentences in both languages is tests/handlers/words.txt.
"""

from dataclasses import dataclass
from datetime import datetime

from handlers.views.contents import refilled, ships, worded
from handlers.views.moments import absolute, day
from handlers.views.screen import bar, cut, visible
from models.invoice import WATCHED, Invoice, InvoiceState
from models.order import BOUGHT, Order, OrderStatus
from models.product import ProductKind
from models.refund import Refund, RefundState
from services.money.policy import Policy
from services.sale.facts import Money
from services.sale.order import OrderCard
from services.sale.waiting import minutes
from utils.assets import ASSETS
from utils.l10n import Html, Translator
from utils.money import format_money
from utils.uri import format_units

OPEN = {InvoiceState.WAITING, InvoiceState.PARTIAL}
"""The states in which an order that is not paid asks for money."""
ENDED = {OrderStatus.EXPIRED, OrderStatus.CANCELLED}
REASON = 300
"""UTF-16 units, so that it fits below a picture."""
UNFILLED = {"units-missing", "stock-doubted", "delivery-failed"}
"""Reviews of an order whose goods did not all reach the customer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an order, its money and its parcels. `money` and `invoice`: None when store
    credit paid for everything. `credited`: minor units that came of it and were neither sent
    back nor used for it since. `reason`: why the shop cancelled it, in its own words.
    """

    order: Order
    invoice: Invoice | None
    money: Money | None
    now: datetime
    credited: int = 0
    refund: Refund | None = None
    reason: str | None = None
    only_coin: bool = False
    may_complain: bool = False
    told: bool = False
    """There are delivery notes or answers to be read."""
    owed: bool = False

    @property
    def unfilled(self) -> bool:
        return self.owed or self.order.needs_review in UNFILLED

    @property
    def asks(self) -> bool:
        """Whether it asks for money: only then are there an address, a QR code and a deadline."""
        return self.unpaid and self.state in OPEN

    @property
    def unpaid(self) -> bool:
        return self.order.status is OrderStatus.CREATED

    @property
    def ended(self) -> bool:
        return self.order.status in ENDED

    @property
    def state(self) -> InvoiceState:
        """Past its deadline an order asks for nothing, even before anybody has looked again."""
        state = self.invoice.state if self.invoice else InvoiceState.SETTLED
        over = self.unpaid and state in OPEN and self.now >= self.order.expires_at
        return InvoiceState.CHECKING if over else state

    @property
    def seen(self) -> int:
        return self.money.seen if self.money else 0

    @property
    def pending(self) -> int:
        return self.money.pending if self.money else 0

    @property
    def ships(self) -> bool:
        return ships(self.order)

    @property
    def kinds(self) -> str:
        """`digital`, `physical`, or `both`; what is shared comes as what is digital does. `refill`:
        none of them.
        """
        if self.order.refill:
            return "refill"
        shipped = {line.kind.is_shipped for line in self.order.lines}
        if len(shipped) > 1:
            return "both"
        return str(ProductKind.PHYSICAL if True in shipped else ProductKind.DIGITAL)

    @property
    def under_way(self) -> bool:
        """Money that is told of at once, and that is not counted yet."""
        if self.unpaid:
            return self.state is InvoiceState.CONFIRMING
        return self.pending > 0

    @property
    def unchecked(self) -> bool:
        """It ended without an answer of the chain, and there was none since."""
        looked = self.invoice.scanned_at if self.invoice else None
        told = self.order.needs_review == "expired-unchecked"
        return told and (looked is None or looked < self.order.expires_at)

    @property
    def by_word(self) -> bool:
        """A person took it for paid, and coins that still come pay for it first."""
        bill, counts = self.invoice, self.order.by_hand_at and self.order.status in BOUGHT
        return bool(counts and bill and bill.taken < bill.due)

    @property
    def watched(self) -> bool:
        return self.now < self.order.expires_at + WATCHED


def standing(card: OrderCard, now: datetime) -> Standing:
    refund = card.refunds[-1] if card.refunds else None
    credited = max(0, card.credited)
    told = card.noted or bool(card.answers)
    known = (card.order, card.invoice, card.money, now, credited, refund, card.reason)
    return Standing(*known, told=told, owed=card.owed)


def sentences(t: Translator, of: Standing) -> list[Html]:
    """Where the order stands and what became of the money, for the card and for a notice."""
    if of.unpaid:
        return [t(worded(of.order, f"standing-{_unpaid(of)}"), **coins(of))]
    if of.ended:
        return [*_end(t, of), *aftermath(t, of)]
    number = [t("tracking", number=of.order.tracking)] if of.order.tracking else []
    paid = t(worded(of.order, f"standing-{_paid(of)}"), amount=refilled(t, of.order))
    return [paid, *number, *_besides(t, of)]


def _unpaid(of: Standing) -> str:
    money, state = of.money, of.state
    if state is InvoiceState.CHECKING:
        gone = "checking-vanished" if money and money.ever_seen else "checking"
        return "checking-seen" if of.seen else gone
    if state is InvoiceState.CONFIRMING:
        if money and money.in_no_block:
            return "unconfirmed"
        return "confirming" if _by_depth(of) else "finalising"
    if not of.seen:
        return "waiting-vanished" if money and money.ever_seen else "waiting"
    if money and money.in_no_block:
        return "partial-unconfirmed"
    return "partial-mixed" if money and money.mined < money.seen else "partial"


def _paid(of: Standing) -> str:
    if of.order.status is OrderStatus.REFUNDED:
        return "refunded"
    if of.unfilled:
        return "unfilled"
    if of.order.needs_review == "payment-vanished" and of.order.status is OrderStatus.PAID:
        return "doubted"
    if of.order.refill and of.invoice and (of.invoice.lost or 0) > (of.invoice.forgiven or 0):
        return "doubted"
    if of.order.status is OrderStatus.PAID:
        return "packing" if of.ships else "paid"
    return "shipped" if of.ships else "delivered"


def _end(t: Translator, of: Standing) -> list[Html]:
    if of.order.replaced_by:
        return [t("invoice-replaced", code=of.order.replaced_by)]
    if of.order.status is OrderStatus.EXPIRED:
        key = "standing-ended-early" if of.order.ended_early else "standing-expired"
        return [t(worded(of.order, key))]
    if of.order.given_up_at is not None:
        return [t(worded(of.order, "standing-cancelled"))]
    reason = [t("standing-reason", reason=cut(of.reason, REASON))] if of.reason else []
    return [t("standing-cancelled-by-shop"), *reason]


def aftermath(t: Translator, of: Standing) -> list[Html]:
    """What became of the money of an order that ended."""
    if of.money is None or (of.order.replaced_by and not of.seen):
        return []
    arrived = [t("money-arrived", **coins(of))] if of.money.booked and of.seen else []
    told = [*arrived, *_besides(t, of)]
    if told or of.seen:
        return told or [t("money-arrived", **coins(of))]
    return [t(f"money-{_nothing(of)}", date=day(t.language, of.money.watched_until))]


def _nothing(of: Standing) -> str:
    if of.money and of.money.ever_seen:
        return "vanished"
    if of.unchecked:
        return "unchecked"
    return "none" if of.watched else "unwatched"


def _besides(t: Translator, of: Standing) -> list[Html]:
    """Money that is on its way, became credit, or goes back; of an order that is no longer open."""
    told: list[Html] = []
    if of.pending and of.money:
        closed = of.order.replaced_by or of.order.was_cancelled_by_shop or of.order.refill
        more = "more" if of.money.booked or not of.ended else "first"
        late = "owed" if of.by_word else "late" if of.ended and not closed else more
        seen = "seen" if of.money.mined <= of.money.booked else "arrived"
        told.append(t(f"money-{late}-{seen}", **coins(of)))
    if of.credited:
        told.append(t("money-credited", amount=_money(t, of, of.credited)))
    if of.refund and of.refund.state is not RefundState.WITHDRAWN:
        told.append(t(f"money-refund-{of.refund.state}", **_sent(t, of, of.refund)))
    return told


def label(t: Translator, of: Standing) -> Html:
    """In a word or two, for a button."""
    if of.order.replaced_by:
        return t("status-replaced", code=of.order.replaced_by)
    return t(worded(of.order, f"label-{_label(of)}"))


def _label(of: Standing) -> str:
    if of.ended:
        money = "-late" if of.pending else "-money" if of.seen else ""
        return f"{of.order.status}{money}"
    if not of.unpaid:
        return _paid(of)
    if of.state is InvoiceState.CONFIRMING:
        return "seen"
    if of.state is InvoiceState.CHECKING:
        return "checking"
    return "partial" if of.seen else "waiting"


def answer(t: Translator, of: Standing, *, looked: bool) -> str:
    """What Check now and I already paid say. `looked`: the chain has answered just now."""
    doubt = [] if looked or not (of.unpaid or of.ended) else [t("check-unasked")]
    return visible("\n".join([*doubt, *sentences(t, of)]))


def brief(t: Translator, of: Standing, *, looked: bool) -> str:
    """The same where there is no room: its own message says the rest, and is said once."""
    doubt = [] if looked or not (of.unpaid or of.ended) else [t("check-unasked")]
    said = t("check-brief", code=of.order.code, label=label(t, of))
    return visible("\n".join([*doubt, said]))


def coins(of: Standing) -> dict[str, str | int]:
    """Seen, pending and missing in coins; how far it is, and how long that takes as a rule."""
    bill, money = of.invoice, of.money
    if bill is None or money is None:
        return {}
    decimals = ASSETS[bill.asset].decimals
    coins = {"seen": money.seen, "pending": money.pending, "missing": money.missing}
    required = bill.confirmations_required
    depth = min(bill.confirmations, required)
    return {
        **{name: format_units(units, decimals) for name, units in coins.items()},
        "due": format_units(money.due, decimals),
        "asset": bill.asset,
        "depth": depth,
        "required": required,
        "bar": bar(depth, required),
        "minutes": minutes(bill.asset, max(1, required - depth)),
        "held": absolute(held_until(of, money)),
        "came": str(money.came),
    }


def held_until(of: Standing, money: Money) -> datetime:
    """So long at least money in no block keeps an order: it may be longer (`Policy`)."""
    policy, deadline = Policy(), of.order.expires_at
    since = max(deadline, money.first_seen or deadline)
    return min(since + policy.unconfirmed_wait, deadline + policy.longest_wait)


def _by_depth(of: Standing) -> bool:
    return of.invoice is not None and ASSETS[of.invoice.asset].finality == "depth"


def _sent(t: Translator, of: Standing, refund: Refund) -> dict[str, str]:
    return {
        "amount": _money(t, of, refund.amount),
        "units": format_units(refund.units, ASSETS[refund.asset].decimals),
        "asset": refund.asset,
    }


def _money(t: Translator, of: Standing, minor: int) -> str:
    return format_money(minor, of.order.currency, t.language)
