"""Timeouts are dated and fade; a customer's own cancelling is noted; one unpaid order at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0003_patience"
down_revision = "0007_money"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNPAID = sa.text("status = 'created'")
ACTIVE = sa.text("status IN ('created', 'paid')")
LET_GO = sa.text("timed_out_at IS NOT NULL OR given_up_at IS NOT NULL")
STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    op.drop_index("one_active_order_per_user", "orders")
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.add_column(sa.Column("given_up_at", BIG, nullable=True))
        orders.create_check_constraint(
            op.f("ck_orders_timed_out_ended"),
            "timed_out_at IS NULL OR status IN ('expired', 'cancelled')",
        )
        orders.create_check_constraint(
            op.f("ck_orders_given_up_cancelled"), "given_up_at IS NULL OR status = 'cancelled'"
        )
    _index("one_unpaid_order_per_user", ["user_id"], UNPAID, unique=True)
    _index("ix_orders_let_go", ["user_id", "closed_at"], LET_GO, unique=False)
    with op.batch_alter_table("users", table_kwargs=STRICT) as users:
        users.drop_constraint(op.f("ck_users_timeouts_not_negative"), type_="check")
        users.drop_column("timeouts")
        users.add_column(sa.Column("forgiven_at", BIG, nullable=True))


def downgrade() -> None:
    """Only while nobody has a paid order and an unpaid one: the older schema allows one of them."""
    with op.batch_alter_table("users", table_kwargs=STRICT) as users:
        users.drop_column("forgiven_at")
        users.add_column(sa.Column("timeouts", BIG, nullable=False, server_default="0"))
        users.create_check_constraint(op.f("ck_users_timeouts_not_negative"), "timeouts >= 0")
    op.execute(
        "UPDATE users SET timeouts = (SELECT count(*) FROM orders"
        " WHERE orders.user_id = users.id AND orders.status = 'expired')"
    )
    with op.batch_alter_table("users", table_kwargs=STRICT) as users:
        users.alter_column("timeouts", server_default=None)
    op.drop_index("ix_orders_let_go", "orders")
    op.drop_index("one_unpaid_order_per_user", "orders")
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.drop_constraint(op.f("ck_orders_given_up_cancelled"), type_="check")
        orders.drop_constraint(op.f("ck_orders_timed_out_ended"), type_="check")
        orders.drop_column("given_up_at")
    _index("one_active_order_per_user", ["user_id"], ACTIVE, unique=True)


def _index(name: str, columns: list[str], where: sa.TextClause, *, unique: bool) -> None:
    op.create_index(
        name, "orders", columns, unique=unique, sqlite_where=where, postgresql_where=where
    )
