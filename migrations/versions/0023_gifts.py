"""Store credit is passed on through links, and large acts wait for a second owner."""

import sqlalchemy as sa
from alembic import op

revision = "0023_gifts"
down_revision = "0023_handed"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
OPEN = sa.text("state = 'open'")
REASONS = (
    "'overpaid', 'late', 'returned', 'spent', 'honoured', 'reversed', 'unhonoured', 'refunded',"
    " 'withdrawn', 'exchanged_from', 'exchanged_into', 'suspended', 'restored'"
)
GIVEN = (
    "'overpaid', 'late', 'returned', 'reversed', 'unhonoured', 'withdrawn', 'exchanged_into',"
    " 'restored'"
)
STATES = "'open', 'approved', 'refused', 'expired', 'overtaken'"
ACTS = "'refund-credit', 'refund-send', 'refund-late', 'honour', 'by-hand', 'key', 'balance'"


def upgrade() -> None:
    _reasons(
        f"{REASONS}, 'gifted', 'gift_claimed', 'gift_back'",
        f"{GIVEN}, 'gift_claimed', 'gift_back'",
    )
    _gifts()
    _approvals()


def downgrade() -> None:
    """Only while nothing was passed on: the older schema has no words for it."""
    op.drop_table("approvals")
    op.drop_table("gifts")
    _reasons(REASONS, GIVEN)


def _reasons(listed: str, given: str) -> None:
    known = op.f("ck_credit_entries_reason_known")
    sign = op.f("ck_credit_entries_sign_of_reason")
    with op.batch_alter_table("credit_entries", table_kwargs=STRICT) as entries:
        entries.drop_constraint(known, type_="check")
        entries.drop_constraint(sign, type_="check")
        entries.create_check_constraint(known, f"reason IN ({listed})")
        entries.create_check_constraint(sign, f"(amount > 0) = (reason IN ({given}))")


def _gifts() -> None:
    table = "gifts"
    op.create_table(
        table,
        _whole("id"),
        _whole("giver_id"),
        _whole("number"),
        _words("digest"),
        _whole("amount"),
        _words("currency"),
        _words("state"),
        _whole("entry_id"),
        _whole("end_id", nullable=True),
        _whole("claimer_id", nullable=True),
        _words("why", nullable=True),
        _whole("created_at"),
        _whole("expires_at"),
        _whole("ended_at", nullable=True),
        _check(table, "state_known", "state IN ('open', 'claimed', 'returned')"),
        _check(table, "amount_positive", "amount > 0"),
        _check(table, "digest_whole", "length(digest) = 64"),
        _check(table, "ends_later", "expires_at > created_at"),
        _check(
            table,
            "open_until_it_ends",
            "(state = 'open') = (ended_at IS NULL) AND (state = 'open') = (end_id IS NULL)",
        ),
        _check(
            table,
            "claimed_by_somebody_else",
            "(state = 'claimed') = (claimer_id IS NOT NULL) AND"
            " (claimer_id IS NULL OR claimer_id <> giver_id)",
        ),
        _check(
            table,
            "returned_for_a_reason",
            "(state = 'returned') = (why IS NOT NULL) AND"
            " (why IS NULL OR why IN ('giver', 'time', 'owed'))",
        ),
        _refers(table, "giver_id", "users"),
        _refers(table, "claimer_id", "users"),
        _refers(table, "entry_id", "credit_entries"),
        _refers(table, "end_id", "credit_entries"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))
            for columns in (("digest",), ("giver_id", "number"), ("entry_id",), ("end_id",))
        ),
        **STRICT,
    )
    for column in ("giver_id", "expires_at"):
        _index(f"ix_{table}_{column}", table, column)
    op.create_index("ix_gifts_claimer_id", table, ["claimer_id"])


def _approvals() -> None:
    table = "approvals"
    op.create_table(
        table,
        _whole("id"),
        _words("act"),
        _words("subject"),
        _whole("order_id", nullable=True),
        _whole("amount"),
        _words("currency"),
        _words("args"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        _whole("asked_by"),
        _whole("asked_at"),
        _whole("until"),
        _words("state"),
        _whole("decided_by", nullable=True),
        _whole("decided_at", nullable=True),
        _words("why", nullable=True),
        _check(table, "act_known", f"act IN ({ACTS})"),
        _check(table, "state_known", f"state IN ({STATES})"),
        _check(table, "amount_positive", "amount > 0"),
        _check(table, "ends_later", "until > asked_at"),
        _check(table, "subject_bounded", "length(subject) BETWEEN 1 AND 80"),
        _check(table, "open_until_decided", "(state = 'open') = (decided_at IS NULL)"),
        _check(
            table,
            "decided_by_somebody_else",
            "(state IN ('approved', 'refused')) = (decided_by IS NOT NULL) AND"
            " (decided_by IS NULL OR decided_by <> asked_by)",
        ),
        _check(table, "overtaken_by_something", "(state = 'overtaken') = (why IS NOT NULL)"),
        _refers(table, "order_id", "orders"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        **STRICT,
    )
    _index("uq_approvals_open", table, "act", "subject", unique=True)
    _index(f"ix_{table}_until", table, "until")
    for column in ("order_id", "subject"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _index(name: str, table: str, *columns: str, unique: bool = False) -> None:
    """Of what is open."""
    op.create_index(
        name, table, list(columns), unique=unique, sqlite_where=OPEN, postgresql_where=OPEN
    )


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=nullable)


def _words(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
