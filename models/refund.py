"""Store credit that goes back to a customer's own wallet, and where to."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, BaseUnits, Choice, one_of


class RefundState(StrEnum):
    OPEN = "open"
    """The credit is set aside; an admin sends the coins."""
    SENT = "sent"
    """The chain knows a transaction that pays what was agreed; it is not final yet."""
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    """Nothing was sent; the credit is back."""


NEXT: dict[RefundState, set[RefundState]] = {
    RefundState.OPEN: {RefundState.SENT, RefundState.CONFIRMED, RefundState.WITHDRAWN},
    RefundState.SENT: {RefundState.CONFIRMED, RefundState.OPEN},
    RefundState.CONFIRMED: {RefundState.OPEN},
}
UNDER_WAY = text("state IN ('open', 'sent')")


class Refund(Base):
    """A refund exists only with the ledger entry that set its credit aside."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        UniqueConstraint("returned_id"),
        UniqueConstraint("asset", "txid", "target"),
        one_of("state", RefundState),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("units <> '0'", name="units_positive"),
        CheckConstraint(
            "(state IN ('sent', 'confirmed')) = (txid IS NOT NULL)", name="sent_in_a_transaction"
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (returned_id IS NOT NULL)", name="withdrawn_gives_back"
        ),
        Index(
            "one_refund_under_way",
            "order_id",
            unique=True,
            sqlite_where=UNDER_WAY,
            postgresql_where=UNDER_WAY,
        ),
        Index(
            "ix_refunds_look",
            "look_at",
            sqlite_where=text("look_at IS NOT NULL"),
            postgresql_where=text("look_at IS NOT NULL"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    """Looked up by SQLite whenever somebody new comes: the index of their names writes, too."""
    amount: Mapped[int]
    """Minor units of `currency` that were set aside."""
    currency: Mapped[str]
    asset: Mapped[str]
    sealed: Mapped[bytes]
    """The customer's address, sealed."""
    target: Mapped[bytes]
    """Keyed hash of the address: no transaction pays two refunds to one."""
    units: Mapped[int] = mapped_column(BaseUnits())
    """Base units to send."""
    rate: Mapped[Decimal]
    """Shop currency per coin when it was opened; `units` may be fewer than it makes."""
    state: Mapped[RefundState] = mapped_column(Choice(RefundState), default=RefundState.OPEN)
    txid: Mapped[str | None]
    entry_id: Mapped[int] = mapped_column(ForeignKey("credit_entries.id"))
    """The entry that set the credit aside, before anything left."""
    returned_id: Mapped[int | None] = mapped_column(ForeignKey("credit_entries.id"))
    """The entry that gave it back."""
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    sent_by: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When it was confirmed or withdrawn."""
    look_at: Mapped[datetime | None]
    """When its transactions are to be looked up next; None: nothing is expected of them."""

    def move_to(self, state: RefundState) -> None:
        if state not in NEXT.get(self.state, set()):
            raise ValueError(f"refund {self.id}: {self.state} -> {state}")
        self.state = state


MOST_NAMED = 10
"""Transactions that may be named for one refund."""


class RefundTransaction(Base):
    """A transaction that an admin named for a refund. It is never forgotten once it was seen."""

    __tablename__ = "refund_txids"
    __table_args__ = (
        UniqueConstraint("refund_id", "txid"),
        CheckConstraint("extra_at IS NULL OR seen_at IS NOT NULL", name="extra_was_seen"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id"))
    txid: Mapped[str] = mapped_column(index=True)
    named_by: Mapped[str]
    named_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    """When the chain last knew that it pays the refund; None: never."""
    extra_at: Mapped[datetime | None]
    """When it was found to have paid although the credit was given back, or another had paid."""


class RefundAddress(Base):
    """Where a customer wants the money of an order sent: asked for, given, confirmed."""

    __tablename__ = "refund_addresses"
    __table_args__ = (
        CheckConstraint("(sealed IS NULL) = (given_at IS NULL)", name="given_once_there"),
        CheckConstraint("confirmed_at IS NULL OR sealed IS NOT NULL", name="confirmed_if_given"),
        STRICT,
    )

    order_id: Mapped[int] = mapped_column(
        ForeignKey("orders.id"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[bytes | None]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Counts what was typed: only what is shown can be confirmed."""
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]


TARGET = "refund-target"
"""What the hash of a refund's address is bound to: the same for all."""


def address_binding(order_id: int) -> str:
    """What a sealed refund address is bound to."""
    return f"refund:{order_id}"
