"""What every day came to, and what a piece cost the shop."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024_numbers"
down_revision = "0023_account"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
ENDED = "closed_at IS NOT NULL"
COSTS = {
    "variants": ("cost", "cost_bounded"),
    "order_lines": ("unit_cost", "unit_cost_bounded"),
}
MOST = 10**12
LAST_COST = """
    UPDATE variants SET cost = (
        SELECT (b.cost + b.quantity - 1) / b.quantity FROM batches b
        JOIN facts f ON f.name = 'currency' AND f.value = b.currency
        WHERE b.variant_id = variants.id AND b.cost IS NOT NULL AND b.undone_at IS NULL
        ORDER BY b.id DESC LIMIT 1
    )"""
"""As from now on with each delivery."""
INDEXES: dict[str, tuple[str, list[str], str | None]] = {
    "ix_orders_created_at": ("orders", ["created_at"], None),
    "ix_orders_ended": ("orders", ["closed_at"], ENDED),
    "ix_credit_entries_created_at": ("credit_entries", ["created_at", "id"], None),
}


def upgrade() -> None:
    _days()
    _daily()
    _best()
    _visits()
    for table, (column, check) in COSTS.items():
        with op.batch_alter_table(table, table_kwargs=STRICT) as changed:
            changed.add_column(sa.Column(column, BIG, nullable=True))
            changed.create_check_constraint(
                op.f(f"ck_{table}_{check}"),
                f"{column} IS NULL OR {column} BETWEEN 0 AND {MOST}",
            )
    op.execute(LAST_COST)
    for name, (table, columns, condition) in INDEXES.items():
        where: dict[str, Any] = {}
        if condition:
            where = dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text(condition))
        op.create_index(name, table, columns, **where)


def downgrade() -> None:
    """What was counted is forgotten; orders and the ledger are as they were."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
    for table, (column, check) in COSTS.items():
        with op.batch_alter_table(table, table_kwargs=STRICT) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_{check}"), type_="check")
            changed.drop_column(column)
    for table in ("visits", "daily_best", "daily", "days"):
        op.drop_table(table)


def _days() -> None:
    table = "days"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in ("starts_at", "ends_at")),
        *(sa.Column(name, BIG, nullable=True) for name in ("counted_at", "told_at")),
        _check(table, "bounded", "ends_at > starts_at AND ends_at - starts_at <= 172800000"),
        _check(table, "date_shaped", "length(date) = 10"),
        _check(table, "counted_when_over", "counted_at IS NULL OR counted_at >= ends_at"),
        _check(table, "told_when_over", "told_at IS NULL OR told_at >= ends_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days")),
        sa.UniqueConstraint("starts_at", name=op.f("uq_days_starts_at")),
        sa.UniqueConstraint("ends_at", name=op.f("uq_days_ends_at")),
        **STRICT,
    )


def _daily() -> None:
    table = "daily"
    kinds = "'placed', 'sale', 'refund', 'refunded', 'expired', 'cancelled', 'credit', 'owed'"
    op.create_table(
        table,
        _of_day(),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "what", "currency")),
        *(_counter(name) for name in ("count", "amount", "cost", "uncosted")),
        _check(table, "kind_known", f"kind IN ({kinds})"),
        _check(table, "count_not_negative", "count >= 0"),
        _check(table, "uncosted_not_negative", "uncosted >= 0"),
        _day_key(table),
        sa.PrimaryKeyConstraint("day_id", "kind", "what", "currency", name=op.f("pk_daily")),
        **STRICT,
    )


def _best() -> None:
    table = "daily_best"
    op.create_table(
        table,
        _of_day(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", BIG, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        *(_counter(name) for name in ("count", "amount")),
        _check(table, "kind_known", "kind IN ('variant', 'user')"),
        _day_key(table),
        sa.PrimaryKeyConstraint(
            "day_id", "kind", "subject_id", "currency", name=op.f("pk_daily_best")
        ),
        **STRICT,
    )


def _visits() -> None:
    table = "visits"
    op.create_table(
        table,
        _of_day(),
        sa.Column("what", sa.Text(), nullable=False),
        _counter("count"),
        _check(table, "what_known", "what IN ('card', 'cart')"),
        _check(table, "count_not_negative", "count >= 0"),
        _day_key(table),
        sa.PrimaryKeyConstraint("day_id", "what", name=op.f("pk_visits")),
        **STRICT,
    )


def _of_day() -> sa.Column[Any]:
    return sa.Column("day_id", BIG, nullable=False)


def _counter(name: str) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=False, server_default="0")


def _day_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["day_id"], ["days.id"], name=op.f(f"fk_{table}_day_id"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
