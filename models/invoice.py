"""What must arrive for an order, and what was seen to arrive."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.address import Address
from models.base import STRICT, Base, BaseUnits, Choice, one_of
from models.order import Order


class InvoiceState(StrEnum):
    """Derived by `services/money/settlement.py` from the transfers; stored to notice a change."""

    WAITING = "waiting"
    PARTIAL = "partial"
    CONFIRMING = "confirming"
    CHECKING = "checking"
    SETTLED = "settled"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Invoice(Base):
    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("order_id"),
        UniqueConstraint("address_id"),
        one_of("state", InvoiceState),
        CheckConstraint("due <> '0'", name="due_positive"),
        CheckConstraint("confirmations_required > 0", name="never_zero_conf"),
        Index(
            "ix_invoices_scan",
            "next_scan_at",
            sqlite_where=text("next_scan_at IS NOT NULL"),
            postgresql_where=text("next_scan_at IS NOT NULL"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    asset: Mapped[str]
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"))
    due: Mapped[int] = mapped_column(BaseUnits())
    """Base units that must arrive; locked, never re-priced."""
    rate: Mapped[Decimal]
    """Shop currency per coin, the spread already taken off."""
    rate_sources: Mapped[str]
    rate_at: Mapped[datetime]
    spread_percent: Mapped[Decimal]
    confirmations_required: Mapped[int]
    state: Mapped[InvoiceState] = mapped_column(Choice(InvoiceState), default=InvoiceState.WAITING)
    seen: Mapped[int] = mapped_column(BaseUnits(), default=0)
    """Base units on the way or arrived, counting every transfer still believed in."""
    confirmations: Mapped[int] = mapped_column(default=0)
    """Of the shallowest transfer needed to cover what is due."""
    scanned_at: Mapped[datetime | None]
    """Start of the newest scan that a healthy provider answered in full."""
    next_scan_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    """The customer's invoice message, edited in place as the payment proceeds."""

    order: Mapped[Order] = relationship(lazy="raise")
    address: Mapped[Address] = relationship(lazy="raise")


class Transfer(Base):
    """One observed payment. Recorded once, whoever reports it and however often."""

    __tablename__ = "transfers"
    __table_args__ = (UniqueConstraint("chain", "asset", "txid", "output_index"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    chain: Mapped[str]
    asset: Mapped[str]
    txid: Mapped[str]
    output_index: Mapped[int]
    amount: Mapped[int] = mapped_column(BaseUnits())
    block_height: Mapped[int | None]
    block_hash: Mapped[str | None]
    first_seen_at: Mapped[datetime]
    missing_since: Mapped[datetime | None]
    """Since when complete scans no longer show it (replaced, dropped, reorganised)."""
    receipt: Mapped[str | None]
    """Where balances are read (Ethereum): the transactions behind it, found afterwards; "" if none
    could be.
    """
    accounted_at: Mapped[datetime | None]
    """When its value went into the order or the ledger: at most once."""
