"""An order, its lines, and the state machine they obey (also enforced by triggers)."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    TextClause,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from models.base import STRICT, Base, Choice, one_of
from models.code import draw_code
from models.product import MOST_COST, ProductKind
from models.question import Answer


class OrderStatus(StrEnum):
    CREATED = "created"
    PAID = "paid"
    SHIPPED = "shipped"
    REFUNDED = "refunded"
    """It was paid, and what came for it is its customer's again: nothing is delivered any more."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"


NEXT: dict[OrderStatus, set[OrderStatus]] = {
    OrderStatus.CREATED: {OrderStatus.PAID, OrderStatus.CANCELLED, OrderStatus.EXPIRED},
    OrderStatus.PAID: {OrderStatus.SHIPPED, OrderStatus.REFUNDED},
    OrderStatus.SHIPPED: {OrderStatus.REFUNDED},
    OrderStatus.CANCELLED: {OrderStatus.PAID},  # late money, honoured
    OrderStatus.EXPIRED: {OrderStatus.PAID},  # late money, honoured
}
BOUGHT = (OrderStatus.PAID, OrderStatus.SHIPPED)
"""What a customer has bought and not been given back for."""
WAS_PAID = (*BOUGHT, OrderStatus.REFUNDED)
"""What was paid once: its goods are its customer's, and what else comes is too much."""
MARK = 8
"""Hexadecimal digits: against what changed meanwhile, not against forgers."""
LONGEST_TRACKING = 100
"""Characters of a parcel's number."""
UNPAID = text("status = 'created'")
UNPAID_SALE = text("status = 'created' AND refill = 0")
UNPAID_REFILL = text("status = 'created' AND refill > 0")
ARRIVED = text("status = 'shipped'")
GIVEN_BACK = text("status = 'refunded'")
LET_GO = text("timed_out_at IS NOT NULL OR given_up_at IS NOT NULL")
TIMED_OUT = text("timed_out_at IS NOT NULL")
EVER_PAID = text("paid_at IS NOT NULL")
ENDED = text("closed_at IS NOT NULL")


def only(condition: TextClause) -> dict[str, Any]:
    """An index of the rows that are so."""
    return {"sqlite_where": condition, "postgresql_where": condition}


MOST_SWITCHES = 3
"""How often the coin of an order may be changed: each time another order takes its place."""
OPEN = text("(status IN ('created', 'paid') OR needs_review IS NOT NULL)")  # in these words


class OneOrderUntil(StrEnum):
    """When a customer may order again: once the last order is paid, or once it is shipped."""

    PAID = "paid"
    SHIPPED = "shipped"

    @property
    def blocking(self) -> tuple[OrderStatus, ...]:
        """What another order may not be while one is placed."""
        if self is OneOrderUntil.PAID:
            return (OrderStatus.CREATED,)
        return (OrderStatus.CREATED, OrderStatus.PAID)


class Listed(StrEnum):
    """Which orders an admin looks through."""

    SHIP = "ship"
    """Paid, and not shipped."""
    WAITING = "waiting"
    """To be paid."""
    LATE = "late"
    """Money came too late or was too much, decided on or not."""
    REFUNDED = "refunded"
    OPEN = "open"
    """To be cared for: to ship first, then to decide about, then unpaid."""
    DECIDE = "decide"
    REFUND = "refund"
    """With a refund that is to be sent, or is on its way."""
    ENDED = "ended"
    ALL = "all"


class Order(Base):
    __tablename__ = "orders"
    __table_args__ = (
        one_of("status", OrderStatus),
        UniqueConstraint("code"),
        CheckConstraint("total > 0 OR (total = 0 AND discount > 0)", name="total_positive"),
        CheckConstraint("discount >= 0", name="discount_not_negative"),
        CheckConstraint(
            "credit_used >= 0 AND credit_used <= total", name="credit_used_within_total"
        ),
        CheckConstraint(
            "timed_out_at IS NULL OR status IN ('expired', 'cancelled')", name="timed_out_ended"
        ),
        CheckConstraint("given_up_at IS NULL OR status = 'cancelled'", name="given_up_cancelled"),
        CheckConstraint("shipping >= 0 AND shipping <= total", name="shipping_within_total"),
        CheckConstraint("fee >= 0 AND 2 * fee <= total - credit_used", name="fee_within_sum"),
        CheckConstraint("shipping = 0 OR shipping_name IS NOT NULL", name="shipping_named"),
        CheckConstraint(
            "shipping_name IS NULL OR delivery IS NOT NULL", name="shipping_to_an_address"
        ),
        CheckConstraint(
            "by_hand_at IS NULL OR status IN ('paid', 'shipped', 'refunded')", name="by_hand_paid"
        ),
        CheckConstraint(
            "rate_until IS NULL OR rate_until <= expires_at", name="rate_within_the_time"
        ),
        CheckConstraint(
            "tracking IS NULL OR (length(tracking) BETWEEN 1 AND 100"
            " AND status IN ('shipped', 'refunded'))",
            name="tracking_of_a_parcel",
        ),
        UniqueConstraint("replaces_id"),
        CheckConstraint(f"switches BETWEEN 0 AND {MOST_SWITCHES}", name="switches_bounded"),
        CheckConstraint("(replaces_id IS NULL) = (switches = 0)", name="switches_counted"),
        CheckConstraint(
            "refill = 0 OR (refill > 0 AND total = refill + fee AND credit_used = 0"
            " AND shipping = 0 AND delivery IS NULL)",
            name="refill_alone",
        ),
        CheckConstraint(
            "refill = 0 OR (status <> 'refunded' AND by_hand_at IS NULL)", name="refill_ends"
        ),
        Index("one_unpaid_order_per_user", "user_id", unique=True, **only(UNPAID_SALE)),
        Index("one_unpaid_refill_per_user", "user_id", unique=True, **only(UNPAID_REFILL)),
        Index("ix_orders_let_go", "user_id", "closed_at", **only(LET_GO)),
        Index("ix_orders_due", "expires_at", **only(UNPAID)),
        Index("ix_orders_refunded", "id", **only(GIVEN_BACK)),
        Index("ix_orders_arrived", "closed_at", "id", **only(ARRIVED)),
        Index("ix_orders_open", "status", "id", **only(OPEN)),
        Index("ix_orders_timed_out", "timed_out_at", **only(TIMED_OUT)),
        Index("ix_orders_paid", "paid_at", **only(EVER_PAID)),
        Index("ix_orders_created_at", "created_at"),
        Index("ix_orders_ended", "closed_at", **only(ENDED)),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(default=draw_code)
    """What people call it; the id stays inside."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    status: Mapped[OrderStatus] = mapped_column(Choice(OrderStatus), default=OrderStatus.CREATED)
    total: Mapped[int]
    """Minor units of `currency`, locked at checkout."""
    currency: Mapped[str]
    credit_used: Mapped[int] = mapped_column(default=0, server_default="0")
    """Minor units of the total that store credit pays; the rest is invoiced."""
    shipping: Mapped[int] = mapped_column(default=0, server_default="0")
    """Minor units of the total that are for shipping."""
    fee: Mapped[int] = mapped_column(default=0, server_default="0")
    """Minor units of the total that the way to pay costs; the rest are the lines and shipping."""
    refill: Mapped[int] = mapped_column(default=0, server_default="0")
    """Minor units of the total that become its customer's store credit; 0: it sells goods."""
    discount: Mapped[int] = mapped_column(default=0, server_default="0")
    """Minor units that a voucher took off: the total is what is left."""
    shipping_name: Mapped[str | None]
    """How it is shipped, as that was called at checkout; None: no option was to be chosen."""
    cancel_reason: Mapped[bytes | None]
    """What the shop tells the customer of why it was cancelled, sealed."""
    delivery: Mapped[bytes | None]
    """Where to ship physical goods, as the customer typed it, sealed."""
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What checkout had to reduce or drop: {"lines": [[title, wanted, got], ...]}."""
    needs_review: Mapped[str | None]
    """Why a person must look at this order; None when nobody has to."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When it was shipped, cancelled, expired or refunded."""
    timed_out_at: Mapped[datetime | None]
    """When it was counted as its customer's timeout: it ran out unseen, or was cancelled late."""
    given_up_at: Mapped[datetime | None]
    """When its customer cancelled it."""
    by_hand_at: Mapped[datetime | None]
    """When a person said that it is paid, whatever the chain says: what comes for it is taken for
    its price first, and what never came is no money of the shop's books."""
    rate_until: Mapped[datetime | None]
    """Of an order whose time was moved: until when coins count at the locked rate. None: for as
    long as it has time."""
    tracking: Mapped[str | None]
    """The parcel's number, as the shop typed it."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    """The order in whose place it came because its customer chose another coin."""
    switches: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the coin was changed before it: it is that far from the first of its chain."""

    @property
    def was_cancelled_by_shop(self) -> bool:
        """Neither by its customer, nor replaced by an order in another coin."""
        ended = self.status is OrderStatus.CANCELLED
        return ended and self.given_up_at is None and not self.replaced_by

    if TYPE_CHECKING:  # set below: it asks the same table
        replaced_by: Mapped[str | None]
        """The code of the order that took its place, as it was when this one was loaded."""

    lines: Mapped[list["OrderLine"]] = relationship(lazy="raise", order_by="OrderLine.id")

    @property
    def quantities(self) -> dict[int, int]:
        """How many of each variant."""
        found: dict[int, int] = {}
        for line in self.lines:
            found[line.variant_id] = found.get(line.variant_id, 0) + line.quantity
        return found

    @property
    def to_pay(self) -> int:
        """Minor units that are left to be paid in coins."""
        return self.total - self.credit_used

    @property
    def delivery_mark(self) -> str:
        """Which address it has, without a word of it: another one has another mark."""
        return hashlib.sha256(self.delivery or b"").hexdigest()[:MARK]

    @property
    def counts_until(self) -> datetime:
        """Coins that are first seen before this count at the locked rate."""
        return self.rate_until or self.expires_at

    @property
    def ended_early(self) -> bool:
        """The shop ended it before its time was up."""
        expired = self.status is OrderStatus.EXPIRED and self.rate_until is not None
        return expired and self.closed_at == self.expires_at

    def move_to(self, status: OrderStatus) -> None:
        if status not in NEXT.get(self.status, set()):
            raise ValueError(f"order {self.id}: {self.status} -> {status}")
        self.status = status


_successor = Order.__table__.alias("successor")
Order.replaced_by = column_property(
    select(_successor.c.code).where(_successor.c.replaces_id == Order.id).scalar_subquery()
)


class OrderLine(Base):
    """Name and price as they were at checkout: a later change of the catalogue changes no order."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "variant_id"),
        one_of("kind", ProductKind),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price > 0", name="unit_price_positive"),
        CheckConstraint(
            f"unit_cost IS NULL OR unit_cost BETWEEN 0 AND {MOST_COST}", name="unit_cost_bounded"
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    title: Mapped[str]
    kind: Mapped[ProductKind] = mapped_column(Choice(ProductKind))
    unit_price: Mapped[int]
    quantity: Mapped[int]
    unit_cost: Mapped[int | None]
    """What one cost the shop when it was ordered; None: nobody had noted it."""

    answers: Mapped[list[Answer]] = relationship(lazy="raise", order_by=Answer.position)


def reason_binding(order_id: int) -> str:
    """What a sealed reason is bound to."""
    return f"cancel-reason:{order_id}"


def delivery_binding(user_id: int) -> str:
    """What a sealed delivery address is bound to."""
    return f"delivery:{user_id}"
