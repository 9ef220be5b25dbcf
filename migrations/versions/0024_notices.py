"""Which news goes to whom: at once, gathered, or not at all; and hours that are quiet."""

import sqlalchemy as sa
from alembic import op

revision = "0024_notices"
down_revision = "0024_support"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RULES, HOURS, HELD = "notice_rules", "notice_hours", "held_notices"
KINDS = (
    "kind IN ('started', 'paid', 'money', 'look', 'key', 'shipped', 'expired', 'cancelled',"
    " 'changed', 'provider', 'alarm', 'unsent', 'stock', 'question', 'review', 'role',"
    " 'gone', 'approval', 'numbers')"
)
ROLES = "destination IN ('owner', 'manager', 'stock', 'support', 'viewer')"
URGENT = "'paid', 'money', 'look', 'key', 'alarm', 'gone', 'question', 'approval'"
OWED = "'paid', 'money', 'look', 'alarm', 'gone', 'approval'"


def upgrade() -> None:
    op.create_table(
        RULES,
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        _check(RULES, "kind_known", KINDS),
        _check(RULES, "destination_known", ROLES),
        _check(RULES, "told_known", "told IN ('now', 'digest', 'never')"),
        _check(
            RULES,
            "owners_hear",
            f"told = 'now' OR destination <> 'owner' OR kind NOT IN ({OWED})",
        ),
        _check(RULES, "urgent", f"told <> 'digest' OR kind NOT IN ({URGENT})"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{RULES}")),
        sa.UniqueConstraint("kind", "destination", name=op.f(f"uq_{RULES}_kind_destination")),
        sqlite_strict=True,
    )
    _hours()
    _held()


def _hours() -> None:
    op.create_table(
        HOURS,
        sa.Column("id", BIG, nullable=False),
        sa.Column("quiet_from", BIG, nullable=True),
        sa.Column("quiet_to", BIG, nullable=True),
        sa.Column("digest_at", BIG, server_default="8", nullable=False),
        _check(HOURS, "one_row", "id = 1"),
        _check(HOURS, "hours", "quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23"),
        _check(HOURS, "both", "(quiet_from IS NULL) = (quiet_to IS NULL)"),
        _check(HOURS, "not_always", "quiet_from <> quiet_to"),
        _check(HOURS, "digest_hour", "digest_at BETWEEN 0 AND 23"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{HOURS}")),
        sqlite_strict=True,
    )


def _held() -> None:
    op.create_table(
        HELD,
        sa.Column("id", BIG, nullable=False),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column("chat_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("order_id", BIG, nullable=True),
        sa.Column("at", BIG, nullable=False),
        sa.Column("until", BIG, nullable=False),
        _check(HELD, "kind_known", KINDS),
        _check(HELD, "later", "until > at"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f(f"fk_{HELD}_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{HELD}")),
        sa.UniqueConstraint("dedup_key", name=op.f(f"uq_{HELD}_dedup_key")),
        sqlite_strict=True,
    )
    op.create_index(op.f(f"ix_{HELD}_order_id"), HELD, ["order_id"])
    op.create_index(f"ix_{HELD}_until", HELD, ["until", "chat_id"])


def downgrade() -> None:
    """Everybody hears of everything again; what is held now is not told any more."""
    for table in (HELD, HOURS, RULES):
        op.drop_table(table)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
