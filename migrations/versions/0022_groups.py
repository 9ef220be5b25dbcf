"""Groups of customers, the prices they pay, and whose turnover is to be looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0022_groups"
down_revision = "0021_ship"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
BOUGHT = sa.text("bought_at IS NOT NULL")


def upgrade() -> None:
    """Who bought something before is looked at once, as soon as a group asks for a turnover."""
    _groups()
    _prices()
    with op.batch_alter_table("users", table_kwargs=STRICT) as users:
        users.add_column(sa.Column("group_id", BIG, nullable=True))
        users.add_column(
            sa.Column("group_by_hand", sa.Integer(), nullable=False, server_default="0")
        )
        users.add_column(sa.Column("bought_at", BIG, nullable=True))
        users.create_check_constraint(
            op.f("ck_users_group_by_hand_known"), "group_by_hand IN (0, 1)"
        )
        users.create_foreign_key(op.f("fk_users_group_id"), "customer_groups", ["group_id"], ["id"])
    op.create_index(
        "ix_users_bought", "users", ["bought_at"], sqlite_where=BOUGHT, postgresql_where=BOUGHT
    )
    op.execute(
        "UPDATE users SET bought_at = (SELECT max(paid_at) FROM orders WHERE user_id = users.id)"
    )


def downgrade() -> None:
    """Who was in which group is forgotten."""
    op.drop_index("ix_users_bought", table_name="users")
    with op.batch_alter_table("users", table_kwargs=STRICT) as users:
        users.drop_constraint(op.f("fk_users_group_id"), type_="foreignkey")
        users.drop_constraint(op.f("ck_users_group_by_hand_known"), type_="check")
        for column in ("bought_at", "group_by_hand", "group_id"):
            users.drop_column(column)
    op.drop_table("group_prices")
    op.drop_table("customer_groups")


def _groups() -> None:
    table = "customer_groups"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("percent", BIG, nullable=False, server_default="0"),
        sa.Column("turnover", BIG, nullable=True),
        sa.Column("active", sa.Integer(), nullable=False, server_default="1"),
        _check(table, "name_bounded", "length(name) BETWEEN 1 AND 40"),
        _check(table, "percent_leaves_a_price", "percent BETWEEN 0 AND 95"),
        _check(table, "turnover_positive", "turnover IS NULL OR turnover > 0"),
        _check(table, "active_known", "active IN (0, 1)"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("name", name=op.f(f"uq_{table}_name")),
        **STRICT,
    )


def _prices() -> None:
    table = "group_prices"
    op.create_table(
        table,
        sa.Column("group_id", BIG, nullable=False, autoincrement=False),
        sa.Column("variant_id", BIG, nullable=False, autoincrement=False),
        sa.Column("price", BIG, nullable=False),
        _check(table, "price_positive", "price > 0"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["customer_groups.id"], name=op.f(f"fk_{table}_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f(f"fk_{table}_variant_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "variant_id", name=op.f(f"pk_{table}")),
        **STRICT,
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
