"""First schema."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_catalogue()
    _create_variants()
    _create_orders()
    _create_stock()
    _create_holdings()
    _create_payments()
    _create_records()


def downgrade() -> None:
    _drop("heartbeats vault audit outbox transfers invoices addresses")
    _drop("credit_entries cart_lines reservations stock_movements stock_units order_lines orders")
    _drop("variants products categories users")


def _big(names: str, *, null: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, BIG, nullable=null) for name in names.split()]


def _text(names: str, *, null: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=null) for name in names.split()]


def _blob(names: str, *, null: bool = False) -> list[sa.Column[bytes]]:
    return [sa.Column(name, sa.LargeBinary(), nullable=null) for name in names.split()]


def _check(table: str, name: str, condition: str) -> sa.Constraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _one_of(table: str, column: str, values: str) -> sa.Constraint:
    listed = ", ".join(f"'{value}'" for value in values.split())
    return _check(table, f"{column}_known", f"{column} IN ({listed})")


def _refers(table: str, column: str, to: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def _unique(table: str, *columns: str) -> sa.Constraint:
    return sa.UniqueConstraint(*columns, name="_".join(["uq", table, *columns]))


def _table(name: str, *parts: SchemaItem, key: Sequence[str] = ("id",)) -> None:
    primary = sa.PrimaryKeyConstraint(*key, name=f"pk_{name}")
    op.create_table(name, *parts, primary, sqlite_strict=True)


def _drop(names: str) -> None:
    for name in names.split():
        op.drop_table(name)


def _index(table: str, name: str, *columns: str, unique: bool = False, where: str = "") -> None:
    """An index, of the rows that satisfy `where` if it is given."""
    rows = sa.text(where) if where else None
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)


def _create_catalogue() -> None:
    _table(
        "users",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        *_big("timeouts created_at"),
        *_text("name language"),
        *_big("banned_at unreachable_at", null=True),
        *_text("username expecting", null=True),
        _check("users", "timeouts_not_negative", "timeouts >= 0"),
    )
    _table("categories", *_big("id position"), *_text("name"), _unique("categories", "name"))
    _table(
        "products",
        *_big("id category_id"),
        *_text("name description kind"),
        sa.Column("active", sa.Integer(), nullable=False),
        _one_of("products", "kind", "digital physical"),
        _refers("products", "category_id", "categories.id"),
        _unique("products", "category_id", "name"),
    )
    _index("products", "ix_products_category_id", "category_id")


def _create_variants() -> None:
    _table(
        "variants",
        *_big("id product_id price stock_quantity reserved_quantity received_quantity"),
        *_big("sold_quantity removed_quantity"),
        *_text("name"),
        sa.Column("active", sa.Integer(), nullable=False),
        _check(
            "variants",
            "history_not_negative",
            "received_quantity >= 0 AND sold_quantity >= 0 AND removed_quantity >= 0",
        ),
        _check("variants", "price_positive", "price > 0"),
        _check("variants", "reserved_not_negative", "reserved_quantity >= 0"),
        _check("variants", "reserved_within_stock", "reserved_quantity <= stock_quantity"),
        _check(
            "variants",
            "stock_accounted_for",
            "stock_quantity = received_quantity - sold_quantity - removed_quantity",
        ),
        _refers("variants", "product_id", "products.id"),
        _unique("variants", "product_id", "name"),
    )
    _index("variants", "ix_variants_product_id", "product_id")


def _create_orders() -> None:
    _table(
        "orders",
        *_big("id user_id total created_at expires_at"),
        *_text("status currency changes"),
        *_big("paid_at closed_at", null=True),
        *_text("needs_review", null=True),
        *_blob("delivery", null=True),
        _one_of("orders", "status", "created paid shipped cancelled expired"),
        _check("orders", "total_positive", "total > 0"),
        _refers("orders", "user_id", "users.id"),
    )
    _index("orders", "ix_orders_due", "expires_at", where="status = 'created'")
    _index("orders", "ix_orders_user_id", "user_id")
    _index(
        "orders",
        "one_active_order_per_user",
        "user_id",
        unique=True,
        where="status IN ('created', 'paid')",
    )
    _table(
        "order_lines",
        *_big("id order_id variant_id unit_price quantity"),
        *_text("title kind"),
        _one_of("order_lines", "kind", "digital physical"),
        _check("order_lines", "quantity_positive", "quantity > 0"),
        _check("order_lines", "unit_price_positive", "unit_price > 0"),
        _refers("order_lines", "order_id", "orders.id"),
        _refers("order_lines", "variant_id", "variants.id"),
        _unique("order_lines", "order_id", "variant_id"),
    )


def _create_stock() -> None:
    _table(
        "stock_units",
        *_big("id variant_id created_at"),
        *_text("status"),
        *_blob("sealed digest"),
        *_big("order_line_id slot", null=True),
        _check(
            "stock_units",
            "sold_to_a_line",
            "(status = 'sold') = (order_line_id IS NOT NULL)"
            " AND (order_line_id IS NULL) = (slot IS NULL)",
        ),
        _one_of("stock_units", "status", "available sold removed"),
        _refers("stock_units", "order_line_id", "order_lines.id"),
        _refers("stock_units", "variant_id", "variants.id"),
        _unique("stock_units", "order_line_id", "slot"),
        _unique("stock_units", "variant_id", "digest"),
    )
    _index(
        "stock_units", "ix_stock_units_available", "variant_id", "id", where="status = 'available'"
    )
    _table(
        "stock_movements",
        *_big("id variant_id quantity created_at"),
        *_text("kind"),
        _one_of("stock_movements", "kind", "received removed"),
        _check("stock_movements", "quantity_positive", "quantity > 0"),
        _refers("stock_movements", "variant_id", "variants.id"),
    )
    _index("stock_movements", "ix_stock_movements_variant_id", "variant_id")


def _create_holdings() -> None:
    _table(
        "reservations",
        *_big("id order_id variant_id quantity expires_at"),
        *_text("status"),
        *_big("fulfilled_at released_at", null=True),
        _check("reservations", "quantity_positive", "quantity > 0"),
        _one_of("reservations", "status", "held fulfilled released"),
        _refers("reservations", "order_id", "orders.id"),
        _refers("reservations", "variant_id", "variants.id"),
        _unique("reservations", "order_id", "variant_id"),
    )
    _index("reservations", "ix_reservations_held", "variant_id", where="status = 'held'")
    _table(
        "cart_lines",
        *_big("user_id variant_id quantity"),
        _check("cart_lines", "quantity_positive", "quantity > 0"),
        _refers("cart_lines", "user_id", "users.id"),
        _refers("cart_lines", "variant_id", "variants.id"),
        key=["user_id", "variant_id"],
    )
    _table(
        "credit_entries",
        *_big("id user_id amount created_at"),
        *_text("currency reason dedup_key"),
        *_big("order_id", null=True),
        _check("credit_entries", "amount_not_zero", "amount <> 0"),
        _one_of("credit_entries", "reason", "overpaid late"),
        _refers("credit_entries", "order_id", "orders.id"),
        _refers("credit_entries", "user_id", "users.id"),
        _unique("credit_entries", "dedup_key"),
    )
    _index("credit_entries", "ix_credit_entries_user_id", "user_id")


def _create_payments() -> None:
    _table(
        "addresses",
        *_big("id index created_at"),
        *_text("chain address path"),
        *_big("given_at", null=True),
        _check("addresses", "index_not_negative", '"index" >= 0'),
        _unique("addresses", "chain", "address"),
        _unique("addresses", "chain", "index"),
    )
    _index("addresses", "ix_addresses_free", "chain", "id", where="given_at IS NULL")
    _table(
        "invoices",
        *_big("id order_id address_id rate_at confirmations_required confirmations"),
        *_text("asset due rate rate_sources spread_percent state"),
        *_text("seen"),
        *_big("scanned_at next_scan_at message_id", null=True),
        _check("invoices", "due_positive", "due <> '0'"),
        _check("invoices", "never_zero_conf", "confirmations_required > 0"),
        _one_of(
            "invoices", "state", "waiting partial confirming checking settled expired cancelled"
        ),
        _refers("invoices", "address_id", "addresses.id"),
        _refers("invoices", "order_id", "orders.id"),
        _unique("invoices", "address_id"),
        _unique("invoices", "order_id"),
    )
    _index("invoices", "ix_invoices_scan", "next_scan_at", where="next_scan_at IS NOT NULL")
    _table(
        "transfers",
        *_big("id invoice_id output_index first_seen_at"),
        *_text("chain asset txid amount"),
        *_big("block_height missing_since accounted_at", null=True),
        *_text("block_hash", null=True),
        _refers("transfers", "invoice_id", "invoices.id"),
        _unique("transfers", "chain", "asset", "txid", "output_index"),
    )
    _index("transfers", "ix_transfers_invoice_id", "invoice_id")


def _create_records() -> None:
    _table(
        "outbox",
        *_big("id chat_id importance due_at attempts created_at"),
        *_text("dedup_key event args status"),
        *_big("order_id leased_until message_id sent_at", null=True),
        *_text("error", null=True),
        _one_of("outbox", "status", "pending sent skipped undeliverable"),
        _refers("outbox", "order_id", "orders.id"),
        _unique("outbox", "dedup_key"),
    )
    _index("outbox", "ix_outbox_order_id", "order_id")
    _index("outbox", "ix_outbox_pending", "chat_id", "id", where="status = 'pending'")
    _table(
        "audit",
        *_big("id at"),
        *_text("actor action details"),
        *_big("order_id", null=True),
        _refers("audit", "order_id", "orders.id"),
    )
    _index("audit", "ix_audit_order_id", "order_id")
    _table(
        "vault",
        *_text("name"),
        *_blob("sealed"),
        key=["name"],
    )
    _table(
        "heartbeats",
        *_big("at"),
        *_text("name"),
        key=["name"],
    )
