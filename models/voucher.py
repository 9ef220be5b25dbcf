"""What takes something off an order, or gives store credit, to whoever knows a code."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import STRICT, Base, Choice, one_of

DIGEST = 64
"""Hexadecimal digits of a SHA-256."""
MOST_CODES = 500
"""Codes of one voucher."""
MOST_USES = 100_000
"""How often one code may be used."""
LONGEST_NAME = 40
MOST_AMOUNT = 100_000_000_000


class VoucherKind(StrEnum):
    PERCENT = "percent"
    FIXED = "fixed"
    PRODUCT = "product"
    """One unit of a variant for nothing."""
    CREDIT = "credit"
    """Store credit, at once: a gift card."""


class UseState(StrEnum):
    HELD = "held"
    """By an order that is to be paid or was, or by credit that was given."""
    RELEASED = "released"
    """Its order ended unpaid."""


class Voucher(Base):
    """The rule of one code or of many. Once there are codes it stays as it is, but for `active`."""

    __tablename__ = "vouchers"
    __table_args__ = (
        one_of("kind", VoucherKind),
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_bounded"),
        CheckConstraint(f"amount BETWEEN 1 AND {MOST_AMOUNT}", name="amount_bounded"),
        CheckConstraint("kind <> 'percent' OR amount <= 100", name="percent_of_all"),
        CheckConstraint("(kind = 'product') = (variant_id IS NOT NULL)", name="product_named"),
        CheckConstraint("cap IS NULL OR (kind = 'percent' AND cap > 0)", name="cap_of_a_percent"),
        CheckConstraint("least IS NULL OR (kind <> 'credit' AND least > 0)", name="least_of_goods"),
        CheckConstraint("ends_at > starts_at", name="ends_later"),
        CheckConstraint(f"most BETWEEN 1 AND {MOST_USES}", name="most_bounded"),
        CheckConstraint(f"each BETWEEN 1 AND {MOST_USES}", name="each_bounded"),
        CheckConstraint("kind <> 'credit' OR most IS NOT NULL", name="credit_bounded"),
        CheckConstraint("active IN (0, 1)", name="active_known"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[VoucherKind] = mapped_column(Choice(VoucherKind))
    name: Mapped[str]
    """What the shop calls it; customers do not read it."""
    amount: Mapped[int]
    """Per cent, or minor units of `currency`; of a product how many are free, which is one."""
    currency: Mapped[str]
    cap: Mapped[int | None]
    """The most that a per cent takes off."""
    least: Mapped[int | None]
    """What the goods of an order must come to."""
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variants.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    most: Mapped[int | None]
    """How often each code may be used; None: as often as anybody wants."""
    each: Mapped[int | None]
    """How often one person may use codes of it; each that gives store credit once in any case."""
    active: Mapped[bool] = mapped_column(default=False, server_default="0")
    made_by: Mapped[int]
    created_at: Mapped[datetime]


class VoucherScope(Base):
    """Products, categories with all within them, and groups of customers that a voucher is for.
    Without any of goods it is for all goods, without any of people for everybody.
    """

    __tablename__ = "voucher_scopes"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN product_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN category_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN group_id IS NULL THEN 0 ELSE 1 END = 1",
            name="of_one_thing",
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("vouchers.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("customer_groups.id"))


class VoucherCode(Base):
    """Who knows it may use it: the database cannot say it. `used` is counted by triggers."""

    __tablename__ = "voucher_codes"
    __table_args__ = (
        UniqueConstraint("digest"),
        CheckConstraint(f"length(digest) = {DIGEST}", name="digest_whole"),
        CheckConstraint("used >= 0 AND (most IS NULL OR used <= most)", name="used_within_most"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("vouchers.id"), index=True)
    digest: Mapped[str]
    most: Mapped[int | None]
    """As its voucher says."""
    used: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]

    @property
    def is_left(self) -> bool:
        return self.most is None or self.used < self.most


class VoucherUse(Base):
    """Held with an order, as its goods are, and released with it; or turned into store credit."""

    __tablename__ = "voucher_uses"
    __table_args__ = (
        one_of("state", UseState),
        UniqueConstraint("order_id"),
        UniqueConstraint("entry_id"),
        Index("ix_voucher_uses_user_id", "user_id", "voucher_id"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(order_id IS NULL) <> (entry_id IS NULL)", name="of_one_thing"),
        CheckConstraint("entry_id IS NULL OR state = 'held'", name="credit_is_given_for_good"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("voucher_codes.id"), index=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("vouchers.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("credit_entries.id"))
    amount: Mapped[int]
    """Minor units that it took off, or gave."""
    state: Mapped[UseState] = mapped_column(Choice(UseState), default=UseState.HELD)
    created_at: Mapped[datetime]


class CartVoucher(Base):
    """The code that goes with somebody's cart until it is used; it holds nothing."""

    __tablename__ = "cart_vouchers"
    __table_args__ = (STRICT,)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("voucher_codes.id"))


class VoucherTries(Base):
    """Wrong codes that somebody typed lately."""

    __tablename__ = "voucher_tries"
    __table_args__ = (CheckConstraint("wrong >= 0", name="wrong_counted"), STRICT)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    wrong: Mapped[int]
    rests_until: Mapped[datetime | None]


def about(voucher_id: int) -> str:
    """What the audit calls it."""
    return f"voucher:{voucher_id}"


def credit_key(code_id: int, user_id: int) -> str:
    """Once for a code and a person, in the words that the guard of the ledger reads."""
    return f"voucher:{code_id}:{user_id}"
