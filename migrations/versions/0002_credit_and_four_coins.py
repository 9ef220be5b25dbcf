"""Store credit can be spent; transfers of balance-read chains get their transactions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BEFORE = "'overpaid', 'late'"
AFTER = "'overpaid', 'late', 'returned', 'spent', 'honoured', 'refunded'"


def upgrade() -> None:
    op.add_column("transfers", sa.Column("receipt", sa.Text(), nullable=True))
    with op.batch_alter_table("orders") as orders:
        orders.add_column(
            sa.Column(
                "credit_used",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=False,
                server_default="0",
            )
        )
        orders.create_check_constraint(
            op.f("ck_orders_credit_used_within_total"),
            "credit_used >= 0 AND credit_used <= total",
        )
    _reasons(AFTER)
    with op.batch_alter_table("credit_entries", table_kwargs={"sqlite_strict": True}) as entries:
        entries.create_check_constraint(
            op.f("ck_credit_entries_sign_of_reason"),
            "(amount > 0) = (reason IN ('overpaid', 'late', 'returned'))",
        )


def downgrade() -> None:
    """Only while nobody has spent anything: the older schema has no words for it."""
    with op.batch_alter_table("credit_entries", table_kwargs={"sqlite_strict": True}) as entries:
        entries.drop_constraint(op.f("ck_credit_entries_sign_of_reason"), type_="check")
    _reasons(BEFORE)
    op.drop_column("transfers", "receipt")
    with op.batch_alter_table("orders") as orders:
        orders.drop_constraint(op.f("ck_orders_credit_used_within_total"), type_="check")
        orders.drop_column("credit_used")


def _reasons(listed: str) -> None:
    name = op.f("ck_credit_entries_reason_known")
    with op.batch_alter_table("credit_entries", table_kwargs={"sqlite_strict": True}) as entries:
        entries.drop_constraint(name, type_="check")
        entries.create_check_constraint(name, f"reason IN ({listed})")
