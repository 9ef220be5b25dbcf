"""Groups hear of what happens in the shop, if owners choose so."""

import sqlalchemy as sa
from alembic import op

revision = "0025_notice_group"
down_revision = "0025_methods"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
RULES, GROUPS = "notice_rules", "notice_groups"
ROLES = "'owner', 'manager', 'stock', 'support', 'viewer'"
ADDED = {
    "groups_at_once": "destination <> 'group' OR told = 'now'",
    "groups_hear": "destination <> 'group' OR kind NOT IN ('key')",
}


def upgrade() -> None:
    known = op.f(f"ck_{RULES}_destination_known")
    with op.batch_alter_table(RULES, table_kwargs=STRICT) as rules:
        rules.drop_constraint(known, type_="check")
        rules.create_check_constraint(known, f"destination IN ({ROLES}, 'group')")
        for name, condition in ADDED.items():
            rules.create_check_constraint(op.f(f"ck_{RULES}_{name}"), condition)
    op.create_table(
        GROUPS,
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        sa.Column("chat_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        _check("bounded", "id BETWEEN 1 AND 5"),
        _check("chat_of_many", "chat_id < 0"),
        _check("not_general", "thread_id IS NULL OR thread_id > 1"),
        _check("title_bounded", "length(title) <= 64"),
        _check("why_known", "why IS NULL OR why IN ('rights', 'closed')"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{GROUPS}")),
        sa.UniqueConstraint("chat_id", name=op.f(f"uq_{GROUPS}_chat_id")),
        **STRICT,
    )


def downgrade() -> None:
    """No group hears of anything; what waits for one has no reader with a role, and is left out."""
    op.drop_table(GROUPS)
    op.execute("DELETE FROM notice_rules WHERE destination = 'group'")
    known = op.f(f"ck_{RULES}_destination_known")
    with op.batch_alter_table(RULES, table_kwargs=STRICT) as rules:
        for name in ADDED:
            rules.drop_constraint(op.f(f"ck_{RULES}_{name}"), type_="check")
        rules.drop_constraint(known, type_="check")
        rules.create_check_constraint(known, f"destination IN ({ROLES})")


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{GROUPS}_{name}"))
