"""Refills: orders without goods, whose sum becomes store credit."""

import sqlalchemy as sa
from alembic import op

revision = "0026_refills"
down_revision = "0025_leaderboard"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
REASONS = (
    "'overpaid', 'late', 'returned', 'spent', 'honoured', 'reversed', 'unhonoured', 'refunded',"
    " 'withdrawn', 'exchanged_from', 'exchanged_into', 'suspended', 'restored', 'gifted',"
    " 'gift_claimed', 'gift_back', 'granted', 'deducted'"
)
ADDING = (
    "'overpaid', 'late', 'returned', 'reversed', 'unhonoured', 'withdrawn', 'exchanged_into',"
    " 'restored', 'gift_claimed', 'gift_back', 'granted'"
)
CHECKS = {
    "refill_alone": "refill = 0 OR (refill > 0 AND total = refill + fee AND credit_used = 0"
    " AND shipping = 0 AND delivery IS NULL)",
    "refill_ends": "refill = 0 OR (status <> 'refunded' AND by_hand_at IS NULL)",
}
ONE = "one_unpaid_order_per_user"
ONE_REFILL = "one_unpaid_refill_per_user"


def upgrade() -> None:
    op.drop_index(ONE, "orders")
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.add_column(sa.Column("refill", BIG, nullable=False, server_default="0"))
        for name, condition in CHECKS.items():
            orders.create_check_constraint(op.f(f"ck_orders_{name}"), condition)
    _one(ONE, "status = 'created' AND refill = 0")
    _one(ONE_REFILL, "status = 'created' AND refill > 0")
    _reasons(f"{REASONS}, 'refilled'", f"{ADDING}, 'refilled'")


def downgrade() -> None:
    """Only while nobody refilled: the older schema has no words for it."""
    _reasons(REASONS, ADDING)
    op.drop_index(ONE_REFILL, "orders")
    op.drop_index(ONE, "orders")
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        for name in CHECKS:
            orders.drop_constraint(op.f(f"ck_orders_{name}"), type_="check")
        orders.drop_column("refill")
    _one(ONE, "status = 'created'")


def _one(name: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        name, "orders", ["user_id"], unique=True, sqlite_where=where, postgresql_where=where
    )


def _reasons(listed: str, given: str) -> None:
    known = op.f("ck_credit_entries_reason_known")
    sign = op.f("ck_credit_entries_sign_of_reason")
    with op.batch_alter_table("credit_entries", table_kwargs=STRICT) as entries:
        entries.drop_constraint(known, type_="check")
        entries.drop_constraint(sign, type_="check")
        entries.create_check_constraint(known, f"reason IN ({listed})")
        entries.create_check_constraint(sign, f"(amount > 0) = (reason IN ({given}))")
