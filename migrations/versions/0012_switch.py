"""An order may take the place of another: its customer chose another coin."""

import sqlalchemy as sa
from alembic import op

revision = "0012_switch"
down_revision = "0008_settings"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.add_column(sa.Column("replaces_id", BIG, nullable=True))
        orders.add_column(sa.Column("switches", BIG, nullable=False, server_default="0"))
        orders.create_foreign_key(op.f("fk_orders_replaces_id"), "orders", ["replaces_id"], ["id"])
        orders.create_unique_constraint(op.f("uq_orders_replaces_id"), ["replaces_id"])
        orders.create_check_constraint(
            op.f("ck_orders_switches_bounded"), "switches BETWEEN 0 AND 3"
        )
        orders.create_check_constraint(
            op.f("ck_orders_switches_counted"), "(replaces_id IS NULL) = (switches = 0)"
        )


def downgrade() -> None:
    """What was replaced stays, as cancelled: only the link is forgotten."""
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.drop_constraint(op.f("ck_orders_switches_counted"), type_="check")
        orders.drop_constraint(op.f("ck_orders_switches_bounded"), type_="check")
        orders.drop_constraint(op.f("uq_orders_replaces_id"), type_="unique")
        orders.drop_constraint(op.f("fk_orders_replaces_id"), type_="foreignkey")
        orders.drop_column("switches")
        orders.drop_column("replaces_id")
