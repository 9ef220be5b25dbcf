"""Indexes that hold only what is live; what an inspection found, and how far it has come."""

import sqlalchemy as sa
from alembic import op

revision = "0009_growth"
down_revision = "0012_switch"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {
    "ix_orders_open": (
        "orders",
        ["status", "id"],
        "(status IN ('created', 'paid') OR needs_review IS NOT NULL)",
    ),
    "ix_reservations_sold": ("reservations", ["variant_id", "quantity"], "status = 'fulfilled'"),
    "ix_transfers_unsettled": (
        "transfers",
        ["invoice_id"],
        "accounted_at IS NULL AND missing_since IS NULL",
    ),
}
SCAN = "next_scan_at IS NOT NULL"


def upgrade() -> None:
    for name, (table, columns, where) in INDEXES.items():
        _index(name, table, columns, where)
    op.drop_index("ix_invoices_scan", "invoices")
    _index("ix_invoices_scan", "invoices", ["asset", "next_scan_at"], SCAN)
    _table(
        "findings",
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("found_at", BIG, nullable=False),
        sa.Column("look", BIG, nullable=False),
    )
    _table(
        "inspections",
        sa.Column("number", BIG, nullable=False),
        sa.Column("begun_at", BIG, nullable=False),
        sa.Column("finished_at", BIG, nullable=True),
        sa.Column("part", BIG, nullable=False),
        sa.Column("after", BIG, nullable=True),
        sa.Column("audit_mark", BIG, nullable=False),
        sa.Column("credit_mark", BIG, nullable=False),
        sa.Column("covered_audit", BIG, nullable=True),
        sa.Column("covered_credit", BIG, nullable=True),
    )


def downgrade() -> None:
    op.drop_table("inspections")
    op.drop_table("findings")
    op.drop_index("ix_invoices_scan", "invoices")
    _index("ix_invoices_scan", "invoices", ["next_scan_at"], SCAN)
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)


def _table(name: str, *columns: sa.Column[object]) -> None:
    key = sa.PrimaryKeyConstraint("name", name=f"pk_{name}")
    op.create_table(
        name, sa.Column("name", sa.Text(), nullable=False), *columns, key, sqlite_strict=True
    )
