"""What the shop is for good, its currency above all; a unit is one in the whole shop."""

import sqlalchemy as sa
from alembic import op

revision = "0008_settings"
down_revision = "0011_talk"

BEFORE = "'overpaid', 'late', 'returned', 'spent', 'honoured', 'refunded', 'withdrawn'"
AFTER = f"{BEFORE}, 'exchanged_from', 'exchanged_into'"


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
        sa.CheckConstraint("value <> ''", name=op.f("ck_facts_value_not_empty")),
        sqlite_strict=True,
    )
    _reasons(AFTER, "'overpaid', 'late', 'returned', 'withdrawn', 'exchanged_into'")
    op.add_column("stock_movements", sa.Column("reason", sa.Text(), nullable=True))
    _units_differ_by("digest")


def downgrade() -> None:
    """Only while no credit was exchanged: the older schema has no word for it."""
    _units_differ_by("variant_id", "digest")
    op.drop_column("stock_movements", "reason")
    _reasons(BEFORE, "'overpaid', 'late', 'returned', 'withdrawn'")
    op.drop_table("facts")


def _units_differ_by(*columns: str) -> None:
    """Digests are made anew by the shop at its next start, which alone has the key."""
    names = ["uq_stock_units_digest", "uq_stock_units_variant_id_digest"]
    new = f"uq_stock_units_{'_'.join(columns)}"
    [old] = [name for name in names if name != new]
    with op.batch_alter_table("stock_units", table_kwargs={"sqlite_strict": True}) as units:
        units.drop_constraint(op.f(old), type_="unique")
        units.create_unique_constraint(op.f(new), list(columns))


def _reasons(listed: str, given: str) -> None:
    known = op.f("ck_credit_entries_reason_known")
    sign = op.f("ck_credit_entries_sign_of_reason")
    with op.batch_alter_table("credit_entries", table_kwargs={"sqlite_strict": True}) as entries:
        entries.drop_constraint(known, type_="check")
        entries.drop_constraint(sign, type_="check")
        entries.create_check_constraint(known, f"reason IN ({listed})")
        entries.create_check_constraint(sign, f"(amount > 0) = (reason IN ({given}))")
