"""Which rows an invariant needs to be judged for some orders, variants or people alone.

A check is plain SQL over whole tables. Here the tables are narrowed, by common table expressions of
the same names, to the rows that belong to a few ids: the check itself stays as it is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, BindParameter, TextClause, bindparam, text

from repositories.kind import HIGHEST, LOWEST, Kind
from repositories.kinds import AGREED, COMPLAINTS, DAYS, GIFTS, NOTICES, VOUCHERS

VARIANTS = Kind(
    table="variants",
    size=100,
    checks=("I1 ", "I2 ", "I3 ", "I23 what"),
    rows={
        "variants": "id",
        "these_variants": "id",
        "reservations": "variant_id",
        "stock_units": "variant_id",
        "stock_movements": "variant_id",
    },
    touched="SELECT variant_id FROM order_lines WHERE order_id IN :ids",
)
UNITS = Kind(
    table="stock_units",
    size=2_000,
    checks=("I4 a sold unit", "I4 what"),
    rows={"stock_units": "id"},
    touched=(
        "SELECT id FROM stock_units WHERE order_line_id IN"
        " (SELECT id FROM order_lines WHERE order_id IN :ids)"
    ),
)
SWAPPED = Kind(
    table="stock_units",
    size=2_000,
    checks=("I4 a replaced",),
    rows={"these_stock_units": "id"},
    touched=UNITS.touched,
)
BATCHES = Kind(
    table="batches",
    size=100,
    checks=("I22 ",),
    rows={"batches": "id", "stock_units": "batch_id"},
    touched=(
        "SELECT batch_id FROM stock_units WHERE batch_id IS NOT NULL AND order_line_id IN"
        " (SELECT id FROM order_lines WHERE order_id IN :ids)"
    ),
)
FILES = Kind(
    table="goods_files",
    size=100,
    checks=("I23 a file",),
    rows={"goods_files": "id", "file_pieces": "file_id"},
    touched=(
        "SELECT file_id FROM stock_units WHERE file_id IS NOT NULL AND order_line_id IN"
        " (SELECT id FROM order_lines WHERE order_id IN :ids)"
    ),
)
LINES = Kind(
    table="order_lines",
    size=2_000,
    checks=("I4 each place",),
    rows={"stock_units": "order_line_id"},
    touched="SELECT id FROM order_lines WHERE order_id IN :ids",
)
USERS = Kind(
    table="users",
    size=1_000,
    checks=(
        *("I5 ", "I15 no credit balance", "I29 ", "I34 ", "I35 ", "I36 ", "I40 ", "I42 ", "I54 "),
        "I55 nobody",
    ),
    rows={
        "users": "id",
        "orders": "user_id",
        "credit_entries": "user_id",
        "roles": "user_id",
        "person_notes": "user_id",
        "person_tags": "user_id",
        "erasures": "user_id",
        "accounts": "user_id",
        "profile_details": "user_id",
        "talks": "user_id",
        "threads": "user_id",
        "voucher_uses": "user_id",
    },
    touched="SELECT user_id FROM orders WHERE id IN :ids",
)
TEXTS = Kind(
    table="shop_texts",
    size=2_000,
    checks=("I41 ",),
    rows={},  # each is compared with the one before it
    touched="SELECT id FROM shop_texts WHERE id IN :ids AND 1 = 0",
)
ADDRESSES = Kind(
    table="addresses",
    size=2_000,
    checks=("I7 an address and its index",),
    rows={"these_addresses": "id", "invoices": "address_id"},
    touched="SELECT address_id FROM invoices WHERE order_id IN :ids",
)
ORDERS = Kind(
    table="orders",
    size=500,
    checks=(
        *("I6 ", "I7 an address in use", "I8 ", "I9 ", "I14 ", "I15 an order", "I15 no more"),
        *("I15 what is suspended", "I15 suspended credit"),
        *("I11 ", "I16 a refund", "I16 no more", "I17 ", "I24 a total", "I52 ", "I53 "),
        *("I55 what", "I56 "),
    ),
    rows={
        "orders": "id",
        "order_lines": "order_id",
        "reservations": "order_id",
        "invoices": "order_id",
        "transfers": "invoice_id IN (SELECT id FROM {home}invoices WHERE order_id {these})",
        "credit_entries": "order_id",
        "audit": "order_id",
        "refunds": "order_id",
        "refund_txids": "refund_id IN (SELECT id FROM {home}refunds WHERE order_id {these})",
        "outbox": "order_id",
        "taken_orders": "order_id",
        "voucher_uses": "order_id",
    },
    touched="SELECT id FROM orders WHERE id IN :ids",
    optional=frozenset({"credit_entries", "audit", "outbox"}),
)
SUCCESSORS = Kind(
    table="orders",
    size=500,
    checks=("I18 ",),
    rows={"these_orders": "id"},
    touched="SELECT id FROM orders WHERE id IN :ids OR replaces_id IN :ids",
)
CREDIT = Kind(
    table="credit_entries",
    size=1_000,
    checks=("I16 what was set aside", "I30 what", "I57 "),
    rows={
        "credit_entries": "id",
        "refunds": "entry_id {these} OR returned_id {these}",
        "gifts": "entry_id {these} OR end_id {these}",
        "voucher_uses": "entry_id",
    },
    touched="SELECT id FROM credit_entries WHERE order_id IN :ids",
)
NAMED = Kind(
    table="refund_txids",
    size=2_000,
    checks=("I16 no transaction",),
    rows={"these_refund_txids": "id"},
    touched="SELECT id FROM refund_txids WHERE id IN :ids AND 1 = 0",  # see LIVE
)
GIVEN = Kind(
    table="addresses",
    size=HIGHEST,  # two sums are compared: there is nothing to cut
    checks=("I7 no more addresses",),
    rows={},
    touched="SELECT id FROM addresses WHERE id IN :ids AND 1 = 0",
)
DAYS_SOLD = Kind(
    table="variants",
    size=100,
    checks=("I21 what was sold",),
    rows={"sales": "variant_id", "reservations": "variant_id"},
    touched="SELECT variant_id FROM order_lines WHERE order_id IN :ids",
)
PRODUCTS = Kind(
    table="products",
    size=200,
    checks=("I20 ", "I21 what is popular", "I32 "),
    rows={"these_products": "id"},
    touched=(
        "SELECT product_id FROM variants WHERE id IN"
        " (SELECT variant_id FROM order_lines WHERE order_id IN :ids)"
    ),
)
CATEGORIES = Kind(
    table="categories",
    size=100,
    checks=("I19 ",),
    rows={"these_categories": "id"},
    touched="SELECT id FROM categories WHERE id IN :ids AND 1 = 0",
)
SHELVES = (DAYS_SOLD, PRODUCTS, CATEGORIES)
GOODS = (VARIANTS, UNITS, SWAPPED, LINES, BATCHES, FILES, *SHELVES)
"""What the shelves are judged by."""
KINDS = (
    *(*GOODS, USERS, TEXTS, ADDRESSES, GIVEN, CREDIT, ORDERS, SUCCESSORS, NAMED, GIFTS, AGREED),
    *(DAYS, COMPLAINTS, NOTICES, VOUCHERS),
)

LIVE: Mapping[Kind, tuple[str, ...]] = {
    ORDERS: (
        "SELECT id FROM orders WHERE status IN ('created', 'paid') OR needs_review IS NOT NULL",
        "SELECT i.order_id FROM transfers t JOIN invoices i ON i.id = t.invoice_id"
        " WHERE t.accounted_at IS NULL AND t.missing_since IS NULL",
        "SELECT order_id FROM outbox WHERE status = 'failed' AND closed_at IS NOT NULL",
        "SELECT order_id FROM refunds WHERE state IN ('open', 'sent')",
        "SELECT order_id FROM audit WHERE id > :audit",
        "SELECT order_id FROM credit_entries WHERE id > :credit",
    ),
    VARIANTS: (
        "SELECT id FROM variants WHERE reserved_quantity <> 0",
        "SELECT variant_id FROM reservations WHERE status = 'held'",
        "SELECT variant_id FROM stock_units WHERE status = 'gone'",
    ),
    USERS: ("SELECT user_id FROM credit_entries WHERE id > :credit",),
    CREDIT: ("SELECT id FROM credit_entries WHERE id > :credit",),
    GIFTS: ("SELECT id FROM gifts WHERE state = 'open'",),
    NAMED: (
        "SELECT n.id FROM refunds r JOIN refund_txids n ON n.refund_id = r.id"
        " WHERE r.state IN ('open', 'sent')",
    ),
}
"""What can still change, or did since the marks: the newest audit and credit entries that an
earlier look at everything covered. Credit that is exchanged for another currency has no order.
Asked one by one: a union would walk whole tables to sort them.
"""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some ids of a kind: those from `first` to `last`, or exactly `ids`."""

    kind: Kind
    first: int = LOWEST
    last: int = HIGHEST
    ids: Sequence[int] | None = None

    def narrow(self, query: str, *, home: str) -> TextClause:
        """`query` over the rows of this slice alone. `home` qualifies the real tables."""
        tables = [name for name in self.kind.rows if re.search(rf"\b{name}\b", query)]
        if not tables:
            return text(query)
        parts = [f"{name} AS NOT MATERIALIZED ({self._rows(name, home)})" for name in tables]
        narrowed = text(f"WITH {', '.join(parts)} {query}")
        if self.ids is not None:
            return narrowed.bindparams(expanding("ids", self.ids))
        ends = {"first": self.first, "last": self.last}
        return narrowed.bindparams(*(bindparam(n, v, BigInteger) for n, v in ends.items()))

    def _rows(self, name: str, home: str) -> str:
        these = "IN :ids" if self.ids is not None else "BETWEEN :first AND :last"
        column = self.kind.rows[name]
        condition = column.format(home=home, these=these) if "{" in column else f"{column} {these}"
        if name in self.kind.optional and self.ids is None and self.first == LOWEST:
            condition = f"{condition} OR {column} IS NULL"
        return f"SELECT * FROM {home}{name.removeprefix('these_')} WHERE {condition}"  # noqa: S608 - ours


def expanding(name: str, ids: Sequence[int]) -> BindParameter[Any]:
    return bindparam(name, ids, BigInteger(), expanding=True)


Part = Kind | str
"""Ids to walk through, or a check of the file."""


def kind_of(check: str) -> Kind:
    """Raises LookupError for a check that no kind names."""
    for kind in KINDS:
        if check.startswith(kind.checks):
            return kind
    raise LookupError(f"no slice for the check {check!r}: name it in repositories/slice.py")


def pieces(ids: Sequence[int], size: int) -> list[Sequence[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]
