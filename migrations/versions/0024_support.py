"""Questions are threads that are taken, admins have a group, and goods are complained of."""

import sqlalchemy as sa
from alembic import op

revision = "0024_support"
down_revision = "0024_numbers"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
BEGUN = """
INSERT INTO threads (user_id, state, since)
SELECT user_id,
    CASE WHEN asked > answered THEN 'open' WHEN answered > 0 THEN 'answered' ELSE 'aside' END, at
FROM (
    SELECT user_id, max(at) AS at,
        coalesce(max(CASE WHEN direction = 'question' AND settled_at IS NULL THEN id END), 0)
            AS asked,
        coalesce(max(CASE WHEN direction = 'answer' THEN id END), 0) AS answered
    FROM talks GROUP BY user_id
) AS said"""
"""Who waits for an answer now, waits on."""


def upgrade() -> None:
    op.add_column("talks", sa.Column("author_id", BIG, nullable=True))
    _threads()
    _groups()
    _topics()
    _complaints()
    op.execute(sa.text(BEGUN))


def downgrade() -> None:
    """Who waits for an answer is read off what was written, as before."""
    for table in ("complaints", "topics", "admin_groups", "threads"):
        op.drop_table(table)
    op.drop_column("talks", "author_id")


def _threads() -> None:
    table, still_open = "threads", sa.text("threads.state = 'open'")
    op.create_table(
        table,
        sa.Column("user_id", BIG, nullable=False, autoincrement=False),
        _words("state"),
        _whole("since"),
        _whole("taken_by", nullable=True),
        _whole("taken_at", nullable=True),
        _check(table, "state_known", "state IN ('open', 'answered', 'aside')"),
        _check(table, "taken_at_a_time", "(taken_by IS NULL) = (taken_at IS NULL)"),
        _check(table, "taken_while_open", "taken_by IS NULL OR state = 'open'"),
        _refers(table, "user_id", "users"),
        _refers(table, "taken_by", "users"),
        sa.PrimaryKeyConstraint("user_id", name=op.f(f"pk_{table}")),
        **STRICT,
    )
    op.create_index("ix_threads_taken_by", table, ["taken_by"])
    op.create_index(
        "ix_threads_open",
        table,
        ["since", "user_id"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _groups() -> None:
    table = "admin_groups"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False, autoincrement=False),
        _whole("chat_id"),
        _words("language"),
        _words("why", nullable=True),
        _check(table, "one_alone", "id = 1"),
        _check(table, "chat_of_many", "chat_id < 0"),
        _check(table, "why_known", "why IS NULL OR why IN ('gone', 'rights', 'forum')"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        **STRICT,
    )


def _topics() -> None:
    table = "topics"
    op.create_table(
        table,
        sa.Column("user_id", BIG, nullable=False, autoincrement=False),
        _whole("chat_id"),
        _whole("thread_id"),
        _whole("panel_id", nullable=True),
        _check(table, "not_general", "thread_id > 1"),
        _refers(table, "user_id", "users"),
        sa.PrimaryKeyConstraint("user_id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("chat_id", "thread_id", name=op.f(f"uq_{table}_chat_id_thread_id")),
        **STRICT,
    )


def _complaints() -> None:
    table, asked = "complaints", sa.text("complaints.state = 'asked'")
    op.create_table(
        table,
        *(_whole(name) for name in ("id", "order_id", "unit_id", "message_id", "asked_at")),
        _words("state"),
        _words("decided_by", nullable=True),
        *(_whole(name, nullable=True) for name in ("decided_at", "reason_chat", "reason_message")),
        _check(table, "state_known", "state IN ('asked', 'granted', 'refused', 'ended')"),
        _check(table, "decided_at_a_time", "(state = 'asked') = (decided_at IS NULL)"),
        _check(table, "decided_by_somebody", "(state = 'asked') = (decided_by IS NULL)"),
        _check(
            table,
            "refused_for_a_reason",
            "(reason_chat IS NULL) = (reason_message IS NULL)"
            " AND (state = 'refused') = (reason_message IS NOT NULL)",
        ),
        _refers(table, "order_id", "orders"),
        _refers(table, "unit_id", "stock_units"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("unit_id", name=op.f(f"uq_{table}_unit_id")),
        **STRICT,
    )
    op.create_index("ix_complaints_order_id", table, ["order_id"])
    op.create_index(
        "uq_complaints_asked",
        table,
        ["order_id"],
        unique=True,
        sqlite_where=asked,
        postgresql_where=asked,
    )


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=nullable)


def _words(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
