"""Paid orders are refunded, time is moved, payments are confirmed by hand, parcels have numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0022_orderacts"
down_revision = "0022_opened"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
STATUSES = "'created', 'paid', 'shipped', 'cancelled', 'expired'"
REFUNDED = "'created', 'paid', 'shipped', 'refunded', 'cancelled', 'expired'"
REASONS = (
    "'overpaid', 'late', 'returned', 'spent', 'honoured', 'refunded', 'withdrawn',"
    " 'exchanged_from', 'exchanged_into', 'suspended', 'restored'"
)
GIVEN = "'overpaid', 'late', 'returned', 'withdrawn', 'exchanged_into', 'restored'"
COINS = "'overpaid', 'late'"
ADDED = {
    "by_hand_paid": "by_hand_at IS NULL OR status IN ('paid', 'shipped', 'refunded')",
    "rate_within_the_time": "rate_until IS NULL OR rate_until <= expires_at",
    "tracking_of_a_parcel": (
        "tracking IS NULL OR (length(tracking) BETWEEN 1 AND 100"
        " AND status IN ('shipped', 'refunded'))"
    ),
}
INDEXES = {
    "ix_orders_refunded": ("orders", "id", "status = 'refunded'"),
    "ix_credit_entries_over": ("credit_entries", "order_id", "reason IN ('overpaid', 'late')"),
}
RETURNED = "returned BETWEEN 0 AND quantity AND (returned = 0 OR status = 'fulfilled')"


def upgrade() -> None:
    known = op.f("ck_orders_status_known")
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.add_column(sa.Column("by_hand_at", BIG, nullable=True))
        orders.add_column(sa.Column("rate_until", BIG, nullable=True))
        orders.add_column(sa.Column("tracking", sa.Text(), nullable=True))
        orders.drop_constraint(known, type_="check")
        orders.create_check_constraint(known, f"status IN ({REFUNDED})")
        for name, condition in ADDED.items():
            orders.create_check_constraint(op.f(f"ck_orders_{name}"), condition)
    with op.batch_alter_table("reservations", table_kwargs=STRICT) as reservations:
        reservations.add_column(sa.Column("returned", BIG, nullable=False, server_default="0"))
        reservations.create_check_constraint(
            op.f("ck_reservations_returned_of_what_was_sold"), RETURNED
        )
    _reasons(_with("'honoured'", REASONS), _with("'returned'", GIVEN))
    _coins(f"{COINS}, 'reversed'")
    for name, (table, column, condition) in INDEXES.items():
        where = sa.text(condition)
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Only while nothing was refunded: the older schema has no words for it."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
    _coins(COINS)
    _reasons(REASONS, GIVEN)
    with op.batch_alter_table("reservations", table_kwargs=STRICT) as reservations:
        reservations.drop_constraint(
            op.f("ck_reservations_returned_of_what_was_sold"), type_="check"
        )
        reservations.drop_column("returned")
    known = op.f("ck_orders_status_known")
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        for name in ADDED:
            orders.drop_constraint(op.f(f"ck_orders_{name}"), type_="check")
        orders.drop_constraint(known, type_="check")
        orders.create_check_constraint(known, f"status IN ({STATUSES})")
        for column in ("by_hand_at", "rate_until", "tracking"):
            orders.drop_column(column)


def _with(before: str, listed: str) -> str:
    """As the model has them."""
    return listed.replace(before, f"{before}, 'reversed', 'unhonoured'")


def _reasons(listed: str, given: str) -> None:
    known = op.f("ck_credit_entries_reason_known")
    sign = op.f("ck_credit_entries_sign_of_reason")
    with op.batch_alter_table("credit_entries", table_kwargs=STRICT) as entries:
        entries.drop_constraint(known, type_="check")
        entries.drop_constraint(sign, type_="check")
        entries.create_check_constraint(known, f"reason IN ({listed})")
        entries.create_check_constraint(sign, f"(amount > 0) = (reason IN ({given}))")


def _coins(reasons: str) -> None:
    name = op.f("ck_credit_entries_coins_have_a_rate")
    with op.batch_alter_table("credit_entries", table_kwargs=STRICT) as entries:
        entries.drop_constraint(name, type_="check")
        entries.create_check_constraint(
            name,
            f"(units IS NULL) = (rate IS NULL) AND (units IS NULL OR reason IN ({reasons}))",
        )
