"""Who wants to be shown among the best buyers, and how; and what somebody bought, by day."""

import sqlalchemy as sa
from alembic import op

revision = "0025_leaderboard"
down_revision = "0025_taken_orders"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "accounts"
CHECKS = {
    "ranked_named_known": "ranked_named IN (0, 1)",
    "named_where_ranked": "ranked_named = 0 OR ranked_at IS NOT NULL",
}
RANKED = sa.text("ranked_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table(TABLE, table_kwargs={"sqlite_strict": True}) as changed:
        changed.add_column(sa.Column("ranked_at", BIG, nullable=True))
        changed.add_column(
            sa.Column("ranked_named", sa.Integer(), server_default="0", nullable=False)
        )
        for name, condition in CHECKS.items():
            changed.create_check_constraint(op.f(f"ck_{TABLE}_{name}"), condition)
    op.create_index(
        "ix_accounts_ranked", TABLE, ["user_id"], sqlite_where=RANKED, postgresql_where=RANKED
    )
    op.create_index("ix_daily_best_subject", "daily_best", ["subject_id", "kind", "day_id"])


def downgrade() -> None:
    """Who chose to be shown is not remembered."""
    op.drop_index("ix_daily_best_subject", "daily_best")
    op.drop_index("ix_accounts_ranked", TABLE)
    with op.batch_alter_table(TABLE, table_kwargs={"sqlite_strict": True}) as changed:
        for name in CHECKS:
            changed.drop_constraint(op.f(f"ck_{TABLE}_{name}"), type_="check")
        changed.drop_column("ranked_named")
        changed.drop_column("ranked_at")
