"""Credit whose coins left the chain is suspended; belief is in a transfer, not in a sum."""

import sqlalchemy as sa
from alembic import op

revision = "0016_lost"
down_revision = "0015_posts"

BEFORE = (
    "'overpaid', 'late', 'returned', 'spent', 'honoured', 'refunded', 'withdrawn',"
    " 'exchanged_from', 'exchanged_into'"
)
GIVEN = "'overpaid', 'late', 'returned', 'withdrawn', 'exchanged_into'"
COUNTED = ("lost", "replaced", "written_off", "forgiven")


def upgrade() -> None:
    """Who was believed on one source's word, and is not accounted for yet, is asked about again."""
    _reasons(f"{BEFORE}, 'suspended', 'restored'", f"{GIVEN}, 'restored'")
    for name in COUNTED:
        op.add_column("invoices", sa.Column(name, sa.Text(), nullable=False, server_default="0"))
    op.drop_column("invoices", "vouched")
    op.add_column("transfers", sa.Column("vouched", sa.Text(), nullable=False, server_default="0"))
    op.add_column(
        "transfers", sa.Column("undated", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Only while nothing was suspended: the older schema has no word for it."""
    op.drop_column("transfers", "undated")
    op.drop_column("transfers", "vouched")
    op.add_column("invoices", sa.Column("vouched", sa.Text(), nullable=False, server_default="0"))
    for name in reversed(COUNTED):
        op.drop_column("invoices", name)
    _reasons(BEFORE, GIVEN)


def _reasons(listed: str, given: str) -> None:
    known = op.f("ck_credit_entries_reason_known")
    sign = op.f("ck_credit_entries_sign_of_reason")
    with op.batch_alter_table("credit_entries", table_kwargs={"sqlite_strict": True}) as entries:
        entries.drop_constraint(known, type_="check")
        entries.drop_constraint(sign, type_="check")
        entries.create_check_constraint(known, f"reason IN ({listed})")
        entries.create_check_constraint(sign, f"(amount > 0) = (reason IN ({given}))")
