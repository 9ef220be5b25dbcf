"""Ways to pay as the owner set them, and what they cost: a part of an order's total."""

import sqlalchemy as sa
from alembic import op

revision = "0025_methods"
down_revision = "0025_lists"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RULES = "method_rules"


def upgrade() -> None:
    op.create_table(
        RULES,
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("formula", sa.Text(), nullable=True),
        sa.Column("least", BIG, nullable=True),
        sa.Column("most", BIG, nullable=True),
        _check("code_bounded", "length(code) BETWEEN 1 AND 20"),
        _check("active_known", "active IN (0, 1)"),
        _check("formula_bounded", "length(formula) BETWEEN 1 AND 60"),
        _check("least_positive", "least > 0"),
        _check("most_positive", "most > 0"),
        _check("least_within_most", "least <= most"),
        sa.PrimaryKeyConstraint("code", name=op.f(f"pk_{RULES}")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("orders", table_kwargs={"sqlite_strict": True}) as orders:
        orders.add_column(sa.Column("fee", BIG, nullable=False, server_default="0"))
        orders.create_check_constraint(
            op.f("ck_orders_fee_within_sum"), "fee >= 0 AND 2 * fee <= total - credit_used"
        )


def downgrade() -> None:
    """What of a total was a fee is forgotten; every way to pay is open and free again."""
    with op.batch_alter_table("orders", table_kwargs={"sqlite_strict": True}) as orders:
        orders.drop_constraint(op.f("ck_orders_fee_within_sum"), type_="check")
        orders.drop_column("fee")
    op.drop_table(RULES)


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{RULES}_{name}"))
