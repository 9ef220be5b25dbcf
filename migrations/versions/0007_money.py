"""Money is accounted for by the base unit, and the ledger says what coins it was given for."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0007_money"
down_revision = "0010_codes"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHECKS = {
    "transfers": {
        "accounted_within_amount": (
            "length(accounted) < length(amount)"
            " OR (length(accounted) = length(amount) AND accounted <= amount)"
        ),
        "accounted_since_then": "(accounted = '0') = (accounted_at IS NULL)",
    },
    "invoices": {
        "taken_within_due": (
            "length(taken) < length(due) OR (length(taken) = length(due) AND taken <= due)"
        )
    },
    "credit_entries": {
        "coins_have_a_rate": (
            "(units IS NULL) = (rate IS NULL) AND (units IS NULL OR reason IN ('overpaid', 'late'))"
        )
    },
}


def upgrade() -> None:
    with _table("transfers") as transfers:
        transfers.add_column(_units("accounted"))
    with _table("invoices") as invoices:
        invoices.add_column(_units("taken"))
        invoices.add_column(_units("vouched"))
    with _table("credit_entries") as entries:
        entries.add_column(sa.Column("units", sa.Text(), nullable=True))
        entries.add_column(sa.Column("rate", sa.Text(), nullable=True))
    with _table("orders") as orders:
        orders.add_column(sa.Column("timed_out_at", BIG, nullable=True))
    op.execute("UPDATE transfers SET accounted = amount WHERE accounted_at IS NOT NULL")
    op.execute("UPDATE orders SET timed_out_at = closed_at WHERE status = 'expired'")
    _fill_taken()
    for table, checks in CHECKS.items():
        with _table(table) as changed:
            for name, condition in checks.items():
                changed.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)
    op.create_index("ix_credit_entries_order_id", "credit_entries", ["order_id"])


def downgrade() -> None:
    """What was accounted for in part counts as accounted for."""
    op.drop_index("ix_credit_entries_order_id", "credit_entries")
    for table, checks in CHECKS.items():
        with _table(table) as changed:
            for name in checks:
                changed.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    dropped = (
        ("transfers", "accounted"),
        ("invoices", "taken vouched"),
        ("credit_entries", "units rate"),
        ("orders", "timed_out_at"),
    )
    for table, columns in dropped:
        with _table(table) as changed:
            for column in columns.split():
                changed.drop_column(column)


@contextmanager
def _table(name: str) -> Iterator[BatchOperations]:
    with op.batch_alter_table(name, table_kwargs={"sqlite_strict": True}) as table:
        yield table


def _units(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="0")


def _fill_taken() -> None:
    """What paid orders took of their coins; wei overflow a database's integers, so not in SQL."""
    connection = op.get_bind()
    came: Counter[int] = Counter()
    rows = connection.execute(
        sa.text(
            "SELECT t.invoice_id, t.amount FROM transfers t"
            " JOIN invoices i ON i.id = t.invoice_id JOIN orders o ON o.id = i.order_id"
            " WHERE t.accounted_at IS NOT NULL AND o.status IN ('paid', 'shipped')"
            " AND NOT EXISTS (SELECT 1 FROM credit_entries c"
            "  WHERE c.order_id = o.id AND c.reason = 'honoured')"
        )
    )
    for invoice_id, amount in rows:
        came[invoice_id] += int(amount)
    due = sa.text("SELECT due FROM invoices WHERE id = :id")
    change = sa.text("UPDATE invoices SET taken = :taken WHERE id = :id")
    for invoice_id, units in came.items():
        most = int(connection.execute(due, {"id": invoice_id}).scalar_one())
        connection.execute(change, {"id": invoice_id, "taken": str(min(units, most))})
