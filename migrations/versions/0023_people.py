"""Bans that are told of once, credit by hand, notes and tags, and people found by name."""

import sqlalchemy as sa
from alembic import op

revision = "0023_people"
down_revision = "0023_gifts"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
REASONS = (
    "'overpaid', 'late', 'returned', 'spent', 'honoured', 'reversed', 'unhonoured', 'refunded',"
    " 'withdrawn', 'exchanged_from', 'exchanged_into', 'suspended', 'restored',"
    " 'gifted', 'gift_claimed', 'gift_back'"
)
ADDING = (
    "'overpaid', 'late', 'returned', 'reversed', 'unhonoured', 'withdrawn', 'exchanged_into',"
    " 'restored', 'gift_claimed', 'gift_back'"
)
BANNED = sa.text("banned_at IS NOT NULL")
TIMED_OUT = sa.text("timed_out_at IS NOT NULL")
PAID = sa.text("paid_at IS NOT NULL")
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE people_search USING fts5(name, username, content='users',"
        " content_rowid='id', tokenize='trigram remove_diacritics 1')",
        "INSERT INTO people_search(people_search) VALUES ('rebuild')",
    ),
    "postgresql": (
        "CREATE INDEX people_search ON users USING gin ((lower(regexp_replace("
        "normalize(name || ' ' || coalesce(username, ''), NFKD), '[\u0300-\u036f]', '', 'g')))"
        " gin_trgm_ops)",
    ),
}


def upgrade() -> None:
    """Who was banned by hand before stands in the audit from now on."""
    _reasons(f"{REASONS}, 'granted', 'deducted'", f"{ADDING}, 'granted'")
    with op.batch_alter_table("users", table_kwargs=STRICT) as users:
        users.add_column(sa.Column("ban_told_at", BIG, nullable=True))
        users.create_check_constraint(
            op.f("ck_users_told_of_a_ban"), "ban_told_at IS NULL OR banned_at IS NOT NULL"
        )
    for name, table, columns, where in _indexes():
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    op.execute(
        "INSERT INTO audit (at, actor, action, subject, details)"
        " SELECT banned_at, 'operator', 'person.banned', 'ban:' || CAST(id AS TEXT),"
        ' \'{"reason": ""}\' FROM users WHERE banned_at IS NOT NULL'
    )
    _notes()
    _tags()
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Only while no credit was given or taken by hand: the older schema has no word for it."""
    kind = "TABLE" if op.get_bind().dialect.name == "sqlite" else "INDEX"
    op.execute(f"DROP {kind} people_search")
    for table in ("person_tags", "tags", "person_notes"):
        op.drop_table(table)
    for name, table, _columns, _where in _indexes():
        op.drop_index(name, table_name=table)
    with op.batch_alter_table("users", table_kwargs=STRICT) as users:
        users.drop_constraint(op.f("ck_users_told_of_a_ban"), type_="check")
        users.drop_column("ban_told_at")
    _reasons(REASONS, ADDING)


def _indexes() -> tuple[tuple[str, str, list[str], sa.TextClause | None], ...]:
    return (
        ("ix_users_created_at_id", "users", ["created_at", "id"], None),
        ("ix_users_banned", "users", ["banned_at", "id"], BANNED),
        ("ix_refunds_user_id", "refunds", ["user_id"], None),
        ("ix_orders_timed_out", "orders", ["timed_out_at"], TIMED_OUT),
        ("ix_orders_paid", "orders", ["paid_at"], PAID),
    )


def _reasons(listed: str, given: str) -> None:
    known = op.f("ck_credit_entries_reason_known")
    sign = op.f("ck_credit_entries_sign_of_reason")
    with op.batch_alter_table("credit_entries", table_kwargs=STRICT) as entries:
        entries.drop_constraint(known, type_="check")
        entries.drop_constraint(sign, type_="check")
        entries.create_check_constraint(known, f"reason IN ({listed})")
        entries.create_check_constraint(sign, f"(amount > 0) = (reason IN ({given}))")


def _notes() -> None:
    table = "person_notes"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        _check(table, "sealed_not_empty", "length(sealed) > 0"),
        _check(table, "written_by_an_admin", "author LIKE 'admin:%'"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        **STRICT,
    )
    op.create_index("ix_person_notes_user_id_id", table, ["user_id", "id"])


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _check("tags", "name_bounded", "length(name) BETWEEN 1 AND 24"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("name", name=op.f("uq_tags_name")),
        **STRICT,
    )
    table = "person_tags"
    op.create_table(
        table,
        sa.Column("user_id", BIG, nullable=False, autoincrement=False),
        sa.Column("tag_id", BIG, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id")),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f(f"fk_{table}_tag_id")),
        sa.PrimaryKeyConstraint("user_id", "tag_id", name=op.f(f"pk_{table}")),
        **STRICT,
    )
    op.create_index("ix_person_tags_tag_id_user_id", table, ["tag_id", "user_id"])


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
