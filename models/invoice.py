"""What must arrive for an order, and what was seen to arrive."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.address import Address
from models.base import STRICT, Base, BaseUnits, Choice, at_most, one_of
from models.order import Order

WATCHED = timedelta(days=90)
"""How long after its deadline an address is looked at, and what comes late is noticed."""
WITHOUT_RECEIPT = text("receipt IS NULL AND block_height IS NOT NULL")
UNSETTLED = text("accounted_at IS NULL AND missing_since IS NULL")


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
        CheckConstraint(at_most("taken", "due"), name="taken_within_due"),
        CheckConstraint("length(chain_memory) <= 4000", name="chain_memory_bounded"),
        Index(
            "ix_invoices_scan",
            "asset",
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
    """Only ever more: it follows what is at stake."""
    state: Mapped[InvoiceState] = mapped_column(Choice(InvoiceState), default=InvoiceState.WAITING)
    seen: Mapped[int] = mapped_column(BaseUnits(), default=0)
    """Base units on the way or arrived, counting every transfer still believed in."""
    confirmations: Mapped[int] = mapped_column(default=0)
    """Of the shallowest transfer needed to cover what is due."""
    taken: Mapped[int] = mapped_column(BaseUnits(), default=0, server_default="0")
    """Base units that went into the order, at the locked rate; what else came became credit."""
    lost: Mapped[int] = mapped_column(BaseUnits(), default=0, server_default="0")
    """Base units that were accounted for, that no block holds any more, and that nothing replaced:
    the credit they brought is suspended."""
    replaced: Mapped[int] = mapped_column(BaseUnits(), default=0, server_default="0")
    """Base units accounted for that took the place of lost ones, so that nothing was given for
    them."""
    written_off: Mapped[int] = mapped_column(BaseUnits(), default=0, server_default="0")
    """Base units of the lost ones that an admin does not wait for any more."""
    forgiven: Mapped[int] = mapped_column(BaseUnits(), default=0, server_default="0")
    """Base units of those for which goods were given, so that no credit is suspended for them."""
    scanned_at: Mapped[datetime | None]
    """Start of the newest scan that a healthy provider answered in full."""
    next_scan_at: Mapped[datetime | None]
    """None once nothing is expected any more: see services/money/rhythm.py."""
    progressed_at: Mapped[datetime | None]
    """When state, sum or confirmations last changed."""
    doubted_since: Mapped[datetime | None]
    """Since when two sources do not agree about what it received."""
    chain_memory: Mapped[str | None]
    """What the chain's source noted at the last look and wants back (utils/chains/memory.py)."""

    @property
    def open_loss(self) -> int:
        """Base units that are lost and not written off: somebody must look for them."""
        return max(0, (self.lost or 0) - (self.written_off or 0))

    order: Mapped[Order] = relationship(lazy="raise")
    address: Mapped[Address] = relationship(lazy="raise")


class Transfer(Base):
    """One observed payment. Recorded once, whoever reports it and however often."""

    __tablename__ = "transfers"
    __table_args__ = (
        UniqueConstraint("chain", "asset", "txid", "output_index"),
        CheckConstraint(at_most("accounted", "amount"), name="accounted_within_amount"),
        CheckConstraint("(accounted = '0') = (accounted_at IS NULL)", name="accounted_since_then"),
        Index(
            "ix_transfers_without_receipt",
            "asset",
            "first_seen_at",
            sqlite_where=WITHOUT_RECEIPT,
            postgresql_where=WITHOUT_RECEIPT,
        ),
        Index(
            "ix_transfers_unsettled",
            "invoice_id",
            sqlite_where=UNSETTLED,
            postgresql_where=UNSETTLED,
        ),
        STRICT,
    )

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
    accounted: Mapped[int] = mapped_column(BaseUnits(), default=0, server_default="0")
    """Base units of it that went into the order or the ledger: only ever more, never more than
    there are.
    """
    accounted_at: Mapped[datetime | None]
    """When the first of them did."""
    vouched: Mapped[int] = mapped_column(BaseUnits(), default=0, server_default="0")
    """Base units of it that an admin believes in although one source alone tells of them."""
    undated: Mapped[bool] = mapped_column(default=False, server_default="0")
    """First seen while nobody knew what time it was: nothing is decided on it until that is known.
    """

    @property
    def is_lost(self) -> bool:
        """Whether no block holds it that was accounted for: gone, or back among what waits."""
        return bool(self.accounted) and (self.missing_since is not None or not self.block_hash)

    @property
    def pending(self) -> int:
        """Base units that were not accounted for yet, if it is still there."""
        return 0 if self.missing_since else self.amount - self.accounted
