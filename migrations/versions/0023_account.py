"""Public ids, what people told of themselves, the shop's own texts, and erasing."""

import sqlalchemy as sa
from alembic import op

revision = "0023_account"
down_revision = "0023_people"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    _accounts()
    _details()
    _texts()
    _erasures()


def downgrade() -> None:
    """Public ids and what people told are gone, and the built-in texts are back."""
    for table in ("erasures", "shop_texts", "profile_details", "accounts"):
        op.drop_table(table)


def _accounts() -> None:
    op.create_table(
        "accounts",
        _person(),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("welcomed_at", BIG, nullable=True),
        sa.Column("quiet_at", BIG, nullable=True),
        _check("accounts", "public_id_whole", "length(public_id) = 9"),
        _of_user("accounts"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_accounts_public_id")),
        **STRICT,
    )


def _details() -> None:
    table = "profile_details"
    op.create_table(
        table,
        _person(),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", BIG, nullable=False),
        _check(table, "detail_known", "detail IN ('name', 'contact', 'email')"),
        _check(table, "sealed_not_empty", "length(sealed) > 0"),
        _of_user(table),
        sa.PrimaryKeyConstraint("user_id", "detail", name=op.f(f"pk_{table}")),
        **STRICT,
    )


def _texts() -> None:
    table = "shop_texts"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        _check(table, "words_known", "words IN ('help', 'terms')"),
        _check(table, "version_positive", "version > 0"),
        _check(table, "body_bounded", "body IS NULL OR length(body) BETWEEN 1 AND 3500"),
        _check(table, "language_bounded", "length(language) BETWEEN 2 AND 12"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "words", "language", "version", name=op.f(f"uq_{table}_words_language_version")
        ),
        **STRICT,
    )


def _erasures() -> None:
    table, still_open = "erasures", sa.text("done_at IS NULL")
    op.create_table(
        table,
        _person(),
        sa.Column("asked_at", BIG, nullable=False),
        sa.Column("due_at", BIG, nullable=False),
        sa.Column("done_at", BIG, nullable=True),
        _check(table, "due_later", "due_at >= asked_at"),
        _check(table, "done_later", "done_at IS NULL OR done_at >= asked_at"),
        _of_user(table),
        sa.PrimaryKeyConstraint("user_id", name=op.f(f"pk_{table}")),
        **STRICT,
    )
    op.create_index(
        "ix_erasures_due_at",
        table,
        ["due_at"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _person() -> sa.Column[int]:
    return sa.Column("user_id", BIG, nullable=False, autoincrement=False)


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
